"""Starts a database, a bucket, replicas and workers on this machine, each a process that can be killed."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from mayfly.stores.database import Database
from mayfly.workers.fleet import WorkerRow, living_workers
from mayfly.workers.tables import prepare
from tests.stores.servers import LOOPBACK, Postgres, Seaweed, free_port, running

START_SECONDS = 180.0


@dataclass
class Machine:
    """The processes of one fleet.

    Attributes:
        postgres: The database.
        seaweed: The bucket.
        folder: Where each process has its directory, and its log.
        variables: Of all of them.
        replicas: Port to process.
        workers: The worker processes.
    """

    postgres: Postgres
    seaweed: Seaweed
    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    replicas: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a new process, with a directory of its own."""
        return {
            **os.environ,
            **self.seaweed.environment(),
            "MAYFLY_STORE": self.postgres.url,
            "MAYFLY_BUCKET": "s3://mayfly-fleet/models",
            "MAYFLY_WORKERS": "on",
            "MAYFLY_TEMP_DIR": str(self.folder / secrets.token_hex(4)),
            **self.variables,
        }

    def _start(self, *arguments: str, within: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [*within, sys.executable, "-m", "mayfly", *arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_replica(self, port: int | None = None) -> int:
        """Start a replica; return its port."""
        port = port or free_port()
        self.replicas[port] = self._start("serve", "--port", str(port))
        return port

    def start_worker(self, within: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        """Start a worker, by a command that runs another one if need be."""
        self.workers.append(self._start("worker", within=within))
        return self.workers[-1]

    def database(self) -> Database:
        """Return connections to the fleet's tables."""
        return Database(self.postgres.url)

    def wait_until_ready(self, workers: int) -> None:
        """Wait until all replicas answer and so many workers are alive.

        Raises:
            TimeoutError: They are not after some minutes.
        """
        give_up = time.monotonic() + START_SECONDS
        database = self.database()
        prepare(database)
        while not (len(living(database)) >= workers and all(map(answers, self.replicas))):
            if time.monotonic() > give_up:
                raise TimeoutError("the fleet did not start in time")
            time.sleep(0.2)
        database.close()

    def end(self) -> None:
        """End all processes, and kill those that do not end when asked to."""
        left = [*self.replicas.values(), *self.workers]
        for process in left:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        for process in left:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                kill(process)


def living(database: Database) -> list[WorkerRow]:
    """Return the workers that are alive."""
    return living_workers(database)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all its children without a warning."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def client_of(port: int, *, seconds: float = 120) -> httpx.Client:
    """Return a client of the replica at a port."""
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=seconds, trust_env=False)


def answers(port: int) -> bool:
    """Return whether a replica answers."""
    try:
        with client_of(port, seconds=5) as client:
            return client.get("/health/live").status_code == 200
    except httpx.TransportError:
        return False


@contextlib.contextmanager
def machine(folder: Path, *, address: str = LOOPBACK, **variables: str) -> Iterator[Machine]:
    """Run database and bucket for a block; what was started besides is ended with it."""
    with running(Postgres, address) as postgres, running(Seaweed, address) as seaweed:
        assert isinstance(postgres, Postgres)
        assert isinstance(seaweed, Seaweed)
        made = Machine(postgres, seaweed, folder, variables)
        os.environ.update(seaweed.environment())
        try:
            yield made
        finally:
            made.end()
