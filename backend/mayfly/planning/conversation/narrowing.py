"""Puts an answer into the request in the place where its question points.

An answer may say more than was asked ("holes of 5 mm, 8 mm from the edges"), so that joining it
to the end of the request makes a second feature of it.
"""

from __future__ import annotations

import re
from typing import Final

from mayfly.errors import NeedsClarification, Reason
from mayfly.subject import Subject

_FEATURE: Final = re.compile(
    r"\b(?:holes?|bores?|slots?|pockets?|boss(?:es)?|grooves?|keyways?|fillets?|chamfers?|counterbores?|countersinks?)\b",
    re.IGNORECASE,
)


def asked_sizes(question: NeedsClarification) -> tuple[str, ...]:
    """Return the sizes that a question asks for: "width" of "What is the width of the plate?"."""
    asks = question.reason == "missing" and question.subject.kind == "size"
    return question.subject.sizes if asks else ()


def placed_answers(asked: str, question: NeedsClarification, answer: str) -> tuple[str, ...]:
    """Return the request with the answer, one text for each way of joining them, the best first.

    Args:
        asked: The request so far.
        question: The question.
        answer: What the person said.
    """
    joined = f"{asked.rstrip(' .,;')},\n{answer}"
    ways = [_named_each(asked, asked_sizes(question), answer), _distributed(asked, answer), joined]
    noun = _noun(question.reason, question.subject)
    if noun and _times(noun, asked) == 1 and not _FEATURE.search(answer):
        of = "" if re.match(r"(?:of|with|in|at|on|each)\b|[,:]", answer) else "of "
        ways += [_put(asked, noun, f"{noun} {of}{answer}"), _put(asked, noun, f"{noun} {answer}")]
    return tuple(dict.fromkeys(way for way in ways if way))


def _named_each(asked: str, sizes: tuple[str, ...], answer: str) -> str | None:
    """Call each of several bare numbers by the size that was asked for at its place."""
    pieces = [piece.strip() for piece in re.split(r",\s|;|\n|\band\b|\bby\b", answer) if piece.strip()]
    bare = all(re.fullmatch(r"[\d.,/]+\s*(?:[a-zA-Z]{1,6}|\")?", piece) for piece in pieces)
    if len(sizes) < 2 or len(pieces) != len(sizes) or not bare:
        return None
    named = ", ".join(f"{size} {piece}" for size, piece in zip(sizes, pieces, strict=True))
    return f"{asked.rstrip(' .,;')},\n{named}"


def _distributed(asked: str, answer: str) -> str | None:
    """Put each piece of an answer that names a feature in the place where the request names it.

    Pieces without a feature belong to the one before them; those before the first go to the end.
    """
    text, noun = asked, ""
    end: list[str] = []
    said: list[str] = []
    for piece in re.split(r"(?:,|;|\n|\band\b)\s+", answer.strip()):
        named = _FEATURE.search(piece)
        if named is None:
            (said if noun else end).append(piece)
            continue
        text = _put(text, noun, ", ".join(said)) if noun else text
        noun, said = (
            _as_said(named[0], text),
            [re.sub(r"^(?:the|all|all the|a|an)\s+", "", piece, flags=re.IGNORECASE)],
        )
        if not noun:
            return None
    if not noun:
        return None
    text = _put(text, noun, ", ".join(said))
    return f"{text.rstrip(' .,;')},\n{', '.join(end)}" if end else text


def _put(asked: str, noun: str, text: str) -> str:
    """Put a text in the place of a noun, with a comma behind it where the request goes on."""
    before, _, after = re.split(rf"(\b{re.escape(noun)}\b)", asked, maxsplit=1, flags=re.IGNORECASE)
    rest = after.strip(" ,;\n")
    return f"{before}{text}, {rest}" if rest.strip(".") else f"{before}{text}"


def _as_said(noun: str, asked: str) -> str:
    """Return a feature's noun as the request has it, once, in singular or plural; else an empty string."""
    stem = noun.lower().removesuffix("es" if noun.lower().endswith("sses") else "s")
    found = [match[0] for match in _FEATURE.finditer(asked) if match[0].lower().startswith(stem)]
    return found[0] if len(found) == 1 else ""


def names_feature(text: str) -> bool:
    """Return whether a text names a feature: "the slot is 30 long"."""
    return _FEATURE.search(text) is not None


def _times(noun: str, asked: str) -> int:
    return len(re.findall(rf"\b{re.escape(noun)}\b", asked, re.IGNORECASE))


def _noun(reason: Reason, subject: Subject) -> str:
    """Return the noun behind which an answer can stand: "holes" of "What is the diameter of the holes?"."""
    return subject.name if reason == "missing" and subject.kind in {"size", "place", "face"} else ""
