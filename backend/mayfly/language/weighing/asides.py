"""Finds the clauses that say why a part is wanted, or what it is for: they are no description of its shape.

"To feed an 8 mm hose through a cabinet wall I need a bushing …" names a hose and a wall that nobody wants.
Such a clause is known by how it begins and by what ends it, whatever its words are:

* a lead begins with a purpose or with somebody ("to feed", "for my", "our table", "I broke") and ends before
  the words with which something is wanted ("I need", "please make"), or at a colon;
* a tale is a sentence about what somebody has or does, without a number and without anything made;
* what a part goes on, in or over is named with its size (`fitted.py`);
* a purpose follows what it is said of ("which takes the tube of the leg", "so that the water can drain").

Each is offered to the search as one phrase that changes no shape, at a cost, beside all other readings of the
same words. The farther a clause is from plain talk (numbers, features, forms in it), the dearer it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.shape_words import SHAPE_WORDS
from mayfly.language.stopwords import GLUE
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.consequences import TELLING, consequences, is_about_the_telling
from mayfly.language.weighing.fitted import Aside, fitted
from mayfly.language.weighing.talk import COUNT, NUMBER, OWN, SERVING, cost_of_talk, tables_of
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import TURNING
from mayfly.language.weighing.wanting import is_wanted_at

#: Costs of passing over a clause, and of what stands in it.
_LEAD: Final = 0.25
_TALE: Final = 0.35
_PURPOSE: Final = 0.3
_COLON: Final = 0.5
_MADE: Final = 0.3
#: Numbers that a lead may have, and words that a clause may have.
_MOST_NUMBERS: Final = 3
_LONGEST: Final = 40

_ENDS: Final = frozenset({".", "!", "?", ";", "¶"})
_SOMEBODY: Final = word_set(
    "i im ive i'm i've i'd we we're we've my our his her their mine someone somebody he she they you your "
    "people everybody friend friends neighbour neighbor son daughter mum mom dad mother father wife husband "
    "brother sister kid kids grandma grandpa colleague"
)
_HAS: Final = word_set("have has got own bought use using i've we've had")
_WHY: Final = word_set("because since so when whenever while if as whereas hence for to in although though")
_SUBJECTS: Final = word_set("i we you it they people")
_RELATIVE: Final = word_set("which that who what")
#: Verbs behind which a relative clause describes the shape.
_DESCRIBING: Final = word_set(
    "is are was has have had having can must should shall will may go goes run runs stand stands lie lies "
    "sit sits rest rests start starts begin begins end ends reach reaches extend extends pass passes "
    "measure measures come comes comprise comprises consist consists contain contains include includes "
    "form forms meet meets face faces point points rise rises lead leads cross crosses make makes leave "
    "leaves get gets be being does do of in on at with for to from the a an i we you it they there each "
    "both"
)
#: Words that end a purpose: what they begin may be said of the part.
_MAY_END_BEFORE: Final = word_set("and with plus but having has have then")
_ARTICLES: Final = word_set("a an another one some")
#: What is meant by its use: "the thing that goes under it".
_ANY_NOUN: Final = word_set("thing part piece bit one item object component")
_BEHIND_NOUN: Final = word_set("that which i we i'm we're i've")
#: What follows "is" where that names what is wanted.
_INTRODUCED: Final = word_set("a an the just simply basically this only really be called")


def asides(text: Text) -> dict[int, list[Aside]]:
    """Return the clauses of a text that say why or for what something is wanted, by their first terms.

    Args:
        text: The text.
    """
    found: dict[int, list[Aside]] = {}
    terms = text.terms
    for start, end in _sentences(terms):
        clauses = (*_leads(text, start, end), *_purposes(text, start, end), *consequences(text, start, end))
        for at, aside in clauses:
            found.setdefault(at, []).append(aside)
        if is_about_the_telling(text, start, end):
            found.setdefault(start, []).append(Aside(end, TELLING))
        tale = _tale(text, start, end)
        if tale is not None:
            found.setdefault(start, []).append(tale)
        own = _own_work(text, start, end)
        if own is not None:
            found.setdefault(own[0], []).append(own[1])
        if _is_fastened(terms, start, end):
            found.setdefault(start, []).append(Aside(end, _PURPOSE))
        if start and _is_not_drawn(terms, start, end):
            found.setdefault(start, []).append(Aside(end, _NOT_DRAWN))
    for at, aside in fitted(text):
        found.setdefault(at, []).append(aside)
    return found


def _sentences(terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, term in enumerate(terms):
        if term.kind == "mark" and term.word in _ENDS:
            if at > start:
                yield start, at
            start = at + 1
    if start < len(terms):
        yield start, len(terms)


# --- before what is wanted ----------------------------------------------------------------------------------


def _leads(text: Text, start: int, end: int) -> Iterator[tuple[int, Aside]]:
    """Yield the beginnings of a sentence that end where something is wanted, or at a colon."""
    terms = text.terms
    opened = _opens_lead(terms, start)
    copula = _end_of_opening(text, start, end)
    if copula:
        yield start, Aside(copula, _LEAD + _cost_of(text, start, copula, opened=True))
    for at in range(start + 1, min(end, start + _LONGEST)):
        wanted = opened and is_wanted_at(terms, at) and at > start + 1
        colon = _ends_title(terms[at]) and not any(_is_sized(term) for term in terms[start:at])
        if not (wanted or (colon and _names_part(text, at + 1, end))):
            continue
        numbers = sum(_is_sized(term) for term in terms[start:at])
        if numbers > _MOST_NUMBERS or (numbers and not _names_part(text, at, end)):
            continue
        cost = (_LEAD if wanted else _COLON) + _cost_of(text, start, at, opened=opened)
        yield start, Aside(at if wanted else at + 1, cost)


_DASHES: Final = frozenset({"-", "–", "—"})


def _ends_title(term: Term) -> bool:
    """Return whether a title ends at a term: at a colon, or at a dash that is no hyphen."""
    return term.word == ":" or (term.text in _DASHES and term.spaced)


_FOR: Final = word_set("for to")
_GREETING: Final = word_set("hey hi hello hiya guys all folks there everybody everyone dear , !")


def _opens_lead(terms: Sequence[Term], start: int) -> bool:
    """Return whether a sentence begins as a purpose, or as a tale of somebody."""
    while start < len(terms) and terms[start].word in _GREETING:
        start += 1
    if start >= len(terms):
        return False
    first = terms[start].word
    second = terms[start + 1] if start + 1 < len(terms) else None
    if second is None:
        return False
    if first in _GONE_WRONG:
        return True
    if first in _FOR:
        return second.quantity is None and second.kind == "word"
    if first == "in":
        return second.word == "order"
    return (
        first in _WHY
        or first in _SOMEBODY
        or any(term.word in _SOMEBODY for term in terms[start : start + 6])
    )


#: Verbs that begin a tale without its subject: "broke the foot of my chair".
_GONE_WRONG: Final = word_set("broke lost cracked snapped broken missing")
_BE: Final = word_set("are is would")


def _end_of_opening(text: Text, start: int, end: int) -> int:
    """Return where "what I'm after is", "the thing that goes under it is" ends; 0 where none begins."""
    terms = text.terms
    words = [term.word for term in terms[start : min(end, start + _LONGEST)]]
    what = words[:1] == ["what"] and len(words) > 1 and words[1] in _SOMEBODY
    vague = (
        words[:1] == ["the"]
        and words[1:2]
        and words[1] in _ANY_NOUN
        and words[2:3]
        and words[2] in _BEHIND_NOUN
    )
    named = words[:1] and words[0] in OWN and _is_named_by_use(text, start, end)
    if not (what or vague or named):
        return 0
    for at in range(2, len(words) - 1):
        if terms[start + at].quantity is not None or words[at] in TURNING:
            return 0
        if words[at] in _BE and words[at + 1] in _INTRODUCED:
            return start + at + 1
    return 0


_COPULAS: Final = word_set("are is")


_UNSUPPORTED: Final = word_set("unsupported")


def _is_named_by_use(text: Text, start: int, end: int) -> bool:
    """Return whether "the buffer stop is a" begins at a term: words of a use, then what that is."""
    for at in range(start + 1, min(end, start + 6)):
        if text.terms[at].word in _COPULAS:
            return at > start + 1
        if text.terms[at].kind != "word" or tables_of(text, at) - _UNSUPPORTED or text.terms[at].word in GLUE:
            return False
    return False


def _cost_of(text: Text, start: int, end: int, *, opened: bool) -> float:
    """Return what the words of a lead cost: numbers, and what could be made itself."""
    cost = 0.0
    for at in range(start, end):
        term = text.terms[at]
        if _is_sized(term) and text.terms[at + 1].word != "d":  # "3d printer"
            cost += NUMBER
        elif term.quantity is not None:
            cost += COUNT
        tables = tables_of(text, at)
        named = not opened and "part" in tables and not _is_before_word(text, at, end)
        if "feature" in tables or term.word in _TURNING_SHAPES or named:
            cost += _MADE
    return cost


def _is_before_word(text: Text, at: int, end: int) -> bool:
    """Return whether a plain word follows, which a part's name only describes: "rod" of "rod holder"."""
    return at + 1 < end and text.terms[at + 1].kind == "word" and not text.phrases[at + 1]


