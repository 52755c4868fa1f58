"""What a page asks for: drafts of which nothing is kept, exact faces and edges, sizes, phrases, previews."""

from __future__ import annotations

import json
import math
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from mayfly.generator import CADModelGenerator

PLATE = {"part": "plate", "parameters": {"length": 40, "width": 30, "thickness": 6}}
DRILLED: dict[str, Any] = {
    "bodies": [
        {
            "name": "plate",
            "base": {"kind": "part", "part": "plate", "sizes": {"length": 40, "width": 30, "thickness": 6}},
            "features": [{"kind": "hole", "diameter": 8, "at": {"kind": "centre"}}],
        }
    ]
}
SCRIPT = "import cadquery as cq\nside = 10.0\nresult = cq.Workplane().box(side, 20, 5)\n"
ENDLESS = "while True: pass\n"


def document(glb: bytes) -> dict[str, Any]:
    """Return the JSON of a binary glTF."""
    magic, _, total = struct.unpack_from("<4sII", glb)
    assert magic == b"glTF"
    assert total == len(glb)
    found: dict[str, Any] = json.loads(glb[20 : 20 + struct.unpack_from("<I", glb, 12)[0]])
    return found


def faces(glb: bytes) -> list[dict[str, Any]]:
    """Return the exact faces in a binary glTF."""
    primitives = [each for mesh in document(glb)["meshes"] for each in mesh["primitives"]]
    return [face for each in primitives for face in each.get("extras", {}).get("faces", ())]


@pytest.mark.parametrize(
    ("body", "volume"),
    [
        (PLATE, 40 * 30 * 6),
        ({"design": DRILLED}, 6 * (40 * 30 - math.pi * 16)),
        ({"script": SCRIPT, "parameters": {"side": 12}}, 12 * 20 * 5),
        ({"request": "a 20 mm cube"}, 20**3),
    ],
    ids=["part", "design", "script", "words"],
)
def test_whatever_can_be_built_can_be_drawn_and_nothing_is_stored(
    client: httpx.Client, generator: CADModelGenerator, body: dict[str, Any], volume: float
) -> None:
    answer = client.post("/drafts", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "model/gltf-binary"
    assert document(answer.content)["nodes"][0]["extras"]["volume_mm3"] == pytest.approx(volume)
    assert generator.cleanup_service.list_models() == []


def test_a_draft_is_what_its_edits_make_of_the_design(client: httpx.Client) -> None:
    edits = [{"kind": "set", "path": "thickness", "value": 9.5}]
    answer = client.post("/drafts", json={"design": DRILLED, "edits": edits})
    measures = document(answer.content)["nodes"][0]["extras"]
    assert measures["high"][2] - measures["low"][2] == pytest.approx(9.5)


def test_a_coarse_draft_has_fewer_triangles_and_no_exact_geometry(client: httpx.Client) -> None:
    fine = client.post("/drafts", json={"design": DRILLED}).content
    coarse = client.post("/drafts?coarse=true", json={"design": DRILLED}).content
    assert len(coarse) < len(fine) / 2
    assert faces(coarse) == []
    assert len(faces(fine)) == 7


def test_each_face_and_edge_of_a_model_is_exact(client: httpx.Client) -> None:
    model = client.post("/models", json={"design": DRILLED}).json()
    glb = client.get(model["url"] + "/view.glb").content
    (hole,) = (face for face in faces(glb) if face["kind"] == "cylinder")
    assert hole["diameter"] == 8
    assert hole["inner"] is True
    assert hole["area"] == pytest.approx(math.pi * 8 * 6)
    planes = [face for face in faces(glb) if face["kind"] == "plane"]
    assert sorted(face["normal"] for face in planes) == sorted(
        [[x, y, z] for x, y, z in ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1))]
    ), "normals point out of the material"
    lines = next(each for each in document(glb)["meshes"][0]["primitives"] if each["mode"] == 1)
    kinds = [edge["kind"] for edge in lines["extras"]["edges"]]
    assert kinds.count("line") == 12
    assert kinds.count("circle") == 2
    assert sum(face["count"] for face in faces(glb)) == document(glb)["accessors"][2]["count"]


