"""Weighs the words of a clause that has to be mere talk: what things are for, what somebody has or does.

A clause of talk may name other things, and say where these are or how they are held; it may not size, place
or shape anything that is made.
"""

from __future__ import annotations

from typing import Final

from mayfly.language.shape_words import NOUNS, SHAPE_WORDS, WHERE
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.other_units import OTHER_UNITS
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import TURNING

#: What a number in a clause of talk costs, and a number in words.
NUMBER: Final = 0.6
COUNT: Final = 0.15
#: A unit that is also a part: "6 bar".
_PRESSURE: Final = frozenset({"bar", "bars"})
#: Verbs that say what a part is for.
SERVING: Final = word_set(
    "take takes hold holds fit fits support supports receive receives accept accepts clamp clamps cover "
    "covers protect protects guide guides keep keeps lock locks secure secures attach attaches mount "
    "mounts fasten fastens fix fixes retain retains catch catches stop stops prevent prevents slide "
    "slides snap snaps clip clips hang hangs seal seals plug plugs grip grips replace replaces belong "
    "belongs serve serves work works help helps let lets feed feeds press presses pull pulls push pushes "
    "lift lifts screw screws bolt bolts suit suits level levels steady steadies prop props balance balances"
)
#: Words of place that in a purpose say how something else is held.
_PARTICLES: Final = word_set("down up in on off apart together upright away open closed shut back out over")
_UNSUPPORTED: Final = frozenset({"unsupported"})
OWN: Final = word_set("my our his her their your the its these those this that")
_THEIRS: Final = word_set("my our his her their your")
#: Verbs behind which something is named that somebody has no more.
_GONE: Final = word_set(
    "lost lose broke broken break missing misses cracked wore worn snapped replace replacing"
)


def cost_of_talk(
    text: Text, start: int, end: int, *, serving: bool = False, of_somebody: bool = False, numbers: int = 0
) -> float | None:
    """Return what the words of a clause cost that has to be mere talk; None where one may bear shape.

    Args:
        text: The text.
        start: First term.
        end: Behind the last term.
        serving: The clause says by its verb what the part is for, so that it may name other things.
        of_somebody: It is about somebody or what is theirs, so that it may say where other things are.
        numbers: How many numbers there may be in it; those of other quantities than lengths are not counted.
    """
    cost = 0.0
    for at in range(start, end):
        term = text.terms[at]
        if term.kind == "mark":
            if term.word not in {",", "-", "'", "(", ")", "/", '"'}:
                return None
        elif at > start and term.word in _PRESSURE and text.terms[at - 1].quantity is not None:
            continue
        elif term.kind != "word" or term.quantity is not None:
            other = at + 1 < end and text.terms[at + 1].word in OTHER_UNITS | _PRESSURE
            if term.kind == "number" and term.quantity is not None and term.quantity.form == "word":
                cost += COUNT
            elif not other:
                numbers -= 1
                cost += NUMBER
            if numbers < 0:
                return None
        elif term.word in TURNING:
            if not of_somebody:
                return None
            cost += COUNT
        elif not _is_talk(text, at, start, serving=serving, of_somebody=of_somebody):
            return None
    return cost


_NAMES_OF_PARTS: Final = word_set("component part")


_TERMS_OF_SHAPE: Final = word_set("feature marker role")


def _is_talk(text: Text, at: int, start: int, *, serving: bool, of_somebody: bool) -> bool:
    """Return whether a word of a clause neither sizes, places nor shapes anything that is made."""
    word = text.terms[at].word
    if word in HARMLESS or word in GLUE or word in SERVING or (serving and word in _PARTICLES):
        return True
    tables = tables_of(text, at)
    if tables & _TERMS_OF_SHAPE and "unsupported" not in tables:
        return serving and "feature" in tables and _is_named_by_use(text, at, start)
    if of_somebody and "unsupported" in tables:
        return True
    before = {term.word for term in text.terms[max(start, at - 3) : at]}
    owned = bool(before & (_THEIRS if of_somebody else OWN) or before & _GONE)
    if tables & _NAMES_OF_PARTS:
        return owned or (serving and "part" in tables and "component" not in tables)
    if word in WHERE:
        return of_somebody
    if word in NOUNS:
        return owned or serving
    return word not in SHAPE_WORDS or "unsupported" in tables


def _is_named_by_use(text: Text, at: int, start: int) -> bool:
    """Return whether a feature's word ends a clause behind a word that says of what: "for a fence post"."""
    behind = text.terms[at + 1] if at + 1 < len(text.terms) else None
    ends = behind is None or (behind.kind == "mark" and behind.word in {".", ",", ":", ";", "!", "¶"})
    before = text.terms[at - 1]
    plain = at > start and before.kind == "word" and before.word not in GLUE | HARMLESS | SHAPE_WORDS
    return ends and plain and tables_of(text, at - 1) <= _UNSUPPORTED


def tables_of(text: Text, at: int) -> frozenset[str]:
    """Return the tables of the vocabulary that a phrase from a term on stands in."""
    return frozenset(table for phrase in text.phrases[at] for table in phrase.term.senses)
