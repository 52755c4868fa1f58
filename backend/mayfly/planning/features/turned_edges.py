"""Fillets and chamfers on the rims of round parts."""

from __future__ import annotations

import math
from typing import Final

from mayfly.cad.parts import read_pairs
from mayfly.design.builder import Draft
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.design.geometry.tolerance import ROUNDING_MM, SAME_MM
from mayfly.language.english import a_or_an
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.questions import (
    about,
    conflict,
    degrees,
    edges_too_wide,
    impossible,
    missing,
    named_edges,
    treated_twice,
    unsupported,
)
from mayfly.planning.surfaces.select_edges import only_length, place_words, words_of_mention

_RIM: Final = '.edges("%CIRCLE").edges(cq.selectors.RadiusNthSelector({}))'


def is_turned(draft: Draft) -> bool:
    """Return whether the part has round rims at its top and bottom, and no straight edges."""
    surfaces = draft.part.surfaces
    return draft.part.base == "round" or surfaces.rims is not None or bool(surfaces.steps)


def add_turned_edges(draft: Draft, mention: Mention, *, after_cuts: bool) -> None:
    """Round or chamfer the rims of a round part.

    Raises:
        NeedsClarification: Unknown rims, no size, or a size that does not fit.
    """
    axial, radial = _sizes(draft, mention)
    which, inner = _which(draft, mention)
    _check(draft, mention, (axial, radial), which)
    ends = {"top": ["top"], "bottom": ["bottom"]}.get(which, ["top", "bottom"])
    rims = {(0.0, float(inner), float(end == "top")) for end in ends}
    if which == "all":
        rims |= {(0.0, 1.0, 0.0), (0.0, 1.0, 1.0)}
    if rims & draft.treated:
        raise treated_twice(mention, which)
    draft.treated |= rims
    verb = mention.kind
    words = ("inner " if inner else "") + ("top and bottom" if which == "both" else which)
    prefix = ("inner_" if inner else "") + ("edge" if which == "all" else which)
    name = draft.parameter(f"{prefix}_{verb}", axial, f"{verb} of the {words} edges")
    lines = [f"# {verb} on the {words} edges"]
    if abs(axial - radial) > ROUNDING_MM:
        angle = draft.parameter(
            f"{prefix}_chamfer_angle",
            math.degrees(math.atan(radial / axial)),
            "angle of the chamfer to the axis",
            "degrees",
        )
        lines += _asymmetric(draft, which, name, angle, inner=inner)
    else:
        lines += [
            f"result = result{selector}.{verb}({name})" for selector in _selectors(draft, which, inner=inner)
        ]
    step = "\n".join(lines)
    if which == "all" and after_cuts:
        draft.steps.append(step)
        draft.take_volume(None)
        draft.note(f"The {verb} on all edges includes the rims of the holes named before it.")
        return
    draft.edge_steps.append(step)
    diameters = _diameters(draft, which, inner=inner)
    removed = (
        _removed(verb, axial, radial, diameters, inner=inner)
        if which != "all" and draft.shell is None
        else None
    )
    free = draft.occupy(_occupied(draft, which, axial, radial, inner=inner))
    draft.take_volume(removed if free else None)


def _sizes(draft: Draft, mention: Mention) -> tuple[float, float]:
    """Return the size along the axis and across it; "1 x 30°" is 1 mm along the axis, 30° to it."""
    angles = [m for m in mention.measures if m.quantity.form == "angle"]
    for measure in angles:
        measure.used = True
    size = only_length(
        mention,
        'An asymmetric chamfer is given by its length along the axis and its angle, as in "1 x 30°".',
    )
    if not angles:
        return size, size
    angle = angles[0].quantity.value
    if len({m.quantity.value for m in angles}) > 1 or mention.kind == "fillet":
        raise conflict(
            f"What is {angles[-1].quantity.text} on the {mention.kind}?",
            about("number", mention, values=[angles[-1]]),
        )
    if not 5 <= angle <= 85:
        raise impossible(
            f"A chamfer of {number(angle)}° can't be made. Which angle?",
            about("size", mention, "angle", values=[degrees(angle)]),
        )
    if angle != 45:
        draft.note(
            f"The chamfer of {number(size)} x {number(angle)}° has {number(size)} mm along the axis and"
            f" {number(angle)}° to it."
        )
    return size, size if angle == 45 else size * math.tan(math.radians(angle))


def _which(draft: Draft, mention: Mention) -> tuple[str, bool]:
    """Return which rims are meant ("top", "bottom", "both" or "all"), and whether those of the bore."""
    words = words_of_mention(mention)
    for attribute in mention.take("place"):
        found = place_words(attribute)
        if found & {"left", "right", "front", "back", "long", "short", "long_side", "short_side", "slope"}:
            raise unsupported(
                f"{a_or_an(draft.part_label)} has edges at the top and at the bottom, not"
                f" {attribute.text!r}. Which?",
                about("edges", mention, words=[attribute.text]),
            )
        words |= found
    inner = bool(words & {"inner", "bore"})
    if inner and _bore(draft) <= 0:
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no inside edge for the {mention.text}.",
            about("edges", mention),
        )
    if "one_end" in words and not words & {"top", "bottom"}:
        if draft.part.base != "round":
            raise missing(
                f"Which end of the {draft.part_label} gets the {mention.kind}: the top or the bottom?",
                about("edges", mention),
                ("the top", "the bottom"),
            )
        draft.note(f"The {mention.kind} is made at the top end.")
        return "top", inner
    if "all" in words and not words & {"top", "bottom", "vertical", "outer", "inner"}:
        return ("both" if words & {"rim", "end"} else "all"), inner
    if {"top", "bottom"} <= words or "both" in words:
        return "both", inner
    for which in ("top", "bottom"):
        if which in words and "vertical" not in words:
            return which, inner
    if "vertical" in words or ("corner" in words and not inner):
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no vertical edges to {mention.kind}.",
            about("edges", mention),
        )
    return "both", inner


