"""Whether a point lies in material is found as the CAD kernel finds it, by looking at few faces."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import cadquery as cq
import pytest
from OCP.BRepClass3d import BRepClass3d_SolidClassifier
from OCP.gp import gp_Pnt
from OCP.TopAbs import TopAbs_State

from mayfly.cad.sandbox.measure import inspection, material
from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.script.step_output import write_step

MODELS: dict[str, Callable[[], Any]] = {
    "box": lambda: cq.Workplane().box(30, 20, 10),
    "drilled": lambda: (
        cq.Workplane().box(30, 30, 30).faces(">Z").workplane().rarray(9, 9, 3, 3).cskHole(2, 5, 82, 20)
    ),
    "hollow": lambda: cq.Workplane().box(9, 9, 9).cut(cq.Workplane().sphere(4)),
    "ball": lambda: cq.Workplane().sphere(10),
    "ring": lambda: cq.Solid.makeTorus(20, 5),
    "loft": lambda: cq.Workplane().rect(8, 8).workplane(offset=9).circle(2).loft(),
    "slanting": lambda: (
        cq.Workplane().box(20, 20, 20).rotate((0, 0, 0), (1, 2, 3), 40).faces(">Z").edges().chamfer(1)
    ),
    "several": lambda: cq.Compound.makeCompound(
        [cq.Solid.makeBox(9, 9, 9), cq.Solid.makeSphere(4).moved(cq.Location((20, 0, 0)))]
    ),
}


def kernel_holds(solids: list[Any], point: gp_Pnt) -> bool:
    found = False
    for solid in solids:
        classifier = BRepClass3d_SolidClassifier(solid)
        classifier.Perform(point, 1e-7)
        found |= classifier.State() in (TopAbs_State.TopAbs_IN, TopAbs_State.TopAbs_ON)
    return found


@pytest.mark.parametrize("name", MODELS)
def test_that_points_are_found_in_material_as_the_kernel_finds_them(name: str) -> None:
    chance = random.Random(name)  # noqa: S311
    content = write_step([Shown(MODELS[name]())], name="model", timestamp=0.0)
    shape = inspection.read_step(content, repair=False)
    solids = inspection.solids_of(shape)
    box = cq.Shape.cast(shape).BoundingBox()
    anywhere = [
        cq.Vector(
            *(
                chance.uniform(getattr(box, f"{axis}min") - 1, getattr(box, f"{axis}max") + 1)
                for axis in "xyz"
            )
        )
        for _ in range(60)
    ]
    whole = cq.Shape.cast(shape)
    special = [each.Center() for each in (*whole.Vertices(), *whole.Edges(), *whole.Faces())]
    shift = (0.0, 0.01, -0.01)
    near = [place + cq.Vector(*(chance.choice(shift) for _ in range(3))) for place in special]
    found = material.Material(solids)
    for place in [*anywhere, *(cq.Vector(*map(round, each.toTuple())) for each in anywhere), *near, *special]:
        point = place.toPnt()
        assert found.holds(point) == kernel_holds(solids, point), place


def test_that_a_line_which_says_nothing_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    solids = [cq.Solid.makeBox(10, 10, 10).wrapped]
    monkeypatch.setattr(material, "_WAYS", ((1e-9, 1e-9, 1.0), (0.6, 0.5, 0.4)))
    along_an_edge, inside = gp_Pnt(0, 0, -5), gp_Pnt(5, 5, 5)
    assert not material.Material(solids).holds(along_an_edge)
    assert material.Material(solids).holds(inside)
    monkeypatch.setattr(material, "_WAYS", ())
    assert material.Material(solids).holds(inside)  # asked of the kernel


def test_that_only_faces_on_the_way_are_looked_at() -> None:
    plate = cq.Workplane().box(99, 99, 9).faces(">Z").workplane().rarray(9, 9, 10, 10).hole(5, 4)
    solid = material._Solid(plate.val().wrapped)  # type: ignore[union-attr]
    assert solid.holds(gp_Pnt(4.5, 4.5, -1))
    assert len(solid._intersectors) < 6
