"""Replicas that are restarted or killed while others poll: no build is lost, and each is done once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mayfly.http.app import create_app
from mayfly.http.routes.build_requests import BUILD_REQUEST
from mayfly.http.schemas.requests import DESIGN_EXAMPLE
from mayfly.stores.builds import MOST_ATTEMPTS, TAKEN_SECONDS, BuildTable
from tests.stores.servers import free_port
from tests.workers.kit import Fleet, slow, wait_until


def _client(port: int) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=200, trust_env=False)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/health/live").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def replicas(running: Fleet) -> Iterator[list[tuple[int, httpx.Client]]]:
    """Two replicas, as port and client; the restarted ones have the same ports."""
    found = [(port, _client(port)) for port in (free_port(), free_port())]
    yield found
    for _, client in found:
        client.close()


def _post(client: httpx.Client, body: dict[str, Any]) -> str:
    answer = client.post("/models", json=body, headers={"Prefer": "respond-async"})
    assert answer.status_code == 202, answer.text
    return str(answer.headers["location"])


def _ended(running: Fleet, client: httpx.Client, path: str) -> bool:
    record = client.get(path).json()
    assert record["status"] in ("running", "succeeded"), f"{record}\n{running.log.read_text()}"
    return bool(record["status"] == "succeeded")


def test_replicas_that_are_restarted_or_killed_lose_no_build(
    running: Fleet, replicas: list[tuple[int, httpx.Client]]
) -> None:
    (port, first), (other_port, second) = replicas
    short = {"MAYFLY_HTTP_SHUTDOWN_SECONDS": "1"}
    processes = [running.start_replica(port, **short), running.start_replica(other_port, **short)]
    for _, client in replicas:
        wait_until(lambda client=client: _answers(client), 120)  # type: ignore[misc]
    wait_until(lambda: first.get("/health/ready").json()["checks"].get("workshop") == "ok", 120)
    checks = first.get("/health/ready").json()["checks"]
    assert checks["workshop"] == checks["database"] == checks["bucket"] == "ok"

    # One replica after the other is told to end, with more to do than it can finish in a second.
    bodies: list[dict[str, Any]] = [
        {"script": slow(2, 50)},
        {"request": "a 51 x 30 x 5 mm plate"},
        {"part": "washer", "parameters": {}},
        {"script": slow(2, 52), "files": {"note.txt": "aGVsbG8="}},
        {"script": slow(2, 53)},
        {"script": slow(2, 54)},
    ]
    paths = [_post(first, body) for body in bodies]
    processes[0].send_signal(signal.SIGTERM)
    assert processes[0].wait(60) == 0
    running.start_replica(port, **short)
    for path in paths:
        wait_until(lambda path=path: _ended(running, second, path), 120)  # type: ignore[misc]
    wait_until(lambda: _answers(first), 120)
    names = {first.get(path).json()["model"]["name"] for path in paths}
    assert len(names) == len(paths)
    assert {model["name"] for model in second.get("/models").json()["models"]} == names  # each once

    # The other one is killed: the first begins its builds again.
    paths = [_post(second, {"script": slow(1, 60 + number)}) for number in range(3)]
    os.killpg(processes[1].pid, signal.SIGKILL)
    for path in paths:
        wait_until(lambda path=path: _ended(running, first, path), 120)  # type: ignore[misc]
    assert len(first.get("/models").json()["models"]) == len(names) + 3

    # The numbers of the fleet are the same at each replica.
    text = first.get("/metrics").text
    assert "mayfly_fleet_workers 1.0" in text
    assert 'mayfly_fleet_jobs_total{outcome="lost"} 0.0' in text
    assert "mayfly_fleet_waiting 0.0" in text


def test_health_names_missing_workers(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    from mayfly.generator import CADModelGenerator
    from tests.http.conftest import NOT_BUILT, serving

    monkeypatch.setenv("MAYFLY_WORKERS", "on")
    generator = CADModelGenerator(cleanup_service=fleet.store(), workshop=fleet.remote())
    with serving(create_app(generator, page=NOT_BUILT)) as address:
        answer = httpx.get(f"{address}/health/ready", trust_env=False, timeout=200)
        assert answer.status_code == 503
        assert answer.json()["checks"]["workshop"] == "no build worker of this version is there"
        assert (
            "mayfly_fleet_workers 0.0" in httpx.get(f"{address}/metrics", trust_env=False, timeout=200).text
        )


@pytest.mark.parametrize(
    "body",
    [
        {"request": "a plate"},
        {"part": "washer", "parameters": {"size": "M5"}},
        {"script": "a = 1\n", "parameters": {"a": [1, 2]}, "files": {"a.txt": "aGVsbG8="}},
        DESIGN_EXAMPLE,
    ],
    ids=["words", "part", "script", "design"],
)  # fmt: skip
def test_a_request_that_was_kept_is_read_as_the_same(body: dict[str, Any]) -> None:
    asked = BUILD_REQUEST.validate_python(body)
    assert BUILD_REQUEST.validate_python(asked.model_dump(mode="json")) == asked


def test_a_build_is_begun_again_once_by_one_replica_and_its_first_one_changes_nothing_more(
    fleet: Fleet,
) -> None:
    fleet.store()
    database = fleet.database()
    first, second, third = (BuildTable(database) for _ in range(3))
    build_id = "a" * 32
    first.write(build_id, {"status": "running"}, running=True, seconds=600, request={"n": 1})
    assert second.take_over() == []  # its replica shows itself
    database.rows("UPDATE builds SET seen = seen - %s", (TAKEN_SECONDS + 1,))
    assert second.take_over() == [(build_id, {"n": 1})]
    assert third.take_over() == []
    first.write(build_id, {"status": "failed"}, running=False, seconds=600)  # it was only stopped
    first.beat([build_id])
    found = second.read(build_id)
    assert found == ({"status": "running"}, False)
    database.rows("UPDATE builds SET seen = seen - %s", (TAKEN_SECONDS + 1,))
    assert MOST_ATTEMPTS == 2
    assert third.take_over() == []
    second.write(build_id, {"status": "succeeded"}, running=False, seconds=600)
    assert database.rows("SELECT request FROM builds") == [(None,)]  # not kept longer than it is needed


def test_a_build_that_may_be_begun_again_is_not_lost_however_long_no_replica_is_there(fleet: Fleet) -> None:
    fleet.store()
    database = fleet.database()
    first, second = BuildTable(database), BuildTable(database)
    first.write("a" * 32, {"status": "running"}, running=True, seconds=600, request={"n": 1})
    database.rows("UPDATE builds SET seen = seen - 100")
    assert first.read("a" * 32) == ({"status": "running"}, False)
    assert [build_id for build_id, _ in second.take_over()] == ["a" * 32]
    database.rows("UPDATE builds SET seen = seen - 100")
    assert second.read("a" * 32) == ({"status": "running"}, True)  # its second replica has ended, too


def test_a_build_that_is_handed_over_is_begun_again_at_once(fleet: Fleet) -> None:
    fleet.store()
    database = fleet.database()
    first, second = BuildTable(database), BuildTable(database)
    for build_id in ("a" * 32, "b" * 32):
        first.write(build_id, {"status": "running"}, running=True, seconds=600, request={"n": 1})
    first.hand_over(["a" * 32])
    assert [build_id for build_id, _ in second.take_over()] == ["a" * 32]
    second.hand_over(["a" * 32])
    assert [build_id for build_id, _ in first.take_over()] == ["a" * 32]  # it does not count as lost
