"""A database or bucket that is away, lost answers, stopped processes: nothing early, immortal, dangling."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
import warnings
from collections.abc import Iterator
from typing import Any

import obstore
import psycopg
import pytest

from mayfly.errors import ModelExpired, ModelNotFound, StorageError
from mayfly.stores import database as database_module
from tests.stores.kit import (
    CONTENT,
    MINUTE,
    Place,
    Steps,
    names,
    publish,
    start_child,
    wait_child,
    wait_until,
)
from tests.stores.servers import Postgres, Seaweed


@pytest.fixture(autouse=True)
def _back_again(request: pytest.FixtureRequest) -> Iterator[None]:
    """Start the servers again that a test has killed."""
    yield
    for name in ("postgres", "seaweed"):
        if name in request.fixturenames:
            server = request.getfixturevalue(name)
            if not server.runs:
                server.start()


def test_a_bucket_that_is_away_delays_bytes_and_nothing_else(shared: Place, seaweed: Seaweed) -> None:
    with shared.open() as store:  # type: ignore[attr-defined]
        publish(store, "due.step", ttl_minutes=1)
        publish(store, "living.step")
        seaweed.kill()
        with pytest.raises(StorageError):
            publish(store, "new.step")
        assert names(store) == ["due.step", "living.step"]
        assert store.checks()["database"] == "ok"
        assert store.checks()["bucket"] == "the bucket can't be reached"
        shared.pass_time(MINUTE + 1)
        with pytest.raises(ModelExpired):
            store.get_model("due.step")
        assert list(store.sweep().failed) == ["due.step"]
        with pytest.raises(StorageError), store.open_model("living.step"):
            pass
        seaweed.start()
        wait_until(lambda: len(shared.bytes_left()) == 1, 30)
        with store.open_model("living.step") as stream:
            assert stream.read() == CONTENT.encode()
        publish(store, "new.step")
        assert set(store.checks().values()) == {"ok"}
        wait_until(lambda: store.get_details()["removed_total"] == 1)  # noted after the bytes are gone
        assert store.get_details()["registered_total"] == 3
    shared.pass_time(24 * 60 * MINUTE)
    shared.open().sweep()
    assert shared.bytes_left() == []


def test_a_database_that_is_away_ends_no_life_early_and_none_late_once_it_is_back(
    shared: Place, postgres: Postgres
) -> None:
    with shared.open() as store:  # type: ignore[attr-defined]
        publish(store, "due.step", ttl_minutes=1)
        publish(store, "living.step")
        postgres.kill()
        with pytest.raises(StorageError) as caught:
            store.get_model("living.step")
        assert not isinstance(caught.value, ModelNotFound | ModelExpired)
        assert "can't be reached" in store.checks()["database"]
        assert len(shared.bytes_left()) == 2
        postgres.start()
        shared.pass_time(MINUTE + 1)
        wait_until(lambda: len(shared.bytes_left()) == 1, 30)
        wait_until(lambda: names(store) == ["living.step"])  # the row goes after the bytes
        assert store.service_running


def test_a_call_waits_for_a_database_that_is_away_for_a_moment(shared: Place, postgres: Postgres) -> None:
    store = shared.open()
    publish(store, "a.step")
    postgres.kill()
    threading.Timer(1.0, postgres.start).start()
    assert store.get_model("a.step").name == "a.step"


class LostAnswers:
    """Carries statements and requests out and loses the answer of one of them."""

    def __init__(self, lose: int) -> None:
        self.count = 0
        self._lose = lose

    def lost(self) -> bool:
        self.count += 1
        return self.count - 1 == self._lose

    def execute(self, connection: psycopg.Connection[Any], *arguments: Any, **options: Any) -> Any:
        cursor = _execute(connection, *arguments, **options)
        if self.lost():
            connection.close()
            raise psycopg.OperationalError("the connection was lost")
        return cursor

    def commit(self, transaction: psycopg.Transaction, *arguments: Any) -> Any:
        result = _commit(transaction, *arguments)
        if self.lost():
            transaction.connection.close()
            raise psycopg.OperationalError("the connection was lost")
        return result

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(psycopg.Connection, "execute", lambda *a, **o: self.execute(*a, **o))
        patch.setattr(psycopg.Transaction, "__exit__", lambda *a: self.commit(*a))


_execute, _commit = psycopg.Connection.execute, psycopg.Transaction.__exit__


@pytest.mark.parametrize("operation", ["publish", "extend", "delete", "lease", "sweep"])
def test_an_answer_of_the_database_that_is_lost_changes_nothing(shared: Place, operation: str) -> None:
    store = shared.open()
    lose = 0
    while True:
        name = f"{operation}-{lose}.step"
        deadline = 0.0 if operation == "publish" else publish(store, name, ttl_minutes=5).expires_at
        if operation == "sweep":
            shared.pass_time(5 * MINUTE + 1)
        answers = LostAnswers(lose)
        with pytest.MonkeyPatch.context() as patch:
            answers.watch(patch)
            if operation == "publish":
                publish(store, name)
            elif operation == "extend":
                assert store.extend(name, 1).expires_at == pytest.approx(deadline + MINUTE, abs=0.01)
            elif operation == "lease":
                with store.lease(name) as stream:
                    assert stream.read() == CONTENT.encode()
            else:
                try:
                    if operation == "delete":
                        store.delete(name)
                    else:
                        assert store.sweep().removed == (name,)
                except StorageError:  # a transaction is not repeated; the next sweep finishes it
                    assert answers.count > lose
                    store.sweep()
        if operation in ("delete", "sweep"):
            with pytest.raises(ModelExpired):
                store.get_model(name)
        else:
            assert store.get_model(name).name == name
        if answers.count <= lose:
            break
        lose += 1
    assert lose >= 1
    shared.pass_time(24 * 60 * MINUTE)
    store.sweep()
    details = store.get_details()
    assert details["registered_total"] == details["removed_total"] == lose + 1
    assert shared.bytes_left() == []


def test_the_clock_of_a_machine_decides_nothing(shared: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    store, real = shared.open(), time.time
    deadline = publish(store, "a.step").expires_at
    for hours in (5, -5):
        monkeypatch.setattr(time, "time", lambda hours=hours: real() + hours * 3600)
        assert store.sweep().removed == ()
        assert store.get_model("a.step").expires_at == pytest.approx(deadline, abs=0.01)
        assert publish(store, f"{hours}.step").expires_at == pytest.approx(deadline, abs=60)
    shared.pass_time(31 * MINUTE)
    assert len(store.sweep().removed) == 3


# -- processes that stop ----------------------------------------------------------------------


def stopping(place: Place, stop_at: int, operation: str, name: str) -> None:
    """Do something with a store in this process, which stops at one step of it until it is told to go on."""
    store = place.open()
    Steps(stop_at, signal.SIGSTOP).watch(place.kind)
    if operation == "publish":
        with pytest.raises(StorageError):
            publish(store, name)
    else:
        database_module.SESSION["idle_in_transaction_session_timeout"] = "1s"
        store.stop_cleanup_service()  # so that the next connection has it
        with pytest.raises(StorageError):
            store.sweep()


def wait_stopped(child: Any) -> None:
    def stopped() -> bool:
        with open(f"/proc/{child.pid}/stat") as stat:  # noqa: PTH123
            return stat.read().rpartition(")")[2].split()[0] == "T"

    wait_until(stopped)


@pytest.mark.parametrize(
    "stop_at", [4, 6]
)  # after the row was written; before and after the bytes are stored
def test_a_publisher_that_stopped_for_long_publishes_nothing_and_leaves_nothing(
    shared: Place, stop_at: int
) -> None:
    store = shared.open()
    child = start_child(stopping, shared, stop_at, "publish", "late.step")
    wait_stopped(child)
    shared.pass_time(5 * MINUTE + 1)
    store.sweep()
    publish(store, "late.step", "somebody else's")
    os.kill(child.pid, signal.SIGCONT)
    assert wait_child(child) == 0
    with store.open_model("late.step") as stream:
        assert stream.read() == b"somebody else's"
    assert len(shared.bytes_left()) == 1


def test_a_sweeper_that_stopped_keeps_nothing_from_the_others(shared: Place) -> None:
    store = shared.open()
    publish(store, "a.step", ttl_minutes=1)
    publish(store, "b.step", ttl_minutes=2)
    shared.pass_time(MINUTE + 1)
    child = start_child(stopping, shared, 2, "sweep", "")
    wait_stopped(child)  # it has locked the row of a.step
    shared.pass_time(MINUTE + 1)
    assert store.sweep().removed == ("b.step",)
    wait_until(lambda: store.sweep().removed == ("a.step",))
    os.kill(child.pid, signal.SIGCONT)
    assert wait_child(child) == 0
    assert store.get_details()["removed_total"] == 2
    assert shared.bytes_left() == []


# -- what no promise covers -------------------------------------------------------------------


def test_an_audit_finds_bytes_without_a_row_and_rows_without_bytes(shared: Place) -> None:
    store: Any = shared.open()
    publish(store, "whole.step")
    publish(store, "lost.step")
    shared.objects().delete([shared.key_of("lost.step")])
    obstore.put(shared.objects().client, "m/nobodys", b"x", use_multipart=False)
    found = store.audit()
    assert (found.objects, found.orphans, found.lost) == (2, ("m/nobodys",), ("lost.step",))
    assert store.get_details()["audit"]["orphans"] == ["m/nobodys"]
    with pytest.raises(StorageError) as caught, store.open_model("lost.step"):
        pass
    assert caught.value.code == "model_lost"
    again = store.audit()
    assert (again.orphans, again.lost) == ((), ("lost.step",))
    with store.open_model("whole.step") as stream:
        assert stream.read() == CONTENT.encode()


def test_other_bytes_than_were_published_are_not_served(shared: Place) -> None:
    store = shared.open()
    publish(store, "a.step")
    obstore.put(shared.objects().client, shared.key_of("a.step"), b"forged", use_multipart=False)
    with pytest.raises(StorageError, match="other bytes"), store.lease("a.step"):
        pass


def test_one_of_all_processes_audits_each_hour(shared: Place) -> None:
    stores: list[Any] = [shared.open(), shared.open()]
    for store in stores:
        store.run_once()
    assert [store.get_details()["audit"] is not None for store in stores] == [True, False]


def test_a_store_works_while_the_database_is_asked_at_any_moment(shared: Place) -> None:
    """An exception at any moment (a time limit) leaves no transaction open and no connection in use."""
    from benchmarks.moments import ByThread

    # A connection that was just being made, or given back, is closed by its object's end.
    warnings.simplefilter("ignore", ResourceWarning)
    warnings.simplefilter("ignore", pytest.PytestUnraisableExceptionWarning)
    store: Any = shared.open()
    raising = ByThread("7")
    for number in range(25):
        calls = (
            lambda number=number: publish(store, f"m{number}.step"),
            store.list_models,
            store.sweep,
            store.get_details,
        )
        for call in calls:
            with contextlib.suppress(StorageError, FileExistsError):
                raising.once(call)
    raising.close()
    time.sleep(0.2)
    open_ = shared.database().rows(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'mayfly'"
        " AND state <> 'idle' AND pid <> pg_backend_pid()"
    )
    assert open_[0][0] == 0
    publish(store, "afterwards.step")
    shared.pass_time(24 * 60 * MINUTE)
    store.sweep()
    assert names(store) == []
    details = store.get_details()
    assert details["registered_total"] == details["removed_total"]
