#!/usr/bin/env python
"""Django's command line."""

import os
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    root = Path(__file__).resolve().parent
    # platform/ goes last: put first, it would hide the standard library's module of that name.
    for source_root in (root, root / "platform"):
        if str(source_root) not in sys.path:
            sys.path.append(str(source_root))
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415
    except ImportError:
        sys.exit("Django isn't installed for this Python. Use `make run`, or .venv/bin/python manage.py.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
