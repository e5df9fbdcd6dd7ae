"""`make run`: the whole site on this machine, from a fresh clone to the address to open.

Only this file's first lines must be understood by any Python 3, so that a Python that is too old gets a clear answer.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "megdan: Python 3.11 or later is needed, this is %d.%d. Set one with: make run PYTHON=python3.11"
        % sys.version_info[:2]
    )

from scripts.start import main

if __name__ == "__main__":
    sys.exit(main())
