"""What the tests run in: their own data folder and environment, set before Django's settings are read.

Loaded by pytest as a plugin (`-p tests.environment`), because pytest-django reads the settings before any conftest.py. The
services of the second run (see tests/services) come in through the environment and are left as they are.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEEP_FAILED_DATA = "MEGDAN_TEST_KEEP_DATA"

data_folder = Path(tempfile.mkdtemp(prefix="megdan-tests-"))
(data_folder / "static").mkdir()  # WhiteNoise warns where nothing was collected
if not os.environ.get(KEEP_FAILED_DATA):
    atexit.register(shutil.rmtree, data_folder, ignore_errors=True)

os.environ["MEGDAN_ENV"] = "test"
os.environ["MEGDAN_DATA"] = str(data_folder)
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0" * 40)
# Playwright keeps an event loop in the main thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Two runs at once may share one Elasticsearch; each writes indices of its own.
os.environ.setdefault("SEARCH_INDEX_PREFIX", f"megdan-test-{os.getpid()}")
