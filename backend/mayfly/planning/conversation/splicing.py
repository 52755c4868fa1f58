"""Puts an answer where its question points: at the words in question, or in the place of what loses.

Each function yields requests that may be meant; the first that can be planned, or that leaves less open,
holds (``answers``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mayfly.errors import NeedsClarification
from mayfly.language.english import singular
from mayfly.language.units import number
from mayfly.language.vocabulary import NUMBER_WORDS
from mayfly.planning.conversation.wordings import bare_answer
from mayfly.planning.readings.heard import heard
from mayfly.subject import Subject

#: Words for counts, by their value: "no", "one", … "twelve".
_COUNTS: Final = ("no", *list(NUMBER_WORDS)[1:13])
_NOUN: Final = re.compile(
    r"(?:the|an?|one|either|which|that|this)\s+(?P<noun>end|side|edge|face|wall|leg|corner)\b", re.IGNORECASE
)
_WAYS: Final = re.compile(r"(?:left|right|front|back|top|bottom|up|down|rear)\b", re.IGNORECASE)
_PIECE: Final = re.compile(r"\s*(?:,|;|\band\b|\bplus\b|&)\s*", re.IGNORECASE)
_DECIMAL: Final = r"\d+(?:\.\d+)?"
_ROW: Final = rf"{_DECIMAL}(?: ?mm)?(?: ?(?:x|×|by) ?{_DECIMAL}(?: ?mm)?)+"
_OWN_WORDS: Final = r"(?:\s*(?:mm|cm|in|inch(?:es)?))?(?:\s+(?:deep|depth|thick|wide|long|high|tall))?"


def splices(asked: str, question: NeedsClarification, answer: str) -> Iterator[str]:
    """Yield the request with an answer in each place where its question points.

    Args:
        asked: The request so far.
        question: What was asked.
        answer: What the person said.
    """
    core = bare_answer(answer)
    subject = question.subject
    yield from _in_other_order(asked, core)
    yield from _as_size(asked, subject, core)
    yield from _as_count(asked, subject, core)
    yield from _at_end(asked, question, core)
    yield from _behind_words(asked, subject, core)
    yield from _without_loser(asked, subject, core)
    yield from _only_part(asked, subject, core)
    if subject.kind == "number":
        yield f"{asked} x {core}"


def _in_other_order(asked: str, answer: str) -> Iterator[str]:
    """Yield the request with "20 x 8" in the place of "8 x 20"."""
    numbers = sorted(re.findall(_DECIMAL, answer))
    if len(numbers) < 2 or not re.fullmatch(_ROW, answer.strip(), re.IGNORECASE):
        return
    for found in re.finditer(_ROW, asked, re.IGNORECASE):
        if sorted(re.findall(_DECIMAL, found[0])) == numbers and found[0] != answer:
            yield f"{asked[: found.start()]}{answer}{asked[found.end() :]}"


def _as_size(asked: str, subject: Subject, answer: str) -> Iterator[str]:
    """Yield "diameter 40" of "40", where it was asked what 40 is."""
    size = re.sub(r"^(?:(?:the|its|it's|it|is|a|an|as|that)\s+)+", "", answer.lower())
    if subject.kind != "number" or re.search(r"\d", size):
        return
    for value in subject.values:
        text = re.escape(number(value.number))
        yield re.sub(rf"(?<![\w.]){text}(?![\w.])", f"{size} {number(value.number)}", asked, count=1)


def _as_count(asked: str, subject: Subject, answer: str) -> Iterator[str]:
    """Yield "4 holes" of "holes" or "3 holes", where a count is open or in doubt."""
    counted = any(value.kind == "count" for value in subject.values)
    said = _count_in(answer)
    if said is None or not (counted or subject.kind == "count"):
        return
    noun = subject.name or subject.feature
    for old in (value for value in subject.values if value.kind == "count"):
        for written in (number(old.number), count_word(old.number)):
            if written and written != said:
                text, times = re.subn(
                    rf"\b{written}\b(?=\s*(?:x\b|×)?[\w\s.Ø-]*\b{_stem(noun)})", said, asked, count=1
                )
                if times:
                    yield text
                    yield _one_only(text, noun, said)
    yield re.sub(rf"\b({_stem(noun)}\w*)", rf"{said} \1", asked, count=1)


def _count_in(answer: str) -> str | None:
    """Return the count that an answer gives: "four" of "four of them", "one" of "yes, one"."""
    found = re.match(
        rf"(?:just |only )?(?P<n>\d{{1,3}}|{'|'.join(_COUNTS[1:])})\b(?!\s*(?:mm|cm|in\b|x|[.,]\d))",
        answer.lower(),
    )
    return found["n"] if found else None


def count_word(value: float) -> str:
    """Return the word for a count: "four"; empty where there is none in use."""
    return _COUNTS[int(value)] if value == int(value) and 0 <= value < len(_COUNTS) else ""


def _stem(noun: str) -> str:
    return re.escape(singular(noun.split()[-1]) if noun else "holes")


def _one_only(text: str, noun: str, said: str) -> str:
    """Return "one plate" for "one plates"."""
    return (
        re.sub(rf"\b{re.escape(noun)}\b", singular(noun), text, count=1)
        if said in {"1", "one"} and noun
        else text
    )


def _at_end(asked: str, question: NeedsClarification, answer: str) -> Iterator[str]:
    """Yield "5 mm from the top end" of "5 mm from the end", and of "the end with the last step"."""
    for words in question.subject.words:
        if words not in asked:
            continue
        for way in dict.fromkeys([re.sub(r"^the\s+", "", answer), *_by_step(asked, question, answer)]):
            for new in (rf"the {way} \g<noun>", f"the {way}"):
                text, times = _NOUN.subn(new, words, count=1)
                if times:
                    yield asked.replace(words, text, 1)


def _by_step(asked: str, question: NeedsClarification, answer: str) -> Iterator[str]:
    """Yield "top" for "the 16 mm end" of a part with steps, of which the last one is 16 mm thick."""
    given = re.search(r"\d+(?:\.\d+)?", answer)
    pairs = [group for group in heard(asked).rows if len(group) == 2]
    if given is None or len(pairs) < 2 or not {"the top", "the bottom"} <= set(question.options):
        return
    if pairs[0][0] == float(given[0]):
        yield "bottom"
    if pairs[-1][0] == float(given[0]):
        yield "top"


def _behind_words(asked: str, subject: Subject, answer: str) -> Iterator[str]:
    """Yield the request with the answer behind the words, the name or the number in question."""
    if subject.kind in {"words", "part", "request"}:
        return
    for words in dict.fromkeys([*subject.words, subject.name, subject.feature]):
        found = (
            re.search(rf"\b{re.escape(words)}\b(?:\s*(?:of\s+)?\d[\w.]*(?:\s*mm\b)?)?", asked, re.I)
            if words
            else None
        )
        if found is None:
            continue
        before, after = asked[: found.end()], asked[found.end() :]
        for link in ("", "in ", "on ", "of ", "at "):
            yield f"{before} {link}{answer.replace('own ', '')}{after}"
        way = _WAYS.search(answer)
        distance = re.match(r"[\d.,]+(?:\s*mm)?", words)
        if way and distance:
            yield asked.replace(found[0], f"{distance[0]} to the {way[0]} of the centre", 1)


def _without_loser(asked: str, subject: Subject, answer: str) -> Iterator[str]:
    """Yield the request without what an answer speaks against: "through" of "through, 3 mm deep"."""
    values = {number(value.number) for value in subject.values}
    said = set(re.findall(r"\d+(?:\.\d+)?", answer)) & values
    through = re.search(r"\b(?:through|thru)\b", answer.lower()) is not None
    for text in sorted(values - said) if said or through else ():
        yield re.sub(rf",?\s*(?:and\s+)?(?<![\w.]){re.escape(text)}{_OWN_WORDS}(?![\w.])", "", asked, count=1)
    if said:
        yield re.sub(r"\b(?:through|thru)\s*", "", asked, count=1)


def _only_part(asked: str, subject: Subject, answer: str) -> Iterator[str]:
    """Yield the request without the parts that an answer does not name."""
    wanted = heard(answer).part
    if subject.kind != "part" or not wanted:
        return
    kept = [piece for piece in _PIECE.split(asked) if heard(piece).part in {"", wanted}]
    if kept:
        yield ", ".join(kept)