def test_a_model_is_exact_wherever_it_stands(client: httpx.Client) -> None:
    script = "import cadquery as cq\nresult = cq.Workplane().sphere(5).translate((100, 200, 300))\n"
    (ball,) = faces(client.post("/drafts", json={"script": script}).content)
    assert ball["kind"] == "sphere"
    assert ball["diameter"] == 10
    assert ball["at"] == [100, 200, 300]
    assert ball["inner"] is False


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"script": "import cadquery as cq\n\nresult = cq.Workplane().bax(1)"}, "script_error"),
        ({"script": SCRIPT, "parameters": {"depth": 3}}, "invalid_parameter"),
        (
            {"design": DRILLED, "edits": [{"kind": "set", "path": "hole.diameter", "value": 90}]},
            "invalid_design",
        ),
        ({"request": "something nice"}, "needs_clarification"),
    ],
)
def test_what_can_not_be_drawn_is_a_problem(client: httpx.Client, body: dict[str, Any], code: str) -> None:
    answer = client.post("/drafts", json=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == code
    if code == "script_error":
        assert answer.json()["line"] == 3


def test_the_draft_of_a_client_that_hangs_up_ends(client: httpx.Client) -> None:
    def draw() -> None:
        options: dict[str, Any] = {"trust_env": False, "timeout": 1.5}
        with (
            httpx.Client(base_url=client.base_url, **options) as other,
            pytest.raises(httpx.TimeoutException),
        ):
            other.post("/drafts", json={"script": ENDLESS})

    leaving = threading.Thread(target=draw)
    leaving.start()
    leaving.join()
    give_up = time.monotonic() + 30
    while client.get("/health").json()["builds"]["running"]["foreign"] and time.monotonic() < give_up:
        time.sleep(0.05)
    assert client.get("/health").json()["builds"]["running"]["foreign"] == 0


def test_several_bodies_keep_their_names_and_colours_in_a_draft(client: httpx.Client) -> None:
    script = (
        "import cadquery as cq\n"
        'show_object(cq.Workplane().box(1, 2, 3), name="left one", options={"color": "red"})\n'
        'show_object(cq.Workplane().box(1, 2, 3).translate((5, 0, 0)), name="right")\n'
    )
    found = document(client.post("/drafts", json={"script": script}).content)
    names = [node["name"] for node in found["nodes"] if "mesh" in node]
    assert names == ["left one", "right"]
    colours = [each["pbrMetallicRoughness"]["baseColorFactor"][:3] for each in found["materials"]]
    assert [1, 0, 0] in colours


def test_the_sizes_of_a_design_come_with_paths_that_edits_take(client: httpx.Client) -> None:
    sizes = client.post("/design/sizes", json={"design": DRILLED}).json()["sizes"]
    by_name = {(size["of"], size["name"]): size for size in sizes}
    thickness = by_name["plate", "thickness"]
    assert (thickness["value"], thickness["unit"], thickness["low"]) == (6, "mm", 0.01)
    edits = [
        {"kind": "set", "path": size["path"], "value": size["value"]} for size in sizes if not size["derived"]
    ]
    assert client.post("/drafts?coarse=true", json={"design": DRILLED, "edits": edits}).status_code == 200


def test_a_request_is_shown_phrase_by_phrase(client: httpx.Client) -> None:
    request = "plate 100 x 60 x 8 with four 6.6 mm holes in the corners, 12 mm from the edges"
    phrases = client.post("/reading", json={"request": request}).json()["phrases"]
    assert [(each["text"], each["kind"], each["topic"]) for each in phrases if each["kind"] != "plain"] == [
        ("plate", "part", 0),
        ("100 x 60 x 8", "size", 0),
        ("four 6.6 mm holes", "hole", 1),
        ("in the corners", "place", 1),
        ("12 mm from the edges", "place", 1),
    ]
    assert " ".join(each["text"] for each in phrases).replace(" ,", ",") == request


def test_a_conversation_is_followed_as_events(client: httpx.Client) -> None:
    headers = {"Accept": "text/event-stream"}
    with client.stream("POST", "/conversation", json={"message": "a 20 mm cube"}, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        pieces = answer.read().decode().split("\n\n")
    names = [piece.split("\n")[0].removeprefix("event: ") for piece in pieces if piece]
    assert names == ["stage", "stage", "stage", "stage", "reply"]
    reply = json.loads(pieces[4].split("data: ", 1)[1])
    assert reply["status"] == "made"
    assert reply["model"]["url"].startswith("/models/")


def test_a_conversation_takes_a_design_edits_and_an_undo(client: httpx.Client) -> None:
    made = client.post("/conversation", json={"design": DRILLED}).json()
    assert made["status"] == "made"
    session = {"session": made["session"]}
    edit = {"kind": "set", "path": "thickness", "value": 9}
    changed = client.post("/conversation", json={**session, "edits": [edit]}).json()
    assert [change["after"] for change in changed["model"]["changes"]] == [9]
    words = client.post("/conversation", json={**session, "message": "make it 1 mm thicker"}).json()
    assert words["model"]["report"]["bounding_box_mm"][2] == 10
    back = client.post("/conversation", json={**session, "undo": True}).json()
    assert back["model"]["report"]["bounding_box_mm"][2] == 9


@pytest.mark.parametrize(
    "body", [{}, {"message": " "}, {"message": "undo", "undo": True}, {"design": DRILLED, "message": "x"}]
)
def test_a_message_says_one_thing(client: httpx.Client, body: dict[str, Any]) -> None:
    answer = client.post("/conversation", json=body)
    assert answer.status_code == 422
    assert "one of them" in answer.json()["detail"]


def test_what_is_stored_is_counted_and_a_sweep_is_previewed(
    client: httpx.Client, stored: Callable[..., Path]
) -> None:
    kept = stored("kept.step")
    details = client.get("/cleanup/details").json()
    assert details["total_bytes"] == kept.stat().st_size
    assert details["next_deadline"] > "2020"
    assert "temp_dir" not in details
    preview = client.get("/cleanup/preview").json()
    assert preview == {"removed": [], "removed_bytes": 0, "kept": 1, "leased": []}
    assert kept.exists()


def test_every_format_that_the_workshop_makes_can_be_taken(client: httpx.Client) -> None:
    model = client.post("/models", json=PLATE).json()
    heads = {"3mf": b"PK", "obj": b"", "brep": b"", "pdf": b"%PDF", "dxf": b"", "glb": b"glTF", "stl": b""}
    for format, head in heads.items():
        answer = client.get(f"{model['url']}/model.{format}")
        assert answer.status_code == 200, format
        assert answer.content.startswith(head)
        assert f"{model['model_id']}.{format}" in answer.headers["content-disposition"]
    assert client.get(model["url"] + "/model.dxf?section=z=99").status_code == 422
