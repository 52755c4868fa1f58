"""The shortest way between any two faces, edges and points, by their numbers in the mesh for measuring."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.picks import DistanceOptions, read_pick
from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.errors import BuildError, InvalidParameter

SHAPES = """import cadquery as cq

ball = cq.Workplane().sphere(5).translate((0, 0, 40))
post = cq.Workplane().cylinder(20, 4).translate((30, 0, 0))
loft = cq.Workplane().rect(20, 20).workplane(offset=15).circle(4).loft().translate((0, 50, 0))
show_object(cq.Workplane().box(20, 20, 10), name="box")
show_object(ball, name="ball")
show_object(post, name="post")
show_object(loft, name="loft")
"""
TWO_IN_ONE = """import cadquery as cq

both = cq.Workplane().box(10, 10, 10).add(cq.Workplane().box(10, 10, 10).translate((0, 0, 25)))
show_object(both.combine(), name="pair")
"""


class Measured:
    """A model with its mesh for measuring."""

    def __init__(self, workshop: Workshop, path: Path) -> None:
        self._workshop = workshop
        self._path = path
        glb = workshop.convert(path, "view")
        (length,) = struct.unpack_from("<I", glb, 12)
        document = json.loads(glb[20 : 20 + length])
        self.bodies: dict[str, int] = {}
        self.rows: dict[str, list[dict[str, Any]]] = {}
        for node in document["nodes"]:
            if "mesh" not in node:
                continue
            primitives = document["meshes"][node["mesh"]]["primitives"]
            name = node["name"]
            self.bodies[name] = primitives[0]["extras"]["body"]
            self.rows[name] = [
                {**row, "is": kind}
                for primitive in primitives
                for kind in ("faces", "edges")
                for row in primitive["extras"].get(kind, ())
            ]

    def pick(self, body: str, what: str, **wanted: Any) -> str:
        """Return the one face or edge of a body that has these values, as a request names it."""
        (row,) = (
            row
            for row in self.rows[body]
            if row["is"] == f"{what}s" and all(row.get(key) == value for key, value in wanted.items())
        )
        return f"{what}:{self.bodies[body]}:{row['number']}"

    def between(self, first: str, second: str) -> float:
        options = DistanceOptions(read_pick(first), read_pick(second)).to_dict()
        answer = json.loads(self._workshop.convert(self._path, "distance", options=options))
        ends = answer["points"]
        apart = sum((a - b) ** 2 for a, b in zip(*ends, strict=True)) ** 0.5
        assert apart == pytest.approx(answer["distance_mm"], abs=1e-5)
        return float(answer["distance_mm"])


@pytest.fixture(scope="module")
def shapes(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    path = tmp_path_factory.mktemp("shapes") / "shapes.step"
    workshop.build(BuildJob(script=SHAPES, trusted=True), path)
    return Measured(workshop, path)


def test_any_two_things_have_a_shortest_way(shapes: Measured) -> None:
    top = shapes.pick("box", "face", normal=[0, 0, 1])
    right = shapes.pick("box", "face", normal=[1, 0, 0])
    ball = shapes.pick("ball", "face", kind="sphere")
    post = shapes.pick("post", "face", kind="cylinder")
    rim = next(
        f"edge:{shapes.bodies['post']}:{row['number']}"
        for row in shapes.rows["post"]
        if row["is"] == "edges" and row["kind"] == "circle" and row["at"][2] == 10
    )
    assert shapes.between(top, ball) == pytest.approx(40 - 5 - 5)
    assert shapes.between(right, post) == pytest.approx(30 - 4 - 10)
    assert shapes.between(ball, post) == pytest.approx((26**2 + 30**2) ** 0.5 - 5)
    assert shapes.between("point:0,0,5", rim) == pytest.approx((26**2 + 5**2) ** 0.5)
    assert shapes.between("point:1,2,3", "point:4,6,3") == pytest.approx(5)
    assert shapes.between(top, right) == 0


def test_a_free_form_face_is_measured_exactly(shapes: Measured) -> None:
    """From a point far outside, the nearest place of the loft is on its lower edge."""
    sloped = [row for row in shapes.rows["loft"] if row["is"] == "faces" and row["kind"] == "surface"]
    assert sloped, "the sides of the loft are free-form"
    body = shapes.bodies["loft"]
    found = [shapes.between(f"face:{body}:{row['number']}", "point:0,100,0") for row in sloped]
    assert min(found) == pytest.approx(100 - 60, abs=1e-6)


def test_two_solids_of_one_product_are_two_bodies(workshop: Workshop, tmp_path: Path) -> None:
    path = tmp_path / "pair.step"
    workshop.build(BuildJob(script=TWO_IN_ONE, trusted=True), path)
    pair = Measured(workshop, path)
    assert sorted(pair.bodies) == ["solid 1", "solid 2"]
    lower, upper = (
        pair.pick(name, "face", normal=[0, 0, direction])
        for name, direction in (("solid 1", 1), ("solid 2", -1))
    )
    assert pair.between(lower, upper) == pytest.approx(15)


@pytest.mark.parametrize("pick", ["face:0:999", "edge:0:999", "face:9:0"])
def test_what_the_model_does_not_have_is_an_error(shapes: Measured, pick: str) -> None:
    with pytest.raises(BuildError, match="has no"):
        shapes.between(pick, "point:0,0,0")


@pytest.mark.parametrize(
    "text",
    ["", "face", "face:0", "face:a:1", "point:1,2", "point:1,2,nan", "point:1e99,0,0", "face:0:1" * 30],
)
def test_a_pick_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(InvalidParameter, match="What is measured is"):
        read_pick(text)
