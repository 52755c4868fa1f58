"""The check of a shape says what the CAD kernel's own says, on faces of many outlines too."""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Callable, Iterable

import cadquery as cq
import pytest
from OCP.BRep import BRep_Builder, BRep_Tool
from OCP.BRepCheck import BRepCheck_Analyzer, BRepCheck_Face
from OCP.BRepTools import BRepTools_ReShape
from OCP.Geom import Geom_Plane
from OCP.gp import gp_Dir, gp_Pln, gp_Pnt
from OCP.TopAbs import TopAbs_Orientation
from OCP.TopoDS import TopoDS, TopoDS_Compound, TopoDS_Face, TopoDS_Shape, TopoDS_Shell, TopoDS_Solid

from mayfly.cad.sandbox.measure import inspection, outlines, soundness
from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.script.step_output import write_step

Wire = cq.Wire
Place = tuple[float, float]
BUILDER = BRep_Builder()


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every face looked at in parts."""
    monkeypatch.setattr(soundness, "MANY_OUTLINES", 0)


def kernel(shape: TopoDS_Shape) -> bool:
    """Ask the kernel's own check."""
    try:
        return bool(BRepCheck_Analyzer(shape, True, True).IsValid())
    except Exception:
        return False


# --- outlines ------------------------------------------------------------------------------


def polygon(*points: Place) -> Wire:
    return Wire.makePolygon([cq.Vector(*point, 0) for point in points], close=True)


def rectangle(x: float, y: float, width: float, height: float) -> Wire:
    a, b = width / 2, height / 2
    return polygon((x - a, y - b), (x + a, y - b), (x + a, y + b), (x - a, y + b))


def circle(x: float, y: float, radius: float) -> Wire:
    return Wire.makeCircle(radius, cq.Vector(x, y, 0), cq.Vector(0, 0, 1))


def ellipse(x: float, y: float, long: float, short: float) -> Wire:
    return Wire.makeEllipse(long, short, cq.Vector(x, y, 0), cq.Vector(0, 0, 1), cq.Vector(1, 0, 0))


def line(a: Place, b: Place) -> cq.Edge:
    return cq.Edge.makeLine(cq.Vector(*a, 0), cq.Vector(*b, 0))


def arc(a: Place, over: Place, b: Place) -> cq.Edge:
    return cq.Edge.makeThreePointArc(cq.Vector(*a, 0), cq.Vector(*over, 0), cq.Vector(*b, 0))


def slot(x: float, y: float, half: float, radius: float) -> Wire:
    left, right = (x - half, y), (x + half, y)
    corners = [(left[0], y - radius), (right[0], y - radius), (right[0], y + radius), (left[0], y + radius)]
    return Wire.assembleEdges(
        [
            line(corners[0], corners[1]),
            arc(corners[1], (right[0] + radius, y), corners[2]),
            line(corners[2], corners[3]),
            arc(corners[3], (left[0] - radius, y), corners[0]),
        ]
    )


def half_disc(x: float, y: float, radius: float) -> Wire:
    ends = (x - radius, y), (x + radius, y)
    return Wire.assembleEdges([line(*ends), arc(ends[1], (x, y + radius), ends[0])])


def blob(x: float, y: float, radius: float, chance: random.Random) -> Wire:
    corners = chance.randint(3, 6)
    points = [
        cq.Vector(
            x + radius * chance.uniform(0.6, 1.2) * math.cos(math.tau * n / corners),
            y + radius * chance.uniform(0.6, 1.2) * math.sin(math.tau * n / corners),
            0,
        )
        for n in range(corners)
    ]
    return Wire.assembleEdges([cq.Edge.makeSpline(points, periodic=True)])


def turned(wire: Wire) -> Wire:
    return Wire(wire.wrapped.Reversed())


def leftwards(wire: Wire) -> Wire:
    """Turn an outline so that it runs against the clock."""
    return wire if cq.Face.makeFromWires(wire).normalAt().z > 0 else turned(wire)


