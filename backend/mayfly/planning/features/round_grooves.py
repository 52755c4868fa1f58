"""Grooves with half a circle as their section, as round bars that are cut out of a face."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.design.bases import Extrusion
from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Cut
from mayfly.design.features.groove import Run, axis_of
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.profiles import Circle
from mayfly.language.english import one
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.placement.place import place
from mayfly.planning.questions import about, asked, conflict, impossible, sizes_open

_HALF_ROUND: Final = ("half round", "semicircular", "round bottom")
#: How far a bar stands out of both ends of its face, in mm.
_BEYOND: Final = 1.0


def is_half_round(mention: Mention) -> bool:
    """Return whether a groove has half a circle as its section."""
    return mention.name.startswith(_HALF_ROUND)


def half_round_diameter(mention: Mention, sizes: dict[str, float]) -> float:
    """Return the diameter of a groove's section, in mm.

    Raises:
        NeedsClarification: It is open, or its sizes do not make half a circle.
    """
    found = {
        "diameter": sizes.get("diameter"),
        "radius": 2 * sizes["radius"] if "radius" in sizes else None,
        "width": sizes.get("width"),
        "depth": 2 * sizes["depth"] if "depth" in sizes else None,
    }
    said = {name: value for name, value in found.items() if value is not None}
    if not said:
        raise sizes_open(mention, "diameter")
    if max(said.values()) - min(said.values()) > SAME_MM:
        sizes_text = " and ".join(f"{name} {number(sizes[name])} mm" for name in said)
        raise conflict(
            f"Half a circle is as deep as its radius: {sizes_text} do not fit together. Which is right?",
            about("size", mention, *said, values=[sizes[name] for name in said]),
        )
    return next(iter(said.values()))


def cut_half_round(draft: Draft, mention: Mention, face: Face, run: Run, diameter: float) -> None:
    """Cut grooves across a face.

    Args:
        draft: The model so far.
        mention: What was said of them.
        face: A flat one along the model's axes.
        run: The coordinate of the face that they run along.
        diameter: Of their section, in mm.

    Raises:
        NeedsClarification: They cut through, or do not fit on the face.
    """
    if diameter / 2 >= face.depth - SAME_MM:
        raise impossible(
            f"{one(mention.name)} {number(diameter / 2)} mm deep goes through the {number(face.depth)} mm of"
            " material. Which size is right?",
            about("size", mention, "diameter", values=[diameter, face.depth]),
        )
    extent = (0.0, diameter) if run == "u" else (diameter, 0.0)
    across = replace(face, rows="v" if run == "u" else "u")
    places = place(draft, mention, across, extent, mention.count)
    axis = axis_of(face, run)
    low, high = face.u if run == "u" else face.v
    length = high - low + 2 * _BEYOND
    base = Extrusion(profile=Circle(diameter=diameter), height=length, axis=axis)
    for point in places.points:
        x, y, z = face.space(*point, 0.0)
        cut = Cut(base=base, at=(x, y, z - length / 2 if axis == "z" else z), name=mention.name)
        try:
            cut.apply(draft)
        except DoesNotFit as error:
            raise asked(error) from error
        draft.features.append(cut)
