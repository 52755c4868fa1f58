"""The scripts of thirty designs, held letter by letter: what people read changes only on purpose.

Write them again with ``python -m tests.design.test_golden``, then read the difference.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from mayfly.cad.step_survey import StepSurvey, read_survey
from mayfly.design import Design, compile_design, measured_files

FOLDER: Final = Path(__file__).with_name("golden")
_PLATE: Final = {"kind": "part", "part": "plate", "sizes": {"length": 80, "width": 50, "thickness": 8}}
_SHAFT: Final = {"kind": "part", "part": "cylinder", "sizes": {"diameter": 30, "height": 80}}
_TUBE: Final = {
    "kind": "part", "part": "tube", "sizes": {"outer_diameter": 40, "inner_diameter": 20, "length": 30},
}  # fmt: skip
_BLOCK: Final = {"kind": "part", "part": "box", "sizes": {"length": 60, "width": 40, "height": 20}}
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
    "block_with_step_and_ribs": (
        _BLOCK,
        [
            {"kind": "step", "face": "top", "side": "front", "width": 12, "depth": 6},
            {"kind": "rib", "face": "right", "start": [-10, 0], "end": [8, 0], "thickness": 4, "height": 12},
        ],
    ),
    "hollow_block_with_rounded_edges": (
        _BLOCK,
        [
            {"kind": "fillet", "radius": 5, "edges": {"kind": "edges", "along": "z"}},
            {"kind": "shell", "wall": 2, "open": ["top"]},
            {"kind": "hole", "face": "front", "diameter": 6, "walls": "all"},
        ],
    ),
    "plate_with_chamfered_edges": (
        _PLATE,
        [
            {"kind": "chamfer", "size": 1, "edges": {"kind": "edges", "of": ["top"]}},
            {
                "kind": "hole",
                "thread": "M4",
                "countersink": {},
                "at": {"kind": "row", "count": 4, "spacing": 15},
            },
        ],
    ),
    "plate_with_blind_holes_from_below": (
        _PLATE,
        [
            {
                "kind": "hole",
                "face": "bottom",
                "thread": "M5",
                "fit": "tapped",
                "depth": 5,
                "point": 118,
                "at": {"kind": "grid", "columns": 3, "rows": 2, "spacing": [20, 15]},
            },
        ],
    ),
    "plate_with_a_hole_by_its_edges": (
        _PLATE,
        [{"kind": "hole", "diameter": 7, "at": {"kind": "from_edges", "left": 12, "bottom": "1 cm"}}],
    ),
    "plate_with_a_stud_and_a_cut_corner": (
        _PLATE,
        [
            {
                "kind": "add",
                "name": "stud",
                "at": [20, 0, 8],
                "base": {"kind": "extrusion", "profile": {"kind": "circle", "diameter": 12}, "height": 15},
                "features": [{"kind": "hole", "diameter": 4, "depth": 10}],
            },
            {
                "kind": "cut",
                "name": "corner",
                "at": [40, 25, -1],
                "turn": [0, 0, 45],
                "base": {
                    "kind": "part",
                    "part": "plate",
                    "sizes": {"length": 20, "width": 20, "thickness": 10},
                },
            },
        ],
    ),
    "plate_with_posts_in_a_row": (
        _PLATE,
        [
            {
                "kind": "add",
                "name": "post",
                "at": [-30, 0, 8],
                "base": {"kind": "part", "part": "cylinder", "sizes": {"diameter": 6, "height": 12}},
                "copies": {"kind": "linear", "count": 4, "step": [20, 0, 0]},
            },
        ],
    ),
    "star_knob": (
        {"kind": "extrusion", "profile": {"kind": "circle", "diameter": 50}, "height": 16},
        [
            {
                "kind": "cut",
                "name": "scallop",
                "at": [27, 0, -2],
                "base": {"kind": "extrusion", "profile": {"kind": "circle", "diameter": 14}, "height": 20},
                "copies": {"kind": "circular", "count": 7},
            },
        ],
    ),
    "block_within_a_ball": (
        _BLOCK,
        [
            {
                "kind": "intersect",
                "base": {"kind": "part", "part": "sphere", "sizes": {"diameter": 62}},
                "at": [0, 0, -21],
            }
        ],
    ),
    "bent_handle_on_feet": (
        {
            "kind": "sweep",
            "profile": {"kind": "circle", "diameter": 10},
            "bend_radius": 15,
            "path": [[-50, 0, 6], [-50, 0, 40], [50, 0, 40], [50, 0, 6]],
        },
        [
            {
                "kind": "add",
                "name": "foot",
                "at": [-50, 0, 0],
                "base": {"kind": "part", "part": "disc", "sizes": {"diameter": 24, "thickness": 6}},
                "copies": {"kind": "mirrored", "plane": "yz"},
            },
        ],
    ),
    "mitred_frame": (
        {
            "kind": "sweep",
            "profile": {"kind": "rectangle", "length": 8, "width": 4},
            "path": [[0, 0, 0], [80, 0, 0], [80, 50, 0]],
        },
        [],
    ),
    "round_to_round_transition": (
        {
            "kind": "loft",
            "sections": [
                {"z": 0, "profile": {"kind": "circle", "diameter": 40}},
                {"z": 30, "profile": {"kind": "circle", "diameter": 24}},
            ],
        },
        [],
    ),
    "half_ring": (
        {
            "kind": "revolution",
            "angle": 180,
            "profile": {"kind": "rectangle", "length": 8, "width": 5, "at": [30, 0]},
        },
        [],
    ),
    "channel_by_a_strip": (
        {
            "kind": "extrusion",
            "axis": "x",
            "height": 60,
            "profile": {"kind": "strip", "points": [[-20, 20], [-20, 0], [20, 0], [20, 20]], "width": 3},
        },
        [
            {
                "kind": "hole",
                "face": "bottom",
                "diameter": 5,
                "at": {"kind": "points", "points": [[20, 0]], "mirror": "u"},
            }
        ],
    ),
    "rounded_cover_with_chamfered_end": (
        {"kind": "extrusion", "height": 12, "profile": {"kind": "slot", "length": 80, "width": 40}},
        [
            {"kind": "chamfer", "size": 2, "edges": {"kind": "edges", "of": ["top"]}},
            {
                "kind": "pocket",
                "face": "bottom",
                "depth": 8,
                "profile": {"kind": "rectangle", "length": 40, "width": 24, "corner_radius": 6},
            },
        ],
    ),
    "flange_with_rounded_rims": (
        {"kind": "part", "part": "cylinder", "sizes": {"diameter": 60, "height": 12}},
        [
            {"kind": "fillet", "radius": 2, "edges": {"kind": "rims", "end": "top"}},
            {"kind": "hole", "diameter": 20},
            {"kind": "hole", "diameter": 5, "at": {"kind": "circle", "diameter": 42, "count": 6}},
        ],
    ),
    "ring_with_radial_bosses": (
        {"kind": "extrusion", "height": 8, "profile": {"kind": "ring", "diameter": 70, "inner_diameter": 30}},
        [
            {
                "kind": "boss",
                "height": 4,
                "orientation": "tangential",
                "profile": {"kind": "trapezoid", "bottom": 8, "top": 5, "height": 6},
                "at": {"kind": "circle", "diameter": 50, "count": 6},
            },
        ],
    ),
    "step_file_with_holes": (
        {
            "kind": "step",
            "file": "motor mount.step",
            "faces": [{"name": "mounting side", "direction": "+z", "rank": "largest"}],
        },
        [
            {"kind": "hole", "face": "mounting side", "thread": "M4", "at": {"kind": "corners", "inset": 6}},
            {"kind": "pocket", "face": "bottom", "depth": 2, "profile": {"kind": "circle", "diameter": 16}},
        ],
    ),
}


def script_of(name: str) -> str:
    base, features = DESIGNS[name]
    design = Design.read({"bodies": [{"base": base, "features": features}]})
    with measured_files({"motor mount.step": _block_survey(60, 40, 10)}):
        return compile_design(design).script


def _block_survey(length: float, width: float, height: float) -> StepSurvey:
    """Return what is measured on the STEP file of a block that stands on Z=0."""
    low, high = (-length / 2, -width / 2, 0.0), (length / 2, width / 2, height)
    flat = []
    for axis, (first, second) in enumerate(((1, 2), (0, 2), (0, 1))):
        (u0, v0), (u1, v1) = (low[first], low[second]), (high[first], high[second])
        loop = ((u0, v0, u1, v0), (u1, v0, u1, v1), (u1, v1, u0, v1), (u0, v1, u0, v0))
        for sign, level in ((-1, low[axis]), (1, high[axis])):
            box = [[*low], [*high]]
            box[0][axis] = box[1][axis] = level
            flat.append(
                {
                    "axis": "XYZ"[axis],
                    "sign": sign,
                    "level": level,
                    "area": (u1 - u0) * (v1 - v0),
                    "middle": [(a + b) / 2 for a, b in zip(*box, strict=True)],
                    "box": box,
                    "loops": [loop],
                    "exact": True,
                }
            )
    found = {"solids": 1, "low": low, "high": high, "volume_mm3": length * width * height}
    return read_survey(json.dumps({**found, "holes": [], "others": [], "flat": flat}).encode())


@pytest.mark.parametrize("name", DESIGNS)
def test_the_script_is_the_one_that_was_read_by_eye(name: str) -> None:
    assert script_of(name) == (FOLDER / f"{name}.txt").read_text()


def test_each_golden_script_belongs_to_a_design() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(DESIGNS)


if __name__ == "__main__":
    for one in DESIGNS:
        (FOLDER / f"{one}.txt").write_text(script_of(one))
