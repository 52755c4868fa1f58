"""A STEP file is the same whether the kernel looks for what is to be done to its shapes or is spared that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cadquery as cq
import pytest

from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.script import step_output
from mayfly.cad.sandbox.script.step_output import write_step
from mayfly.cad.sandbox.step import shortcut, writer


def box() -> cq.Workplane:
    return cq.Workplane().box(10, 10, 10)


def extruded() -> cq.Workplane:
    """A plate whose holes were extruded with it: they are left-handed cylinders."""
    return cq.Workplane().rect(30, 30).pushPoints([(-5, 0), (5, 0)]).circle(2).extrude(4)


def assembly() -> cq.Assembly:
    ball = cq.Workplane().sphere(3)
    made = cq.Assembly(box(), name="block", color=cq.Color("red"))
    return made.add(ball, name="ball", loc=cq.Location((20, 0, 0), (1, 1, 0), 30)).add(
        box(), name="other", color=cq.Color("blue")
    )


def nested() -> cq.Assembly:
    part = assembly()
    return cq.Assembly(name="top").add(part).add(part, name="again", loc=cq.Location((0, 0, 50)))


def marked() -> cq.Assembly:
    body = box()
    made = cq.Assembly(body, name="body")
    return made.addSubshape(body.faces(">Z").val(), name="seal", color=cq.Color("green"), layer="machined")


def meeting() -> cq.Workplane:
    """A plate with two pockets that meet in an edge: their outlines share a corner."""
    return cq.Workplane().box(40, 40, 10).cut(box().translate((5, 5, 5))).cut(box().translate((-5, -5, 5)))


def box_at(x: float) -> cq.Shape:
    return SHARED_BOX.moved(cq.Location((x, 0, 0)))


SHARED, SHARED_BOX = extruded(), cq.Solid.makeBox(9, 9, 9)
MODELS: dict[str, tuple[Callable[[], list[Any]], bool]] = {
    "box": (lambda: [box()], True),
    "placed": (lambda: [box().val().moved(cq.Location((1, 2, 3), (1, 2, 3), 20))], True),  # type: ignore[union-attr]
    "mirrored": (lambda: [extruded().cut(cq.Workplane("XZ").circle(1).extrude(99)).mirror("XY")], True),
    "plate": (lambda: [box().faces(">Z").workplane().rarray(3, 3, 2, 2).hole(1)], True),
    "extruded": (lambda: [extruded()], True),
    "drilled": (lambda: [box().faces(">Z").workplane().rarray(4, 4, 2, 2).cskHole(1, 2, 82)], True),
    "tips": (
        lambda: [
            cq.Workplane(obj=cq.Solid.makeCone(*radii, 10)) for radii in ((5, 0), (0, 5), (2, 5), (5, 2))
        ],
        False,
    ),
    "tip": (lambda: [cq.Solid.makeCone(5, 0, 10)], True),
    "tapered": (lambda: [cq.Workplane().circle(5).extrude(4, taper=10)], True),
    "revolved": (lambda: [cq.Workplane("XZ").lineTo(5, 0).lineTo(3, 9).lineTo(0, 9).close().revolve()], True),
    "two": (lambda: [box(), cq.Workplane().sphere(2)], True),
    "one twice": (lambda: [SHARED, SHARED], False),
    "several solids": (lambda: [[box(), cq.Workplane().sphere(2)]], True),
    "copies": (lambda: [[box(), *(box_at(x) for x in (20, 40, 60))]], True),
    "assembly": (lambda: [assembly()], True),
    "nested": (lambda: [nested()], True),
    "two assemblies": (lambda: [assembly(), box()], True),
    "left-handed part": (lambda: [cq.Assembly(extruded(), name="plate")], False),
    "marked faces": (lambda: [marked()], True),
    "shared corner": (lambda: [meeting()], False),
}


@pytest.mark.parametrize("name", MODELS)
def test_that_the_file_is_the_same_either_way(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make, expected = MODELS[name]
    shown = [Shown(each) for each in make()]
    taken: list[bool] = []

    def watched(*what: Any) -> None:
        taken.append(shortcut.skip_preparation(*what))

    monkeypatch.setattr(writer, "skip_preparation", watched)
    short = write_step(shown, name="model", timestamp=0.0)
    monkeypatch.setattr(writer, "skip_preparation", lambda *_: None)
    monkeypatch.setattr(step_output, "is_ready", lambda _: True)
    assert taken == [expected]
    assert write_step(shown, name="model", timestamp=0.0) == short


def test_that_what_is_spared_some_work_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bool] = []

    def watched(*what: Any) -> bool:
        written.append(shortcut.is_complete(*what))
        return written[-1]

    monkeypatch.setattr(writer, "is_complete", watched)
    for make, expected in MODELS.values():
        if expected:
            write_step([Shown(each) for each in make()], name="model", timestamp=0.0)
    assert all(written)


def test_that_a_file_that_lacks_a_face_is_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    narrowing = [Shown(cq.Assembly(cq.Solid.makeCone(5, 2, 10), name="tip"))]
    whole = write_step(narrowing, name="model", timestamp=0.0)
    monkeypatch.setattr(shortcut, "is_ready", lambda _: True)
    assert write_step(narrowing, name="model", timestamp=0.0) == whole
    assert whole.count(b"ADVANCED_FACE") == 3


def test_that_a_left_handed_copy_is_seen_wherever_it_stands() -> None:
    mirrored = box().val().moved(cq.Location((5, 0, 0))).mirror("YZ")  # type: ignore[union-attr]
    assert not shortcut.is_ready(mirrored.wrapped)
    assert shortcut.is_ready(shortcut.made_ready(mirrored.wrapped))
