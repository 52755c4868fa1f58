"""Features that are sizes of the part itself: the bore of a tube, a clevis's slot, a tray's corner radius.

What each part takes in is written in its file (``Absorbs:``); a feature that
has more to say than the part's size can hold stays a feature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mayfly.cad import standards
from mayfly.cad.parts import Absorbed, Part
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.errors import InvalidParameter
from mayfly.language.english import plural, subject
from mayfly.language.labels import role_of
from mayfly.language.nodes import Attribute, Label, Measure, Mention
from mayfly.language.units import number
from mayfly.planning.questions import (
    about,
    conflict,
    given_twice,
    length_of,
    missing,
    size_values,
    unsupported,
)

#: Flags that say how the hole for a thread is made.
_OF_THREADS: Final = frozenset({"clearance", "tapped", "screw"})


@dataclass(slots=True)
class Taken:
    """A size that a feature turned out to be.

    Attributes:
        value: Its value.
        text: The words that gave it.
    """

    value: float
    text: str


def absorb(part: Part, features: Sequence[Mention], notes: list[str]) -> dict[str, Taken]:
    """Turn features into sizes of the part, where they are no more than that; those are marked "used".

    Args:
        part: The part.
        features: What was asked for besides it.
        notes: Takes sentences for the answer.

    Raises:
        NeedsClarification: Two features would be the same size.
    """
    taken: dict[str, Taken] = {}
    for mention in features:
        if mention.take_flag("separate"):
            continue  # it goes through more than the part
        for way in part.header.absorbs.get(mention.kind, ()):
            sizes = _sizes(mention, way, notes)
            if sizes is None:
                continue
            for name, value in sizes.items():
                if name in taken and abs(taken[name].value - value.value) > SAME_MM:
                    held = taken[name]
                    values = [*size_values(part, name, held.value), *size_values(part, name, value.value)]
                    raise given_twice(part, name.replace("_", " "), values, (held.text, value.text))
                taken[name] = value
            mention.kind = "used"
            break
    return taken


_OF_THE_WHOLE: Final = frozenset({"centre", "part", "it"})


def _sizes(mention: Mention, way: Absorbed, notes: list[str]) -> dict[str, Taken] | None:
    """Return the sizes that a feature means, or None if it says more than they can hold."""
    counts = {1, 4} if mention.kind == "fillet" and way.together == 1 else {way.together}
    if not way.count and (mention.count not in {None, *counts} or (mention.plural and counts == {1})):
        return None
    words = {
        w
        for m in mention.attributes
        if m.kind == "place" and m.ref
        for r in m.ref.chain()
        for w in (r.noun, *r.traits)
    }
    if words - way.places or (way.needs and not words & way.needs):
        return None
    if way.together > 1 and words and words <= _OF_THE_WHOLE and not mention.plural:
        return None  # "a hole in the middle" of a plate with round ends is not one of the two in its ends
    threaded = any(measure.quantity.form == "thread" for measure in mention.measures)
    if mention.flags() - way.flags - (_OF_THREADS if threaded else set()):
        return None
    sizes: dict[str, Taken] = {}
    for attribute in mention.attributes:
        name = _size_of_attribute(attribute, way)
        if name is None:
            return None
        if name:
            factor = 2 if attribute.kind == "circle" and attribute.name == "radius" else 1
            sizes[name] = Taken(
                factor * length_of(attribute.quantities[0], name.replace("_", " "), mention), attribute.text
            )
    if way.circle and way.circle not in sizes:
        return None
    if not _measured(mention, way, sizes, notes):
        return None
    if way.count:
        if mention.count is None:
            raise missing(f"How many {plural(mention.name)} are there?", about("count", mention))
        sizes[way.count] = Taken(float(mention.count), f"{mention.count}")
    return sizes or None


def _size_of_attribute(attribute: Attribute, way: Absorbed) -> str | None:
    """Return the size that an attribute means, "" for no size, None if it does not belong here."""
    if attribute.kind in {"place", "flag"}:
        return ""
    if attribute.kind == "circle" and way.circle and attribute.quantities:
        return way.circle
    if attribute.kind == "spacing" and way.spacing and len(attribute.quantities) == 1:
        return way.spacing
    if attribute.kind == "offset":
        top = (
            attribute.ref is not None
            and attribute.ref.noun in {"top", "top_face"}
            and attribute.ref.of is None
        )
        below = attribute.name == "below" or (attribute.name == "from" and top)
        return way.below or None if below else None
    return None


def _measured(mention: Mention, way: Absorbed, sizes: dict[str, Taken], notes: list[str]) -> bool:
    for measure in mention.measures:
        role = _role(measure)
        double = role == "radius" and "radius" not in way.sizes
        name = way.sizes.get("diameter" if double else role)
        if name is None or (measure.group and measure.label == Label()):
            return False
        if measure.quantity.form == "thread":
            value = _thread(mention, measure, notes)
        elif measure.quantity.form == "angle":
            value = measure.quantity.value
        else:
            value = length_of(measure.quantity, f"{mention.label}", mention)
        if double:
            value *= 2
        if name in sizes and abs(sizes[name].value - value) > SAME_MM:
            raise conflict(
                f"{subject(mention.name, 'has')} two sizes: {sizes[name].text} and {measure.quantity.text}."
                " Which one is right?",
                about("size", mention, name, values=[sizes[name].value, measure]),
            )
        sizes[name] = Taken(value, measure.quantity.text)
    return bool(mention.measures)


def _role(measure: Measure) -> str:
    if measure.label in {Label(), Label(("bore",)), Label(("groove",))}:
        return (
            "angle"
            if measure.quantity.form == "angle"
            else "radius"
            if measure.quantity.form == "radius"
            else ""
        )
    role = role_of(measure.label) or ""
    return role


def _thread(mention: Mention, measure: Measure, notes: list[str]) -> float:
    """Return the hole for a thread: tap drill if it is tapped, else the clearance hole."""
    text = measure.quantity.text
    try:
        if "tapped" in mention.flags():
            drill = standards.tap_drill(text)
            notes.append(
                f"{text} tapped hole: tap drill {number(drill.diameter_mm)} mm ({drill.standard});"
                " no thread is modelled."
            )
            return drill.diameter_mm
        clearance = standards.clearance_hole(text)
    except InvalidParameter as error:
        raise unsupported(
            f"{error} Which diameter shall the hole have?",
            about("size", mention, "diameter", values=[measure]),
        ) from error
    notes.append(
        f"{text} clearance hole: {number(clearance.diameter_mm)} mm ({clearance.standard},"
        f" {clearance.fit} fit)."
    )
    return clearance.diameter_mm