def _names_part(text: Text, start: int, end: int) -> bool:
    """Return whether a part is named in a stretch before any feature is."""
    for at in range(start, end):
        tables = tables_of(text, at)
        if "part" in tables:
            return True
        if "feature" in tables:
            return False
    return False


# --- tales --------------------------------------------------------------------------------------------------


def _tale(text: Text, start: int, end: int) -> Aside | None:
    """Return a sentence about what somebody has or does, where nothing of it could be made."""
    terms = text.terms
    somebody = any(term.word in _SOMEBODY for term in terms[start:end])
    if not somebody and not _is_of_something_else(text, start, end):
        return None
    if any(is_wanted_at(terms, at) for at in range(start, end)) or end - start > _LONGEST:
        return None
    begins = any(term.word in _SOMEBODY for term in terms[start : start + 3])
    has = begins and any(term.word in _HAS for term in terms[start : start + 5])
    cost = cost_of_talk(text, start, end, of_somebody=begins, numbers=_MOST_NUMBERS if has else 0)
    return None if cost is None else Aside(end, _TALE + cost)


_BEFORE_NOUNS: Final = word_set("its the")


_NAMES_OF_PARTS: Final = word_set("component part")


def _is_of_something_else(text: Text, start: int, end: int) -> bool:
    """Return whether a sentence begins with a thing that nobody can make here: "the pump runs"."""
    return (
        start + 2 < end
        and text.terms[start].word in _BEFORE_NOUNS
        and tables_of(text, start + 1) == _UNSUPPORTED
        and not any(_NAMES_OF_PARTS & tables_of(text, at) for at in range(start, end))
    )


