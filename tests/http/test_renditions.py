"""Pictures and meshes of a model over HTTP: made once, known by their tags, bounded, gone with it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from mayfly.cad.workshop import Workshop
from tests.http.test_rendition_cache import counted
from tests.png_pixels import read_png

Put = Callable[..., Path]

FILES = ("preview.svg", "preview.png", "model.glb", "model.stl")
TYPES = dict(zip(FILES, ("image/svg+xml", "image/png", "model/gltf-binary", "model/stl"), strict=True))


@pytest.fixture
def plate(client: httpx.Client) -> str:
    """Make a plate of 60 x 40 x 5 mm and return its URL."""
    body = {"part": "plate", "parameters": {"length": 60, "width": 40, "thickness": 5}}
    made = client.post("/models", json=body)
    assert made.status_code == 201, made.text
    return str(made.json()["url"])


def triangles(stl: bytes) -> int:
    (count,) = struct.unpack_from("<I", stl, 80)
    assert len(stl) == 84 + 50 * count, "this is no binary STL file"
    return int(count)


def test_a_picture_is_a_png_of_the_width_and_views_asked_for(client: httpx.Client, plate: str) -> None:
    answer = client.get(f"{plate}/preview.png?views=iso,front&section=x&width=800")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    pixels = read_png(answer.content).astype(int)
    assert pixels.shape[1] == 800
    assert ((pixels[..., 0] > pixels[..., 1] + 30) & (pixels[..., 1] > pixels[..., 2])).sum() > 500
    assert read_png(client.get(f"{plate}/preview.png").content).shape[1] == 1024


def test_a_mesh_has_the_sizes_of_the_model_and_is_saved_under_its_name(
    client: httpx.Client, plate: str
) -> None:
    stl, glb = client.get(f"{plate}/model.stl"), client.get(f"{plate}/model.glb")
    assert triangles(stl.content) >= 12
    corners = [
        struct.unpack_from("<3f", stl.content, 84 + 50 * number + 12 + 12 * corner)
        for number in range(triangles(stl.content))
        for corner in range(3)
    ]
    sides = [max(axis) - min(axis) for axis in zip(*corners, strict=True)]
    assert sides == pytest.approx([60, 40, 5], abs=1e-3)
    assert glb.content.startswith(b"glTF")
    name = plate.rpartition("/")[2]
    for answer, ending in ((stl, "stl"), (glb, "glb")):
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}.{ending}"'


def test_a_file_is_in_the_unit_asked_for(client: httpx.Client, plate: str) -> None:
    in_mm = client.get(f"{plate}/model.obj")
    in_inches = client.get(f"{plate}/model.obj?unit=in")
    wide = [
        max(float(line.split()[1]) for line in answer.text.splitlines() if line.startswith("v "))
        for answer in (in_mm, in_inches)
    ]
    assert wide[1] == pytest.approx(wide[0] / 25.4, abs=1e-5)
    assert in_mm.headers["etag"] != in_inches.headers["etag"]
    assert client.get(f"{plate}/model.dxf?unit=in").status_code == 200
    assert client.get(f"{plate}/model.stl?unit=furlong").status_code == 422


def test_a_distance_is_measured_between_what_is_named(client: httpx.Client, plate: str) -> None:
    found = client.get(f"{plate}/distance?first=point:0,0,100&second=point:0,0,0")
    assert found.headers["content-type"] == "application/json"
    assert found.json() == {"distance_mm": 100, "points": [[0, 0, 100], [0, 0, 0]]}
    assert client.get(f"{plate}/distance?first=face:0:0&second=face").status_code == 422
    assert client.get(f"{plate}/distance?first=face:0:999&second=face:0:0").status_code in (422, 502)


def test_a_finer_mesh_has_more_triangles(client: httpx.Client) -> None:
    ball = client.post("/models", json={"part": "sphere", "parameters": {"diameter": 30}}).json()["url"]
    rough = client.get(f"{ball}/model.stl?tolerance=1&angle=45")
    fine = client.get(f"{ball}/model.stl?tolerance=0.01&angle=5")
    assert triangles(fine.content) > 4 * triangles(rough.content)


@pytest.mark.parametrize("file", FILES)
def test_a_client_that_has_it_is_sent_nothing_and_nothing_is_made(
    client: httpx.Client, plate: str, workshop: Workshop, file: str
) -> None:
    first = client.get(f"{plate}/{file}")
    assert first.status_code == 200, first.text
    assert first.headers["content-type"].split(";")[0] == TYPES[file]
    with counted(workshop) as made:
        again = client.get(f"{plate}/{file}", headers={"If-None-Match": first.headers["etag"]})
        whole = client.get(f"{plate}/{file}", headers={"If-None-Match": '"another"'})
    assert (again.status_code, again.content) == (304, b"")
    assert whole.content == first.content
    assert made == [], "it was kept"


def test_each_request_has_a_tag_of_its_own(client: httpx.Client, plate: str) -> None:
    queries = ("", "?views=top", "?views=top&section=x", "?views=top&section=x=3", "?views=top&width=300")
    answers = [client.get(f"{plate}/preview.png{query}") for query in queries]
    assert len({answer.headers["etag"] for answer in answers}) == len(queries)
    assert len({answer.content for answer in answers}) == len(queries)
    same = client.get(f"{plate}/preview.png?views=TOP,top&section=%20X%20")
    assert same.headers["etag"] == answers[2].headers["etag"]


@pytest.mark.parametrize(
    "query",
    [
        "preview.png?views=foo",
        "preview.png?views=",
        "preview.png?views=" + "top," * 100,
        "preview.png?section=w",
        "preview.png?section=x=1e999",
        "preview.png?width=63",
        "preview.png?width=4097",
        "preview.png?width=" + "9" * 5000,
        "model.stl?tolerance=0",
        "model.stl?tolerance=nan",
        "model.stl?tolerance=11",
        "model.stl?angle=0.5",
        "model.stl?angle=inf",
    ],
)
def test_a_request_that_makes_no_sense_starts_nothing(
    client: httpx.Client, stored: Put, workshop: Workshop, query: str
) -> None:
    stored()
    with counted(workshop) as made:
        answer = client.get(f"/models/part/{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert made == []


def test_a_section_outside_the_model_is_refused_with_the_range_and_not_tried_again(
    client: httpx.Client, plate: str, workshop: Workshop
) -> None:
    with counted(workshop) as made:
        answers = [client.get(f"{plate}/preview.png?section=x=500") for _ in range(3)]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(422, "invalid_parameter")}
    assert "from x=-30 to x=30 mm" in answers[0].json()["detail"]
    assert len(made) == 1


@pytest.mark.parametrize("file", FILES)
def test_a_page_of_another_site_has_nothing_made(
    client: httpx.Client, stored: Put, workshop: Workshop, file: str
) -> None:
    stored()
    with counted(workshop) as made:
        answer = client.get(f"/models/part/{file}", headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
    assert made == []


@pytest.mark.parametrize("file", FILES)
def test_what_was_made_of_a_model_goes_with_it(client: httpx.Client, plate: str, file: str) -> None:
    etag = client.get(f"{plate}/{file}").headers["etag"]
    assert client.get("/models/nothing/" + file).status_code == 404
    assert client.delete(plate).status_code == 204
    gone = client.get(f"{plate}/{file}", headers={"If-None-Match": etag})
    assert gone.status_code == 410


def test_a_mesh_that_is_too_large_is_refused_once(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, plate: str, workshop: Workshop
) -> None:
    monkeypatch.setattr("mayfly.http.renditions.MESH_LIMIT_BYTES", 100)
    with counted(workshop) as made:
        for _ in range(2):
            answer = client.get(f"{plate}/model.stl")
            assert answer.status_code == 422
            assert "100 are allowed" in answer.json()["detail"]
    assert len(made) == 1


def test_the_document_describes_each_file_with_its_type(client: httpx.Client) -> None:
    paths: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    for file, media_type in TYPES.items():
        operation = paths[f"/models/{{model_id}}/{file}"]["get"]
        assert media_type in operation["responses"]["200"]["content"]
        assert "304" in operation["responses"]
    picture = {each["name"] for each in paths["/models/{model_id}/preview.png"]["get"]["parameters"]}
    assert picture == {"model_id", "views", "section", "width"}