def face(*wires: Wire, place: cq.Location | None = None) -> TopoDS_Face:
    """Put outlines into a plane as they are."""
    made = TopoDS_Face()
    BUILDER.MakeFace(made, Geom_Plane(gp_Pln(gp_Pnt(0, 0, 0), gp_Dir(0, 0, 1))), 1e-7)
    for wire in wires:
        BUILDER.Add(made, wire.wrapped)
    return TopoDS.Face_s(made.Moved((place or cq.Location()).wrapped))


def plate(*holes: Wire, outside: Wire | None = None) -> TopoDS_Face:
    """Make a face with holes that are turned the right way."""
    return face(leftwards(outside or rectangle(0, 0, 40, 40)), *(turned(leftwards(hole)) for hole in holes))


BOW = polygon((-2, -2), (2, 2), (2, -2), (-2, 2))
CURL = Wire.assembleEdges(
    [line((0, 0), (6, 0)), arc((6, 0), (5, 4), (0, 4)), line((0, 4), (3, -2)), line((3, -2), (0, 0))]
)
CIRCLE = circle(0, 0, 3)

FACES: dict[str, Callable[[], TopoDS_Face]] = {
    "apart": lambda: plate(circle(0, 0, 3), circle(9, 0, 3), rectangle(0, 9, 4, 2), slot(-9, 0, 2, 1)),
    "no holes": plate,
    "circles cross": lambda: plate(circle(0, 0, 3), circle(4, 0, 3)),
    "circles touch": lambda: plate(circle(0, 0, 3), circle(6, 0, 3)),
    "circles nearly touch": lambda: plate(circle(0, 0, 3), circle(6 + 1e-5, 0, 3)),
    "circles touch but for rounding": lambda: plate(circle(0, 0, 3), circle(6 + 1e-11, 0, 3)),
    "circle on circle": lambda: plate(circle(0, 0, 3), circle(0, 0, 3)),
    "circle twice": lambda: plate(CIRCLE, CIRCLE),
    "circle in circle": lambda: plate(circle(0, 0, 3), circle(0, 0, 1)),
    "square in slot": lambda: plate(slot(0, 0, 6, 4), rectangle(0, 0, 2, 2)),
    "rectangles cross": lambda: plate(rectangle(0, 0, 9, 2), rectangle(0, 0, 2, 9)),
    "rectangles share a side": lambda: plate(rectangle(0, 0, 4, 4), rectangle(4, 0, 4, 4)),
    "rectangles share part of a side": lambda: plate(rectangle(0, 0, 4, 4), rectangle(4, 1, 4, 4)),
    "rectangles meet in a corner": lambda: plate(rectangle(0, 0, 4, 4), rectangle(4, 4, 4, 4)),
    "a corner on a side": lambda: plate(rectangle(0, 0, 4, 4), polygon((2, 0), (5, 1), (5, -1))),
    "slanting slots, boxes overlap": lambda: plate(
        *(polygon((n, -9), (n + 9, 0), (n + 8.5, 0.5), (n - 0.5, -8.5)) for n in range(-12, 8, 3))
    ),
    "one within the other's notch": lambda: plate(
        polygon((-6, -6), (6, -6), (6, 6), (4, 6), (4, -4), (-4, -4), (-4, 6), (-6, 6)), circle(0, 2, 3)
    ),
    "hole across the edge": lambda: plate(circle(20, 0, 3)),
    "hole touches the edge": lambda: plate(circle(17, 0, 3)),
    "hole outside": lambda: plate(circle(30, 0, 3), circle(0, 0, 3)),
    "hole around the edge": lambda: plate(circle(0, 0, 50)),
    "hole in the notch of the edge": lambda: plate(
        circle(10, 10, 3), outside=polygon((-20, -20), (20, -20), (20, 0), (0, 0), (0, 20), (-20, 20))
    ),
    "round plate": lambda: plate(circle(0, 0, 3), circle(9, 0, 3), outside=circle(0, 0, 20)),
    "round plate, hole across": lambda: plate(circle(14, 14, 3), outside=circle(0, 0, 20)),
    "oval plate": lambda: plate(ellipse(0, 0, 3, 1), circle(9, 0, 3), outside=ellipse(0, 0, 20, 14)),
    "crossed hole": lambda: plate(BOW, circle(9, 0, 3)),
    "crossed outside": lambda: plate(
        circle(0, 12, 1), outside=polygon((-20, -20), (20, 20), (20, -20), (-20, 20))
    ),
    "curled hole": lambda: plate(CURL, circle(9, 9, 1)),
    "hole turned": lambda: face(rectangle(0, 0, 40, 40), turned(circle(9, 0, 3)), circle(0, 0, 3)),
    "square hole turned": lambda: face(rectangle(0, 0, 40, 40), rectangle(0, 0, 3, 3)),
    "outside turned": lambda: face(turned(rectangle(0, 0, 40, 40)), turned(circle(0, 0, 3))),
    "all turned": lambda: face(turned(rectangle(0, 0, 40, 40)), circle(0, 0, 3)),
    "no outside": lambda: face(turned(circle(0, 0, 3)), turned(circle(9, 0, 3))),
    "two outsides": lambda: face(rectangle(0, 0, 40, 40), rectangle(99, 0, 40, 40)),
    "outside last": lambda: face(turned(circle(0, 0, 3)), rectangle(0, 0, 40, 40)),
    "flat hole": lambda: plate(polygon((0, 0), (3, 0), (6, 0)), circle(9, 9, 1)),
    "there and back": lambda: face(
        rectangle(0, 0, 40, 40), Wire.assembleEdges([line((0, 0), (5, 0)), line((5, 0), (0, 0))])
    ),
    "thin lens": lambda: plate(
        Wire.assembleEdges([arc((0, 0), (5, 1e-3), (10, 0)), arc((10, 0), (5, -1e-3), (0, 0))])
    ),
    "tilted circle": lambda: face(
        rectangle(0, 0, 40, 40), turned(circle(0, 0, 3).rotate(cq.Vector(), cq.Vector(1, 0, 0), 5))
    ),
    "circle above": lambda: face(
        rectangle(0, 0, 40, 40), turned(circle(0, 0, 3)), turned(circle(9, 0, 3).translate((0, 0, 1e-3)))
    ),
    "open hole": lambda: face(
        rectangle(0, 0, 40, 40), Wire.assembleEdges([line((0, 0), (5, 0)), line((5, 0), (5, 5))])
    ),
}


