"""The questions that the rules planner asks: their subjects, and the wordings that several modules share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mayfly.cad import standards
from mayfly.cad.parts import Part
from mayfly.contracts import ParameterValue
from mayfly.design.errors import DoesNotFit
from mayfly.errors import NeedsClarification, Reason
from mayfly.language.chunks import Quantity
from mayfly.language.english import (
    agree,
    and_list,
    capital,
    inverted,
    or_list,
    plural,
    singular,
    subject,
)
from mayfly.language.nodes import Attribute, Measure, Mention
from mayfly.language.units import LARGEST_MM, SMALLEST_MM, number
from mayfly.subject import Subject, SubjectKind, Value, ValueKind

Said = Quantity | Measure | Attribute | Value | float | int
"""A number as ``about`` takes it: one of the request, a length in mm (float), or a count (int)."""


def about(
    kind: SubjectKind,
    of: Mention | Part | str = "",
    *sizes: str,
    values: Iterable[Said] = (),
    words: Iterable[str] = (),
    others: Iterable[str] = (),
) -> Subject:
    """Return what a question is about.

    Args:
        kind: What has to be answered.
        of: The part or the feature that it belongs to, or only the feature's term.
        *sizes: Names of the sizes that are asked for or in doubt, as in the script or in words.
        values: The numbers that the question speaks of.
        words: The request's words in doubt.
        others: Terms of the other features that it speaks of.
    """
    if isinstance(of, str):
        feature, name = of, of
    else:
        feature = of.kind if isinstance(of, Mention) else "part"
        name = _called(of)
    return Subject(
        kind=kind,
        feature=feature,
        name=name,
        sizes=tuple(size.replace("_", " ") for size in sizes),
        values=tuple(dict.fromkeys(value for said in values for value in _values(said))),
        words=tuple(words),
        others=tuple(dict.fromkeys(others)),
    )


def _called(thing: Mention | Part) -> str:
    """Return what the request calls a part or a feature."""
    if isinstance(thing, Part):
        return thing.title.lower()
    return thing.text or thing.name.replace("_", " ") if thing.kind == "part" else thing.label


def _values(said: Said) -> list[Value]:
    """Return the numbers of something that was said."""
    if isinstance(said, Value):
        return [said]
    if isinstance(said, int | float):
        return [Value(float(said), "count" if isinstance(said, int) else "length")]
    if isinstance(said, Attribute):
        points = [Value(at) for point in said.points for at in point]
        return [quantity_value(quantity) for quantity in said.quantities] + points
    return [quantity_value(said.quantity if isinstance(said, Measure) else said)]


def quantity_value(quantity: Quantity) -> Value:
    """Return a number of the request as a value: a length unless it is written as something else."""
    kinds: dict[str, ValueKind] = {"angle": "angle", "thread": "thread"}
    return Value(quantity.value, kinds.get(quantity.form, "length"))


def size_values(part: Part, name: str, size: ParameterValue) -> list[Value]:
    """Return a part's size as values: one, or all numbers of "30x40, 24x60"; of "M10" its thread."""
    if isinstance(size, str):
        parameter = part.parameters.get(name)
        if parameter is None or parameter.kind != "pairs":
            return (
                [metric(size)] if size[:1].upper() == "M" and size[1:].replace(".", "", 1).isdigit() else []
            )
        return [Value(float(number)) for pair in size.split(",") for number in pair.split("x")]
    kinds: dict[str, ValueKind] = {"count": "count", "number": "count", "angle": "angle"}
    parameter = part.parameters.get(name)
    return [Value(float(size), kinds.get(parameter.kind, "length") if parameter else "length")]


def metric(thread: str) -> Value:
    """Return a thread as a value, its outer diameter in mm: 10 for "M10", 6.35 for "1/4-20"."""
    return Value(standards.nominal_mm(thread), "thread")


def degrees(angle: float) -> Value:
    """Return an angle as a value."""
    return Value(angle, "angle")


def ask(
    reason: Reason, text: str, subject: Subject, options: Sequence[str] = (), suggestions: Sequence[str] = ()
) -> NeedsClarification:
    """Return a question; the four below are its usual forms."""
    return NeedsClarification(capital(text), reason, suggestions, subject=subject, options=options)


def conflict(text: str, subject: Subject, options: Sequence[str] = ()) -> NeedsClarification:
    """Return a question about two things that were said and exclude each other."""
    return ask("conflict", text, subject, options)


def missing(text: str, subject: Subject, options: Sequence[str] = ()) -> NeedsClarification:
    """Return a question about something that is needed and was not said."""
    return ask("missing", text, subject, options)


def impossible(text: str, subject: Subject, options: Sequence[str] = ()) -> NeedsClarification:
    """Return a question about sizes or places with which it can't be made."""
    return ask("impossible", text, subject, options)


def unsupported(
    text: str, subject: Subject, options: Sequence[str] = (), suggestions: Sequence[str] = ()
) -> NeedsClarification:
    """Return a question about what is not understood, or not among the things that can be made."""
    return ask("unsupported", text, subject, options, suggestions)


def asked(error: DoesNotFit, subject: Subject | None = None) -> NeedsClarification:
    """Return the question that a person is asked when a feature does not fit."""
    return ask(error.reason, str(error), subject or error.subject)


