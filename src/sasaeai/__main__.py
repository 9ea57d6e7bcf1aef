"""`python -m sasaeai` and the installed command `sasaeai`."""

from __future__ import annotations

import sys

from sasaeai.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
