"""``python -m concordance``."""

import sys

from concordance.cli import main

sys.exit(main())
