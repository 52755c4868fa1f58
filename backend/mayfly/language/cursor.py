"""A place in the terms of a request, and the small readings that every phrase is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity, Term
from mayfly.language.nodes import Label, Measure, Reference
from mayfly.language.units import to_mm
from mayfly.language.vocabulary import ADJECTIVES, COMPOSITES, ROLE_OF, word_set

#: Bounds on looking ahead, so that the time stays in proportion to the length of the request.
_MOST_SKIPPED: Final = 6
_LONGEST_PLACE: Final = 10
_NOTHING: Final = Term("mark", "", "")
#: What ends a phrase.
STOPS: Final = word_set(", ; . : ! ? ( ) [ ]")
DETERMINERS: Final = word_set("a an the this that its it's their his our my your these those some any")
ALL: Final = word_set("all each every both either")
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
_PAIRED: Final = word_set("top bottom left right front back inner outer")
_PLAIN_NOUNS: Final = word_set("part piece component body object it them itself surface plane x y z end")


class Cursor:
    """Reads terms from left to right; every ``read_*`` gives None and stays where it was if it fails."""

    def __init__(self, terms: list[Term]) -> None:
        """Start at the first term."""
        self.terms = terms
        self.at = 0

    def term(self, ahead: int = 0) -> Term:
        """Return a term further on; behind the end, a mark without text."""
        index = self.at + ahead
        return self.terms[index] if 0 <= index < len(self.terms) else _NOTHING

    def word(self, ahead: int = 0) -> str:
        """Return the word or mark at a term."""
        return self.term(ahead).word

    @property
    def ended(self) -> bool:
        """Nothing is left."""
        return self.at >= len(self.terms)

    @property
    def knows_part(self) -> bool:
        """The part has been named, so that "of the plate" names it again."""
        return True

    def skip(self, words: frozenset[str]) -> bool:
        """Step over words; True if there was one."""
        start = self.at
        while self.at < start + _MOST_SKIPPED and not self.ended and self.word() in words:
            self.at += 1
        return self.at > start

    def text_since(self, start: int) -> str:
        """Return the text read since a place, as written."""
        return " ".join(term.text for term in self.terms[start : self.at]).strip(" ,;.:")

    def quantity(self, ahead: int = 0) -> Quantity | None:
        """Return the number at a term."""
        return self.term(ahead).quantity

    def answers_key(self) -> bool:
        """Return whether the number here stands behind "=", and so belongs to the name before that."""
        return self.at > 0 and self.terms[self.at - 1].word == "="

    # --- sizes in a row: 100 x 60 x 5 mm, 16 OD × 8.4 ID × 22 long --------------------------------

    def crossed(self, ahead: int = 0) -> bool:
        """Return whether a multiplication sign stands there ("x", "×", "by")."""
        term = self.term(ahead)
        if term.word in {"×", "by"}:
            return True
        behind = self.term(ahead + 1)
        return term.word == "x" and (behind.quantity is not None or behind.sense("role") is not None)

    def label(self, own_sizes: frozenset[str] = frozenset()) -> Label | None:
        """Read what a size is called: "outside diameter", "flange dia", "thick", "overall height".

        Args:
            own_sizes: Names of sizes that only the part spoken of has.
        """
        components: list[str] = []
        start = self.at
        while True:
            term = self.term()
            role = term.sense("role")
            if role in COMPOSITES:
                composite, role = COMPOSITES[role]
                self.at += 1
                return Label((*components, *composite), role)
            behind = self.term(1).sense("role")
            if (
                role is not None
                and term.sense("component")
                and behind is not None
                and self.quantity(1) is None
            ):
                role = None
            if role is not None and not (role in ADJECTIVES and self.at > start):
                self.at += 1
                if role in ADJECTIVES or role == "thk":
                    return Label(tuple(components), role)
                return Label(tuple(components), self._compound(role))
            component = term.sense("component")
            if term.word in own_sizes:
                component = term.word
            if component is None:
                break
            components.append(component)
            self.at += 1
        return Label(tuple(components)) if components else None

    def _compound(self, role: str) -> str:
        """Join what belongs together: "section diameter" is a section."""
        if role in {"section", "side"} and self.term().sense("role") in {"diameter", "length", "thickness"}:
            self.at += 1
        return role

    def axis_label(self) -> Label | None:
        """Read "(x)" or "(L)" behind a size."""
        if self.word() == "(" and self.word(1) in {"x", "y", "z"} and self.word(2) == ")":
            role = {"x": "length", "y": "width", "z": "height"}[self.word(1)]
            self.at += 3
            return Label((), f"along_{role}")
        named = self.term(1).sense("role") if self.word() == "(" and self.word(2) == ")" else None
        if named is not None and named not in COMPOSITES:
            self.at += 3
            return Label((), named)
        return None

    # --- places: the four top edges, the outer face of the vertical leg -----------------------------

    def ref(self) -> Reference | None:
        """Read a place."""
        start = self.at
        traits: set[str] = set()
        count: int | None = None
        noun: str | None = None
        plural = False
        while not self.ended and self.at < start + _LONGEST_PLACE:
            term = self.term()
            name = self._place_word(term)
            if term.word in DETERMINERS:
                pass
            elif term.word in ALL or term.word == "other":
                traits.add(term.word)
            elif term.quantity is not None and term.quantity.can_count and count is None and noun is None:
                count = int(term.quantity.value)
            elif name is not None and self._goes_on(name):
                traits.add(name)
            elif (
                name in _PAIRED
                and self.word(1) == "and"
                and self._place_word(self.term(2)) in _PAIRED
                and self._place_word(self.term(3)) in {"edge", "face", "rim", "end"}
            ):
                traits.add(name)
                self.at += 1
            elif name is not None:
                noun, plural = name, term.plural
                self.at += 1
                break
            elif term.word == "-" and traits:
                pass
            else:
                break
            self.at += 1
        if noun is None:
            self.at = start
            return None
        of = self._ref_of(edge=noun in {"edge", "corner"})
        return Reference(noun, frozenset(traits), count, plural, of, self.text_since(start))

    def _place_word(self, term: Term) -> str | None:
        return place_word(term)

    def _goes_on(self, name: str) -> bool:
        """Return whether a place word is followed by another one, and so only describes it."""
        if name not in _TRAITS and name not in {
            "centre",
            "x",
            "y",
            "z",
            "length",
            "width",
            "wall",
            "flange",
            "hub",
            "base",
            "floor",
        }:
            following = self._place_word(self.term(1))
            return (name == "corner" and following == "edge") or (
                name in {"hole", "bore", "slot", "pocket", "top_face"} and following in {"rim", "edge"}
            )
        behind = self.term(1)
        if behind.word == "-":
            behind = self.term(2)
        following = self._place_word(behind)
        if name in {"x", "y", "z"}:
            return following in {"axis", "direction"}
        if following == "part" and name not in _TRAITS:
            return False
        return following is not None and not (name == "end" and following == "centre")

    def _ref_of(self, *, edge: bool = False) -> Reference | None:
        """Read what a place belongs to; "20 from the edges in the corners" is two places."""
        start = self.at
        if self.word() in {"of", "on", "in"} or (edge and self.word() == "at"):
            self.at += 1
            of = self.ref()
            named = of is None or of.noun != "part" or self.knows_part
            if of is not None and named and not (edge and of.noun in {"corner", "centre"}):
                return of
        self.at = start
        return None


def place_word(term: Term) -> str | None:
    """Return what a term is as a place or as a word that describes one; None where it is neither."""
    for table in ("marker", "component", "role", "feature"):
        name = term.sense(table)
        if name in _NOUNS or name in _TRAITS:
            return name
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
    """Return the unit at the end of "A x B x C mm" to the whole group."""
    unit = group[-1].quantity.unit
    bare = all(
        m.quantity.unit is None and m.quantity.form in {"plain", "diameter", "radius", "word"}
        for m in group[:-1]
    )
    if unit is None or unit == "deg" or not bare:
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


def role_of(label: Label) -> str | None:
    """Return the size that a label names, adjectives resolved ("thick" is a thickness)."""
    return ROLE_OF.get(label.role, label.role) if label.role else None
