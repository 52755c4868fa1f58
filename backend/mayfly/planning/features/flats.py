"""Flats on round bars, and holes all round them: what was said of them, as bodies that are cut out."""

from __future__ import annotations

from typing import Final

from mayfly.design.bases import Extrusion
from mayfly.design.builder import Draft
from mayfly.design.copies import CircularCopies
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Cut
from mayfly.design.features._hole_checks import HoleSizes
from mayfly.design.geometry.faces import Face
from mayfly.design.profiles import Circle, Rectangle
from mayfly.design.surfaces.part_faces import side_of
from mayfly.language.labels import role_of
from mayfly.language.nodes import Mention
from mayfly.planning.questions import about, asked, impossible, length_of, missing, unsupported
from mayfly.planning.surfaces.shaft_steps import on_step

_BEYOND: Final = 1.0
_EACH: Final = frozenset({"both", "each", "every"})
_OPPOSITE: Final = frozenset({"opposite", "both", "other"})


def add_flat(draft: Draft, mention: Mention) -> None:
    """Cut a flat on the +X side of a round bar, or two opposite ones.

    Raises:
        NeedsClarification: Its depth is open, or the part is not round.
    """
    side = side_of(draft, one_wall=True)
    if side is not None:
        side = on_step(draft, mention, side)
    if side is None or side.settle is not None:
        where = "What is" if side is None else "On which step is"
        raise unsupported(f"{where} the flat on the {draft.part_label}?", about("feature", mention))
    diameter, (bottom, top) = 2 * side.level, side.v
    height = top - bottom
    count = mention.count or (2 if mention.plural else 1)
    sizes: dict[str, float] = {}
    for measure in mention.measures:
        role = {"depth": "depth", "length": "length", "across_flats": "across", "width": "length"}.get(
            role_of(measure.label) or ("depth" if "depth" not in sizes else "length")
        )
        if role is None or role in sizes:
            raise missing(
                f"What is {measure.quantity.text} on the flat?", about("number", mention, values=[measure])
            )
        sizes[role] = length_of(measure.quantity, role, mention, named=True)
        measure.used = True
    if "across" in sizes and "depth" not in sizes:
        sizes["depth"] = (diameter - sizes["across"]) / count
    if "depth" not in sizes:
        raise missing("How deep is the flat?", about("size", mention, "depth"))
    depth, length = sizes["depth"], sizes.get("length", height)
    if not 0 < depth < diameter / 2 or length > height or count not in {1, 2}:
        raise impossible(
            "The flat does not fit the bar. Which sizes are right?", about("size", mention, "depth")
        )
    both = _is_at_both_ends(mention)
    if both and 2 * length > height:
        raise impossible(
            "The flats at both ends do not fit the bar. Which length is right?",
            about("size", mention, "length"),
        )
    low = _end(mention, height, length)
    profile = Rectangle(length=depth + _BEYOND, width=diameter + 2 * _BEYOND)
    copies = CircularCopies(count=2, axis="z") if count == 2 and not both else None
    for begin in (height - length, 0.0) if both else (low,):
        at = (diameter / 2 - depth + (depth + _BEYOND) / 2, 0.0, bottom + begin)
        cut = Cut(base=Extrusion(profile=profile, height=length), at=at, copies=copies, name=mention.name)
        _cut(draft, cut)


def _is_at_both_ends(mention: Mention) -> bool:
    """Return whether a flat is at each of the two ends.

    Raises:
        NeedsClarification: Two are, and it is open whether that is one at each end.
    """
    ends = [
        attribute
        for attribute in mention.take("place")
        if attribute.ref is not None
        and attribute.ref.noun == "end"
        and (attribute.ref.plural or attribute.ref.traits & _EACH)
    ]
    one_each = any("one" in attribute.text.lower().split()[:2] for attribute in ends)
    if ends and mention.count is not None and not one_each:
        raise missing(
            f"How many flats are at each end of the {mention.count}?",
            about("count", mention, values=[mention.count]),
            ("one",),
        )
    return bool(ends)


def _end(mention: Mention, height: float, length: float) -> float:
    """Return the height at which a flat begins, and consume what was said of its end."""
    low = height - length
    for attribute in mention.take("place"):
        words = attribute.words
        if words & {"bottom", "underside"}:
            low = 0.0
        if words <= {
            "top",
            "bottom",
            "end",
            "side",
            "it",
            "part",
            "each",
            "opposite",
            "everything",
            "top_face",
        } | {
            "one",
            "length",
            "whole",
            "entire",
            "both",
            "underside",
        }:
            attribute.used = True
    mention.take_flag("everything", "through", "lengthwise")
    return low


def add_radial_holes(draft: Draft, mention: Mention, hole: HoleSizes, side: Face, height: float) -> None:
    """Drill holes from all round, evenly spaced, the first one on +X.

    Args:
        draft: The model so far.
        mention: The holes; their number is known.
        hole: Their sizes; without a depth they go into the bore.
        side: The round side.
        height: Where they lie along the axis, in mm.
    """
    inside = 0.0 if hole.depth is None else side.level - hole.depth
    length = side.level + _BEYOND - inside
    base = Extrusion(profile=Circle(diameter=hole.diameter, at=(0.0, height)), height=length, axis="x")
    count = mention.count or 1
    copies = CircularCopies(count=count, axis="z") if count > 1 else None
    _cut(draft, Cut(base=base, at=(inside + length / 2, 0.0, 0.0), copies=copies, name=mention.name))


def _cut(draft: Draft, cut: Cut) -> None:
    try:
        cut.apply(draft)
    except DoesNotFit as error:
        raise asked(error) from error
    draft.features.append(cut)
