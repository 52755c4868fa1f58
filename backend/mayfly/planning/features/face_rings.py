"""Rings on a flat face, grooves and raised ones, by their diameters or by one of them and their width."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Boss, Pocket
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import as_value
from mayfly.design.profiles import Ring
from mayfly.language.labels import role_of
from mayfly.language.nodes import Measure, Mention
from mayfly.language.units import number
from mayfly.planning.features.profile_sizes import ask_about_curved
from mayfly.planning.placement.place import place
from mayfly.planning.questions import about, asked, conflict, length_of, missing
from mayfly.planning.surfaces.select_faces import find_faces

_CIRCLES: Final = frozenset({"inner", "outer", "mean"})
_WIDE: Final = frozenset({"width", "thickness", ("wall",)})


def is_face_ring(mention: Mention) -> bool:
    """Return whether a groove or a boss has a diameter that is that of a ring on a face."""
    circles = {_circle(measure) for measure in mention.measures} - {""}
    if mention.kind == "boss":  # "boss 40 OD" is a solid one
        return "inner" in circles or bool(circles and any(map(_is_width, mention.measures)))
    return bool(circles)


def add_face_ring(draft: Draft, mention: Mention) -> None:
    """Cut a ring groove into a flat face, or raise a ring on it.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    raised = mention.kind == "boss"
    inner, outer, reach = _sizes(mention, "height" if raised else "depth")
    mention.take_flag("round_shape", "all_round", "flat_bottom", "centred")
    profile = Ring(diameter=outer, inner_diameter=inner)
    for face in mention.on_each(find_faces(draft, mention)):
        ask_about_curved(draft, mention, face)
        around = replace(face, inner=0.0) if face.inner <= inner + SAME_MM else face
        at = as_value(place(draft, mention, around, (outer, outer), mention.count))
        name = face.key or face.name
        ring = (
            Boss(face=name, at=at, profile=profile, height=reach)
            if raised
            else Pocket(face=name, at=at, profile=profile, depth=reach)
        )
        try:
            ring.apply(draft)
        except DoesNotFit as error:
            raise asked(error) from error
        draft.features.append(ring)


def _sizes(mention: Mention, reach: str) -> tuple[float, float, float]:
    """Return the inner and the outer diameter of a ring, and its depth or height, in mm."""
    found: dict[str, float] = {}
    for measure in mention.measures:
        role = role_of(measure.label)
        name = _circle(measure) or ("width" if _is_width(measure) else role if role == reach else "")
        if not name:
            continue
        value = length_of(measure.quantity, name, mention)
        measure.used = True
        if abs(found.setdefault(name, value) - value) > SAME_MM:
            raise conflict(
                f"The {name} size of the {mention.name} is given twice. Which one is right?",
                about("size", mention, name, values=[found[name], value]),
            )
    width = found.get("width")
    if width is not None and "mean" in found:
        found.setdefault("inner", found["mean"] - width)
        found.setdefault("outer", found["mean"] + width)
    if width is not None and "inner" in found:
        found.setdefault("outer", found["inner"] + 2 * width)
    if width is not None and "outer" in found:
        found.setdefault("inner", found["outer"] - 2 * width)
    open_sizes = [name for name in ("inner", "outer", reach) if name not in found]
    if open_sizes:
        raise missing(
            f"What is the {open_sizes[0]}{'' if open_sizes[0] == reach else ' diameter'} of the"
            f" {mention.name}?",
            about("size", mention, *open_sizes),
        )
    inner, outer = found["inner"], found["outer"]
    wide = (outer - inner) / 2
    if inner <= 0 or wide <= 0 or (width is not None and abs(wide - width) > SAME_MM):
        raise conflict(
            f"The {mention.name} has the diameters {number(inner)} mm and {number(outer)} mm. Which sizes are"
            " right?",
            about("size", mention, "diameter", values=[inner, outer]),
        )
    return inner, outer, found[reach]


def _is_width(measure: Measure) -> bool:
    """Return whether a measure is how wide the ring itself is."""
    return (role_of(measure.label) or measure.label.components[-1:]) in _WIDE


def _circle(measure: Measure) -> str:
    """Return which circle of the ring a measure is the diameter of; empty for any other measure."""
    last = measure.label.components[-1] if measure.label.components else ""
    return last if last in _CIRCLES and role_of(measure.label) in {"diameter", None} else ""
