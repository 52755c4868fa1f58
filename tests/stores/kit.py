"""The stores that the promises are tested on, each in a place of its own, and processes that use them."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from mayfly.cleanup.clock import SystemClock
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.stores.bucket import Bucket
from mayfly.stores.database import Database
from mayfly.stores.postgres import PostgresStore
from mayfly.stores.registry import Registry
from mayfly.stores.store import Store

CONTENT = "ISO-10303-21;"
MINUTE = 60.0

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["mayfly.stores.postgres", "mayfly.cleanup.service", "tests.stores.kit"])


class ShiftedClock(SystemClock):
    """The machine's clocks, moved by what stands in a file, for every process that looks."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def _shift(self) -> float:
        return float(self._file.read_text())

    def wall(self) -> float:
        return super().wall() + self._shift()

    def boot(self) -> float:
        return super().boot() + self._shift()


@dataclass
class Place:
    """Where a store is; it travels to other processes, and each opens stores of its own there.

    Attributes:
        kind: "local" or "postgres".
        folder: The directory of a local store, or the scratch directory of a shared one.
        url: The database.
        bucket: The bucket.
        schema: The database's schema.
    """

    kind: str
    folder: Path
    url: str = ""
    bucket: str = ""
    schema: str = ""
    _opened: list[Any] = field(default_factory=list)
    _database: Database | None = None

    def open(self, interval: float = 30, **options: Any) -> Store:
        """Return a store of this place, whose thread does not run yet."""
        store: Any
        if self.kind == "local":
            clock = ShiftedClock(self._shift_file)
            store = TempModelsCleanupService(self.folder, interval, janitor=False, clock=clock, **options)
        else:
            store = PostgresStore(
                self.url, self.bucket, interval, scratch_dir=self.folder, schema=self.schema, **options
            )
            store.get_stats()  # which makes the tables
        self._opened.append(store)
        return store  # type: ignore[no-any-return]

    @property
    def _shift_file(self) -> Path:
        return self.folder.parent / "clock-shift"

    def set_up(self) -> None:
        """Make the place's clock one that can be moved."""
        if self.kind == "local":
            self._shift_file.write_text("0")
            return
        self.open()
        with psycopg.connect(
            self.url, autocommit=True, options=f"-c search_path={self.schema}"
        ) as connection:
            connection.execute("CREATE TABLE test_shift AS SELECT 0::double precision AS seconds")
            connection.execute(
                "CREATE OR REPLACE FUNCTION server_time() RETURNS double precision LANGUAGE sql VOLATILE AS"
                " $$ SELECT extract(epoch FROM clock_timestamp())::float8 + seconds FROM test_shift $$"
            )

    def pass_time(self, seconds: float) -> None:
        """Let time go by for every store of this place."""
        if self.kind == "local":
            self._shift_file.write_text(str(float(self._shift_file.read_text()) + seconds))
            return
        with psycopg.connect(
            self.url, autocommit=True, options=f"-c search_path={self.schema}"
        ) as connection:
            connection.execute("UPDATE test_shift SET seconds = seconds + %s", (seconds,))

    def database(self) -> Database:
        """Return connections of the test's own to the tables of a shared store."""
        if self._database is None:
            self._database = Database(self.url, self.schema)
        return self._database

    def objects(self) -> Bucket:
        """Return the bucket of a shared store."""
        return Bucket(self.bucket)

    def key_of(self, name: str) -> str:
        """Return the key of a model's object."""
        return Registry(self.database()).find(name).key

    def now(self) -> float:
        """Return the time by which the stores of this place go, as people see it."""
        if self.kind == "local":
            return ShiftedClock(self._shift_file).wall()
        return float(self.database().rows("SELECT server_time()")[0][0])

    def bytes_left(self) -> list[str]:
        """Return all that holds bytes of models: files, half-written ones too, or objects."""
        if self.kind == "local":
            hidden = self.folder / ".mayfly"
            found = [
                *self.folder.glob("*.step"),
                *(hidden / "partials").glob("*"),
                *(hidden / "trash").glob("*"),
            ]
            return sorted(path.name for path in found)
        objects = [key for page in self.objects().pages() for key in page]
        scratch = [path.name for path in self.folder.rglob("*") if path.is_file() and path.name != "lock"]
        return sorted(objects + scratch)

    def tear_down(self) -> None:
        for store in self._opened:
            store.stop_cleanup_service()
        if self._database is not None:
            self._database.close()
        if self.kind == "postgres":
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(f'DROP SCHEMA IF EXISTS "{self.schema}" CASCADE')

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_opened": [], "_database": None}


