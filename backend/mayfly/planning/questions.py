"""The questions that the rules planner asks, worded in one place."""

from __future__ import annotations

from collections.abc import Sequence

from mayfly.design.errors import DoesNotFit
from mayfly.errors import NeedsClarification
from mayfly.language.chunks import Quantity
from mayfly.language.units import LARGEST_MM, SMALLEST_MM, number


def conflict(text: str, suggestions: Sequence[str] = ()) -> NeedsClarification:
    """Return the question about two things that exclude each other."""
    return NeedsClarification(text, "conflict", suggestions)


def missing(text: str, suggestions: Sequence[str] = ()) -> NeedsClarification:
    """Return the question for a size that is needed and was not given."""
    return NeedsClarification(text, "missing", suggestions)


def impossible(text: str, suggestions: Sequence[str] = ()) -> NeedsClarification:
    """Return the question about something that can't be made with these sizes."""
    return NeedsClarification(text, "impossible", suggestions)


def unsupported(text: str, suggestions: Sequence[str] = ()) -> NeedsClarification:
    """Return the question about words that are not understood, or that name what is not made."""
    return NeedsClarification(text, "unsupported", suggestions)


def asked(error: DoesNotFit) -> NeedsClarification:
    """Return the question that a person is asked when a feature does not fit."""
    return NeedsClarification(str(error), error.reason)


def the(text: str) -> str:
    """Return a thing with its article: "the 10 mm hole" for "a 10 mm hole"."""
    first, _, rest = text.partition(" ")
    return f"the {rest}" if first.lower() in {"a", "an", "the"} and rest else f"the {text}"


def a(text: str) -> str:
    """Return a noun with its indefinite article."""
    return f"{'an' if text[:1].lower() in set('aeiou') else 'a'} {text}"


def length_of(quantity: Quantity, what: str, *, zero: bool = False) -> float:
    """Return a length in millimetres, after asking about what makes no sense as one.

    Raises:
        NeedsClarification: In doubt, an angle, or out of range.
    """
    if quantity.doubt == "thousand":
        text = quantity.text
        raise conflict(
            f"Is {text} ({what}) a decimal comma or a thousand? Please write it with a point or in full."
        )
    if quantity.doubt == "fraction":
        raise missing(f"In which unit is {quantity.text} ({what}): inches or millimetres?")
    if quantity.doubt == "loose_in":
        raise conflict(f"Does {quantity.text} in ({what}) mean {quantity.text} inches or {quantity.text} mm?")
    if quantity.doubt:
        raise unsupported(f"The number {quantity.text} ({what}) can't be read; what size is meant?")
    if quantity.form == "angle":
        raise conflict(f"{quantity.text} is an angle; which length is the {what}?")
    if zero and quantity.value == 0:
        return 0.0
    if not SMALLEST_MM <= quantity.value <= LARGEST_MM:
        limit = f"the range of sizes is {number(SMALLEST_MM)} mm to {number(LARGEST_MM / 1000)} m"
        size = (
            quantity.text
            if quantity.unit in {None, "mm"}
            else f"{quantity.text} ({number(quantity.value)} mm)"
        )
        negative = " A size can't be negative." if quantity.value < 0 else ""
        raise impossible(f"The {what} is {size}, but {limit}.{negative} Which size is meant?")
    return quantity.value
