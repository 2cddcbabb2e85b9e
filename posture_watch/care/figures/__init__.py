"""Line drawings of people who exercise, put together by code from joints and angles. They know no words."""
