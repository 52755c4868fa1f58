"""Whose turn it is, and what becomes of jobs that nobody finishes: on the tables alone, no child builds."""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.workshop import BuildJob, CancelToken
from mayfly.errors import BuildError, StorageError
from mayfly.stores.database import Database
from mayfly.workers import fleet as fleet_tables
from mayfly.workers.claims import Claim, Claims
from mayfly.workers.messages import BadMessage
from mayfly.workers.performing import lost_answer
from mayfly.workers.submission import Order, Submission
from mayfly.workers.tables import queue_name
from mayfly.workers.version import build_version
from tests.workers.kit import PLATE, Fleet, wait_until

VERSION = build_version()


class StandIn:
    """A worker of the test's own: fetches jobs as procrastinate does, and answers what the test wants."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.claims = Claims(database, secrets.token_hex(8))
        self.id = database.rows("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")[0][0]
        self.beat()

    def beat(self) -> None:
        self.claims.beat(host="here", version=VERSION, places=1, protection={})

    def fetch(self) -> tuple[int, int, str] | None:
        """Return procrastinate's id, the attempts so far and the ticket of the next job."""
        queues = [queue_name(VERSION, trusted=trusted) for trusted in (True, False)]
        row = self.database.rows(
            "SELECT id, attempts, args->>'ticket' FROM procrastinate_fetch_job_v2(%s::varchar[], %s)",
            (queues, self.id),
        )[0]
        return None if row[0] is None else row

    def take(self) -> Claim | None:
        """Fetch and claim the next job."""
        found = self.fetch()
        return None if found is None else self.claims.claim(found[2], found[1] + 1)

    def finish(self, claim: Claim, answer: dict[str, Any]) -> bool:
        done = self.claims.finish(claim, answer)
        self.database.rows("DELETE FROM procrastinate_jobs WHERE args->>'ticket' = %s", (claim.ticket,))
        return done

    def vanish(self) -> None:
        """Be a worker that was killed long ago."""
        self.database.rows(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour' WHERE id = %s",
            (self.id,),
        )


def _order(client: str, *, trusted: bool = False, parcel: bool = False) -> Order:
    return Order(
        ticket=secrets.token_hex(16),
        client=client,
        trusted=trusted,
        version=VERSION,
        call={},
        parcel=parcel,
        reply_to="nobody",
    )


def _served(worker: StandIn, number: int) -> list[str]:
    found = []
    for _ in range(number):
        claim = worker.take()
        assert claim is not None
        found.append(claim.client)
        worker.finish(claim, {"error": None})
    return found


def test_each_client_has_its_turn_before_another_has_its_second(fleet: Fleet) -> None:
    database = fleet.database()
    submission = Submission(database)
    for client in ["a"] * 6 + ["b"] * 2 + ["c"]:
        submission.hand_in(_order(client))
    assert _served(StandIn(database), 9) == ["a", "b", "c", "a", "b", "a", "a", "a", "a"]


def test_a_stream_of_new_clients_keeps_nobody_waiting_for_ever(fleet: Fleet) -> None:
    database = fleet.database()
    submission, worker = Submission(database), StandIn(database)
    for _ in range(3):
        submission.hand_in(_order("patient"))
    served = []
    for number in range(8):  # a new client comes each time before a job is taken
        submission.hand_in(_order(f"new-{number}"))
        served += _served(worker, 1)
    assert served.count("patient") == 3


def test_a_client_that_was_idle_has_no_claim_to_what_it_missed(fleet: Fleet) -> None:
    database = fleet.database()
    submission, worker = Submission(database), StandIn(database)
    for _ in range(10):
        submission.hand_in(_order("busy"))
    _served(worker, 6)
    for _ in range(3):
        submission.hand_in(_order("idle"))
    assert _served(worker, 4) == ["busy", "idle", "busy", "idle"]


def test_a_job_that_is_handed_in_twice_is_done_once(fleet: Fleet) -> None:
    database = fleet.database()
    order = _order("a")
    for _ in range(2):  # the answer to the first was lost
        Submission(database).hand_in(order)
    worker = StandIn(database)
    assert worker.take() is not None
    assert worker.take() is None