def shared_place(folder: Path, url: str) -> Place:
    """Return a place in a database and a bucket that nobody else uses."""
    token = secrets.token_hex(6)
    return Place("postgres", folder, url, f"s3://mayfly-tests/{token}", f"t_{token}")


def publish(store: Store, name: str, text: str = CONTENT, **options: Any) -> Any:
    """Publish a model the way a builder does."""
    with store.partial() as partial:
        with partial.path.open("x") as stream:
            stream.write(text)
        return partial.publish(name, **options)


def names(store: Store) -> list[str]:
    return [model.name for model in store.list_models()]


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that another thread or process does."""
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.02)


def start_child(work: Callable[..., None], *arguments: Any, environment: dict[str, str] | None = None) -> Any:
    """Run a function of a test module in a process of its own, which has used no store before."""
    child = _processes.Process(
        target=_in_child, args=(work.__module__, work.__name__, arguments, environment or _aws())
    )
    child.start()
    return child


def wait_child(child: Any, seconds: float = 60.0) -> int:
    """Wait for a child; return its exit code, or minus the signal that ended it."""
    child.join(seconds)
    if child.exitcode is None:
        child.kill()
        child.join()
        raise AssertionError("the child did not end in time")
    code: int = child.exitcode
    child.close()
    return code


def in_child(work: Callable[..., None], *arguments: Any) -> int:
    return wait_child(start_child(work, *arguments))


def _aws() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key.startswith("AWS_")}


def _in_child(module: str, name: str, arguments: tuple[Any, ...], environment: dict[str, str]) -> None:
    os.environ.update(environment)
    getattr(importlib.import_module(module), name)(*arguments)


class Steps:
    """Counts the steps that change something outside of this process, and dies at one of them.

    A step is what comes right before a system call of the local store, and right before or right after a
    statement or the end of a transaction in the database, or a request to the bucket.
    """

    def __init__(self, stop_at: int, how: signal.Signals = signal.SIGKILL) -> None:
        self.count = 0
        self._stop_at = stop_at
        self._how = how

    def step(self) -> None:
        self.count += 1
        if self.count - 1 == self._stop_at:
            os.kill(os.getpid(), self._how)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            self.step()
            result = function(*arguments, **options)
            self.step()
            return result

        return called

    def watch(self, kind: str) -> None:
        """Count the steps of one kind of store from now on."""
        if kind == "local":
            sys.setprofile(self._on_call)
        else:
            self._watch_shared()

    def _on_call(self, frame: object, event: str, function: object) -> None:
        """Count the calls to the kernel and to SQLite, of this thread."""
        if event == "c_call":
            module = getattr(function, "__module__", None)
            of_sqlite = type(getattr(function, "__self__", None)).__module__ == "sqlite3"
            if module in {"posix", "fcntl"} or of_sqlite:
                self.step()

    def _watch_shared(self) -> None:
        import obstore

        psycopg.Connection.execute = self.around(psycopg.Connection.execute)  # type: ignore[method-assign]
        psycopg.Transaction.__exit__ = self.around(psycopg.Transaction.__exit__)  # type: ignore[method-assign]
        for name in ("put", "get", "head", "delete"):
            setattr(obstore, name, self.around(getattr(obstore, name)))
