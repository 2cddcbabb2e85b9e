"""What other limits would have said over the logged days. Pure: history and settings in, figures and words out.

It assumes that the user would have sat the same. Reminders change behaviour: every figure is of what was logged.
"""
