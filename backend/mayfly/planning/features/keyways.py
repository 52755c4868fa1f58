"""Keyways: what was said of them, as values of the feature language."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.cad.standards import parallel_keys
from mayfly.design.builder import Draft
from mayfly.design.features import Keyway
from mayfly.design.features._keyseat import KeySize, Seat, cut_open_seat, cut_seat, is_whole_shaft
from mayfly.design.features.keyway import Bore, bore_of, cut_in_bore, standard_size
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_faces import side_of
from mayfly.language.english import a_or_an, agree, and_list, capital, inverted, the
from mayfly.language.labels import role_of
from mayfly.language.nodes import Measure, Mention
from mayfly.language.units import number
from mayfly.planning.placement.patterns import take_centre
from mayfly.planning.placement.place import place
from mayfly.planning.questions import (
    about,
    along_axis_open,
    conflict,
    length_of,
    missing,
    side_open,
    unsupported,
)
from mayfly.planning.surfaces.shaft_steps import on_step

#: The label of a depth that was measured from the opposite side of the bore.
_OVER_BORE: Final = ("overall",)
_IN_BORE: Final = frozenset({"bore", "hole", "inner", "hub"})
_ON_SHAFT: Final = frozenset({"outer", "side", "circumference"})


def add_keyway(draft: Draft, mention: Mention) -> None:
    """Cut a keyway.

    Raises:
        NeedsClarification: It is open where it goes or how large it is.
    """
    if mention.count not in {None, 1} or mention.plural:
        raise unsupported(
            f"Only one keyway can be cut, on the +X side. Where shall {the(mention.text)} go?",
            about("count", mention),
        )
    bore, side = bore_of(draft), side_of(draft, one_wall=True)
    said, kind = _place_words(mention), draft.form.conventions.keyway
    if said & _IN_BORE and said & _ON_SHAFT:
        raise conflict(
            f"{inverted('is', mention.name)} in the bore or on the outside?", about("place", mention)
        )
    if bore is None and said & {"bore", "hole"}:
        raise unsupported(
            f"There is no round bore in the middle for the {mention.name}. What is its diameter?",
            about("size", mention, "diameter", others=["bore"]),
        )
    long = any(role_of(m.label) == "length" for m in mention.measures) or len(_free(mention)) > 2
    over_bore = any(m.label.components == _OVER_BORE for m in mention.measures)
    if bore is not None and side is not None and not said and not over_bore and (kind == "asked" or long):
        raise missing(
            f"{inverted('is', mention.name)} in the bore of {number(bore.diameter)} mm or on the outside?",
            about("place", mention, values=[bore.diameter], others=["bore"]),
        )
    on_shaft = said & _ON_SHAFT or (kind == "shaft" and bore is None)
    if side is not None and not said & _IN_BORE and on_shaft:
        _cut_seat(draft, mention, side)
    elif bore is not None:
        _cut_in_bore(draft, mention, bore)
    else:
        raise unsupported(
            f"Which bore or shaft has the {mention.name}? {capital(a_or_an(draft.part_label))} has none.",
            about("feature", mention, others=["bore"]),
        )


def _place_words(mention: Mention) -> set[str]:
    """Consume "in the bore" and "on the shaft"; return their words."""
    found: set[str] = set()
    for attribute in mention.take("place"):
        refs = attribute.refs
        words = attribute.words
        if refs and words & (_IN_BORE | _ON_SHAFT):
            attribute.used = True
            found |= words & (_IN_BORE | _ON_SHAFT)
    return found


def _free(mention: Mention) -> list[Measure]:
    return [m for m in mention.measures if m.group and role_of(m.label) is None]


def _order(group: list[Measure]) -> tuple[str, ...]:
    """Return which sizes numbers in a row are; the longest of three is the length, first or last."""
    if len(group) < 3:
        return ("width", "depth")
    last = group[2].quantity.value > group[0].quantity.value
    return ("width", "depth", "length") if last else ("length", "width", "depth")


def _length(mention: Mention) -> float:
    """Return how long a keyway was said to be, 0 where that is open."""
    group = _free(mention)
    named = dict(zip((id(m) for m in group), _order(group), strict=False))
    lengths = [m for m in mention.measures if (named.get(id(m)) or role_of(m.label)) == "length"]
    return lengths[0].quantity.value if len(lengths) == 1 else 0.0


def _sizes(draft: Draft, mention: Mention, diameter: float, *, in_bore: bool) -> dict[str, float]:
    """Return length, width and depth; what is missing follows from DIN 6885-1, and is stated."""
    sizes: dict[str, float] = {}
    group = _free(mention)
    order = _order(group)
    named = dict(zip((id(m) for m in group), order, strict=False))
    row = parallel_keys.keyway_for(diameter)
    for measure in mention.measures:
        role = named.get(id(measure)) or role_of(measure.label)
        if role is None and row and len(mention.measures) == 1 and measure.quantity.value == row.width_mm:
            role = "width"  # keyways are called by it: "a 5 mm keyway"
        if role not in {"length", "width", "depth"} or len(group) > 3:
            raise side_open(mention, measure)
        if role in sizes:
            raise conflict(
                f"The {role} of the {mention.name} is given twice. Which one is right?",
                about("size", mention, role),
            )
        measure.used = True
        length = length_of(measure.quantity, role, mention, named=True)
        over = in_bore and measure.label.components == _OVER_BORE
        sizes[role] = _below_wall(mention, length, diameter) if over else length
    mention.take_flag("din_key")
    if row and sizes.get("width") == row.width_mm and sizes.get("depth") == row.height_mm:
        raise conflict(
            f"Is {number(row.height_mm)} mm the height of the key or the depth of the {mention.name}?"
            f" {parallel_keys.STANDARD} has a depth of"
            f" {number(row.hub_depth_mm if in_bore else row.shaft_depth_mm)} mm for {number(diameter)} mm.",
            about(
                "number",
                mention,
                "depth",
                values=[row.height_mm, row.hub_depth_mm if in_bore else row.shaft_depth_mm, diameter],
            ),
        )
    if {"width", "depth"} <= sizes.keys():
        return sizes
    if row is None or sizes.get("width", row.width_mm) != row.width_mm or "depth" in sizes:
        absent = [name for name in ("width", "depth") if name not in sizes]
        other = "" if row is None else f" {parallel_keys.STANDARD} has a width of {number(row.width_mm)} mm."
        raise missing(
            f"What {'is' if len(absent) == 1 else 'are'} the {and_list(absent)} of the {mention.name} for"
            f" {number(diameter)} mm?{other if 'width' in sizes else ''}",
            about("size", mention, *absent, values=[diameter]),
        )
    size = standard_size(draft, row, diameter, in_bore=in_bore)
    sizes |= {"width": size.width, "depth": size.depth}
    return sizes


def _below_wall(mention: Mention, over: float, diameter: float) -> float:
    """Return the depth of a keyway whose floor was measured from the far side of its bore (d + t2)."""
    deep = round(over - diameter, 6)
    if deep <= SAME_MM:
        raise conflict(
            f"The floor of the {mention.name} lies {number(over)} mm from the far side of the bore, which"
            f" is {number(diameter)} mm wide. Which is right?",
            about("size", mention, "depth", values=[over, diameter], others=["bore"]),
        )
    return deep


def _cut_in_bore(draft: Draft, mention: Mention, bore: Bore) -> None:
    sizes = _sizes(draft, mention, bore.diameter, in_bore=True)
    up = draft.box[2]
    mention.take_flag("through", "everything", "lengthwise")
    if "length" in sizes and abs(sizes["length"] - up) > SAME_MM:
        raise unsupported(
            f"A keyway runs through the whole bore, {number(up)} mm; is {number(sizes['length'])} mm right?",
            about("size", mention, "length", values=[sizes["length"], up], others=["bore"]),
        )
    cut_in_bore(draft, mention.name, bore, KeySize(sizes["width"], sizes["depth"]))
    draft.features.append(Keyway(within="bore", width=sizes["width"], depth=sizes["depth"]))


def _cut_seat(draft: Draft, mention: Mention, side: Face) -> None:
    """Cut a keyseat with round ends, or a keyway over the full length."""
    if _over_everything(mention):
        face = side.settle([side.centre[1]], 0.0) if side.settle else side
        if "length" in {role_of(m.label) for m in mention.measures} or not is_whole_shaft(side):
            raise unsupported(
                f"Which step {inverted('is', mention.name)} on, and how long is it?",
                about("place", mention, "length"),
            )
        sizes = _sizes(draft, mention, 2 * face.level, in_bore=False)
        cut_open_seat(draft, mention.name, face, KeySize(sizes["width"], sizes["depth"]))
        draft.features.append(Keyway(within="shaft", width=sizes["width"], depth=sizes["depth"]))
        return
    _take_round_ends(mention)
    strip = on_step(draft, mention, side)
    height, measured = _seat_height(draft, mention, strip, stepped=strip is not side)
    face = side.settle([height], 0.0) if side.settle else side
    sizes = _sizes(draft, mention, 2 * face.level, in_bore=False)
    if "length" not in sizes:
        raise missing(
            f"How long {inverted('is', mention.name)}, or does it run over the full length?",
            about("size", mention, "length"),
        )
    long, size = sizes["length"], KeySize(sizes["width"], sizes["depth"])
    if side.settle:
        face = side.settle([height], long / 2)
    if measured:
        draft.note(
            f"Distances of the {mention.name} are measured to"
            f" {agree(mention.name, 'its middle', 'their middles')}."
        )
    cut_seat(draft, Seat(mention.name, face, size, long, height))
    draft.features.append(Keyway(within="shaft", width=size.width, depth=size.depth, length=long, z=height))


def _runs_over(side: Face, height: float, long: float) -> bool:
    """Return whether a keyway with its middle at a height runs over an end of its shaft."""
    low, high = side.v
    return height - long / 2 < low or height + long / 2 > high


def _take_round_ends(mention: Mention) -> None:
    """Consume "with rounded ends", which is what an end mill leaves.

    Raises:
        NeedsClarification: One end is said to be square.
    """
    rounded = mention.take_flag("rounded", "round_shape")
    for attribute in mention.take("place"):
        ends = attribute.ref is not None and attribute.ref.noun == "end" and attribute.ref.plural
        if rounded and ends and attribute.name in {"", "in", "at"}:
            attribute.used = True


def _seat_height(draft: Draft, mention: Mention, side: Face, *, stepped: bool) -> tuple[float, bool]:
    """Return the height of a keyseat's middle, and whether a distance gave it.

    On a step of a shaft it lies in the middle where nothing else was said.

    Raises:
        NeedsClarification: It is open.
    """
    at = [m for m in mention.attributes if m.kind in {"offset", "points"}]
    starts = [m for m in at if m.name == "starts"]
    placed = (
        at
        or mention.flags() & {"centred"}
        or any(m.ref and m.ref.noun == "centre" for m in mention.take("place"))
    )
    if not placed and stepped:
        draft.note(f"The {mention.name} is in the middle of its step.")
        return side.centre[1], False
    if not placed:
        raise missing(
            f"Where along the {draft.part_label} {inverted('is', mention.name)}: how far is its middle from"
            " the top or the bottom, or does it run over the full length?",
            about("place", mention),
        )
    long = _length(mention) if starts else 0.0
    places = place(draft, mention, replace(side, rows="v"), (0.0, long), mention.count)
    take_centre(mention)
    u, height = places.points[0]
    long = _length(mention)
    if at and not starts and _runs_over(side, height, long):  # the distance is to where it begins
        sign = 1 if height < side.centre[1] else -1
        begun = height + sign * long / 2
        if not _runs_over(side, begun, long):
            draft.note(f"The distance of the {mention.name} is taken to its near end.")
            return begun, False
    if abs(u) > SAME_MM:
        raise along_axis_open(mention)
    return height, bool(at) and not starts


def _over_everything(mention: Mention) -> bool:
    """Return whether a keyway is said to run over the full length of its shaft."""
    found = mention.take_flag("everything", "through", "lengthwise")
    for attribute in mention.take("place"):
        refs = attribute.refs
        along = attribute.name in {"along", "over", "through", "across", "in"}
        if refs and (refs[0].noun == "everything" or (along and refs[0].noun in {"length", "height"})):
            attribute.used = found = True
    return found
