"""A database and a bucket of a test's own, workers in processes of their own, and callers."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from mayfly.stores.bucket import Bucket
from mayfly.stores.database import Database
from mayfly.stores.postgres import PostgresStore
from mayfly.workers.remote import RemoteWorkshop
from mayfly.workers.tables import prepare
from tests.stores.servers import Postgres, Seaweed

PLATE = """import cadquery as cq
width = 40.0
result = cq.Workplane().box(width, 30, 5).faces(">Z").workplane().hole(6)
"""
ENDLESS = "while True:\n    pass\n"


def slow(seconds: float, width: float = 40.0) -> str:
    """Return a script that takes some time and then makes a plate."""
    return (
        "import time\nimport cadquery as cq\n"
        f"time.sleep({seconds})\nresult = cq.Workplane().box({width}, 30, 5)\n"
    )


@dataclass
class Fleet:
    """Where callers and workers meet.

    Attributes:
        postgres: The server.
        seaweed: The bucket's server.
        folder: A directory of the test's own.
    """

    postgres: Postgres
    seaweed: Seaweed
    folder: Path
    name: str = field(default_factory=lambda: f"fleet_{secrets.token_hex(6)}")
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _remotes: list[RemoteWorkshop] = field(default_factory=list)
    _stores: list[PostgresStore] = field(default_factory=list)

    def set_up(self) -> None:
        os.environ.update(self.seaweed.environment())
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self.name}"')
        prepare(self.database())

    @property
    def url(self) -> str:
        return self.postgres.url.rpartition("/")[0] + f"/{self.name}"

    @property
    def bucket_address(self) -> str:
        return f"s3://mayfly-tests/{self.name}"

    @property
    def log(self) -> Path:
        """Where replicas write what they note."""
        return self.folder / "replicas.log"

    def database(self) -> Database:
        return Database(self.url)

    def bucket(self) -> Bucket:
        return Bucket(self.bucket_address)

    def remote(self, **options: int) -> RemoteWorkshop:
        """Return a caller."""
        made = RemoteWorkshop(self.database(), self.bucket(), **options)
        self._remotes.append(made)
        return made

    def store(self) -> PostgresStore:
        """Return the store that the fleet shares, started."""
        scratch = self.folder / secrets.token_hex(4)
        made = PostgresStore(self.url, self.bucket_address, scratch_dir=scratch)
        made.start_cleanup_service()
        self._stores.append(made)
        return made

    def environment(self, **variables: str) -> dict[str, str]:
        """Return the variables of a process that belongs to the fleet."""
        return {
            **os.environ,
            **self.seaweed.environment(),
            "MAYFLY_STORE": self.url,
            "MAYFLY_BUCKET": self.bucket_address,
            "MAYFLY_TEMP_DIR": str(self.folder / secrets.token_hex(4)),
            "MAYFLY_WORKERS": "on",
            **variables,
        }

    def start_worker(self, **variables: str) -> subprocess.Popen[bytes]:
        """Start a worker; it is alive once it is on the list."""
        worker = subprocess.Popen(
            [sys.executable, "-m", "mayfly", "worker"],
            env=self.environment(**variables),
            start_new_session=True,
        )
        self.workers.append(worker)
        return worker

    def start_replica(self, port: int, **variables: str) -> subprocess.Popen[bytes]:
        """Start a replica of the HTTP service; it answers soon."""
        with self.log.open("ab") as log:
            replica = subprocess.Popen(
                [sys.executable, "-m", "mayfly", "serve", "--port", str(port)],
                env=self.environment(**variables),
                start_new_session=True,
                stderr=log,
            )
        self.workers.append(replica)
        return replica

    def wait_for_workers(self, number: int, seconds: float = 120.0) -> None:
        """Wait until so many workers are alive."""
        database = self.database()
        wait_until(
            lambda: (
                database.rows("SELECT count(*) FROM workers WHERE seen > store_time() - 3") == [(number,)]
            ),
            seconds,
        )
        database.close()

    def tear_down(self) -> None:
        for remote in self._remotes:
            with suppress(Exception):
                remote.close()
        for worker in self.workers:
            worker.kill()
            worker.wait()
        for store in self._stores:
            store.stop_cleanup_service()
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something that another thread or process does."""
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.05)
