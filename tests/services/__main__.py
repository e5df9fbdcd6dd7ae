"""The servers of the tests from the command line.

python -m tests.services missing            what this machine lacks
python -m tests.services run COMMAND ...    start the servers, run the command with their addresses, end them
python -m tests.services up                 start them, print the addresses, wait for Ctrl-C
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys

from tests.services.missing import missing_browser, missing_services
from tests.services.stack import running_stack


def main(arguments: list[str]) -> int:
    match arguments:
        case ["missing"]:
            for part in missing_browser() + missing_services():
                print(f"{part.part}: {part.install}")
            return 0
        case ["run", *command] if command:
            with running_stack() as addresses:
                return subprocess.run(command, env={**os.environ, **addresses}).returncode
        case ["up"]:
            with running_stack() as addresses:
                for name, address in addresses.items():
                    print(f"export {name}={address}", flush=True)
                with contextlib.suppress(KeyboardInterrupt):
                    signal.pause()
                return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    # SIGTERM ends as Ctrl-C does: with the servers.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
