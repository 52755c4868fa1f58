"""Health, metrics, the catalogue and the OpenAPI document tell the truth."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from mayfly import errors
from mayfly.cleanup.index.repair import IndexUnavailable
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import Mismatch
from mayfly.generator import CADModelGenerator
from mayfly.http.app_state import AppState
from mayfly.http.errors import HttpProblem
from mayfly.http.problems import MEDIA_TYPE, STATUS, TEXT_LIMIT, problem, status_of

Put = Callable[..., Path]
Serve = Callable[..., httpx.Client]


def test_health_is_well_while_everything_works(client: httpx.Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": {"cleanup": "ok", "directory": "ok", "workshop": "ok"},
        "builds": answer.json()["builds"],
    }
    assert answer.json()["builds"].keys() == {"running", "waiting", "cancelled"}
    assert client.head("/health").status_code == 200


def test_health_tells_that_the_cleanup_does_not_run(
    client: httpx.Client, service: TempModelsCleanupService
) -> None:
    service.stop_cleanup_service()
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["cleanup"] != "ok"
    assert client.get("/health/live").status_code == 200
    service.start_cleanup_service()
    assert client.get("/health/ready").status_code == 200


def test_health_tells_that_the_directory_is_gone(
    client: httpx.Client, service: TempModelsCleanupService
) -> None:
    aside = service.temp_dir.with_name("aside")
    service.temp_dir.rename(aside)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["checks"]["directory"] != "ok"
    aside.rename(service.temp_dir)


def test_a_workshop_that_can_not_start_is_shown_and_tried_again(generator: CADModelGenerator) -> None:
    app_state = AppState(generator, retry_seconds=0.0)
    assert app_state.checks()["workshop"] == "ok"
    app_state.note_build_end(errors.InvalidParameter("the caller's fault"))
    assert app_state.checks()["workshop"] == "ok"
    app_state.note_build_end(errors.BuildError("no process"))
    seen = [app_state.checks()["workshop"]]
    give_up = time.monotonic() + 60
    while seen[-1] != "ok":
        assert time.monotonic() < give_up
        time.sleep(0.05)
        seen.append(app_state.checks()["workshop"])
    assert seen[0] != "ok"


def test_health_tells_of_a_workshop_that_lost_its_processes_and_has_it_started_again(
    serve: Serve, generator: CADModelGenerator
) -> None:
    client, box = serve(), {"script": "show_object(cq.Workplane().box(1, 2, 3))"}
    assert client.post("/models", json=box).status_code == 201
    zygote = generator.workshop.dispatcher.pool.zygote
    assert zygote is not None
    os.kill(zygote.pid, signal.SIGKILL)
    seen = [client.get("/health").json()["checks"]["workshop"]]
    give_up = time.monotonic() + 60
    while seen[-1] != "ok" or len(set(seen)) == 1:
        assert time.monotonic() < give_up, seen[-1]
        time.sleep(0.02)
        seen.append(client.get("/health").json()["checks"]["workshop"])
    assert "no building process could be started" in seen
    assert not generator.workshop.trouble()
    assert client.post("/models", json=box).status_code == 201


def test_metrics_count_requests_builds_and_models(serve: Serve, stored: Put) -> None:
    client = serve()
    stored(content=b"x" * 100)
    client.post("/models", json={"part": "washer"})
    client.post("/models", json={"script": "1 / 0"})
    client.get("/temp_models/nothing.step")
    size = client.get("/models").json()["models"]
    lines = client.get("/metrics").text.splitlines()
    assert 'mayfly_builds_total{outcome="published"} 1.0' in lines
    assert 'mayfly_builds_total{outcome="script_error"} 1.0' in lines
    assert 'mayfly_http_requests_total{method="GET",route="/temp_models/{name}",status="404"} 1.0' in lines
    assert 'mayfly_models{tracked="yes"} 2.0' in lines
    assert f"mayfly_models_bytes {float(sum(model['size_bytes'] for model in size))}" in lines
    assert "mayfly_cleanup_running 1.0" in lines
    assert "mayfly_builds_running 0.0" in lines
    client.delete("/models/part")
    assert "mayfly_models_removed_total 1.0" in client.get("/metrics").text.splitlines()


def test_the_catalogue_can_be_built_from_what_it_says(client: httpx.Client) -> None:
    parts = client.get("/parts").json()["parts"]
    assert len(parts) > 20
    plate = client.get("/parts/plate").json()
    assert plate in parts
    length = next(p for p in plate["parameters"] if p["name"] == "length")
    assert (length["unit"], length["kind"]) == ("mm", "length")
    assert length["low"] < length["default"] < length["high"]
    picture = client.get("/parts/plate/picture.svg")
    assert (plate["picture"], picture.headers["content-type"]) == ("plate.svg", "image/svg+xml")
    assert picture.text.startswith("<svg")
    for address in ("/parts/no such part", "/parts/no such part/picture.svg"):
        assert client.get(address).json()["code"] == "unknown_part"


def test_every_error_of_the_tree_has_a_status_of_its_own_or_of_its_base() -> None:
    tree = [
        found for found in vars(errors).values() if isinstance(found, type) and issubclass(found, Exception)
    ]
    assert len(tree) > 15
    for kind in tree:
        assert any(base in STATUS for base in kind.__mro__)
    assert status_of(errors.ModelExpired("gone")) == 410
    assert status_of(errors.WorkshopBusy("busy")) == 429


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.ModelExpired("gone", 0.0), 410, "model_expired"),
        (errors.WorkshopBusy("busy", 2.1), 429, "busy"),
        (errors.ScriptError("ValueError", "\ud800", 3), 422, "script_error"),
        (errors.NeedsClarification("Which?", "missing", ["this"]), 422, "needs_clarification"),
        (HttpProblem(413, "body_too_large", "too large"), 413, "body_too_large"),
        (KeyError("a secret detail"), 500, "internal_error"),
        (errors.StorageError("a secret detail"), 503, "storage_error"),
        (IndexUnavailable("a secret detail"), 503, "storage_error"),
        (errors.ModelUnavailable("no answer"), 503, "model_unavailable"),
        (errors.PlanningError("nonsense"), 502, "planning_failed"),
        (errors.BuildError("a secret detail"), 500, "build_failed"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_becomes_a_problem(error: Exception, status: int, code: str) -> None:
    answer = problem(error, instance="/here")
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    body = bytes(answer.body).decode()
    assert f'"code":"{code}"' in body
    assert f'"type":"urn:mayfly:problem:{code}"' in body
    assert '"instance":"/here"' in body
    assert "a secret detail" not in body


def test_the_texts_of_a_problem_are_bounded() -> None:
    long = "x" * 30_000
    holes = [Mismatch(check=long, expected=long, measured=long, tolerance=0.1) for _ in range(500)]
    told = [
        errors.ScriptError(long, long, 1, long, long, long),
        errors.RequirementsNotMet(holes),
        errors.NeedsClarification(long, "missing", [long] * 500),
        errors.InvalidParameter(long),
    ]
    for error in told:
        body = json.loads(bytes(problem(error, instance="/" + long).body))
        assert len(json.dumps(body)) < 700_000
        assert len(body["detail"]) == TEXT_LIMIT
    printed = json.loads(bytes(problem(told[0]).body))["output"]
    assert 16_384 <= len(printed) <= 20_000


def test_a_busy_workshop_says_when_to_come_back() -> None:
    assert problem(errors.WorkshopBusy("busy", 2.1)).headers["retry-after"] == "3"


@pytest.mark.parametrize(
    ("seconds", "header"), [(12.2, "13"), (0.0, "1"), (None, "5"), (float("inf"), "5"), (1e12, "3600")]
)
def test_a_chat_model_out_of_reach_says_when_to_come_back(seconds: float | None, header: str) -> None:
    answer = problem(errors.ModelUnavailable("overloaded", seconds))
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == header


def test_a_locked_index_is_logged_for_the_operator_and_not_shown_to_the_client(
    client: httpx.Client, service: TempModelsCleanupService, stored: Put, caplog: pytest.LogCaptureFixture
) -> None:
    stored()
    index = next(service.temp_dir.glob(".mayfly/*.sqlite*"))
    blocker = sqlite3.connect(index, isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    try:
        answer = client.get("/models")
    finally:
        blocker.execute("ROLLBACK")
        blocker.close()
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_error")
    assert "log says why" in answer.json()["detail"]
    assert "locked" not in answer.text
    assert str(service.temp_dir) not in answer.text
    told = [record.getMessage() for record in caplog.records if record.name == "mayfly.http"]
    assert any("locked" in line for line in told)
    assert client.get("/models").json()["total"] == 1


def test_the_answer_to_a_wrong_method_names_the_right_ones(client: httpx.Client, stored: Put) -> None:
    stored()
    answer = client.put("/models")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert client.patch("/models/part").headers["allow"] == "DELETE, GET"
    assert client.put("/temp_models/part.step").headers["allow"] == "GET, HEAD"
    assert answer.headers["content-type"] == MEDIA_TYPE
