"""The model of a script that does not say which it is: what it assigned last, and said so; or a refusal."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.contracts import BuildReport
from mayfly.errors import InvalidGeometry, ScriptError
from tests.cad.conftest import Build, refusal

BLOCK = "block = cq.Workplane().box(10, 10, 10)\n"
BALL = "ball = cq.Workplane().sphere(6).translate((0, 0, 3))\n"
CUT_MM3, JOINED_MM3 = 395.45251, 1300.23119  # of block and ball
FAR = "cq.Workplane().box(10, 10, 10).translate((50, 0, 0))"


# --- assigned last -------------------------------------------------------------------------


def test_the_joined_body_is_published_and_not_the_newest_name(build: Build) -> None:
    report = build(
        "plate = cq.Workplane().box(60, 40, 5)\n"
        "hole = cq.Workplane().cylinder(10, 3)\n"
        "plate = plate.cut(hole)"
    )
    assert report.bounding_box_mm == (60, 40, 5)
    assert report.volume_mm3 == pytest.approx(12000 - 45 * math.pi)
    assert report.notes == (
        "no show_object and no `result`: `plate`, assigned last (line 3), was taken; `hole` went into it",
    )


def test_a_loop_that_adds_to_a_body_gives_the_body(build: Build) -> None:
    report = build(
        "rail = cq.Workplane().box(100, 20, 10)\n"
        "for x in (-40, 0, 40):\n"
        "    peg = cq.Workplane().center(x, 0).circle(4).extrude(20)\n"
        "    rail = rail.union(peg)\n"
    )
    assert report.volume_mm3 == pytest.approx(20000 + 3 * 16 * math.pi * 15)
    assert "`rail`, assigned last (line 4), was taken; `peg` went into it" in report.notes[0]


BINDINGS = {
    "augmented": (BLOCK + BALL + "block -= ball", CUT_MM3),
    "added": (BLOCK + BALL + "block += ball", JOINED_MM3),
    "annotated": (BLOCK + BALL + "block: cq.Workplane = block.cut(ball)", CUT_MM3),
    "several targets": (BLOCK + BALL + "block = same = block.cut(ball)", CUT_MM3),
    "unpacked": (BALL + BLOCK + "block, number = block.cut(ball), 5", CUT_MM3),
    "starred": (BLOCK + BALL + "block, *rest = [block.cut(ball), 1, 2]", CUT_MM3),
    "walrus": (BLOCK + BALL + "print((block := block.cut(ball)).size())", CUT_MM3),
    "walrus in a condition": (BLOCK + BALL + "if (block := block.cut(ball)).size():\n    pass", CUT_MM3),
    "walrus in a condition that is false": (
        BLOCK + BALL + "if not (block := block.cut(ball)).size():\n    pass",
        CUT_MM3,
    ),
    "walrus in a comprehension": (BLOCK + BALL + "[block := block.cut(ball) for _ in range(2)]", CUT_MM3),
    "global": (BLOCK + BALL + "def cut():\n    global block\n    block = block.cut(ball)\ncut()", CUT_MM3),
    "global in a method": (
        BLOCK
        + BALL
        + "class Tool:\n    def use(self):\n        global block\n        if True:\n"
        + "            block = block.cut(ball)\nTool().use()",
        CUT_MM3,
    ),
    "with": (
        "import contextlib\n"
        + BALL
        + "with contextlib.nullcontext(cq.Workplane().box(10, 10, 10).cut(ball)) as block:\n    pass",
        CUT_MM3,
    ),
    "loop variable": (BALL + "for block in [cq.Workplane().box(10, 10, 10).cut(ball)]:\n    pass", CUT_MM3),
    "while": (
        BLOCK + BALL + "count = 0\nwhile count < 1:\n    block = block.cut(ball)\n    count += 1",
        CUT_MM3,
    ),
    "else of a loop": (BLOCK + BALL + "for _ in ():\n    pass\nelse:\n    block = block.cut(ball)", CUT_MM3),
    "except": (
        BLOCK + BALL + "try:\n    block = block.cut(None)\nexcept ValueError:\n    block = block.cut(ball)",
        CUT_MM3,
    ),
    "finally": (BLOCK + BALL + "try:\n    pass\nfinally:\n    block = block.cut(ball)", CUT_MM3),
    "match": (BLOCK + BALL + "match (1, block.cut(ball)):\n    case (1, cut):\n        pass", CUT_MM3),
    "function": (
        BLOCK + BALL + "def cut(a, b):\n    c = a.cut(b)\n    return c\nblock = cut(block, ball)",
        CUT_MM3,
    ),
    "operator": (BLOCK + BALL + "done = block - ball", CUT_MM3),
    "conditional branch": (
        BLOCK + BALL + "if True:\n    block = block.cut(ball)\nelse:\n    ball = None",
        CUT_MM3,
    ),
    "last line names it": (BLOCK + BALL + "done = block.cut(ball)\ndone", CUT_MM3),
    "alias of the joined": (BLOCK + BALL + "done = block.cut(ball)\npart = done", CUT_MM3),
    "loop over what has names": (
        BLOCK + BALL + "done = block.cut(ball)\nfor part in (block, ball):\n    print(part.size())",
        CUT_MM3,
    ),
    "a number afterwards": (BLOCK + BALL + "block = block.cut(ball)\nvolume = block.val().Volume()", CUT_MM3),
    "a selection afterwards": (BLOCK + BALL + "block = block.cut(ball)\ntop = block.faces('>Z')", CUT_MM3),
    "a sketch afterwards": (BLOCK + BALL + "block = block.cut(ball)\nlogo = cq.Sketch().rect(1, 1)", CUT_MM3),
}


@pytest.mark.parametrize("name", BINDINGS)
def test_each_way_to_assign_counts_as_assigning(build: Build, name: str) -> None:
    script, volume = BINDINGS[name]
    assert build(script).volume_mm3 == pytest.approx(volume, rel=1e-5)


CONSUMED = {
    "reduce": (
        "from functools import reduce\n"
        "rods = [cq.Workplane().center(x, 0).circle(2).extrude(5) for x in (0, 3, 6)]\n"
        "whole = reduce(lambda a, b: a.union(b), rods)",
        "`rods[0]`, `rods[1]` and `rods[2]` went into it",
    ),
    "reduce by an operator": (
        "from functools import reduce\nimport operator\n"
        "rods = [cq.Workplane().center(x, 0).circle(2).extrude(5).val() for x in (0, 3, 6)]\n"
        "whole = reduce(operator.add, rods)",
        "`rods[0]`, `rods[1]` and `rods[2]` went into it",
    ),
    "a list joined in a loop": (
        "rods = []\nfor x in (0, 3, 6):\n    rods.append(cq.Workplane().center(x, 0).circle(2).extrude(5))\n"
        "whole = cq.Workplane().box(9, 9, 2)\nfor rod in rods:\n    whole = whole.union(rod)",
        "`rods[0]`, `rods[1]` and `rods[2]` went into it",
    ),
    "copies of a tool": (
        "tool = cq.Workplane().circle(1).extrude(9).translate((99, 0, 0))\n"
        "body = cq.Workplane().box(20, 9, 2)\n"
        "for x in (-104, -94):\n    body = body.cut(tool.translate((x, 0, -1)))",
        "`tool` went into it",
    ),
    "a pattern of copies": (
        "peg = cq.Workplane().circle(1).extrude(9).val()\n"
        "pegs = cq.Workplane().rarray(20, 20, 2, 2).eachpoint(lambda place: peg.moved(place))",
        "`peg` went into it",
    ),
    "holes cut with a shape of the script's": (
        "tool = cq.Workplane().circle(1).extrude(9).val()\nbody = cq.Workplane().box(30, 30, 2)\n"
        "body = body.faces('>Z').workplane().rarray(9, 9, 2, 2).cutEach(lambda place: tool.moved(place))",
        "`tool` went into it",
    ),
    "the free functions": (
        "from cadquery.func import box, cylinder, cut, fuse, sphere\n"
        "a = box(10, 10, 10)\nb = sphere(6).moved(z=10)\nc = cylinder(2, 30)\nbody = cut(fuse(a, b), c)",
        "`a`, `b` and `c` went into it",
    ),
    "the shapes' own operators": (
        "a = cq.Solid.makeBox(10, 10, 10)\nb = cq.Solid.makeSphere(4)\n"
        "body = (a + b) - cq.Solid.makeBox(1, 1, 1)",
        "`a` and `b` went into it",
    ),
    "a compound": (
        "a = cq.Workplane().box(1, 1, 1)\nb = cq.Workplane().box(1, 1, 1).translate((5, 0, 0))\n"
        "both = cq.Workplane(cq.Compound.makeCompound(part.val() for part in (a, b)))",
        "`a` and `b` went into it",
    ),
    "one stack": (
        "a = cq.Workplane().box(1, 1, 1)\nb = cq.Workplane().box(1, 1, 1).translate((5, 0, 0))\n"
        "both = cq.Workplane().add(a).add(b)",
        "`a` and `b` went into it",
    ),
    "a plugin": (
        "def nub(self, size):\n    return self.union(cq.Workplane().sphere(size))\ncq.Workplane.nub = nub\n"
        "a = cq.Workplane().box(4, 4, 4)\nbody = a.nub(3)",
        "`a` went into it",
    ),
    "a mirrored half": (
        "half = cq.Workplane().box(10, 10, 10).translate((5, 0, 0))\nwhole = half.mirror('YZ', union=True)",
        "`half` went into it",
    ),
    "a chain of changes under new names": (
        "a = cq.Workplane().box(20, 20, 9)\nb = a.edges('|Z').fillet(2)\nc = b.faces('>Z').shell(-1)\n"
        "d = c.faces('<Z').workplane().hole(3)",
        "`a`, `b` and `c` went into it",
    ),
    "an attribute of the stack": (
        "a = cq.Workplane().box(1, 1, 1)\nb = cq.Workplane(a.objects[0]).faces('>Z').workplane().hole(0.5)",
        "`a` went into it",
    ),
    "a solid taken out of a body": (
        "a = cq.Workplane().box(1, 1, 1).faces('>Z').workplane().hole(0.5)\nb = a.solids().val()",
        "`a` went into it",
    ),
    "an assembly": (
        "a = cq.Workplane().box(9, 9, 1)\nb = cq.Workplane().sphere(1)\n"
        "whole = cq.Assembly().add(a, name='a').add(b, name='b', loc=cq.Location((0, 0, 5)))",
        "`a` and `b` went into it",
    ),
    "an assembly as a compound": (
        "a = cq.Workplane().box(9, 9, 1)\n"
        "whole = cq.Assembly().add(a, name='a').add(a, name='b', loc=cq.Location((0, 0, 5)))\n"
        "one = whole.toCompound()",
        "`a` and `whole` went into it",
    ),
    "an assembly of assemblies": (
        "a = cq.Workplane().box(9, 9, 1)\npart = cq.Assembly().add(a, name='a')\n"
        "whole = cq.Assembly().add(part, name='one').add(part, name='two', loc=cq.Location((0, 0, 5)))",
        "`a` and `part` went into it",
    ),
}


@pytest.mark.parametrize("name", CONSUMED)
def test_what_went_into_the_last_object_is_known_however_it_got_there(build: Build, name: str) -> None:
    script, said = CONSUMED[name]
    report = build(script)
    assert "assigned last" in report.notes[0]
    assert said in report.notes[0]


def test_an_assembly_that_parts_are_added_to_later_is_the_model(build: Build) -> None:
    report = build(
        "door = cq.Assembly(name='door')\n"
        "panel = cq.Workplane().rect(400, 200).extrude(3)\n"
        "knob = cq.Workplane().circle(8).extrude(60)\n"
        "door.add(panel, name='panel')\n"
        "door.add(knob, name='knob', loc=cq.Location((150, 0, 3)))\n"
    )
    assert report.solids == 2
    assert "`door` was taken; `knob`, assigned last (line 3), was added to it" in report.notes[0]


def test_a_list_assigned_last_is_taken_as_a_whole(build: Build) -> None:
    report = build(BLOCK + f"lid = {FAR}\nparts = [block, lid]")
    assert report.solids == 2
    assert "the 2 objects in `parts`, assigned last (line 3), were taken" in report.notes[0]


def test_a_body_of_an_instance_is_found(build: Build) -> None:
    report = build(
        "class Bracket:\n"
        "    def __init__(self):\n"
        "        self.base = cq.Workplane().box(10, 10, 10)\n"
        "        self.tool = cq.Workplane().sphere(6).translate((0, 0, 3))\n"
        "        self.body = self.base.cut(self.tool)\n"
        "bracket = Bracket()"
    )
    assert report.volume_mm3 == pytest.approx(CUT_MM3, rel=1e-5)
    assert "`bracket.body`" in report.notes[0]


@pytest.mark.parametrize("move", ["rotate((0, 0, 0), (1, 0, 0), 90)", "translate((0, 0, 5))", "mirror('XY')"])
def test_a_copy_in_the_place_of_the_original_is_the_model(build: Build, move: str) -> None:
    report = build(f"part = cq.Workplane().box(30, 20, 10)\nplaced = part.{move}")
    assert report.volume_mm3 == pytest.approx(6000)
    assert "`placed` is a moved copy of `part`" in report.notes


# --- refused -------------------------------------------------------------------------------

UNCLEAR = {
    "two bodies": (BLOCK + BALL, "`block` (line 1), `ball` (line 2)", "show_object([block, ball])"),
    "a body and a list": (
        BLOCK
        + "rods = []\nfor x in (20, 40):\n    rods.append(cq.Workplane().center(x, 0).circle(2).extrude(5))",
        "`rods[1]`",
        "show_object([rods[0], rods[1], block])",
    ),
    "only a list that was filled": (
        "rods = []\nfor x in (20, 40):\n    rods.append(cq.Workplane().center(x, 0).circle(2).extrude(5))",
        "`rods[0]`, `rods[1]`",
        "show_object(rods)",
    ),
    "sizes of one part in a list": (
        "rings = [cq.Workplane().circle(r).extrude(5) for r in (1, 2, 3)]",
        "`rings[0]`",
        "show_object(rings[2])",
    ),
    "one of two went in": (
        BLOCK + BALL + f"lid = {FAR}\nblock = block.cut(ball)",
        "`lid` (line 3), `block` (line 4)",
        "show_object(block)",
    ),
    "mirrored beside it": (
        "left = cq.Workplane().box(10, 10, 10).translate((20, 0, 0))\nright = left.mirror('YZ')",
        "`left` (line 1), `right` (line 2)",
        "show_object([left, right])",
    ),
    "copied beside it": (
        BLOCK + "other = block.translate((30, 0, 0))",
        "`other` (line 2)",
        "show_object(other)",
    ),
    "a lid drawn on the box": (
        BLOCK + "lid = block.faces('>Z').workplane().rect(10, 10).extrude(2, combine=False)",
        "`block` (line 1), `lid` (line 2)",
        "show_object([block, lid])",
    ),
    "a lid of the box's size": (
        BLOCK + "lid = cq.Workplane().box(block.val().BoundingBox().xlen, 10, 2).translate((0, 0, 9))",
        "`block` (line 1), `lid` (line 2)",
        "show_object([block, lid])",
    ),
    "both halves": (
        BLOCK
        + "top = block.faces('>Z').workplane(-5).split(keepTop=True)\n"
        + "bottom = block.faces('>Z').workplane(-5).split(keepBottom=True)",
        "`top` (line 2), `bottom` (line 3)",
        "show_object([top, bottom])",
    ),
    "an older one under a new name": (
        BLOCK + BALL + "done = block.cut(ball)\npart = block",
        "`done` (line 3), `part` (line 4)",
        "show_object(part)",
    ),
    "a chain that ends in a workplane beside a body": (
        "base = cq.Workplane().box(10, 10, 10).faces('>Z').workplane()\n"
        "pin = cq.Workplane().circle(2).extrude(30)",
        "`base` (line 1), which ends in a workplane or a selection, `pin` (line 2)",
        "show_object(pin)",
    ),
    "a change that is not kept": (
        BLOCK + "block.faces('>Z').workplane().hole(3)",
        "one in line 2 that it does not keep, `block` (line 1)",
        "show_object(block)",
    ),
    "a function's value that is not kept": (
        "def main():\n    return cq.Workplane().box(1, 2, 3)\nmain()",
        "one in line 3 that it does not keep",
        "show_object(variable)",
    ),
    "joined behind CadQuery's back": (
        "from OCP.BRepAlgoAPI import BRepAlgoAPI_Fuse\n"
        + BLOCK
        + BALL
        + "both = cq.Shape.cast(BRepAlgoAPI_Fuse(block.val().wrapped, ball.val().wrapped).Shape())",
        "`block` (line 2), `ball` (line 3), `both` (line 4)",
        "show_object(both)",
    ),
}


@pytest.mark.parametrize("name", UNCLEAR)
def test_where_it_is_not_clear_the_bodies_are_named_with_the_line_to_add(
    build: Build, tmp_path: Path, name: str
) -> None:
    script, named, line = UNCLEAR[name]
    message = refusal(build, script)
    assert named in message
    assert line in message
    assert not list(tmp_path.glob("*.step"))


def test_a_script_that_makes_nothing_is_told_to_show_it(build: Build) -> None:
    assert "show_object(result)" in refusal(build, "x = 1")
    assert "show_object(make())" in refusal(build, "def make():\n    return cq.Workplane().box(1, 1, 1)")


@pytest.mark.parametrize("name", ["result", "part"])
@pytest.mark.parametrize(
    "chain", ["faces('>Z').workplane()", "faces('>Z')", "wires()", "sketch().rect(3, 3).finalize()"]
)
def test_a_chain_that_ends_in_something_else_than_a_body_is_refused(
    build: Build, name: str, chain: str
) -> None:
    with pytest.raises((ScriptError, InvalidGeometry)):
        build(f"{name} = cq.Workplane().box(40, 30, 10).{chain}")


# --- with a chat model as designer ---------------------------------------------------------

GUESSED = {
    "assigned last": (BLOCK + BALL + "block = block.cut(ball)", "show_object(block)"),
    "saved": (BLOCK + BALL + "cq.exporters.export(block, 'a.step')", "show_object(ball)"),
    "saved in a function": ("def f():\n    cq.Workplane().box(1, 1, 1).export('a.step')\nf()", "line 2"),
    "only one": (BLOCK, "show_object(block)"),
}


@pytest.mark.parametrize("name", GUESSED)
def test_nothing_is_guessed_of_a_script_that_must_say_it(build: Build, name: str) -> None:
    script, line = GUESSED[name]
    assert build(script, "free.step").valid
    message = refusal(build, script, explicit=True)
    assert "does not say which object is its model" in message
    assert line in message


@pytest.mark.parametrize(
    "end", ["show_object(block)", "result = block", "from cadquery.vis import show\nshow(block)"]
)
def test_a_script_that_says_it_is_taken_at_its_word(build: Build, end: str) -> None:
    assert build(BLOCK + BALL + end, explicit=True).volume_mm3 == pytest.approx(1000)


def test_what_is_taken_is_the_same_with_a_scripts_own_bytes(workshop: Workshop, tmp_path: Path) -> None:
    def made(script: str, name: str) -> BuildReport:
        return workshop.build(BuildJob(script=script, timestamp=0.0), tmp_path / name)

    shown = made(BLOCK + BALL + "block = block.cut(ball)\nshow_object(block)", "shown.step")
    taken = made(BLOCK + BALL + "block = block.cut(ball)", "taken.step")
    assert shown.sha256 == taken.sha256
