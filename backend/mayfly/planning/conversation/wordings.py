"""The ways in which an answer can be meant: without politeness, as the option that it names, as its number.

A question is answered by any words of an option, by a value, by a number, or by a part of a sentence. Each
wording is tried in turn by those who put it to the request (``answers``); the first is the answer as it was
given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mayfly.errors import NeedsClarification
from mayfly.language.chunks import read_terms
from mayfly.language.weighing.attach.which_one import ORDER
from mayfly.planning.parts.names import words

_FRONT: Final = re.compile(
    r"^\s*(?:(?:sorry|oops|wait|hang on|hold on|ups|whoops|no|nope|hmm+|ah|oh|well|ok|okay|yes|yeah|right"
    r"|sure|hi|then|so|actually"
    r"|my (?:mistake|bad|fault)|of course|i meant?|i mean|i said|i want|i would like|i'd like|i'd say|i think"
    r"|it (?:should|shall|must|has to|needs to) be|it's|its|it is|that's|that is|they (?:are|should be)"
    r"|make (?:it|that|them)|use|take|go (?:for|with)"
    r"|let's (?:say|take|use|do|have)|let it be|say|please"
    r"|the (?:answer|value) is|choose|with|about|i'll take|i choose|should be|must be|is|are|just|only"
    r"|simply)\b[\s,.:;!-]*)+",
    re.IGNORECASE,
)
#: Says that what was said before was wrong, and nothing else.
_LEAD: Final = re.compile(
    r"^\s*(?:(?:oh|ah|hmm+|no|actually|ok|well)\b[\s,.:;!-]*)*"
    r"(?:(?:sorry|oops|whoops|wait|hang on|hold on|i meant?|i said|my mistake|my bad)\b[\s,.:;!-]*)+",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"[\s,.;!]*\b(?:(?:is|are|was|would be) (?:right|correct|meant|fine|good|ok|okay|it|what i meant?"
    r"|the right one|the one|better)|please|pls|thanks|thank you|it is|then|of course|for sure|i think"
    r"|i guess|sorry|rather|instead|my mistake|sounds good"
    r"|should be (?:right|fine)|will do|holds|wins)[\s,.;!]*$",
    re.IGNORECASE,
)
_ORDINALS: Final[tuple[tuple[str, ...], ...]] = (
    ("first", "1st", "former", "a", "option 1", "number 1", "no. 1"),
    ("second", "2nd", "b", "option 2", "number 2", "no. 2"),
    ("third", "3rd", "c", "option 3", "number 3", "no. 3"),
    ("fourth", "4th", "d", "option 4", "number 4", "no. 4"),
)
_ORDINAL: Final = re.compile(r"^(?:the )?(?P<which>[\w. ]+?)(?: (?:one|option|value|number|answer))?$")
_ASIDE: Final = re.compile(
    r"\b(?:in|on|for|at) (?:both|each|all|every|either|the) \w+"
    r"|\b(?:outside|outer|inside|inner|measured|free)\b",
    re.IGNORECASE,
)
_IDLE: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "for",
        "it",
        "its",
        "is",
        "mm",
        "cm",
        "to",
        "from",
        "be",
        "with",
        "and",
        "about",
        "that",
        "this",
        "on",
        "in",
        "at",
    ]
)
_SMALL: Final = 60
#: Words for a size that the request gives already; such a word is no aside then.
_GIVEN: Final = (("in", "inner"), ("in", "inside"), ("in", " id"), ("out", "out"), ("out", " od"))


def wordings(answer: str, question: NeedsClarification) -> list[str]:
    """Return the ways in which an answer can be worded, the most literal first.

    Args:
        answer: What the person said.
        question: What was asked.
    """
    answer = _LEAD.sub("", answer).strip() or answer
    core = bare_answer(answer)
    found = [*_options(core, question), answer]
    if core and core != answer:
        found.append(core)
    found += _of_counted(core, question)
    return list(dict.fromkeys(way for way in found if way.strip()))


def _of_counted(core: str, question: NeedsClarification) -> list[str]:
    """Return an answer to "Where is the third hole?" with that hole: "the third hole is at (20, 0)"."""
    nouns = [each for each in question.subject.words if each.lower().split()[0] in ORDER]
    if question.subject.kind != "place" or len(nouns) != 1 or nouns[0].lower() in core.lower():
        return []
    return [f"the {nouns[0]} is {core}", f"the {nouns[0]} is at {core}"]


def shortened(answer: str, question: NeedsClarification, asked: str) -> list[str]:
    """Return an answer without words for what was asked about, or that say where for the second time.

    Args:
        answer: What the person said.
        question: What was asked.
        asked: The request so far.
    """
    found = _without_asides(bare_answer(_LEAD.sub("", answer).strip() or answer), question, asked.lower())
    return [way for way in found if way.strip()]


def chosen_option(answer: str, question: NeedsClarification) -> str | None:
    """Return the option of a question that an answer names; None where it names no single one."""
    if answer in question.options:
        return answer
    found = _options(bare_answer(answer), question)
    return found[0] if len(found) == 1 else None


def bare_answer(answer: str) -> str:
    """Return an answer without what only leads in or confirms: "18 mm" of "oops, 18 mm is right"."""
    core, before = answer.strip(), ""
    while core != before:
        before = core
        core = _END.sub("", _FRONT.sub("", core)).strip()
    return core or answer.strip()


def says_nothing(text: str) -> bool:
    """Return whether a piece of an answer only leads in or confirms: "oh sorry", "thanks"."""
    return not _END.sub("", _FRONT.sub("", f"{text.strip()} ")).strip(" ,.;:!")


def _options(core: str, question: NeedsClarification) -> list[str]:
    """Return the option that an answer names by its place or by words that only one has."""
    options = question.options
    if not options or len(core) > _SMALL:
        return []
    match = _ORDINAL.match(core.lower())
    which = match["which"] if match else ""
    if which in {"last", "latter"}:
        return [options[-1]]
    for option, names in zip(options, _ORDINALS, strict=False):
        if which in names and not any(which == other.lower() for other in options):
            return [option]
    said = _content(core)
    hits = [option for option in options if said and said <= _content(option)]
    return hits if len(hits) == 1 else []


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"[\w.,/°]+", text.lower()) if word not in _IDLE}


def _without_asides(core: str, question: NeedsClarification, request: str) -> Iterator[str]:
    """Yield an answer without words for what was asked about, or that say where for the second time."""
    asked = _asked_about(question)
    shorter = core
    for aside in _ASIDE.findall(core):
        last = aside.lower().split()[-1]
        named = any(word.startswith(last.rstrip("s")) for word in asked)
        given = question.reason == "missing" and any(
            last.startswith(way) and name in request for way, name in _GIVEN
        )
        if named or (last.startswith(("out", "in", "measured", "free")) and not given):
            shorter = " ".join(shorter.replace(aside, " ").split())
    if shorter != core:
        yield shorter


def only_number(core: str, question: NeedsClarification, names: Sequence[str]) -> str | None:
    """Return the one number of an answer whose other words only name again what was asked for.

    Args:
        core: The answer.
        question: What was asked.
        names: What people call the size that was asked for.
    """
    quantities = [term.quantity for term in read_terms(core, words()) if term.quantity]
    if len(quantities) != 1:
        return None
    known = _asked_about(question, names) | _IDLE
    rest = re.findall(r"[a-z]{3,}", core.lower().replace(quantities[0].text.lower(), " "))
    same = all(
        any(word.startswith(each) or each.startswith(word) for each in known if len(each) > 2)
        for word in rest
    )
    return quantities[0].text if same else None


def _asked_about(question: NeedsClarification, names: Sequence[str] = ()) -> set[str]:
    """Return the words that name what a question is about, its options, and those of ``names``."""
    subject = question.subject
    named = [subject.kind, subject.feature, subject.name, *subject.sizes, *subject.words, *subject.others]
    return set(re.findall(r"[a-z]+", " ".join([*named, *question.options, *names]).lower()))
