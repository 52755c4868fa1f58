"""Designs over HTTP: made, described by a schema, and refused with the path of what is wrong."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import httpx
import jsonschema
import pytest

from mayfly.design import Design
from tests.generator.test_designs import DATA, bored
from tests.http.test_build_requests import events

TOO_NEAR = {"kind": "corners", "inset": 1}


def block(**hole: Any) -> dict[str, Any]:
    """Return a body with one hole in it."""
    return {"design": {"bodies": [{**DATA["bodies"][0], "features": [{"kind": "hole", **hole}]}]}}


def test_a_design_is_made_and_comes_back_with_its_model(client: httpx.Client) -> None:
    answer = client.post("/models", json={"design": DATA})
    assert answer.status_code == 201, answer.text
    model = answer.json()
    assert model["report"]["bounding_box_mm"] == pytest.approx([40, 30, 12.7])
    assert model["design"] == Design.read(DATA).to_dict()
    shown = client.get(model["url"]).json()
    for key in ("design", "parameters", "parameter_details"):
        assert shown[key] == model[key]
    (length, *_) = model["parameter_details"]
    assert (length["name"], length["value"], length["unit"]) == ("length", 40.0, "mm")
    assert model["parameters"]["length"] == 40.0


def test_parts_and_words_come_back_as_designs_and_free_scripts_do_not(client: httpx.Client) -> None:
    for body in ({"part": "washer"}, {"request": "cube 20 mm"}):
        made = client.post("/models", json=body).json()
        again = client.post("/models", json={"design": made["design"]}).json()
        assert again["report"]["volume_mm3"] == made["report"]["volume_mm3"]
    script = "import cadquery as cq\nside = 10\nresult = cq.Workplane().box(side, side, side)\n"
    assert client.post("/models", json={"script": script}).json()["design"] is None


def test_edits_of_a_design_are_made_and_stated(client: httpx.Client) -> None:
    edits = [{"kind": "set", "path": "height", "value": 20}, {"kind": "remove_feature", "of": "hole"}]
    model = client.post("/models", json={"design": DATA, "edits": edits}).json()
    assert model["report"]["bounding_box_mm"] == pytest.approx([40, 30, 20])
    assert [change["kind"] for change in model["changes"]] == ["changed", "removed"]
    assert model["changes"][0] == {
        "kind": "changed",
        "path": "bodies[0].base.height",
        "before": 12.7,
        "after": 20,
        "sentence": "The height of the body changed from 12.7 mm to 20 mm.",
    }
    assert client.get(model["url"]).json()["changes"] == model["changes"]
    assert client.post("/models", json={"design": DATA}).json()["changes"] == []


@pytest.mark.parametrize(
    ("edit", "path"),
    [
        ({"kind": "grow"}, "edits[0]"),
        ({"kind": "set", "path": "hole.width", "value": 1}, "hole.width"),
        ({"kind": "scale", "factor": 2, "of": "lid"}, "lid"),
        ({"kind": "set", "path": "height", "value": -90}, "bodies[0].base.extrusion.height"),
    ],
)
def test_an_edit_that_can_not_be_made_is_a_problem_with_its_path(
    client: httpx.Client, edit: dict[str, Any], path: str
) -> None:
    answer = client.post("/models", json={"design": DATA, "edits": [edit]})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_design")
    assert answer.json()["problems"][0]["path"] == path


def test_an_edit_without_a_kind_begins_no_build(client: httpx.Client) -> None:
    body = {"design": DATA, "edits": [{"path": "height", "value": 20}]}
    answer = client.post("/models", json=body, headers={"Prefer": "respond-async"})
    assert answer.status_code == 422
    assert "kind" in answer.text


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"design": {"bodies": []}}, "bodies"),
        ({"design": 1}, ""),
        (block(diameter="wide"), "bodies[0].features[0].hole.diameter"),
        (block(diameter=5, wideness=1), "bodies[0].features[0].hole.wideness"),
        (
            block(diameter=5, at=TOO_NEAR),
            "bodies[0].features[0].hole.at.corners.inset",
        ),
    ],
    ids=["empty", "no object", "no length", "unknown field", "does not fit"],
)
def test_what_is_wrong_is_a_problem_with_its_path(
    client: httpx.Client, body: dict[str, Any], path: str
) -> None:
    answer = client.post("/models", json=body)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid_design"), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["title"] == "The design is not valid"
    assert path in [each["path"] for each in problem["problems"]]
    assert all(each["message"] for each in problem["problems"])
    assert client.get("/models").json()["total"] == 0


def test_it_can_be_followed_and_fails_in_the_stream(client: httpx.Client) -> None:
    follow = {"accept": "text/event-stream"}
    made = events(client.post("/models", json={"design": DATA}, headers=follow))
    assert made[-1][0] == "model"
    wrong = block(diameter=5, at=TOO_NEAR)
    name, problem = events(client.post("/models", json=wrong, headers=follow))[-1]
    assert (name, problem["code"], problem["status"]) == ("problem", "invalid_design", 422)


def test_a_polled_build_shows_the_design(client: httpx.Client) -> None:
    wait = {"prefer": "respond-async"}
    build = client.post("/models", json={"design": DATA}, headers=wait).json()
    while (shown := client.get(build["url"]).json())["status"] == "running":
        pass
    assert shown["model"]["design"] == Design.read(DATA).to_dict()


def test_a_design_and_words_are_not_both_taken(client: httpx.Client) -> None:
    answer = client.post("/models", json={"design": DATA, "request": "cube 20 mm"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_the_schema_is_served_and_describes_what_is_taken(client: httpx.Client) -> None:
    answer = client.get("/design/schema")
    assert answer.headers["content-type"] == "application/schema+json"
    jsonschema.validate(DATA, answer.json())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"bodies": []}, answer.json())


def test_the_openapi_document_points_to_the_schema(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    field = document["components"]["schemas"]["DesignBuildRequest"]["properties"]["design"]
    assert field["type"] == "object"
    (address,) = re.findall(r"`GET (/[\w/]+)`", field["description"])
    jsonschema.Draft202012Validator.check_schema(client.get(address).json())
    assert "application/schema+json" in json.dumps(document["paths"][address])


def test_a_design_begins_with_a_file_in_the_request_or_with_a_model_that_is_kept(
    client: httpx.Client,
) -> None:
    kept = client.post("/models", json={"design": DATA}).json()
    content = base64.b64encode(client.get(kept["model_url"]).content).decode()
    for body in (
        {"design": bored("block.step"), "files": {"block.step": content}},
        {"design": bored(kept["name"])},
    ):
        answer = client.post("/models", json=body)
        assert answer.status_code == 201, answer.text
        assert sum(hole["count"] for hole in answer.json()["report"]["holes"]) == 5


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("block.step", {}),
        ("../block.step", {}),
        ("/etc/passwd.step", {}),
        ("block.step", {"block.step": "aGVsbG8="}),
        ("block.step", {"block.step": "%%%"}),
        ("block.step", {"other.step": "aGVsbG8="}),
    ],
)
def test_no_other_file_can_be_named(client: httpx.Client, name: str, files: dict[str, str]) -> None:
    answer = client.post("/models", json={"design": bored(name), "files": files})
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] in {"invalid_design", "invalid_parameter"}
