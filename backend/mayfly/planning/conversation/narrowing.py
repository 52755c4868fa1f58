"""Reads our own questions: which sizes they ask for, which answers they name, and where an answer belongs.

An answer may say more than was asked ("holes of 5 mm, 8 mm from the edges"), so that joining it
to the end of the request makes a second feature of it. Here it is put where the question points.
The planner's questions are sentences until they carry values; only this module reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_SIZES: Final = re.compile(r"What (?:is|are) the ((?:(?! of the )[^?.:]){1,120}) of the ([\w -]{1,60})[?.]")
_HOW: Final = re.compile(r"How (deep|high|tall|thick|wide|long) is the ([\w -]{1,60})[?.]")
_SIZE_OF: Final = {
    "deep": "depth",
    "high": "height",
    "tall": "height",
    "thick": "thickness",
    "wide": "width",
    "long": "length",
}
_TWICE: Final = re.compile(r"given twice: (.{1,80}?) and (.{1,80}?)\. Which one holds\?")
_LISTED: Final = re.compile(r": ([^:?()]{3,200})\?")
_FEATURE: Final = re.compile(
    r"\b(?:holes?|bores?|slots?|pockets?|boss(?:es)?|grooves?|keyways?|fillets?|chamfers?|counterbores?|countersinks?)\b",
    re.IGNORECASE,
)
_NO_OPTION: Final = re.compile(r"(?:which|what|how|where|or)\b", re.IGNORECASE)


def asked_sizes(question: str) -> tuple[str, ...]:
    """Return the sizes that a question asks for: "width" of "What is the width of the plate?"."""
    match = _SIZES.search(question)
    if match:
        names = re.split(r", (?:and )?(?:the )?| and (?:the )?", match[1])
        return tuple(name for name in names if re.fullmatch(r"[a-z][a-z -]{0,39}", name))
    how = _HOW.search(question)
    return (_SIZE_OF[how[1]],) if how else ()


def offered(question: str) -> tuple[str, ...]:
    """Return the answers that a question names: those of "Where ...: corners, a row, or which points?"."""
    twice = _TWICE.search(question)
    if twice:
        return twice[1], twice[2]
    listed = _LISTED.search(question)
    if listed is None:
        return ()
    pieces = [piece.strip() for piece in re.split(r",\s*(?:or\s+)?|\s+or\s+", listed[1])]
    found = tuple(piece for piece in pieces if piece and not _NO_OPTION.match(piece))
    return found if len(pieces) > 1 else ()


def placed_answers(asked: str, problem: Mapping[str, Any], answer: str) -> tuple[str, ...]:
    """Return the request with the answer, one text for each way of joining them, the best first.

    Args:
        asked: The request so far.
        problem: The question, as ``NeedsClarification.to_dict`` gives it.
        answer: What the person said.
    """
    question = str(problem["message"])
    joined = f"{asked.rstrip(' .,;')},\n{answer}"
    ways = [_named_each(asked, asked_sizes(question), answer), _distributed(asked, answer), joined]
    noun = _noun(question)
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


def _times(noun: str, asked: str) -> int:
    return len(re.findall(rf"\b{re.escape(noun)}\b", asked, re.IGNORECASE))


def _noun(question: str) -> str:
    """Return what a question is about: "holes" of "What is the diameter of the holes?"."""
    match = _SIZES.search(question) or _HOW.search(question)
    if match:
        return match[2].strip()
    where = re.match(r"Where do(?:es)? the (?:\d+ )?([\w-]{1,40}) go\b", question)
    return where[1] if where else ""
