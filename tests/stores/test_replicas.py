"""Any replica of the HTTP service answers for any model, whichever of them made it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from mayfly.cad.workshop import Workshop
from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from mayfly.stores.builds import LOST_SECONDS, BuildTable
from mayfly.stores.conversations import HELD_SECONDS
from mayfly.stores.postgres import PostgresStore
from tests.http.conftest import serving
from tests.stores.kit import MINUTE, Place, publish, wait_until
from tests.stores.servers import Seaweed

LARGE = "x" * 600_000
Replica = Callable[..., httpx.Client]


@pytest.fixture
def replica(shared: Place, workshop: Workshop) -> Iterator[Replica]:
    """Return a function that starts a replica with a store of its own in the same place."""
    with ExitStack() as stack:

        def start(**options: Any) -> httpx.Client:
            store = stack.enter_context(shared.open(**options))  # type: ignore[arg-type]
            generator = CADModelGenerator(cleanup_service=store, workshop=workshop)
            address = stack.enter_context(serving(create_app(generator)))
            return stack.enter_context(httpx.Client(base_url=address, timeout=200, trust_env=False))

        yield start


def test_what_one_replica_makes_every_other_shows_serves_draws_keeps_and_deletes(
    shared: Place, replica: Replica
) -> None:
    first, second = replica(), replica()
    made = first.post("/models", json={"request": "a 40 x 30 x 5 mm plate"})
    assert made.status_code == 201
    name, model_id = made.json()["name"], made.json()["model_id"]
    shown = second.get(f"/models/{model_id}").json()
    assert shown["report"] == made.json()["report"]
    ours, theirs = (each.get(f"/temp_models/{name}") for each in (first, second))
    assert ours.status_code == theirs.status_code == 200
    assert ours.content == theirs.content
    assert ours.headers["etag"] == theirs.headers["etag"]
    assert len(ours.content) == shown["size_bytes"]
    assert second.get(f"/models/{model_id}/preview.svg").status_code == 200
    kept = second.post(f"/models/{model_id}/keep", json={"minutes": 10})
    assert kept.status_code == 200
    assert first.get(f"/models/{model_id}").json()["expires_at"] == kept.json()["expires_at"]
    again = second.post("/models", json={"request": "a 40 x 30 x 5 mm plate"}).json()  # a copy of the first
    assert again["report"]["sha256"] == shown["report"]["sha256"]
    assert second.delete(f"/models/{model_id}").status_code == 204
    assert first.get(f"/temp_models/{name}").status_code == 410
    assert [model["name"] for model in first.get("/models").json()["models"]] == [again["name"]]
    shared.pass_time(31 * MINUTE)
    assert first.get(f"/temp_models/{again['name']}").status_code == 410


def test_downloads_of_a_shared_store_are_those_of_a_file(shared: Place, replica: Replica) -> None:
    client = replica()
    store = shared.open()
    publish(store, "large.step", LARGE)
    publish(store, "small.step", "ISO-10303-21;")
    for name, content in (("large.step", LARGE.encode()), ("small.step", b"ISO-10303-21;")):
        whole = client.get(f"/temp_models/{name}")
        assert (whole.status_code, whole.content) == (200, content)
        head = client.head(f"/temp_models/{name}")
        assert (head.status_code, head.content) == (200, b"")
        for field in ("etag", "content-length", "last-modified", "content-disposition"):
            assert head.headers[field] == whole.headers[field]
        part = client.get(f"/temp_models/{name}", headers={"Range": "bytes=2-5"})
        assert (part.status_code, part.content) == (206, content[2:6])
        unchanged = client.get(f"/temp_models/{name}", headers={"If-None-Match": whole.headers["etag"]})
        assert unchanged.status_code == 304


def test_signed_addresses_serve_a_model_and_end_with_it(shared: Place, replica: Replica) -> None:
    client = replica(signed_downloads=True)
    publish(shared.open(), "a.step", "ISO-10303-21;")
    answer = client.get("/temp_models/a.step")
    assert answer.status_code == 307
    assert answer.headers["cache-control"] == "no-store"
    direct = httpx.get(answer.headers["location"], trust_env=False)
    assert direct.content == b"ISO-10303-21;"
    assert direct.headers["content-disposition"] == 'attachment; filename="a.step"'
    assert client.head("/temp_models/a.step").status_code == 200
    client.delete("/models/a")
    assert client.get("/temp_models/a.step").status_code == 410
    assert httpx.get(answer.headers["location"], trust_env=False).status_code == 404


def test_health_names_what_does_not_work(shared: Place, replica: Replica, seaweed: Seaweed) -> None:
    client = replica()
    checks = client.get("/health/ready").json()["checks"]
    assert {"database", "bucket", "directory", "cleanup", "workshop"} <= checks.keys()
    assert checks["database"] == checks["bucket"] == "ok"
    seaweed.kill()
    try:
        answer = client.get("/health/ready")
        assert answer.status_code == 503
        assert answer.json()["checks"]["bucket"] == "the bucket can't be reached"
        assert answer.json()["checks"]["database"] == "ok"
    finally:
        seaweed.start()
    assert "mayfly_store_readable 1.0" in client.get("/metrics").text


def test_any_replica_answers_for_a_build_that_another_runs(replica: Replica) -> None:
    first, second = replica(), replica()
    accepted = first.post(
        "/models", json={"request": "a 41 x 30 x 5 mm plate"}, headers={"Prefer": "respond-async"}
    )
    assert accepted.status_code == 202
    path = accepted.headers["location"]
    wait_until(lambda: second.get(path).json()["status"] == "succeeded", 60)
    polled = second.get(path).json()
    assert polled["model"]["name"] == first.get(path).json()["model"]["name"]
    assert second.get(polled["model"]["model_url"]).status_code == 200
    assert second.delete(path).status_code == 409  # it has ended


def test_a_build_is_cancelled_by_whichever_replica_is_asked(replica: Replica) -> None:
    first, second = replica(), replica()
    endless = {"script": "while True:\n    pass\n"}
    path = first.post("/models", json=endless, headers={"Prefer": "respond-async"}).headers["location"]
    wait_until(lambda: second.get(path).json()["stage"] == "building", 60)
    assert second.delete(path).status_code == 202
    wait_until(lambda: second.get(path).json()["status"] == "cancelled", 60)


def test_a_build_whose_replica_has_ended_is_lost_and_not_running_for_ever(shared: Place) -> None:
    table = BuildTable(shared.database())
    shared.open()
    table.write("a" * 32, {"status": "running"}, running=True, seconds=600)
    assert table.read("a" * 32) == ({"status": "running"}, False)
    shared.pass_time(LOST_SECONDS - 1)
    assert table.beat(["a" * 32]) == []  # its replica shows that it goes on
    shared.pass_time(LOST_SECONDS - 1)
    assert table.read("a" * 32) == ({"status": "running"}, False)
    shared.pass_time(2)
    assert table.read("a" * 32) == ({"status": "running"}, True)
    shared.pass_time(600)
    assert table.read("a" * 32) is None
    table.prune()
    assert shared.database().rows("SELECT count(*) FROM builds") == [(0,)]


def say(client: httpx.Client, message: str, session: str | None = None) -> dict[str, Any]:
    body = {"message": message} if session is None else {"message": message, "session": session}
    answer = client.post("/conversation", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_any_replica_goes_on_with_a_conversation(replica: Replica) -> None:
    first, second, third = replica(), replica(), replica()
    asked = say(first, "plate 80 x 60")
    assert (asked["begun"], asked["status"]) == (True, "needs_clarification")
    session = asked["session"]
    made = say(second, "6 mm", session)
    assert made["model"]["report"]["bounding_box_mm"] == pytest.approx([80, 60, 6])
    changed = say(third, "2 mm thicker", session)
    assert changed["model"]["report"]["bounding_box_mm"] == pytest.approx([80, 60, 8])
    undone = say(first, "undo", session)
    assert undone["model"]["report"]["bounding_box_mm"] == pytest.approx([80, 60, 6])
    assert [made["begun"], changed["begun"], undone["begun"]] == [False] * 3


def test_a_conversation_is_forgotten_by_all_replicas_a_life_after_its_last_message(
    shared: Place, replica: Replica
) -> None:
    first, second = replica(), replica()
    session = say(first, "cube 20")["session"]
    shared.pass_time(20 * MINUTE)
    assert not say(second, "how heavy is it in steel?", session)["begun"]
    shared.pass_time(20 * MINUTE)
    assert not say(first, "how heavy is it in steel?", session)["begun"]
    shared.pass_time(31 * MINUTE)
    assert say(second, "how heavy is it in steel?", session)["begun"]


def thickness(reply: dict[str, Any]) -> float:
    size: list[float] = reply["model"]["report"]["bounding_box_mm"]
    return size[2]


def test_two_messages_at_once_are_answered_one_after_the_other(replica: Replica) -> None:
    clients = [replica(), replica()]
    session = say(clients[0], "plate 80 x 60 x 6")["session"]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda client: thickness(say(client, "2 mm thicker", session)), clients))
    assert sorted(found) == pytest.approx([8, 10])


def test_a_conversation_whose_replica_was_killed_goes_on_as_it_was(shared: Place, replica: Replica) -> None:
    client = replica()
    session = say(client, "plate 80 x 60 x 6")["session"]
    store = shared.open()
    assert isinstance(store, PostgresStore)
    with store.conversations().turn(session, 30 * MINUTE) as turn:
        assert turn.state
        shared.pass_time(HELD_SECONDS + 1)
        assert thickness(say(client, "2 mm thicker", session)) == pytest.approx(8)
        turn.kept = b"what a replica keeps that was only stopped"
    assert thickness(say(client, "2 mm thicker", session)) == pytest.approx(10)
