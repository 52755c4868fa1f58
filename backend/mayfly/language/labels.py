"""Labels of sizes, words of places, and one unit for numbers in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.nodes import Label, Measure
from mayfly.language.units import to_mm
from mayfly.language.vocabulary import ADJECTIVES, COMPOSITES, ROLE_OF, word_set

#: Words that stand before the noun of a place.
_TRAITS: Final = word_set(
    "top bottom left right front back outer inner long short vertical horizontal overall "
    "opposite same four two flat sharp side long_side short_side lower upper round longer "
    "shorter main whole entire all_round"
)
#: Words that a place can be.
_NOUNS: Final = word_set(
    "corner edge side end face side_face wall leg horizontal_leg vertical_leg flange web ear "
    "floor base lid top bottom underside top_face centre centre_line axis direction length "
    "width height depth thickness hub rim everything surface hole bore slot pocket body head "
    "left right front back inner outer long_side short_side part it x y z plane cavity boss "
    "slope upright_face shank neck knuckle closed_end circumference diameter row groove"
)
_PLAIN_NOUNS: Final = word_set("part piece component body object it them itself surface plane x y z end")


def read_label(terms: Sequence[Term]) -> Label | None:
    """Read what a size is called, from end to end: "outside diameter", "flange dia", "thick"; else None."""
    components: list[str] = []
    for at, term in enumerate(terms):
        behind = terms[at + 1].sense("role") if at + 1 < len(terms) else None
        role, component = term.sense("role"), term.sense("component")
        if role in COMPOSITES:
            composite, role = COMPOSITES[role]
            return Label((*components, *composite), role) if at + 1 == len(terms) else None
        named = role is not None and not (component and behind is not None)
        if named and not (role in ADJECTIVES and at):
            compound = role in {"section", "side"} and behind in {"diameter", "length", "thickness"}
            return Label(tuple(components), role) if at + 1 + compound == len(terms) else None
        if component is None:
            return None
        components.append(component)
    return Label(tuple(components)) if components else None


def place_word(term: Term) -> str | None:
    """Return what a term is as a place or as a word that describes one; None where it is neither."""
    for table in ("marker", "component", "role", "feature"):
        name = term.sense(table)
        if name in _NOUNS or name in _TRAITS:
            return name
    if term.word in {"short", "shorter", "longer"}:  # "on the short centre line"
        return term.word
    if term.word in {"flat", "sides"}:
        return term.word.removesuffix("s")
    if term.word in {"lower", "upper"}:
        return {"lower": "bottom", "upper": "top"}[term.word]
    if term.word in _NOUNS or term.word.rstrip("s") in _PLAIN_NOUNS:
        return term.word.rstrip("s") if term.word != "axis" else "axis"
    if term.sense("part") is not None:
        return "part"
    return None


def spread_unit(group: list[Measure]) -> list[Measure]:
    """Return a group in the unit at its end: "A x B x C mm".

    In "100 x 60 x half an inch" the inch belongs to the last number alone.
    """
    unit = group[-1].quantity.unit
    bare = all(
        m.quantity.unit is None and m.quantity.form in {"plain", "diameter", "radius", "word"}
        for m in group[:-1]
    )
    if unit is None or unit == "deg" or not bare or _is_fraction_of_inch(group):
        return group
    return [
        *(
            replace(
                m,
                quantity=replace(
                    m.quantity,
                    value=to_mm(m.quantity.value, unit),
                    unit=unit,
                    form="plain" if m.quantity.form == "word" else m.quantity.form,
                    doubt="" if m.quantity.doubt == "fraction" else m.quantity.doubt,
                ),
            )
            for m in group[:-1]
        ),
        group[-1],
    ]


#: Two bare numbers from here on beside a fraction of an inch are hardly inches: a metre by a metre.
_LARGE_INCHES: Final = 40.0


def _is_fraction_of_inch(group: list[Measure]) -> bool:
    """Return whether a group ends in a fraction of an inch and has two numbers too large to be inches."""
    last = group[-1].quantity
    if last.unit != "in" or last.value >= to_mm(1.0, "in"):
        return False
    return sum(m.quantity.value >= _LARGE_INCHES for m in group[:-1]) > 1


def role_of(label: Label) -> str | None:
    """Return the size that a label names, adjectives resolved ("thick" is a thickness)."""
    return ROLE_OF.get(label.role, label.role) if label.role else None
