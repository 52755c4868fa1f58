"""The sizes of slots, pockets and bosses as they were said, and the outline that they make on a face."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features._tool import Orientation, PlacedProfile, as_profile
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import Places
from mayfly.language.english import a_or_an, inverted, one, plural, subject
from mayfly.language.labels import role_of
from mayfly.language.nodes import Measure, Mention
from mayfly.language.units import number
from mayfly.planning.placement.patterns import direction_of, upright_or_level
from mayfly.planning.placement.place import place
from mayfly.planning.questions import (
    about,
    conflict,
    given_twice,
    impossible,
    length_of,
    missing,
    side_open,
    unsupported,
)

_DIRECTIONS = frozenset(
    {"length", "width", "x", "y", "z", "long_side", "short_side", "direction", "axis", "height"}
)


#: Sizes that any of them has where it is round.
_ROUND: Final = ("diameter", "radius")
#: Sizes that stand for another one there.
_UPRIGHT: Final = {"groove": ("height", "thickness", "angle")}


def said_sizes(mention: Mention, order: tuple[str, str, str], *, upright: bool = False) -> dict[str, float]:
    """Return the sizes of a slot, pocket, boss or groove by role; bare groups follow the order.

    Raises:
        NeedsClarification: A number has no name, or a size has two.
    """
    sizes: dict[str, float] = {}
    groups: dict[int, list[Measure]] = {}
    for measure in mention.measures:
        if measure.used or measure.quantity.form == "angle":
            continue
        role = role_of(measure.label)
        if measure.group and role is None:
            groups.setdefault(measure.group, []).append(measure)
            continue
        if upright and role == "height":
            role = "width"
        role = role or _likely_role(mention, measure, sizes)
        if role is None:
            raise side_open(mention, measure)
        _put(mention, sizes, role, measure)
    for group in groups.values():
        free = [role for role in order if role not in sizes]
        if any(m.quantity.form == "diameter" for m in group):
            free = ["diameter", order[2]]
        if len(group) > len(free):
            raise conflict(
                f"What are the {len(group)} sizes of the {mention.name}:"
                f" {' x '.join(m.quantity.text for m in group)}?",
                about("number", mention, values=group),
            )
        for role, measure in zip(free, group, strict=False):
            _put(mention, sizes, role, measure)
    _settle_side(mention, sizes)
    _settle_axes(mention, sizes)
    _ask_about_others(mention, sizes, order)
    return _of_boss(sizes) if mention.kind == "boss" else sizes


#: Faces whose first coordinate runs along X, and the second along Y.
_LYING: Final = frozenset({"top", "top_face", "bottom", "underside", "part", "it", "body", "centre"})


def _settle_axes(mention: Mention, sizes: dict[str, float]) -> None:
    """Read "40 (X) x 20 (Y)" of what lies in the top or the bottom as its length and its width."""
    nouns = {ref.noun for one in mention.attributes if one.kind == "place" for ref in one.refs}
    if not {"along_length", "along_width"} <= sizes.keys() or not nouns <= _LYING:
        return
    for along, role in (("along_length", "length"), ("along_width", "width")):
        if role not in sizes:
            sizes[role] = sizes.pop(along)


def _settle_side(mention: Mention, sizes: dict[str, float]) -> None:
    """Read a side alone as both of a square, and one beside two others as the longer of them, said again.

    Raises:
        NeedsClarification: It is neither.
    """
    side = sizes.pop("side", None)
    if side is None:
        return
    others = [sizes[role] for role in ("length", "width") if role in sizes]
    if not others:
        sizes["length"] = sizes["width"] = side
    elif side != max(others):
        raise given_twice(mention, "side", [side, *others], (number(side), " x ".join(map(number, others))))


def _of_boss(sizes: dict[str, float]) -> dict[str, float]:
    """Return the sizes of a boss with its diameter, and its length as its height: "hub 40 dia 20 long"."""
    if {"diameter", "length"} <= sizes.keys() and "height" not in sizes:
        sizes["height"] = sizes.pop("length")
    if "radius" in sizes and "length" not in sizes:
        sizes["diameter"] = 2 * sizes.pop("radius")
    return sizes


def _ask_about_others(mention: Mention, sizes: Mapping[str, float], order: Sequence[str]) -> None:
    """Ask about a size that the feature does not have: the thickness of a boss.

    Raises:
        NeedsClarification: There is one.
    """
    known = {*order, *_ROUND, *_UPRIGHT.get(mention.kind, ())}
    other = next((role for role in sizes if role not in known), "")
    if other:
        raise unsupported(
            f"{a_or_an(mention.kind).capitalize()} has no {other}: what is {number(sizes[other])} mm?",
            about("size", mention, other, values=[sizes[other]]),
        )


def _likely_role(mention: Mention, measure: Measure, sizes: dict[str, float]) -> str | None:
    """Return what a number without a name is, where its sign or its feature leaves only one size."""
    if measure.quantity.form in {"diameter", "radius"}:
        return measure.quantity.form
    if mention.kind == "boss" and "diameter" not in sizes:
        return "diameter"
    if mention.kind == "slot" and "width" not in sizes:
        return "width"
    return "side" if "square_shape" in mention.flags() else None


def _put(mention: Mention, sizes: dict[str, float], role: str, measure: Measure) -> None:
    value = length_of(measure.quantity, role, mention, named=True)
    measure.used = True
    if role in sizes and abs(sizes[role] - value) > SAME_MM:
        raise given_twice(mention, role, [sizes[role], measure], (number(sizes[role]), measure.quantity.text))
    sizes[role] = value


#: What "vertical" turns on the face of a flat part; a rib stands upright there.
_DRAWN: Final = frozenset({"slot", "groove"})


def run_of(mention: Mention, face: Face, default: str = "u") -> str:
    """Find along which direction a feature runs: "along y", "lengthwise", "across the width"."""
    found: str | None = None
    if mention.take_flag("lengthwise"):
        found = "u" if face.size[0] >= face.size[1] else "v"
    if mention.take_flag("cross"):
        found = "v" if face.size[0] >= face.size[1] else "u"
    if face.axis != "Z" or mention.kind in _DRAWN:
        found = upright_or_level(mention, face) or found
    for attribute in mention.take("place"):
        ref = attribute.ref
        if ref is None or attribute.name not in {"along", "across", "in", "parallel"}:
            continue
        if ref.noun not in _DIRECTIONS:
            continue
        run = direction_of(ref, face)
        if run is None:
            continue
        attribute.used = True
        if found and found != run:
            raise conflict(f"Which way {inverted('does', mention.name)} run?", about("direction", mention))
        found = run
    return found or default


def turn_of(mention: Mention) -> float | None:
    """Return the angle that a feature is turned by ("at 45°"), None where none is said.

    Raises:
        NeedsClarification: There are two.
    """
    angles = [m for m in mention.measures if m.quantity.form == "angle" and not m.used]
    for measure in angles:
        measure.used = True
    mention.take_flag("turned")
    if len({m.quantity.value for m in angles}) > 1:
        raise conflict(
            f"{subject(mention.name, 'is')} turned by {' and '.join(m.quantity.text for m in angles)}: which"
            " one?",
            about("direction", mention, values=angles),
        )
    return angles[0].quantity.value if angles else None


def rectangle(mention: Mention, sizes: dict[str, float], face: Face) -> Footprint:
    """Return the outline of a pocket or boss: round, or rectangular with or without rounded corners.

    Raises:
        NeedsClarification: A size is missing, or the corner radius does not fit.
    """
    mention.take_flag("sharp")
    if mention.take_flag("round_shape") and "width" in sizes and not {"length", "diameter"} & sizes.keys():
        sizes["diameter"] = sizes.pop("width")  # "a round recess 85 mm wide"
    square = mention.take_flag("square_shape")
    if square and "length" in sizes:
        sizes.setdefault("width", sizes["length"])
    if "diameter" in sizes:
        named = square or "rectangular" in mention.text.lower()
        if named or {"length", "width", "radius"} & sizes.keys():
            raise conflict(
                f"{inverted('is', mention.name)} round or rectangular? It has sizes of both.",
                about("feature", mention),
            )
        return Footprint.round(sizes["diameter"])
    for role in ("length", "width"):
        if role not in sizes:
            bare_boss = mention.kind == "boss" and not sizes.keys() & {"length", "width"}
            raise missing(
                f"What is the {'diameter' if bare_boss else role} of the {mention.name}?",
                about("size", mention, "diameter" if bare_boss else role),
            )
    first, second = sizes["length"], sizes["width"]
    if run_of(mention, face, default="") == "v" and first > second:
        first, second = second, first
    radius = sizes.get("radius", 0.0)
    if 2 * radius >= min(first, second) - SAME_MM:
        raise impossible(
            f"A corner radius of {number(radius)} mm does not fit a {mention.kind} of {number(first)}"
            f" x {number(second)} mm.",
            about("size", mention, "corner radius", values=[radius, first, second]),
        )
    return Footprint(first, second, radius, turn_of(mention) or 0.0)


def place_outline(draft: Draft, mention: Mention, face: Face, profile: Footprint) -> tuple[Places, Footprint]:
    """Place an outline; for one that is not round, how it lies on a circle has to be said.

    Raises:
        NeedsClarification: No place was said, it does not fit, or it is open how it lies on a circle.
    """
    circle = any(attribute.kind == "circle" for attribute in mention.attributes)
    if profile.is_round or not circle:
        return place(draft, mention, face, profile.extent, mention.count), profile
    radial, tangential = mention.take_flag("radial"), mention.take_flag("tangential")
    if radial and tangential:
        raise conflict(
            f"Do the {plural(mention.name)} lie radially or tangentially?", about("direction", mention)
        )
    if radial or tangential:
        profile = Footprint(profile.long, profile.wide, profile.radius, 0.0 if radial else 90.0)
        reach = profile.long if profile.radius == profile.wide / 2 else math.hypot(profile.long, profile.wide)
        apart = profile.wide if radial else profile.long
        places = place(draft, mention, face, (reach, reach), mention.count, apart)
        radius = places.numbers[0] / 2
        near = radius - (profile.long if radial else profile.wide) / 2
        if near <= 0 or 2 * near * math.sin(math.pi / places.numbers[1]) <= apart + SAME_MM:
            raise impossible(
                f"{int(places.numbers[1])} of {number(profile.long)} x {number(profile.wide)} mm on a circle"
                f" of {number(2 * radius)} mm run into each other. Which sizes are right?",
                about(
                    "size", mention, values=[int(places.numbers[1]), profile.long, profile.wide, 2 * radius]
                ),
            )
        return places, profile
    if not mention.oriented:
        raise missing(
            f"How do the {plural(mention.name)} lie on the circle: radially, tangentially, or all along X?",
            about("direction", mention),
            ("radially", "tangentially", "all along X"),
        )
    places = place(draft, mention, face, profile.extent, mention.count)
    places.pattern = "points"
    return places, profile


def placed_profile(mention: Mention, places: Places, profile: Footprint) -> PlacedProfile:
    """Return a footprint and its places as values of the feature language."""
    around = places.pattern == "circle" and not profile.is_round
    orientation: Orientation = ("radial" if profile.turn == 0 else "tangential") if around else ""
    return PlacedProfile(mention.label, as_profile(profile), orientation, places, mention.order)


def ask_about_curved(draft: Draft, mention: Mention, face: Face) -> None:
    """Ask about what only a flat face can take.

    Raises:
        NeedsClarification: The face is curved.
    """
    if face.curved:
        raise unsupported(
            f"{one(mention.label)} can't be put on the curved {face.name} of a"
            f" {draft.part_label}. Does a hole do, or another face?",
            about("face", mention),
        )
