"""The catalogue and the standards as a library inside scripts, within the jail."""

from __future__ import annotations

import pytest

import mayfly.parts
from mayfly.cad.parts import catalogue
from mayfly.errors import ScriptError
from mayfly.generator import CADModelGenerator


def test_a_script_makes_parts_of_the_catalogue_and_goes_on_with_them(generator: CADModelGenerator) -> None:
    script = """
from mayfly.parts import hex_nut, spacer

sleeve = spacer(outer_diameter=16, inner_diameter=8.4, length=22).faces(">Z").edges(">>X[-1]").chamfer(0.5)
result = sleeve.union(hex_nut(size="M10").translate((40, 0, 0)))
show_object(result)
"""
    report = generator.run_script(script)["report"]
    assert report["solids"] == 2
    assert report["bounding_box_mm"][2] == pytest.approx(22)


def test_a_script_looks_standard_sizes_up(generator: CADModelGenerator) -> None:
    script = """
import cadquery as cq
from mayfly import standards

hole = standards.clearance_hole("M6").diameter_mm
result = cq.Workplane().box(20, 20, 5).faces(">Z").workplane().hole(hole)
show_object(result)
"""
    holes = generator.run_script(script)["report"]["holes"]
    assert [hole["diameter_mm"] for hole in holes] == [6.6]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("from mayfly.parts import dragon", "dragon"),
        ("import mayfly.parts\nmayfly.parts.spacer(lenght=3)", "lenght"),
        ("from mayfly import standards\nstandards.clearance_hole('M7.3')", "M7.3"),
    ],
)
def test_what_the_library_does_not_have_is_named_with_the_scripts_line(
    generator: CADModelGenerator, line: str, says: str
) -> None:
    with pytest.raises(ScriptError, match=says) as caught:
        generator.run_script(f"import cadquery as cq\n{line}\nshow_object(cq.Workplane().box(1, 1, 1))\n")
    assert caught.value.line == len(line.splitlines()) + 1


def test_the_library_has_every_part() -> None:
    assert dir(mayfly.parts) == sorted(catalogue())
    assert mayfly.parts.spacer.__name__ == "spacer"
    with pytest.raises(AttributeError, match="no part 'dragon'"):
        _ = mayfly.parts.dragon