def sizes_open(of: Mention, *sizes: str) -> NeedsClarification:
    """Return the question for sizes of a feature."""
    verb = "is" if len(sizes) == 1 else "are"
    return missing(f"What {verb} the {and_list(sizes)} of the {of.name}?", about("size", of, *sizes))


def depth_open(mention: Mention, said: str = "") -> NeedsClarification:
    """Return the question for the depth of a feature.

    Args:
        mention: The feature.
        said: How it is called here, if not by its name.
    """
    subject = about("size", mention, "depth", words=[said] if said else [])
    return missing(f"How deep {inverted('is', said or mention.name)}?", subject)


def given_twice(
    of: Mention | Part, size: str, values: Iterable[Said], texts: tuple[str, str]
) -> NeedsClarification:
    """Return the question which of two values of a size holds.

    Args:
        of: What has the size.
        size: Its name.
        values: The two values.
        texts: The same as they were written.
    """
    text = f"The {size} is given twice: {texts[0]} and {texts[1]}. Which one is right?"
    return conflict(text, about("size", of, size, values=values), texts)


def side_open(mention: Mention, measure: Measure) -> NeedsClarification:
    """Return the question which size of a feature with three of them a number is."""
    options = ("its length", "its width", "its depth")
    text = f"What is {measure.quantity.text} on the {mention.name}: {', '.join(options[:2])} or {options[2]}?"
    return missing(text, about("number", mention, values=[measure]), options)


def face_open(mention: Mention, faces: Iterable[str]) -> NeedsClarification:
    """Return the question on which of some faces a feature is."""
    options = tuple(faces)
    text = f"Where {inverted('does', mention.label)} go: {or_list(options)}?"
    return missing(text, about("face", mention), options)


def through_and_deep(mention: Mention, depth: float) -> NeedsClarification:
    """Return the question whether a feature goes through or has a depth."""
    text = (
        f"{subject(mention.name, 'is')} said to go through and to be {number(depth)} mm deep. Which is right?"
    )
    return conflict(text, about("size", mention, "depth", values=[depth]))


def edges_miscounted(mention: Mention, there_are: str, chosen: int) -> NeedsClarification:
    """Return the question which edges are meant where another number of them was said than there are.

    Args:
        mention: The fillets or chamfers, with their number.
        there_are: A main clause that says how many edges there are.
        chosen: That number.
    """
    count = mention.count or 1
    wanted = f"{count} {plural(mention.kind)} were" if count > 1 else f"one {mention.kind} was"
    return missing(
        f"{there_are}, but {wanted} asked for. Which edges are meant?",
        about("edges", mention, values=[count, chosen]),
    )


def run_open(mention: Mention, face: str, ways: tuple[str, str]) -> NeedsClarification:
    """Return the question along which of two axes a feature runs on a face."""
    first, second = ways
    return missing(
        f"Which way {inverted('does', mention.name)} run on the {face}: along {first} or along {second}?",
        about("direction", mention),
        (f"along {first}", f"along {second}"),
    )


def along_axis_open(mention: Mention) -> NeedsClarification:
    """Return the question where a feature is along the axis, if what was said of that is not understood."""
    return unsupported(f"Where along the axis {inverted('is', mention.name)}?", about("place", mention))


def place_unclear(attribute: Attribute, mention: Mention | str = "", on: str = "") -> NeedsClarification:
    """Return the question what place some words mean.

    Args:
        attribute: The words.
        mention: The feature that they place.
        on: The face that it is on.
    """
    where = f" on the {on}" if on else ""
    words = [attribute.text, *([on] if on else [])]
    subject = about("place", mention, values=[attribute], words=words)
    return unsupported(f"Where is {attribute.text!r}{where}?", subject)


def length_of(
    quantity: Quantity, what: str, of: Mention | Part | str = "", *, named: bool = False, zero: bool = False
) -> float:
    """Return a length in millimetres, after asking about what makes no sense as one.

    Args:
        quantity: The number.
        what: Which size it is.
        of: What has the size.
        named: The question names the feature that has the size.
        zero: It may be nothing.

    Raises:
        NeedsClarification: In doubt, an angle, or out of range.
    """
    subject = about("size", of, what, values=[quantity], words=[quantity.text])
    if named and isinstance(of, Mention):
        what = f"{singular(of.name)} {what}"
    if quantity.doubt:
        raise _in_doubt(quantity, what, replace(subject, kind="number"))
    if quantity.form == "angle":
        raise conflict(f"{quantity.text} is an angle; which length is the {what}?", subject)
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
        raise impossible(
            f"The {what} {agree(what, 'is', 'are')} {size}, but {limit}.{negative} Which size is meant?",
            subject,
        )
    return quantity.value


def _in_doubt(quantity: Quantity, what: str, subject: Subject) -> NeedsClarification:
    """Return the question about a number that can be read in two ways."""
    text = quantity.text
    if quantity.doubt == "thousand":
        return conflict(
            f"Is {text} ({what}) a decimal comma or a thousand? Please write it with a point or in full.",
            subject,
        )
    if quantity.doubt == "fraction":
        return missing(
            f"In which unit is {text} ({what}): inches or millimetres?", subject, ("inches", "millimetres")
        )
    if quantity.doubt == "loose_in":
        return conflict(f"Does {text} in ({what}) mean {text} inches or {text} mm?", subject)
    return unsupported(f"The number {text} ({what}) can't be read; what size is meant?", subject)