def test_a_job_of_a_lost_worker_is_done_once_more_and_then_given_up(fleet: Fleet) -> None:
    database = fleet.database()
    Submission(database).hand_in(_order("a"))
    upkeep = fleet_tables.Upkeep(database, fleet.bucket(), lost_answer())
    first, second = StandIn(database), StandIn(database)
    early = first.take()
    assert early is not None
    upkeep.run_once()
    assert second.take() is None  # its worker is alive
    first.vanish()
    upkeep.run_once()
    upkeep.run_once()
    late = second.take()
    assert late is not None
    assert (early.attempt, late.attempt) == (1, 2)
    assert not first.claims.finish(early, {"error": None})  # it was only stopped: too late, nobody wants it
    second.vanish()
    upkeep.run_once()
    assert StandIn(database).take() is None
    found = Submission(database).answer(late.ticket)
    assert found is not None
    assert "Both build workers" in found[0]["error"]["text"]
    counted = fleet_tables.numbers(database)
    assert (counted.again, counted.lost, counted.done, counted.failed) == (1, 1, 0, 0)
    assert database.rows("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_the_audit_deletes_parcels_of_jobs_that_have_no_row(fleet: Fleet) -> None:
    """As a worker leaves one that was stopped for minutes before its PUT, and then killed."""
    store, bucket, database = fleet.store(), fleet.bucket(), fleet.database()
    kept, lost = _order("a", parcel=True), _order("b", parcel=True)
    Submission(database).reserve(kept)
    for order in (kept, lost):
        bucket.put_parcel(fleet_tables.call_key(order.ticket), b"files")
    store.audit()  # unless one of the fleet's own came first
    assert bucket.exists(fleet_tables.call_key(kept.ticket))
    assert not bucket.exists(fleet_tables.call_key(lost.ticket))


def test_a_job_that_fell_out_of_its_queue_ends_with_an_error(fleet: Fleet) -> None:
    """As where a worker failed to reach the database for very long, and its task was taken for failed."""
    database = fleet.database()
    order = _order("a")
    Submission(database).hand_in(order)
    upkeep = fleet_tables.Upkeep(database, fleet.bucket(), lost_answer())
    assert StandIn(database).take() is not None
    database.rows("UPDATE jobs SET changed = changed - 100")
    upkeep.run_once()
    assert Submission(database).answer(order.ticket) is None  # its worker has it
    database.rows("DELETE FROM procrastinate_jobs")
    upkeep.run_once()
    assert Submission(database).answer(order.ticket) is not None
    assert fleet_tables.numbers(database).lost == 1


def test_a_caller_whose_job_is_gone_does_not_wait_for_ever(fleet: Fleet, tmp_path: Path) -> None:
    database = fleet.database()
    remote = fleet.remote()
    StandIn(database)

    def lose() -> None:
        wait_until(lambda: database.rows("SELECT count(*) FROM jobs WHERE job_id IS NOT NULL") == [(1,)])
        database.rows("DELETE FROM jobs")

    losing = threading.Thread(target=lose)
    losing.start()
    with pytest.raises(BuildError, match="was removed before it was done"):
        remote.build(BuildJob(script=PLATE), tmp_path / "a.step")
    losing.join()


def test_a_job_that_is_handed_in_while_its_caller_looks_is_not_taken_for_gone(
    fleet: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, handed_in = threading.Event(), threading.Event()
    look, hand_in = Submission.look, Submission.hand_in

    def look_before(self: Submission, tickets: Collection[str]) -> dict[str, str | None]:
        found = look(self, tickets)
        looked.set()
        handed_in.wait(30)
        time.sleep(0.2)  # so that the caller knows that it has handed it in
        return found

    def hand_in_after(self: Submission, order: Order) -> None:
        assert looked.wait(30)
        hand_in(self, order)
        handed_in.set()

    monkeypatch.setattr(Submission, "look", look_before)
    monkeypatch.setattr(Submission, "hand_in", hand_in_after)
    worker = StandIn(fleet.database())

    def answer() -> None:
        claims: list[Claim] = []
        wait_until(lambda: claims.extend(filter(None, [worker.take()])) or bool(claims))
        time.sleep(1)
        worker.finish(claims[0], json.loads(lost_answer()))

    answering = threading.Thread(target=answer)
    answering.start()
    with pytest.raises(BuildError, match="Both build workers"):
        fleet.remote().build(BuildJob(script=PLATE), tmp_path / "a.step")
    answering.join()


async def test_a_worker_outlasts_a_database_that_is_away(fleet: Fleet, tmp_path: Path) -> None:
    """A claim or an answer that can't be written now is written later: its task must not fail meanwhile."""
    from mayfly.workers.worker import Worker

    database = fleet.database()
    worker = Worker(None, 1, database, fleet.bucket(), tmp_path)  # type: ignore[arg-type]
    tries: list[int] = []

    def write() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise StorageError("away")
        return "written"

    assert await asyncio.to_thread(worker.patiently, write) == "written"


def test_an_answer_that_is_sent_twice_is_counted_once(fleet: Fleet) -> None:
    database = fleet.database()
    Submission(database).hand_in(_order("a"))
    worker = StandIn(database)
    claim = worker.take()
    assert claim is not None
    assert worker.claims.claim(claim.ticket, claim.attempt) == claim  # the answer to the first was lost
    for _ in range(2):
        assert worker.claims.finish(claim, {"error": None})
    assert fleet_tables.numbers(database).done == 1
    assert database.rows("SELECT done FROM workers WHERE id = %s", (worker.claims.worker,)) == [(1,)]


def test_jobs_of_a_caller_that_is_gone_end_and_all_their_traces_go(fleet: Fleet) -> None:
    database, bucket = fleet.database(), fleet.bucket()
    submission = Submission(database)
    orders = [_order("a", parcel=True), _order("b", parcel=True)]
    for order in orders:
        submission.reserve(order)
        bucket.put_parcel(fleet_tables.call_key(order.ticket), b"files")
        submission.hand_in(order)
    worker = StandIn(database)
    claim = worker.take()
    assert claim is not None
    bucket.put_parcel(fleet_tables.answer_key(claim.ticket, claim.attempt), b"model")
    upkeep = fleet_tables.Upkeep(database, bucket, lost_answer())
    upkeep.run_once()
    assert database.rows("SELECT count(*) FROM jobs WHERE state = 'over'") == [(0,)]
    database.rows("UPDATE jobs SET seen = seen - %s", (fleet_tables.GONE_SECONDS + 1,))
    upkeep.run_once()
    assert worker.take() is None
    asked = database.rows("SELECT abort_requested FROM procrastinate_jobs")
    assert asked == [(True,)]  # the one that runs; the other is out of the queue
    assert not worker.finish(claim, {"error": None})
    database.rows("UPDATE jobs SET changed = changed - %s", (fleet_tables.KEPT_SECONDS + 1,))
    upkeep.run_once()
    assert database.rows("SELECT count(*) FROM jobs") == [(0,)]
    for order in orders:
        for key in fleet_tables.parcel_keys(order.ticket, 1, sent=True):
            assert not bucket.exists(key)
    assert fleet_tables.numbers(database).abandoned == 2


def test_a_worker_of_another_version_gets_no_job_and_the_caller_is_told(fleet: Fleet, tmp_path: Path) -> None:
    database = fleet.database()
    remote = fleet.remote()
    with pytest.raises(BuildError, match="No build worker is there"):
        remote.build(BuildJob(script=PLATE), tmp_path / "a.step")
    other = Claims(database, "other")
    other.beat(host="here", version="f" * 64, places=1, protection={})
    with pytest.raises(BuildError, match="None of the 1 build workers has the version"):
        remote.build(BuildJob(script=PLATE), tmp_path / "a.step")
    assert remote.trouble()
    assert not list(tmp_path.iterdir())


REPORT: dict[str, Any] = {
    "valid": True,
    "failed_check": None,
    "solids": 1,
    "faces": 6,
    "faces_by_kind": {"plane": 6},
    "bounding_box_mm": [40, 30, 5],
    "lowest_mm": [-20, -15, 0],
    "volume_mm3": 6000.0,
    "area_mm2": 3100.0,
    "centre_mm": [0, 0, 2.5],
    "holes": [],
    "size_bytes": 4,
    "sha256": "3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7",  # of b"data"
}
GOOD: dict[str, Any] = {
    "error": None,
    "report": REPORT,
    "read": ["", {}],
    "size_bytes": 4,
    "sha256": REPORT["sha256"],
}


@pytest.mark.parametrize(
    ("answer", "content", "why"),
    [
        (GOOD, b"data", None),
        (GOOD, b"date", "other bytes"),
        (GOOD, b"data2", "other bytes|bytes where"),
        ({**GOOD, "size_bytes": 5}, b"data", "other bytes"),
        ({**GOOD, "size_bytes": 10**12}, b"data", "too large"),
        ({**GOOD, "report": None}, b"data", "no report"),
        ({**GOOD, "report": {**REPORT, "volume_mm3": "much"}}, b"data", "no report"),
        ({**GOOD, "report": {**REPORT, "size_bytes": 5}}, b"data", "another file"),
        ({**GOOD, "report": {**REPORT, "measures": {"manifold": True}}}, b"data", "something else"),
        ({**GOOD, "extra": 1}, b"data", "can't be read"),
        ({"error": {"kind": "SystemExit", "text": "x"}}, b"", "can't be read"),
        ({"error": {"kind": "ScriptError", "text": "x", "line": "3"}}, b"", "can't be read"),
        ([1, 2], b"", "can't be read"),
    ],
)  # fmt: skip
def test_what_a_worker_answers_is_checked(
    fleet: Fleet, tmp_path: Path, answer: Any, content: bytes, why: str | None
) -> None:
    database, bucket = fleet.database(), fleet.bucket()
    remote, worker = fleet.remote(), StandIn(database)

    def serve() -> None:
        claims: list[Claim] = []
        wait_until(lambda: bool(claims.append(found) if (found := worker.take()) else claims))
        bucket.put_parcel(fleet_tables.answer_key(claims[0].ticket, 1), content)
        database.rows(
            "UPDATE jobs SET state = 'done', answer = %s WHERE ticket = %s",
            (json.dumps(answer), claims[0].ticket),
        )

    serving = threading.Thread(target=serve)
    serving.start()
    output = tmp_path / "a.step"
    if why is None:
        assert remote.build(BuildJob(script=PLATE), output).volume_mm3 == 6000
        assert output.read_bytes() == b"data"
    else:
        with pytest.raises((BadMessage, StorageError), match=why):
            remote.build(BuildJob(script=PLATE), output)
        assert not output.exists()
    serving.join()


def test_what_a_worker_measured_is_held_against_the_request(fleet: Fleet) -> None:
    """A worker that measures something else than was asked for publishes nothing."""
    from mayfly.errors import RequirementsNotMet
    from mayfly.generator import CADModelGenerator

    database, bucket = fleet.database(), fleet.bucket()
    remote, worker = fleet.remote(), StandIn(database)
    store = fleet.store()
    generator = CADModelGenerator(cleanup_service=store, workshop=remote)
    stopped = threading.Event()

    def serve() -> None:
        while not stopped.wait(0.05):
            worker.beat()
            claim = worker.take()
            if claim is not None:
                bucket.put_parcel(fleet_tables.answer_key(claim.ticket, claim.attempt), b"data")
                worker.finish(claim, GOOD)

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        with pytest.raises(RequirementsNotMet, match="bounding_box_mm"):
            generator.generate_model("a 41 x 30 x 5 mm plate")
        assert store.list_models() == []
        made = generator.generate_model("a 40 x 30 x 5 mm plate")
        assert made["report"]["volume_mm3"] == 6000
    finally:
        stopped.set()
        serving.join()


def test_a_job_that_was_cancelled_before_a_worker_had_it_is_done_by_nobody(
    fleet: Fleet, tmp_path: Path
) -> None:
    from mayfly.errors import BuildCancelled

    database = fleet.database()
    worker, remote, cancel = StandIn(database), fleet.remote(), CancelToken()
    threading.Timer(0.5, cancel.cancel).start()
    with pytest.raises(BuildCancelled):
        remote.build(BuildJob(script=PLATE), tmp_path / "a.step", cancel=cancel)
    assert worker.take() is None
