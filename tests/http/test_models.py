"""Models are listed in pages, shown, kept longer, deleted and drawn."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from mayfly.cleanup.service import TempModelsCleanupService

Put = Callable[..., Path]
Serve = Callable[..., httpx.Client]


def test_the_pages_together_hold_every_model_once_soonest_first(client: httpx.Client, stored: Put) -> None:
    for number in range(7):
        stored(f"part-{number}.step", ttl_minutes=30 - number)
    seen: list[str] = []
    address: str | None = "/models?limit=3"
    pages = 0
    while address:
        page = client.get(address).json()
        assert page["total"] == 7
        seen += [model["model_id"] for model in page["models"]]
        address = page["next"]
        pages += 1
    assert pages == 3
    assert seen == [f"part-{number}" for number in reversed(range(7))]


def test_a_page_goes_on_where_the_last_one_ended_even_if_that_model_is_gone(
    client: httpx.Client, stored: Put
) -> None:
    for number in range(4):
        stored(f"part-{number}.step", ttl_minutes=10 + number)
    page = client.get("/models?limit=2").json()
    for model in page["models"]:
        assert client.delete(model["url"]).status_code == 204
    rest = client.get(page["next"]).json()
    assert [model["model_id"] for model in rest["models"]] == ["part-2", "part-3"]
    assert rest["next"] is None


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=501", "limit=x", "limit=1e9", "after=x", "after=AAAA", "after=W10", "after=%00"],
)
def test_a_page_that_makes_no_sense_is_refused(client: httpx.Client, query: str) -> None:
    answer = client.get(f"/models?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_model_is_kept_longer_by_the_minutes_asked_for(client: httpx.Client, stored: Put) -> None:
    stored(ttl_minutes=5)
    before = client.get("/models/part").json()
    after = client.post("/models/part/keep", json={"minutes": 20}).json()
    gained = datetime.fromisoformat(after["expires_at"]) - datetime.fromisoformat(before["expires_at"])
    assert gained.total_seconds() == pytest.approx(20 * 60, abs=0.01)
    assert 24 * 60 < after["seconds_left"] <= 25 * 60


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        '{"minutes": 0}',
        '{"minutes": -1}',
        '{"minutes": 1e300}',
        '{"minutes": NaN}',
        '{"minutes": "x"}',
        '{"minutes": "5"}',
        '{"minutes": true}',
        '{"minute": 5}',
        "[]",
        "",
        "{",
    ],
)
def test_a_longer_life_that_makes_no_sense_is_refused(client: httpx.Client, stored: Put, body: str) -> None:
    stored()
    answer = client.post("/models/part/keep", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text


def test_no_model_is_kept_for_longer_than_a_day(client: httpx.Client, stored: Put) -> None:
    stored()
    assert client.post("/models/part/keep", json={"minutes": 1430}).json()["code"] == "invalid_lifetime"


def test_a_model_that_is_gone_says_whether_it_was_deleted_or_its_time_was_over(
    client: httpx.Client, stored: Put
) -> None:
    stored("deleted.step")
    stored("expired.step", ttl_minutes=0.001)
    stored("swept.step", ttl_minutes=0.001)
    time.sleep(0.1)
    assert client.delete("/models/deleted").status_code == 204
    told = {}
    for name in ("expired", "deleted"):
        answer = client.get(f"/models/{name}")
        assert answer.status_code == 410
        told[name] = answer.json()
    assert client.post("/cleanup/manual").status_code == 200
    told["swept"] = client.get("/temp_models/swept.step").json()
    assert {name: body["cause"] for name, body in told.items()} == {
        "expired": "expired",
        "deleted": "deleted",
        "swept": "expired",
    }
    assert told["deleted"]["title"] == "The model was deleted"
    assert "deleted" in told["deleted"]["detail"]
    assert "time" in told["expired"]["detail"]
    stored("deleted.step", ttl_minutes=0.001)  # another model of the same name: the last one counts
    time.sleep(0.1)
    assert client.post("/cleanup/manual").status_code == 200
    assert client.get("/models/deleted").json()["cause"] == "expired"


def test_a_deleted_model_is_gone_and_says_since_when(client: httpx.Client, stored: Put) -> None:
    path = stored()
    assert client.delete("/models/part").status_code == 204
    assert not path.exists()
    for answer in (
        client.get("/models/part"),
        client.delete("/models/part"),
        client.get("/temp_models/part.step"),
    ):
        assert answer.status_code == 410
        gone = datetime.fromisoformat(answer.json()["expired_at"]).timestamp()
        assert abs(gone - time.time()) < 60
        assert "expires" in answer.headers


def test_a_model_that_never_was_is_not_found(client: httpx.Client) -> None:
    for answer in (
        client.get("/models/nothing"),
        client.delete("/models/nothing"),
        client.post("/models/nothing/keep", json={"minutes": 5}),
        client.get("/models/nothing/preview.svg"),
        client.get("/temp_models/nothing.step"),
        client.head("/temp_models/nothing.step"),
    ):
        assert answer.status_code == 404


def test_a_model_that_is_being_read_is_not_deleted(
    client: httpx.Client, stored: Put, service: TempModelsCleanupService
) -> None:
    path = stored()
    with service.lease("part.step"):
        answer = client.delete("/models/part")
        assert (answer.status_code, answer.json()["code"]) == (409, "model_in_use")
        assert path.exists()
    assert client.delete("/models/part").status_code == 204


def test_an_adopted_model_has_no_script_and_no_report(
    client: httpx.Client, service: TempModelsCleanupService
) -> None:
    (service.temp_dir / "drawn by hand, ½.step").write_bytes(b"ISO-10303-21;\n")
    listed = client.get("/models").json()["models"]
    assert [model["tracked"] for model in listed] == [False]
    shown = client.get(listed[0]["url"]).json()
    assert shown["name"] == "drawn by hand, ½.step"
    assert "script" not in shown
    download = client.get(listed[0]["model_url"])
    assert download.status_code == 200
    assert "filename*=utf-8''drawn%20by%20hand%2C%20%C2%BD.step" in download.headers["content-disposition"]


def test_a_model_is_drawn_once_for_all_who_ask(serve: Serve) -> None:
    client = serve(workshop_size="1", workshop_queue="0")  # a second drawing would be refused
    model = client.post("/models", json={"part": "washer"}).json()
    with ThreadPoolExecutor(8) as pool:
        drawings = list(pool.map(lambda _: client.get(model["preview_url"]), range(8)))
    assert {drawing.status_code for drawing in drawings} == {200}
    assert len({drawing.content for drawing in drawings}) == 1
    assert drawings[0].headers["content-type"] == "image/svg+xml"
    assert "<svg" in drawings[0].text
    assert client.delete(model["url"]).status_code == 204
    assert client.get(model["preview_url"]).status_code == 410


def test_what_is_no_model_inside_is_not_drawn(client: httpx.Client, stored: Put) -> None:
    stored("broken.step", b"this is no STEP file")
    answer = client.get("/models/broken/preview.svg")
    assert answer.status_code == 422
    assert client.get("/health").status_code == 200
