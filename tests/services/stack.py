"""PostgreSQL, Redis and Elasticsearch together: started where no address is given, ended with the run."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.services.elasticsearch import Elasticsearch
from tests.services.postgres import Postgres
from tests.services.process import Service
from tests.services.redis import Redis

SERVICES: dict[str, type[Postgres] | type[Redis] | type[Elasticsearch]] = {
    "DATABASE_URL": Postgres,
    "REDIS_URL": Redis,
    "ELASTICSEARCH_URL": Elasticsearch,
}


@contextlib.contextmanager
def running_stack() -> Iterator[dict[str, str]]:
    """The addresses of all three, by the names of their settings. What the environment names is used, not started."""
    folder = Path(tempfile.mkdtemp(prefix="megdan-stack-"))
    folder.chmod(0o711)  # servers that refuse to be root must be able to pass
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        addresses = {}
        started: list[Service] = []
        for variable, service in SERVICES.items():
            if given := os.environ.get(variable):
                addresses[variable] = given
                continue
            process = service(folder / service.name)
            process.start(wait=False)
            stack.callback(process.stop)
            started.append(process)
            addresses[variable] = process.url
        for process in started:
            process.wait_until_ready()
        yield addresses
