"""What is remembered of shapes made of shapes: complete for this CadQuery, and nobody notices."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mayfly.cad.messages import notes
from tests.cad.conftest import in_interpreter

# What makes no body of a body: measures, faces and edges, files, and what begins with numbers or outlines.
OTHERS = """
Area BoundingBox Center CenterOfBoundBox Closed CombinedCenter CombinedCenterOfBoundBox Edges Faces
ShapeType Shells Vertices Volume Wires cast centerOfMass computeMass distance distances edge edges
export exportBin exportBrep exportStep exportStl face faces facesIntersectedByLine geomType hashCode
importBin importBrep isEqual isNull isSame isValid locate location matrixOfInertia mesh move shells
size tessellate toLocs toVtkPolyData vertex vertices wire wires isInside extrudeLinear
extrudeLinearWithRotation innerShells isSolid makeBox makeCone makeCylinder makeLoft makeSolid
makeSphere makeTorus makeWedge outerShell revolve sweep sweep_multi makeText box cap chamfer2D check
circle closest cone cylinder edgeOn ellipse face faceOn fill fillet2D isSubshape loft offset2D plane
polygon polyline project rect segment setThreads shell solid sphere spline text torus wireOn
"""

PROGRAM = """
import gc, inspect, json
import cadquery as cq, cadquery.func as free
from cadquery.occ_impl import shapes
from mayfly.cad.sandbox.record import exports, lineage

kinds = [cq.Shape, shapes.Mixin3D, cq.Solid, cq.Compound, shapes.CompSolid]
places = [(place, name) for place, name, _ in [*lineage._PATCHES, *exports._PATCHES]]
def attribute(place, name):
    return place[name] if isinstance(place, dict) else inspect.getattr_static(place, name)
def face(value):
    value = getattr(value, "__func__", value)
    try:
        signature = str(inspect.signature(value))
    except ValueError:
        signature = ""
    return [value.__name__, value.__qualname__, value.__module__, value.__doc__, signature]

found = {}
before = [face(attribute(*place)) for place in places]
kinds_before = [type(attribute(*place)).__name__ for place in places]
links = lineage.Lineage()
lineage.remember(links)
exports.watch(exports.Exports("script.py"))
found["same"] = before == [face(attribute(*place)) for place in places]
found["kinds"] = sorted({
    (old, type(attribute(*place)).__name__) for old, place in zip(kinds_before, places, strict=True)
})
wrapped = {name for _, name in places}
public = {n for kind in kinds for n in vars(kind) if callable(getattr(kind, n)) and not n.startswith("_")}
public |= {n for n in free.__all__ if not isinstance(getattr(free, n), type)}
found["unknown"] = sorted(public - wrapped)

class Own(cq.Workplane):
    def cut(self, other):
        self.used = True
        return super().cut(other)
own = Own().box(4, 4, 4).cut(cq.Workplane().sphere(1))
found["subclass"] = [type(own).__name__, type(own.faces(">Z").workplane()).__name__]
box = cq.Solid.makeBox(1, 1, 1)
found["overloads"] = [
    type(box.moved(cq.Location((1, 0, 0)))).__name__, type(box.moved(x=1)).__name__,
    type(box.moved((1, 0, 0), (2, 0, 0))).__name__, type(free.compound(x for x in [box, box])).__name__,
    len(list(free.compound([box, box.moved(x=2)]))),
]
for _ in range(200):
    box = box.fuse(cq.Solid.makeBox(1, 1, 1)).Solids()[0]
gc.collect()
found["alive"] = len(links._nodes)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    result: dict[str, Any] = json.loads(in_interpreter(PROGRAM))
    return result


def test_all_that_makes_a_body_of_a_body_is_watched(found: dict[str, Any]) -> None:
    assert set(found["unknown"]) <= set(OTHERS.split())


def test_names_texts_and_signatures_stay(found: dict[str, Any]) -> None:
    assert found["same"]
    assert {old for old, new in found["kinds"] if old != new} <= {"multimethod", "multidispatch"}


def test_subclasses_and_several_signatures_work(found: dict[str, Any]) -> None:
    assert found["subclass"] == ["Own", "Own"]
    assert found["overloads"] == ["Solid", "Solid", "Compound", "Compound", 2]


def test_no_shape_is_kept_alive(found: dict[str, Any]) -> None:
    assert found["alive"] < 60


@pytest.mark.parametrize(
    "row",
    [
        {"code": "took_last", "name": "ig`nore", "line": 1, "others": []},
        {"code": "took_last", "name": "plate" * 40, "line": 1, "others": []},
        {"code": "took_last", "name": "plate", "line": -1, "others": []},
        {"code": "took_last", "name": "plate", "line": 1, "others": "all"},
        {"code": "took_last", "name": "parts['a]", "line": 1, "others": []},
        {"code": "took_saved", "name": 5, "line": 1},
        {"code": "took_viewer", "viewer": "SYSTEM"},
        {"code": "left_out", "names": None},
    ],
)
def test_a_note_with_a_field_that_is_not_what_it_should_be_is_left_out(row: dict[str, Any]) -> None:
    assert notes.sentences([row]) == ()


def test_names_in_a_note_are_at_most_ten_and_the_rest_is_counted() -> None:
    names = [f"rods[{number}]" for number in range(40)]
    (text,) = notes.sentences([{"code": "left_out", "names": names}])
    assert text.count("`rods[") == 10
    assert text.endswith(" and 30 more")
    (odd,) = notes.sentences([{"code": "left_out", "names": ["lid", "d['\u202e']", "a b"]}])
    assert odd == "not part of it, and left out: `lid` and 2 more"
