"""One Elasticsearch node on loopback: fetched with Maven once, started with the tests' own settings, killed at will."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.services.elasticsearch import java
from tests.services.process import HOST, Service, ServiceError, free_port

POM = Path(__file__).with_name("pom.xml")
HEAP = "512m"
INSTALL_MAVEN = "apt-get install maven"


def elasticsearch_version() -> str:
    """The version that the tests run against, as pom.xml states it."""
    found = re.search(r"<elasticsearch\.version>(.+)</elasticsearch\.version>", POM.read_text())
    if found is None:
        raise ServiceError("pom.xml states no version of Elasticsearch")
    return found.group(1)


def cache_folder() -> Path:
    """Where the unpacked server is kept between runs. Root's home is closed to the user that the node then runs as."""
    if set_by_hand := os.environ.get("MEGDAN_TEST_CACHE"):
        base = Path(set_by_hand)
    elif os.getuid() == 0:
        base = Path("/var/tmp/megdan-tests")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "megdan-tests"
    return base / f"elasticsearch-{hashlib.sha256(POM.read_bytes()).hexdigest()[:16]}"


def is_fetched() -> bool:
    return (cache_folder() / "complete").exists()


def fetch() -> Path:
    """Unpack the server, unless it is there. Returns its home. Two runs at once: the second waits for the first."""
    target = cache_folder()
    target.mkdir(parents=True, exist_ok=True)
    with (target / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_fetched():
            maven = shutil.which("mvn")
            if maven is None:
                raise ServiceError(f"Maven is not installed: {INSTALL_MAVEN}")
            print(
                "elasticsearch: fetching the server with Maven (950 MB the first time) ...", file=sys.stderr
            )
            command = [
                *(maven, "--batch-mode", "--quiet", "-Dstyle.color=never", "--file", str(POM)),
                *("package", f"-Dunpack.to={target / 'unpacked'}"),
            ]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
            if done.returncode != 0:
                raise ServiceError(
                    f"Maven could not fetch the server:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
                )
            (_home(target) / "plugins").mkdir(exist_ok=True)  # has to be there, even if empty
            (target / "complete").touch()
    return _home(target)


def _home(target: Path) -> Path:
    homes = list((target / "unpacked").glob("*/elasticsearch"))
    if len(homes) != 1:
        raise ServiceError(f"the server was not unpacked into {target}")
    return homes[0]


class Elasticsearch(Service):
    """A node with a folder of its own. Security is off: it listens on loopback alone."""

    name = "elasticsearch"
    start_seconds = 180.0

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = free_port()
        found = java.java_home()
        if found is None:
            raise ServiceError(f"no Java {java.MINIMUM} or later: {java.INSTALL}")
        self._java_home = found
        self._home = fetch()
        self._prefix: list[str] = []
        if os.getuid() == 0:  # Elasticsearch refuses to run as root
            nobody = pwd.getpwnam("nobody")
            ids = [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}"]
            self._prefix = ["setpriv", *ids, "--clear-groups", "--pdeathsig", "KILL"]

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def prepare(self) -> None:
        config, data, temporary = (self.folder / name for name in ("config", "data", "tmp"))
        for made in (config, data, temporary, self.folder / "logs"):
            made.mkdir(exist_ok=True)
        shutil.copy(self._home / "config" / "log4j2.properties", config)
        (config / "elasticsearch.yml").write_text(
            "\n".join(
                [
                    "cluster.name: megdan-tests",
                    "node.name: megdan-tests",
                    f'path.data: "{data}"',
                    f'path.logs: "{self.folder / "logs"}"',
                    f"network.host: {HOST}",
                    f"http.port: {self.port}",
                    "transport.port: 0",
                    "discovery.type: single-node",
                    "xpack.security.enabled: false",
                    # A full disk of a developer is no reason to refuse writes in a test.
                    "cluster.routing.allocation.disk.threshold_enabled: false",
                    "action.destructive_requires_name: false",
                    "",
                ]
            )
        )
        (config / "jvm.options").write_text(
            "\n".join(
                [
                    f"-Xms{HEAP}",
                    f"-Xmx{HEAP}",
                    f"-Djava.io.tmpdir={temporary}",
                    # A node that lives for minutes: start soon, take little.
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-XX:-AlwaysPreTouch",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--add-modules=jdk.incubator.vector",
                    "-Dorg.apache.lucene.store.defaultReadAdvice=normal",
                    "-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1",
                    "",
                ]
            )
        )
        if self._prefix:
            for parent in [self.folder, *self.folder.rglob("*")]:
                shutil.chown(parent, "nobody")

    def environment(self) -> dict[str, str]:
        variables = {
            name: value
            for name, value in os.environ.items()
            if name not in {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "ES_JAVA_OPTS"}
        }
        launcher = "-Xms4m -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
        return variables | {
            "ES_JAVA_HOME": str(self._java_home),
            "ES_HOME": str(self._home),
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "ES_DISTRIBUTION_TYPE": "zip",
            "JAVA": str(self._java_home / "bin" / "java"),
            "JAVA_TYPE": "ES_JAVA_HOME",
            "CLI_JAVA_OPTS": launcher,
        }

    def working_folder(self) -> Path:
        return self._home

    def command(self) -> list[str]:
        # What Elastic's start script does, which this copy of the server lacks.
        program = str(self._java_home / "bin" / "java")
        options = ["-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        libraries = f"{self._home}/lib/tools/server-launcher/*"
        return [
            *self._prefix,
            program,
            *options,
            "-cp",
            libraries,
            "org.elasticsearch.server.launcher.ServerLauncher",
        ]

    def is_ready(self) -> bool:
        try:
            address = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=5s"
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(address, timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False
