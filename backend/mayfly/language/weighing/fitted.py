"""Finds the clauses that say on, in or over what a part goes, and how large that other thing is.

"It runs on an M8 rod", "goes through the 60 mm hole in the table", "to join a 6 mm shaft to an 8 mm one":
these numbers are of things that nobody wants. They are known by the numbers themselves: a part that goes on
another one has a size that matches it, and where that size is named as well ("so make the hole 12.2") the
other number is not wanted. A number that nothing matches may be what is wanted, and is never passed over
here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mayfly.language.chunks import Term
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import TURNING

#: Costs of passing over a clause, and of each number in it.
_CLAUSE: Final = 0.2
_NUMBER: Final = 0.1
#: How far the size of a part may be from that of what it goes on: a share of it, and mm at least.
_SHARE: Final = 0.15
_LEAST_MM: Final = 1.0
#: Words and numbers that a clause may have, and terms between a size and its name.
_LONGEST: Final = 16
_MOST_NUMBERS: Final = 2
_NEAR: Final = 3

_ENDS: Final = frozenset({",", ".", "!", "?", ";", "¶", ":", "(", ")"})
_STOPS: Final = word_set("so with which but make please having plus then has have need i we it is are")
_SUBJECTS: Final = word_set("so that which it and they this these must should will can has to shall needs is")
_MOVES: Final = word_set(
    "goes go going runs run running slides slide sliding slips slip sits sit sitting fits fit fitting rides "
    "ride turns rotates spins mounts mount mounted pushes push pushed presses press pressed hangs hang clips "
    "clip snaps snap screws screw plugs plug drops drop wraps wrap lives rolls stuck"
)
_MANNERS: Final = word_set("right straight just snugly down tightly loosely up easily freely")
_WHERE_TO: Final = word_set(
    "over on onto into in inside through thru around round between to up upon against between"
)
_JOINS: Final = word_set(
    "join joins joining connect connects connecting couple couples coupling link linking adapt"
)
_FOR: Final = word_set("for fits fit fitting suits suit takes take taking accepts accept holds hold receives")
_OWNERS: Final = word_set("the my our its his her")
#: What goes through a part, or what that goes on.
_GOES_THROUGH: Final = word_set(
    "axle axles shaft rod pole pipe bolt screw bar pin spindle dowel hose cable drill broomstick stick"
)
_GOES_ON: Final = word_set("and to with from into")
#: Names of sizes that go round something, or into it.
_MATCHING: Final = word_set(
    "hole holes bore bored bores id od i.d o.d inside outside inner outer dia diameter diam across drilled ø "
    "opening pocket recess socket wide diameters square"
)
#: What holds a bearing, and has its sizes.
_HOLDING: Final = word_set(
    "housing holder seat seats mount carrier hold holds press pressed pocket recess block"
)
_SIZES: Final = frozenset({"plain", "diameter"})
_NUMBERS: Final = _SIZES | {"thread", "designation"}
_BEARINGS: Final = word_set("bearing bearings")
_COPULAS: Final = word_set("is are measures has")
_IN: Final = word_set("in of through")
_THEIR: Final = word_set("the my our a")
_SKIPPED: Final = word_set("a an of")
_HOLES: Final = frozenset({"hole", "bore", "slot"})
#: What a part can go over or into, besides a hole that is in something else.
_GAPS: Final = word_set("opening gap cutout hole bore")


class Aside(NamedTuple):
    """A clause that changes no shape.

    Attributes:
        end: Behind its last term.
        cost: What it costs to read it so.
    """

    end: int
    cost: float


def fitted(text: Text) -> Iterator[tuple[int, Aside]]:
    """Yield the clauses that say what a part goes on, in or over, by their first terms.

    Args:
        text: The text.
    """
    terms = text.terms
    for at in range(len(terms)):
        begin = _begin(terms, at)
        if begin is None:
            continue
        first, joins = begin
        for end in _ends(terms, first, joins=joins):
            numbers = [i for i in range(at, end) if _is_sized(terms[i])]
            moves = terms[at].word in _SUBJECTS
            if (
                not numbers
                or len(numbers) > _MOST_NUMBERS
                or not _is_of_another(text, first, end, moves=moves)
            ):
                continue
            if all(_is_bearing(terms, i) or _is_matched(terms, i, at, end, joins=joins) for i in numbers):
                yield at, Aside(end, _CLAUSE + _NUMBER * len(numbers))


def _begin(terms: Sequence[Term], at: int) -> tuple[int, bool] | None:
    """Return where the words behind a clause's verb or preposition begin, and whether it joins two things."""
    behind = at
    while behind < len(terms) and behind < at + 3 and terms[behind].word in _SUBJECTS:
        behind += 1
    word = terms[behind].word if behind < len(terms) else ""
    owner = behind + 1 < len(terms) and terms[at].word in _OWNERS and terms[at + 1].word in _GOES_THROUGH
    if owner and at + 2 < len(terms) and terms[at + 2].word in _COPULAS:
        return at + 3, True  # "(the axle is 6 mm)"
    if word in _MOVES:
        where = behind + 1
        while where < len(terms) and terms[where].word in _MANNERS:
            where += 1
        if where < len(terms) and terms[where].word in _WHERE_TO:
            return where + 1, terms[where].word == "between"
    if word in _JOINS and behind > at:
        return behind + 1, True
    if word in _FOR:
        over = behind + 1
        while over < len(terms) and terms[over].word in _WHERE_TO | _FOR:
            over += 1
        return over, False
    return None