# --- behind what is wanted ----------------------------------------------------------------------------------


_REASONS: Final = word_set("because since")


def _purposes(text: Text, start: int, end: int) -> Iterator[tuple[int, Aside]]:
    """Yield what is said of the use of something: "which takes the tube", "so that it stays put"."""
    terms = text.terms
    for at in range(start, end):
        begin = _begins_purpose(text, at, end)
        if begin is None:
            continue
        first, serving = begin
        last = next((i for i in range(first, end) if terms[i].word in {",", ":", "(", ")"}), end)
        stops = [i for i in range(first + 1, last) if terms[i].word in _MAY_END_BEFORE]
        for stop in (*stops, last):
            reason = terms[at].word in _REASONS
            cost = cost_of_talk(
                text, first, stop, serving=serving, of_somebody=reason, numbers=_MOST_NUMBERS if reason else 0
            )
            if cost is not None and stop > at + 1:
                yield at, Aside(stop, _PURPOSE + cost)


_BEGINS_PURPOSE_WORDS: Final = word_set("that which")


_POINTING: Final = word_set("it these they this")


_GOING: Final = word_set("goes sits")


_ABLE: Final = word_set("can can't cant cannot doesn't doesnt don't dont won't wont stays stay will would")


_PRONOUNS: Final = word_set("it they")


def _begins_purpose(text: Text, at: int, end: int) -> tuple[int, bool] | None:
    """Return where the words of a purpose begin, and whether its verb says so; None where none begins."""
    terms = text.terms
    words = [term.word for term in terms[at : at + 4]] + [""] * 4
    serves = words[1] in SERVING or (words[1] not in _DESCRIBING and _is_plain(text, at + 1))
    if words[0] in _RELATIVE and at + 1 < end and serves:
        return at + 1, words[1] in SERVING
    if words[0] in _BEGINS_PURPOSE_WORDS and words[1] in OWN | _SUBJECTS and at + 2 < end:
        return at + 1, words[1] not in _PRONOUNS
    if words[0] == "so" and words[1] == "that":
        return at + 2, False
    if (
        words[0] == "so"
        and words[1] in OWN | _SUBJECTS
        and _ABLE & {term.word for term in terms[at + 2 : at + 5]}
    ):
        return at + 1, True
    if words[0] in _REASONS:
        return at + 1, False
    if words[0] in _POINTING and words[1] in _COPULAS and words[2] == "what":
        return at + 3, words[3] in SERVING
    if words[0] in _POINTING and words[1] in SERVING:
        return at + 1, True
    if words[0] == "it" and words[1] in _GOING and words[2] == "between":
        return at + 2, True
    if words[0] == "to" and words[1] in SERVING:
        return at + 1, True
    if words[0] == "for" and words[1] in OWN | _ARTICLES:
        return at + 1, True
    return None


