"""A model is asked for in words, as a part or by a script, and waited for, polled or followed."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from mayfly.generator import CADModelGenerator
from mayfly.http.headers import prefers_events
from mayfly.http.jobs.build import Build
from mayfly.planning.rules.planner import LONGEST_REQUEST

WASHER = {"part": "washer", "parameters": {"outer_diameter": 24, "inner_diameter": 13, "thickness": 2.5}}
BOX = "import cadquery as cq\nwidth = 10\nresult = cq.Workplane().box(width, 20, 5)\n"

Serve = Callable[..., httpx.Client]
ROOT = Path(__file__).resolve().parents[2]


def events(answer: httpx.Response) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for block in answer.text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


@pytest.mark.parametrize(
    ("body", "box"),
    [
        ({"request": "a 30 x 20 x 10 mm box"}, [30, 20, 10]),
        (WASHER, [24, 24, 2.5]),
        ({"script": BOX, "parameters": {"width": 15}}, [15, 20, 5]),
    ],
    ids=["words", "part", "script"],
)
def test_what_is_asked_for_is_made_measured_and_can_be_fetched(
    client: httpx.Client, body: dict[str, Any], box: list[float]
) -> None:
    answer = client.post("/models", json=body)
    assert answer.status_code == 201, answer.text
    model = answer.json()
    assert answer.headers["location"] == model["url"] == f"/models/{model['model_id']}"
    assert model["report"]["bounding_box_mm"] == pytest.approx(box)
    assert 1790 < model["seconds_left"] <= 1800
    shown = client.get(model["url"]).json()
    assert shown["script"] == model["script"]
    assert shown["report"] == model["report"]
    download = client.get(model["model_url"])
    assert download.content.startswith(b"ISO-10303-21;")
    assert len(download.content) == model["size_bytes"]


def test_no_path_of_the_server_is_shown(client: httpx.Client, generator: CADModelGenerator) -> None:
    answer = client.post("/models", json=WASHER)
    address = answer.json()["url"]
    for text in (answer.text, client.get(address).text, client.get("/models").text):
        assert str(generator.temp_dir) not in text


def test_a_script_finds_the_files_of_its_request_and_takes_rows_of_sizes(client: httpx.Client) -> None:
    script = "size = (1, 2)\nresult = cq.Workplane().box(*size, float(open('a.txt').read()))\n"
    files = {"a.txt": base64.b64encode(b"7").decode()}
    answer = client.post("/models", json={"script": script, "parameters": {"size": [3, 4]}, "files": files})
    assert answer.status_code == 201, answer.text
    assert answer.json()["report"]["bounding_box_mm"] == pytest.approx([3, 4, 7])
    assert answer.json()["parameters"] == {"size": [3, 4]}
    missing = client.post("/models", json={"script": script}).json()
    assert "files=" in missing["hint"]


@pytest.mark.parametrize(
    "files",
    [
        {"../a.txt": "Nw=="},
        {"a/b": "Nw=="},
        {".": "Nw=="},
        {"": "Nw=="},
        {"a\u202eb": "Nw=="},
        {"a.txt": "no base64"},
        {"a.txt": "Nw"},
        {"a.txt": 7},
        {"trace.txt": "Nw=="},
        {str(number): "Nw==" for number in range(17)},
        ["a.txt"],
    ],
    ids=lambda files: str(files)[:30],
)
def test_files_that_can_not_be_handed_in_are_the_callers_to_fix(client: httpx.Client, files: object) -> None:
    answer = client.post("/models", json={"script": BOX, "files": files})
    assert answer.status_code == 422
    assert answer.json()["code"] in ("invalid_request", "invalid_parameter")


def test_a_build_request_may_be_larger_for_its_files_alone(serve: Serve) -> None:
    client = serve(http_body_limit_bytes="65536", http_files_limit_mb="1")
    files = {"a.bin": base64.b64encode(bytes(500_000)).decode()}
    script = "import os\nassert os.path.getsize('a.bin') == 500_000\n" + BOX
    assert client.post("/models", json={"script": script, "files": files}).status_code == 201
    files["b.bin"] = files["a.bin"]
    assert client.post("/models", json={"script": BOX, "files": files}).status_code == 413
    large = {"script": BOX, "x": [""] * 250_000}
    assert client.post("/models", json=large).json()["code"] == "body_too_large"
    assert client.post("/models/x/keep", content=b" " * 100_000).status_code == 413
    # Nothing of what was refused is counted any more.
    del files["b.bin"]
    for _ in range(20):
        assert client.post("/models", json={"script": "1 / 0", "files": files}).status_code == 422


def test_a_build_request_of_very_many_values_is_one_mistake(client: httpx.Client) -> None:
    for extra in (
        {f"k{number}": 1 for number in range(11_000)},
        {"requirements": {"holes": [{"x": 1}] * 6000}},
        {"parameters": {"a": [None] * 11_000}},
    ):
        problem = client.post("/models", json={"script": BOX, **extra}).json()
        assert problem["code"] == "invalid_request"
        assert "10000 values at most" in problem["detail"]
        assert len(problem["errors"]) == 1


def test_a_body_that_is_not_in_utf_8_is_refused_for_that(client: httpx.Client) -> None:
    body = '{"script": "name = \'Gehäuse\'"}'.encode("latin-1")
    answer = client.post("/models", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert "UTF-8" in answer.json()["detail"]
    mark = client.post("/models", json={"script": "\ufeff" + BOX.replace("\n", "\r\n")})
    assert mark.status_code == 201


HELD: dict[str, object] = {
    "sides_mm": [None, None, 5],
    "lowest_mm": [None, None, -2.5],
    "centre_mm": [0, 0, 0],
    "cylinders": [],
    "edges": [{"kind": "fillet", "size_mm": 2, "count": 4, "exact": True}],
    "points": [{"at": [0, 0, 0], "solid": True}, {"at": [0, 0, 9], "solid": False}],
    "wall_mm": 2,
    "no_overlap": True,
    "manifold": True,
}


def test_a_script_is_held_against_requirements_of_every_kind(client: httpx.Client) -> None:
    rounded = "import cadquery as cq\nshow_object(cq.Workplane().box(10, 20, 5).edges('|Z').fillet(2))"
    made = client.post("/models", json={"script": rounded, "requirements": HELD})
    assert made.status_code == 201, made.text
    for wrong in (
        {"lowest_mm": [None, None, 0]},
        {"edges": [{"kind": "fillet", "size_mm": 2, "count": 5}]},
        {"points": [{"at": [0, 0, 9], "solid": True}]},
        {"wall_mm": 6},
        {"cylinders": [{"diameter_mm": 4}]},
    ):
        answer = client.post("/models", json={"script": rounded, "requirements": {**HELD, **wrong}})
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "requirements_not_met"), wrong
        assert [row["by"] for row in problem["mismatches"]] == ["request"]


def test_a_script_is_held_against_its_requirements(client: httpx.Client) -> None:
    body = {"script": BOX, "requirements": {"bounding_box_mm": [10, 20, 6]}}
    answer = client.post("/models", json=body)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "requirements_not_met"
    assert problem["mismatches"][0]["expected"] == 6
    assert client.get("/models").json()["total"] == 0


def test_a_question_comes_back_as_a_problem_with_its_reason(client: httpx.Client) -> None:
    problem = client.post("/models", json={"request": "a plate 80 x 60 mm with a hole"}).json()
    assert problem["code"] == "needs_clarification"
    assert problem["status"] == 422
    assert problem["reason"] in ("conflict", "missing", "unsupported", "impossible")


def test_the_problem_of_a_broken_script_names_its_line(client: httpx.Client) -> None:
    answer = client.post(
        "/models", json={"script": "import cadquery as cq\nresult = cq.Workplane().bix(1)\n"}
    )
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["line"]) == ("script_error", 2)


@pytest.mark.parametrize(
    "body",
    [
        {"part": "washer", "parameters": {"nonsense": 1}},
        {"part": "washer", "parameters": {"thickness": -1}},
        {"part": "washer", "parameters": {"name": 1}},
        {"part": "washer", "parameters": {"self": 1, "on_progress": 2}},
        {"part": "no such part"},
        {"part": "../washer"},
        {"script": BOX, "parameters": {"height": 1}},
        {"script": "not python at all"},
        {"script": "\0"},
        {"request": "\0"},
        {"request": " "},
        {"request": "\u202e" * 50},
    ],
    ids=str,
)
def test_a_build_request_that_can_not_be_made_is_the_callers_to_fix(
    client: httpx.Client, body: dict[str, Any]
) -> None:
    answer = client.post("/models", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_build_can_be_followed_as_it_goes(client: httpx.Client) -> None:
    answer = client.post("/models", json=WASHER, headers={"Accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = events(answer)
    assert [data["stage"] for name, data in told if name == "stage"] == [
        "building",
        "inspecting",
        "published",
    ]
    assert told[-1][0] == "model"
    assert client.get(told[-1][1]["model_url"]).status_code == 200


def test_a_followed_build_that_fails_ends_with_its_problem(client: httpx.Client) -> None:
    answer = client.post("/models", json={"script": "1 / 0"}, headers={"Accept": "text/event-stream"})
    name, problem = events(answer)[-1]
    assert name == "problem"
    assert (problem["code"], problem["status"]) == ("script_error", 422)


def test_a_build_that_can_be_asked_for_goes_on_when_its_follower_leaves(serve: Serve) -> None:
    client = serve()  # builds in the background keep their own server's directory
    body = {"script": BOX + "import time\ntime.sleep(0.3)\n"}
    headers = {"Accept": "text/event-stream", "Prefer": "respond-async"}
    with client.stream("POST", "/models", json=body, headers=headers) as answer:
        name, data = next(answer.iter_text()).split("\n\n")[0].split("\n")
    build = json.loads(data.removeprefix("data: "))
    assert (name, answer.headers["location"]) == ("event: build", build["url"])
    assert poll(client, answer)["model"]["size_bytes"] > 0


def test_a_build_can_be_polled(serve: Callable[..., httpx.Client]) -> None:
    client = serve()  # builds in the background keep their own server's directory
    answer = client.post("/models", json=WASHER, headers={"Prefer": "respond-async"})
    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "respond-async"
    assert poll(client, answer)["model"]["part"] == "washer"


def test_a_polled_build_that_fails_tells_its_problem(serve: Callable[..., httpx.Client]) -> None:
    client = serve()  # builds in the background keep their own server's directory
    answer = client.post("/models", json={"script": "1 / 0"}, headers={"Prefer": "respond-async"})
    build = poll(client, answer)
    assert build["status"] == "failed"
    assert build["problem"]["code"] == "script_error"


def poll(client: httpx.Client, answer: httpx.Response) -> dict[str, Any]:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        build: dict[str, Any] = client.get(answer.headers["location"]).json()
        if build["status"] != "running":
            return build
        time.sleep(0.02)
    raise AssertionError("the build did not end")


def test_who_would_rather_wait_a_while_than_poll_gets_the_model(client: httpx.Client) -> None:
    answer = client.post("/models", json=WASHER, headers={"Prefer": "respond-async, wait=60"})
    assert answer.status_code == 201


@pytest.mark.parametrize("build", ["0" * 32, "nothing", "..%2f..%2fetc%2fpasswd", "worker-0123456789abcdef"])
def test_a_build_that_never_was_is_not_found(client: httpx.Client, build: str) -> None:
    assert client.get(f"/builds/{build}").status_code == 404


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("*/*", False),
        ("", False),
        ("application/json", False),
        ("text/event-stream", True),
        ("TEXT/EVENT-STREAM", True),
        ("application/json, text/event-stream", True),
        ("application/json;q=1, text/event-stream;q=0.5", False),
        ("text/event-stream;q=0", False),
        ("text/event-stream;q=,,;;=", True),
    ],
)
def test_an_event_stream_is_sent_to_those_who_ask_for_one(accept: str, wanted: bool) -> None:
    assert prefers_events(accept) is wanted


def test_more_builds_than_can_wait_are_refused_with_a_time_to_try_again(serve: Serve) -> None:
    client = serve(workshop_size="1", workshop_queue="1")
    outcomes: list[httpx.Response] = []

    def ask() -> None:
        outcomes.append(client.post("/models", json={"script": BOX + "import time\ntime.sleep(0.3)\n"}))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [answer for answer in outcomes if answer.status_code == 429]
    made = [answer for answer in outcomes if answer.status_code == 201]
    assert len(refused) + len(made) == 6
    assert len(made) >= 2
    assert refused
    for answer in refused:
        assert int(answer.headers["retry-after"]) >= 1
        assert answer.json()["code"] == "busy"
    assert client.get("/models").json()["total"] == len(made)


async def test_every_follower_of_a_build_sees_every_stage() -> None:
    build, loop = Build(), asyncio.get_running_loop()
    build.reach("planning", loop)

    async def follow() -> list[str | None]:
        return [stage async for stage in build.follow()]

    followers = [asyncio.create_task(follow()) for _ in range(3)]
    await asyncio.sleep(0)
    build.reach("building", loop)
    build.reach("inspecting", loop)
    await asyncio.sleep(0)
    build.reach("published", loop)
    build.end("model", None)
    for follower in followers:
        assert await follower == ["planning", "building", "inspecting", "published"]
    assert await build.wait() == "model"


async def test_a_silent_build_is_kept_alive() -> None:
    build, loop = Build(), asyncio.get_running_loop()
    follower = build.follow(quiet_seconds=0.01)
    assert await anext(follower) is None
    build.reach("building", loop)
    assert await anext(follower) == "building"


def test_a_request_may_be_as_long_as_the_planner_reads_and_no_longer(client: httpx.Client) -> None:
    words = "a 20 mm cube"
    longest = words + " " * (LONGEST_REQUEST - len(words))
    assert client.post("/models", json={"request": longest}).status_code == 201
    answer = client.post("/models", json={"request": longest + " "})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    schema = client.get("/openapi.json").json()["components"]["schemas"]["TextBuildRequest"]
    assert schema["properties"]["request"]["maxLength"] == LONGEST_REQUEST
    assert f"a request has {LONGEST_REQUEST} characters at most" in (ROOT / "docs/http.md").read_text()


@pytest.mark.parametrize(
    "requirements",
    [
        {"solids": True},
        {"solids": "1"},
        {"volume_mm3": "1000"},
        {"bounding_box_mm": [10, True, 5]},
        {"holes": [{"diameter_mm": "5"}]},
        {"volume_tolerance": True},
    ],
    ids=str,
)
def test_a_requirement_is_a_number_or_a_mistake(
    client: httpx.Client, requirements: dict[str, object]
) -> None:
    answer = client.post("/models", json={"script": BOX, "requirements": requirements})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