def _bore(draft: Draft) -> float:
    return max(draft.size("inner_diameter"), draft.size("bore"))


def _hollow(draft: Draft, which: str) -> float:
    """Return the diameter of what is hollow behind a rim."""
    rims = draft.part.surfaces.rims
    if rims is None or rims.inside is None:
        return _bore(draft)
    top, bottom = rims.inside(draft.part.known(draft.values))
    return float(bottom if which == "bottom" else top)


def _diameters(draft: Draft, which: str, *, inner: bool) -> list[float]:
    """Return the diameters of the rims."""
    top, bottom = _ends(draft)
    if inner:
        top = bottom = _bore(draft)
    return [d for d, sides in ((top, {"top", "both"}), (bottom, {"bottom", "both"})) if which in sides]


def _ends(draft: Draft) -> tuple[float, float]:
    """Return the diameters of the rims at the top and at the bottom."""
    surfaces = draft.part.surfaces
    if surfaces.steps:
        steps = read_pairs(str(draft.values[surfaces.steps]))
        return steps[-1][0], steps[0][0]
    if surfaces.rims is not None:
        top, bottom = surfaces.rims.ends(draft.part.known(draft.values))
        return float(top), float(bottom)
    return draft.box[0], draft.box[0]


def _selectors(draft: Draft, which: str, *, inner: bool) -> list[str]:
    if which == "all":
        return ['.edges("%CIRCLE")']
    rim = _RIM.format(0 if inner else -1)
    ends = {"top": [">Z"], "bottom": ["<Z"], "both": [">Z", "<Z"]}[which]
    if which == "both" and not inner and draft.part.base == "round":
        return [rim]  # both rims have the largest diameter
    return [f'.faces("{end}"){rim}' for end in ends]


def _check(draft: Draft, mention: Mention, sizes: tuple[float, float], which: str) -> None:
    axial, radial = sizes
    top, bottom = _ends(draft)
    narrow = top if which == "top" else bottom if which == "bottom" else min(top, bottom)
    what = "radius" if mention.kind == "fillet" else "chamfer"
    word = f"{what} of {number(axial)} mm"
    words = "top and bottom" if which == "both" else which
    free = narrow - _hollow(draft, which)
    if 2 * radial >= free - SAME_MM:
        raise edges_too_wide(mention, axial, radial, words, free)
    z = draft.box[2]
    high = 2 * axial if which in {"both", "all"} else axial
    if high >= z - SAME_MM:
        raise impossible(
            f"A {word} on {named_edges(words)} does not fit a height of {number(z)} mm. Which size?",
            about("size", mention, what, values=[axial, z]),
        )


def _asymmetric(draft: Draft, which: str, name: str, angle: str, *, inner: bool) -> list[str]:
    """Write a chamfer that is not of 45° as a cut of a ring of triangular section."""
    if which == "all":
        raise missing(
            "Which edges get the asymmetric chamfer: the top, the bottom or both?",
            about("edges", "chamfer"),
            ("the top", "the bottom", "both"),
        )
    top, bottom = _ends(draft)
    z = draft.box[2]
    up = draft.name_for(z, "length", "height", "thickness", "width")
    lines = [f"inset = {name} * math.tan(math.radians({angle}))"]
    for end, wide in (("top", top), ("bottom", bottom)):
        if which not in {end, "both"}:
            continue
        wide = _bore(draft) if inner else wide
        across = draft.name_for(
            wide, "inner_diameter", "bore", "outer_diameter", "diameter", "hub_diameter", "flange_diameter"
        )
        level, below = (up, f"{up} - {name}") if end == "top" else ("0", name)
        inwards = "+" if inner else "-"
        lines += [
            f"rim = {across} / 2",
            f"corners = [(rim, {level}), (rim {inwards} inset, {level}), (rim, {below})]",
            'ring = cq.Workplane("XZ").polyline(corners).close().revolve(360, (0, 0, 0), (0, 1, 0))',
            "result = result.cut(ring)",
        ]
    return lines


def _removed(kind: str, axial: float, radial: float, rims: list[float], *, inner: bool) -> float:
    """Volume that is taken from rims of some diameters, in mm³, after Pappus."""
    if kind == "chamfer":
        area, off = axial * radial / 2, radial / 3
    else:
        area = (1 - math.pi / 4) * axial**2
        # first moment of the corner piece about the outer line: r³ (5/6 - pi/4)
        off = axial**3 * (5 / 6 - math.pi / 4) / area
    return sum(2 * math.pi * (d / 2 + (off if inner else -off)) * area for d in rims)


def _occupied(draft: Draft, which: str, axial: float, radial: float, *, inner: bool) -> list[OccupiedVolume]:
    found: list[OccupiedVolume] = []
    top, bottom = _ends(draft)
    z = draft.box[2]
    for end, wide in (("top", top), ("bottom", bottom)):
        if which not in {end, "both", "all"}:
            continue
        bore = _bore(draft)
        reach, hollow = (bore / 2 + radial, bore / 2) if inner else (wide / 2, wide / 2 - radial)
        low, high = (z - axial, z) if end == "top" else (0.0, axial)
        found.append(
            OccupiedVolume((-reach, -reach, low), (reach, reach, high), "Z", (0.0, 0.0), reach, hollow)
        )
    return found