# --- what somebody does without us --------------------------------------------------------------------------

#: Work that somebody does on the part afterwards, and what shows that it is theirs.
_WORK: Final = word_set(
    "file weld glue solder paint sand deburr copy print duplicate drill tap cut mirror repeat polish trim "
    "mount assemble grind cast braze varnish"
)
_BY_ONESELF: Final = word_set("myself ourselves later afterwards on slicer self after")
_WILL: Final = word_set("will would can could just then only am going to gonna 'll and so also")
_WORKERS: Final = word_set("i we i'll we'll i'd we'd my dad husband")


def _own_work(text: Text, start: int, end: int) -> tuple[int, Aside] | None:
    """Return "I weld a tube on", "we drill the holes ourselves": work that is not ours, without a number."""
    terms = text.terms
    for at in range(start, end):
        if terms[at].word not in _WORKERS or (at > start and terms[at - 1].kind != "mark"):
            continue
        verb = at + 1
        while verb < end and terms[verb].word in _WILL:
            verb += 1
        last = next((i for i in range(verb, end) if terms[i].kind == "mark"), end)
        words = [term.word for term in terms[verb:last]]
        numbered = any(term.quantity is not None for term in terms[verb:last])
        if words and words[0] in _WORK and _BY_ONESELF & set(words[1:]) and not numbered:
            return at, Aside(last, _TALE)
    return None


_FASTENED: Final = word_set(
    "screwed bolted glued welded nailed mounted fixed fastened hung clamped taped soldered"
)
_GETS: Final = word_set("gets get is are be will would being then later just simply")
_TO: Final = word_set("to on onto under against in into")


def _is_fastened(terms: Sequence[Term], start: int, end: int) -> bool:
    """Return whether a sentence says to what the part is fastened: "it gets screwed to the wall"."""
    words = [term.word for term in terms[start:end]]
    if not words or words[0] not in _POINTING or any(term.quantity is not None for term in terms[start:end]):
        return False
    at = 1
    while at < len(words) and words[at] in _GETS:
        at += 1
    rest = words[at + 1 :]
    plain = len(rest) > 1 and rest[0] in _TO and rest[1] in _OTHERS_NOUNS and len(rest) < 6
    return at > 1 and at < len(words) and words[at] in _FASTENED and plain


_OTHERS_NOUNS: Final = word_set("the my our a his her their")
#: A sentence about something that nobody wants drawn.
_NOT_DRAWN: Final = 0.5
_DRAWING: Final = word_set("draw model include make show print add")
_PRONOUN: Final = word_set("it that them those this")


def _is_not_drawn(terms: Sequence[Term], start: int, end: int) -> bool:
    """Return whether a sentence says what is not to be drawn: "the post is 60x60 but don't draw it"."""
    words = [term.word for term in terms[start:end]]
    if (
        not words
        or words[0] not in _BEFORE_NOUNS | OWN
        or words[-1] not in _PRONOUN
        or words[-2] not in _DRAWING
    ):
        return False
    before = words[-4:-2]
    return "don't" in before or before[-1:] == ["not"] or before in (["need", "to"], ["to", "not"])


# --- terms --------------------------------------------------------------------------------------------------


_SIZED_KINDS: Final = word_set("fit point")


_SIZED_FORMS: Final = word_set("designation word")


def _is_sized(term: Term) -> bool:
    """Return whether a term is a number that can be a size."""
    if term.kind in _SIZED_KINDS:
        return True
    return term.quantity is not None and term.quantity.form not in _SIZED_FORMS


_BEARING: Final = SHAPE_WORDS | TURNING
_TURNING_SHAPES: Final = SHAPE_WORDS & TURNING


def _is_plain(text: Text, at: int) -> bool:
    """Return whether a term is a word of which nothing is known and that bears no shape."""
    if at >= len(text.terms):
        return False
    term = text.terms[at]
    known = bool(text.phrases[at]) or term.word in GLUE
    return term.kind == "word" and not known and term.word not in _BEARING
