"""The scripts of twelve designs, held letter by letter: what people read changes only on purpose.

Write them again with ``python -m tests.design.test_golden``, then read the difference.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from mayfly.design import Design, compile_design

FOLDER: Final = Path(__file__).with_name("golden")
_PLATE: Final = {"kind": "part", "part": "plate", "sizes": {"length": 80, "width": 50, "thickness": 8}}
_SHAFT: Final = {"kind": "part", "part": "cylinder", "sizes": {"diameter": 30, "height": 80}}
_TUBE: Final = {
    "kind": "part", "part": "tube", "sizes": {"outer_diameter": 40, "inner_diameter": 20, "length": 30},
}  # fmt: skip
_WEDGE: Final = {"kind": "trapezoid", "bottom": 60, "top": 30, "height": 25}
_POST: Final = {"kind": "polygon", "points": [[5, 0], [25, 0], [25, 10], [12, 10], [12, 40], [5, 40]]}

DESIGNS: Final[dict[str, tuple[Any, list[Any]]]] = {
    "plate_with_corner_holes": (
        _PLATE,
        [{"kind": "hole", "thread": "M5", "counterbore": {}, "at": {"kind": "corners", "inset": 8}}],
    ),
    "plate_with_slots_on_a_circle": (
        _PLATE,
        [
            {
                "kind": "slot",
                "length": 10,
                "width": 4,
                "orientation": "radial",
                "at": {"kind": "circle", "diameter": 30, "count": 6},
            },
        ],
    ),
    "plate_with_mirrored_triangles": (
        _PLATE,
        [
            {
                "kind": "pocket",
                "depth": 3,
                "profile": {"kind": "triangle", "base": 12, "height": 10, "turn": 30},
                "face": "bottom",
                "at": {"kind": "points", "points": [[20, 5]], "mirror": "u"},
            },
        ],
    ),
    "plate_with_boss_and_its_hole": (
        _PLATE,
        [
            {
                "kind": "boss",
                "height": 6,
                "profile": {"kind": "regular_polygon", "sides": 6, "across_flats": 16},
            },
            {"kind": "hole", "diameter": "1/4 in"},
        ],
    ),
    "plate_with_grooves": (
        _PLATE,
        [
            {
                "kind": "groove",
                "along": "x",
                "width": 4,
                "depth": 2,
                "at": {"kind": "row", "count": 3, "spacing": 12, "angle": 90},
            },
            {"kind": "groove", "face": "bottom", "along": "y", "shape": "v", "depth": 2, "angle": 90},
        ],
    ),
    "shaft_with_ring_grooves": (
        _SHAFT,
        [
            {"kind": "ring_groove", "z": [20, 60], "width": 2, "diameter": 26},
            {"kind": "keyway", "within": "shaft", "length": 20, "z": 40},
        ],
    ),
    "shaft_with_keyway_over_its_length": (_SHAFT, [{"kind": "keyway", "within": "shaft"}]),
    "tube_with_keyway": (
        _TUBE,
        [
            {"kind": "keyway", "within": "bore"},
            {"kind": "hole", "face": "side", "diameter": 4, "walls": "one"},
        ],
    ),
    "tube_with_inner_groove": (
        _TUBE,
        [{"kind": "ring_groove", "z": [15], "width": 3, "depth": 2, "inside": True}],
    ),
    "wedge_with_rounded_pocket_on_its_slope": (
        {"kind": "extrusion", "profile": _WEDGE, "height": 40, "axis": "y"},
        [
            {
                "kind": "pocket",
                "face": "slope right top",
                "depth": 3,
                "profile": {"kind": "rectangle", "length": 14, "width": 10, "corner_radius": 2},
            },
        ],
    ),
    "turned_post_with_holes": (
        {"kind": "revolution", "profile": _POST},
        [
            {
                "kind": "hole",
                "face": "shoulder",
                "diameter": 4,
                "at": {"kind": "circle", "diameter": 37, "count": 4},
            }
        ],
    ),
    "tapered_block": (
        {
            "kind": "extrusion",
            "profile": {"kind": "rectangle", "length": 40, "width": 30},
            "height": 20,
            "taper": "5°",
        },
        [],
    ),
}


def script_of(name: str) -> str:
    base, features = DESIGNS[name]
    return compile_design(Design.read({"bodies": [{"base": base, "features": features}]})).script


@pytest.mark.parametrize("name", DESIGNS)
def test_the_script_is_the_one_that_was_read_by_eye(name: str) -> None:
    assert script_of(name) == (FOLDER / f"{name}.txt").read_text()


def test_each_golden_script_belongs_to_a_design() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(DESIGNS)


if __name__ == "__main__":
    for one in DESIGNS:
        (FOLDER / f"{one}.txt").write_text(script_of(one))