def _ends(terms: Sequence[Term], first: int, *, joins: bool) -> Iterator[int]:
    """Yield where a clause may end that begins at a term: before "so", "with", a mark, "and"."""
    for at in range(first, min(len(terms), first + _LONGEST) + 1):
        term = terms[at] if at < len(terms) else None
        if joins and term is not None and _goes_on(terms, at):
            continue  # "to join two shafts, 6 and 8 mm", "between a shaft and a pulley with a 14 mm hole"
        if term is None or (term.kind == "mark" and term.word in _ENDS) or term.word in _STOPS:
            if at > first:
                yield at
            return
        if term.word in _GOES_ON and at > first + 1 and not (joins and term.word != "with"):
            yield at


def _goes_on(terms: Sequence[Term], at: int) -> bool:
    """Return whether the sizes of what is joined follow behind a comma or "with"."""
    behind = [term for term in terms[at + 1 : at + 4] if term.word not in _SKIPPED]
    if terms[at].word == ",":
        return len(behind) > 1 and behind[0].quantity is not None and behind[1].word in {"and", "&", "mm"}
    return terms[at].word == "with" and bool(behind) and behind[0].quantity is not None


def _is_of_another(text: Text, first: int, end: int, *, moves: bool) -> bool:
    """Return whether a stretch names another thing and says nothing that could shape the part.

    Args:
        text: The text.
        first: First term.
        end: Behind the last term.
        moves: It begins with "it goes", "that fits", so that a hole in it is where the part goes.
    """
    terms = text.terms
    named = False
    for at in range(first, end):
        term = terms[at]
        if term.word in TURNING or (term.kind == "mark" and term.word not in {"-", "/", "'", ","}):
            return False
        named = named or (term.quantity is not None and term.quantity.form == "designation")
        if term.kind != "word":
            named = named or term.quantity is not None
            continue
        senses = [phrase.term.senses for phrase in text.phrases[at]]
        features = {one["feature"] for one in senses if "feature" in one} - {
            one["feature"] for one in senses if "feature" in one and "part" in one
        }
        if features and not (
            (features <= _HOLES and _is_elsewhere(terms, at + 1, end)) or (moves and term.word in _GAPS)
        ):
            return False
        named = named or at > first
    return named


def _is_elsewhere(terms: Sequence[Term], at: int, end: int) -> bool:
    """Return whether "hole" is followed by what it is in: "in the table"."""
    words = [term.word for term in terms[at:end]]
    return len(words) > 2 and words[0] in _IN and words[1] in _THEIR


def _is_sized(term: Term) -> bool:
    quantity = term.quantity
    return quantity is not None and quantity.form in _NUMBERS


def _is_bearing(terms: Sequence[Term], at: int) -> bool:
    """Return whether a number names a bearing that a part goes beside: a spacer for 608 bearings.

    What holds one has the sizes of the bearing itself; of the others both diameters have to be given.
    """
    quantity = terms[at].quantity
    behind = terms[at + 1].word if at + 1 < len(terms) else ""
    if quantity is None or quantity.form != "designation":
        return False
    if quantity.table != "bearing" and behind not in _BEARINGS:
        return False
    holds = any(term.word in _HOLDING for term in terms)
    round_ones = sum(term.quantity is not None and _is_round(terms, i) for i, term in enumerate(terms))
    return not holds and round_ones > 1


def _is_matched(terms: Sequence[Term], at: int, start: int, end: int, *, joins: bool) -> bool:
    """Return whether a size of the part matches that of what it goes on; of what it joins, exactly."""
    wanted = terms[at].quantity
    if wanted is None:
        return False
    allowed = max(_SHARE * wanted.value, _LEAST_MM)
    for i, term in enumerate(terms):
        own = term.quantity
        if start <= i < end or own is None or own.form not in _SIZES:
            continue
        if abs(own.value - wanted.value) <= allowed and _is_round(terms, i):
            return True
        if joins and own.value == wanted.value:
            return True
    return False


def _is_round(terms: Sequence[Term], at: int) -> bool:
    """Return whether a number is the width of something, by its sign or by a word near it."""
    quantity = terms[at].quantity
    if quantity is not None and quantity.form == "diameter":
        return True
    for step in (-1, 1):
        for i in range(at + step, at + step * (_NEAR + 1), step):
            if not 0 <= i < len(terms) or terms[i].word in _ENDS or terms[i].quantity is not None:
                break
            if terms[i].word in _MATCHING:
                return True
    return False