@pytest.mark.parametrize("name", FACES)
def test_that_a_face_is_judged_as_the_kernel_judges_it(name: str) -> None:
    made = FACES[name]()
    for place in (cq.Location(), cq.Location((5, 6, 7), (1, 2, 3), 40)):
        there = made.Moved(place.wrapped)
        for shape in (there, there.Reversed()):
            assert soundness.is_sound(shape) == kernel(shape)
            assert bool(soundness.faulty_parts(shape)) != kernel(shape)


def random_outline(chance: random.Random, reach: int) -> Wire:
    """Draw an outline on a coarse grid, where they touch as often as they cross."""
    scale = chance.choice([1, 1, 0.5, 1 / 3])
    x, y = (chance.randint(-reach, reach) * scale for _ in range(2))
    size = chance.randint(1, 3)
    kinds: list[Callable[[], Wire]] = [
        lambda: rectangle(x, y, 2 * size, 2 * chance.randint(1, size)),
        lambda: circle(x, y, size),
        lambda: circle(x, y, size),
        lambda: ellipse(x, y, size, size * chance.choice([0.5, 0.25, 0.9])),
        lambda: slot(x, y, size, chance.randint(1, size)),
        lambda: half_disc(x, y, size),
        lambda: blob(x, y, size, chance),
        lambda: polygon((x, y), (x + size, y + chance.randint(-2, 2)), (x, y + size)),
    ]
    made = chance.choice(kinds)()
    return made if chance.random() > 0.15 else made.rotate(cq.Vector(), cq.Vector(0, 0, 1), 45)


