"""The site itself as real processes: web server and worker over one database, as `make run` starts them.

A test may kill either of them. What they share (database, data folder, addresses of servers) is given from outside, so the
same class runs over SQLite and files, and over PostgreSQL, Redis and Elasticsearch.
"""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.services.process import HOST, ROOT, Service, free_port

BIN = Path(sys.executable).parent


class WebServer(Service):
    name = "web"

    def __init__(
        self,
        folder: Path,
        variables: dict[str, str],
        *,
        application: str = "config.wsgi",
        processes: int = 1,
        threads: int = 4,
    ) -> None:
        super().__init__(folder)
        self.application = application
        self.port = int(variables.get("PORT") or free_port())
        self.variables = variables
        self.processes = processes
        self.threads = threads

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def environment(self) -> dict[str, str]:
        return {**os.environ, **self.variables}

    def command(self) -> list[str]:
        return [
            *(
                str(BIN / "gunicorn"),
                self.application,
                "--bind",
                f"{HOST}:{self.port}",
                "--worker-class",
                "gthread",
            ),
            *("--workers", str(self.processes), "--threads", str(self.threads)),
            *("--graceful-timeout", "2", "--timeout", "60", "--no-control-socket", "--log-level", "warning"),
        ]

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/bg/", timeout=30) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            return False


class Worker(Service):
    """A Celery worker with its schedule. Ready when it has said so in its log."""

    name = "worker"

    def __init__(self, folder: Path, variables: dict[str, str], *, has_schedule: bool = True) -> None:
        super().__init__(folder)
        self.variables = variables
        self.has_schedule = has_schedule
        self._log_offset = 0

    def prepare(self) -> None:
        # After a restart the old process's words must not count.
        self._log_offset = self.log.stat().st_size if self.log.exists() else 0

    def environment(self) -> dict[str, str]:
        return {**os.environ, **self.variables}

    def command(self) -> list[str]:
        schedule = ["--beat", "--schedule", str(self.folder / "schedule")] if self.has_schedule else []
        return [
            *(str(BIN / "celery"), "-A", "config.celery", "worker", *schedule, "--concurrency", "1"),
            *("--loglevel", "info", "--without-gossip", "--without-mingle", "--without-heartbeat"),
        ]

    def is_ready(self) -> bool:
        with self.log.open("rb") as log:
            log.seek(self._log_offset)
            return b" ready." in log.read()


class SignedIn:
    """Somebody at the web server with nothing but cookies and forms: what a plain browser without scripts is."""

    TOKEN = "t" * 32

    def __init__(self, url: str, user: User) -> None:
        self.url = url
        # As Django's test client does it: the session is written where the web server reads it.
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self._cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.TOKEN}"
        self._opener = urllib.request.build_opener(_StayHere())

    def get(self, path: str) -> tuple[int, str]:
        return self._send(urllib.request.Request(self.url + path))

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form. Redirects are not followed. Raises URLError when the server is gone before it answers."""
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self.TOKEN}).encode()
        return self._send(urllib.request.Request(self.url + path, data=data))

    def _send(self, request: urllib.request.Request) -> tuple[int, str]:
        request.add_header("Cookie", self._cookies)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(errors="replace")


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object, **options: object) -> None:
        return None


class Site:
    """Web server, worker and `manage` over the same environment."""

    def __init__(self, folder: Path, variables: dict[str, str]) -> None:
        port = free_port()
        self.variables = {
            **variables,
            "MEGDAN_ENV": "local",
            "MEGDAN_DATA": str(folder / "data"),
            "PORT": str(port),
            "BASE_URL": f"http://{HOST}:{port}",
            "OUTBOX_WAKES_WORKER": "1",
        }
        self.folder = folder
        self.web = WebServer(folder / "web", self.variables)
        self.worker = Worker(folder / "worker", self.variables)

    @property
    def url(self) -> str:
        return self.web.url

    def manage(self, *arguments: str) -> str:
        """Run a management command in its own process; its output. Raises CalledProcessError when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**os.environ, **self.variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise AssertionError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        self.web.start(wait=False)
        self.worker.start(wait=False)
        self.web.wait_until_ready()
        self.worker.wait_until_ready()

    def stop(self) -> None:
        self.web.stop()
        self.worker.stop()
