"""`python -m posture_watch` is `posture-watch`."""

import sys

from posture_watch.cli import main

sys.exit(main())