def random_face(chance: random.Random) -> TopoDS_Face:
    """Draw a face with up to eight holes; about half of them are sound."""
    reach = chance.choice([12, 40, 80])
    kinds: list[Callable[[], Wire]] = [
        lambda: rectangle(0, 0, 2 * reach, 2 * reach),
        lambda: circle(0, 0, reach),
        lambda: slot(0, 0, reach // 2, reach // 2),
        lambda: blob(0, 0, reach, chance),
    ]
    outside = chance.choice(kinds)()
    holes = [random_outline(chance, reach // 2) for _ in range(chance.randint(1, 8))]
    if chance.random() < 0.05:
        holes.append(chance.choice(holes))
    wires = [leftwards(outside), *(turned(leftwards(hole)) for hole in holes)]
    if chance.random() < 0.05:
        wires.append(turned(wires.pop()))
    if chance.random() < 0.5:
        chance.shuffle(wires)
    return face(*wires, place=chance.choice([cq.Location(), cq.Location((5, 6, 7), (1, 2, 3), 40)]))


@pytest.mark.parametrize("seed", range(8))
def test_that_random_faces_are_judged_as_the_kernel_judges_them(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(25):
        made = random_face(chance)
        assert soundness.is_sound(made) == kernel(made)


# --- bodies --------------------------------------------------------------------------------


def remade(
    shape: TopoDS_Shape, change: Callable[[list[TopoDS_Shape]], Iterable[TopoDS_Shape]]
) -> TopoDS_Shape:
    """Give the face of a shape that has the most outlines other ones."""
    old = max((each.wrapped for each in cq.Shape.cast(shape).Faces()), key=lambda each: each.NbChildren())
    forward = TopAbs_Orientation.TopAbs_FORWARD
    new = old.EmptyCopied()
    new.Orientation(forward)
    for wire in change([each.wrapped for each in cq.Face(old.Oriented(forward)).Wires()]):
        BUILDER.Add(new, wire)
    new.Orientation(old.Orientation())
    exchange = BRepTools_ReShape()
    exchange.Replace(old, new)
    return exchange.Apply(shape)


def put_together(*shells: Iterable[TopoDS_Shape]) -> TopoDS_Shape:
    """Make a solid of shells of these faces."""
    solid = TopoDS_Solid()
    BUILDER.MakeSolid(solid)
    for faces in shells:
        shell = TopoDS_Shell()
        BUILDER.MakeShell(shell)
        for each in faces:
            BUILDER.Add(shell, each)
        BUILDER.Add(solid, shell)
    return solid


def moved_corner(shape: TopoDS_Shape, by: float) -> TopoDS_Shape:
    corner = cq.Shape.cast(shape).Vertices()[0].wrapped
    point = BRep_Tool.Pnt_s(corner)
    BUILDER.UpdateVertex(corner, gp_Pnt(point.X() + by, point.Y(), point.Z()), 1e-7)
    return shape


def beside(shape: TopoDS_Shape, *others: cq.Shape) -> TopoDS_Shape:
    whole = TopoDS_Compound()
    BUILDER.MakeCompound(whole)
    for each in (shape, *(other.wrapped for other in others)):
        BUILDER.Add(whole, each)
    return whole


def faces_of(shape: TopoDS_Shape) -> list[TopoDS_Shape]:
    return [each.wrapped for each in cq.Shape.cast(shape).Faces()]


def box_faces(x: float, size: float = 1) -> list[TopoDS_Shape]:
    return faces_of(cq.Solid.makeBox(size, size, size, cq.Vector(x, 0, 0)).wrapped)


MODELS: dict[str, Callable[[], cq.Workplane]] = {
    "plate": lambda: cq.Workplane().box(30, 30, 4).faces(">Z").workplane().rarray(8, 8, 3, 3).hole(4),
    "extruded": lambda: cq.Workplane().rect(30, 30).pushPoints([(-5, 0), (5, 0)]).rect(3, 6).extrude(4),
    "tube": lambda: (
        cq.Workplane()
        .circle(10)
        .circle(8)
        .extrude(40)
        .cut(cq.Workplane("XZ").rarray(5, 8, 1, 3).circle(1.5).extrude(30, both=True))
    ),
    "ball": lambda: (
        cq.Workplane().sphere(10).cut(cq.Workplane().rarray(6, 6, 2, 2).circle(1.5).extrude(30, both=True))
    ),
    "ring": lambda: cq.Workplane(obj=cq.Solid.makeTorus(20, 5)).cut(
        cq.Workplane().polarArray(20, 0, 360, 5).circle(1.5).extrude(30, both=True)
    ),
    "hollow": lambda: cq.Workplane().box(9, 9, 9).cut(cq.Workplane().sphere(4)),
}
CHANGES: dict[str, Callable[[TopoDS_Shape], TopoDS_Shape]] = {
    "nothing": lambda shape: shape,
    "a hole missing": lambda shape: remade(shape, lambda wires: wires[:-1]),
    "the outside missing": lambda shape: remade(shape, lambda wires: wires[1:]),
    "a hole turned": lambda shape: remade(shape, lambda wires: [*wires[:-1], wires[-1].Reversed()]),
    "a hole twice": lambda shape: remade(shape, lambda wires: [*wires, wires[-1]]),
    "a hole moved": lambda shape: remade(
        shape, lambda wires: [*wires[:-1], wires[-1].Moved(cq.Location((1, 0.5, 0)).wrapped)]
    ),
    "another order": lambda shape: remade(shape, lambda wires: wires[::-1]),
    "a face missing": lambda shape: put_together(faces_of(shape)[1:]),
    "a face turned": lambda shape: put_together([faces_of(shape)[0].Reversed(), *faces_of(shape)[1:]]),
    "a face twice": lambda shape: put_together([*faces_of(shape), faces_of(shape)[0]]),
    "a box in its shell": lambda shape: put_together([*faces_of(shape), *box_faces(99)]),
    "a shell outside": lambda shape: put_together(faces_of(shape), box_faces(99)),
    "a corner moved": lambda shape: moved_corner(shape, 0.1),
    "a corner hardly moved": lambda shape: moved_corner(shape, 1e-9),
    "a loose face": lambda shape: beside(shape, cq.Face(plate(circle(0, 0, 3)))),
    "a faulty loose face": lambda shape: beside(shape, cq.Face(plate(circle(18, 0, 3)))),
    "a loose line": lambda shape: beside(shape, line((0, 0), (9, 9)), cq.Vertex.makeVertex(1, 2, 3)),
}


@functools.cache
def built(name: str) -> cq.Shape:
    shape = MODELS[name]().val()
    assert isinstance(shape, cq.Shape)
    return shape


@functools.cache
def read(name: str) -> cq.Shape:
    content = write_step([Shown(built(name))], name="model", timestamp=0.0)
    return cq.Shape.cast(inspection.read_step(content, repair=False))


ROUND = ("ball", "ring", "hollow")  # which the kernel takes long for
TO_ROUND = ("nothing", "a hole turned", "a hole moved", "a face missing")


@pytest.mark.parametrize(
    ("name", "change"), [(n, c) for n in MODELS for c in CHANGES if n not in ROUND or c in TO_ROUND]
)
def test_that_a_body_is_judged_as_the_kernel_judges_it(name: str, change: str) -> None:
    for shape in (built(name), read(name)):
        changed = CHANGES[change](shape.copy().wrapped)
        sound = kernel(changed)
        assert soundness.is_sound(changed) == sound
        assert bool(soundness.faulty_parts(changed)) != sound


def test_that_the_faulty_face_is_named() -> None:
    changed = remade(
        built("plate").wrapped,
        lambda wires: [*wires[:-1], wires[-1].Moved(cq.Location((5, 0, 0)).wrapped)],
    )
    (faulty, *_) = soundness.faulty_parts(changed)
    assert faulty.NbChildren() == 10


def test_that_outlines_which_are_apart_are_no_question_to_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[TopoDS_Face] = []

    def ask(shape: TopoDS_Face) -> BRepCheck_Face:
        asked.append(shape)
        return BRepCheck_Face(shape)

    monkeypatch.setattr(outlines, "BRepCheck_Face", ask)
    holes = [circle(3 * x, 3 * y, 1) for x in range(-6, 7) for y in range(-6, 7)]
    assert soundness.is_sound(plate(*holes))
    assert not asked
    assert soundness.is_sound(plate(*holes, outside=circle(0, 0, 40)))
    assert len(asked) == len(holes)  # the box of a round outside says nothing of what is near it
    assert not soundness.is_sound(plate(*holes, circle(1, 0, 1)))
