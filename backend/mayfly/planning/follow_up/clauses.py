"""Writes a message about the last model in a plain form, and cuts it into clauses.

In the plain form words are in lower case, and each number is a mark: "make it 2 mm thicker" is
"make it #0 thicker". The patterns of ``patterns`` are matched against that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from mayfly.language.chunks import Quantity, read_terms
from mayfly.language.weighing.axes_as_sides import SIGNS, axes_as_sides
from mayfly.planning.parts.names import words

_FRONT: Final = (
    r"(?:(?:and|also|then|now|next|ok|okay|so|well|oh|hm+|great|good|nice|perfect|cool|fine|right|alright"
    r"|thanks|thank you|thx|hi|hello|actually|instead|but|finally|lastly|hey|yes|yeah|yep|sure|additionally"
    r"|further|furthermore|(?:make )?another (?:one|#\d+)(?: like (?:it|that))?"
    r"|(?:one|once|#\d+) more(?= but)|(?:the )?same [a-z]+(?=,? (?:but|except)\b)|except(?: that)?"
    r"|let's|lets|let us|can you|could you|would you|can we|could we|will you|you can"
    r"|i want you to|i want to|i want|i would like to|i would like|i'd like to|i'd like|i need to|we need to"
    r"|we should|i think|maybe you can|please|pls|plz|kindly|just|simply|only|i need|we need|what if"
    r"|what about|how about|do|can i get|can i have|can it be|could i get|may i have"
    r"|(?:the )?same(?: (?:again|thing|part|model|one))?)\b[ ,:.!]*)+"
)
_FILLERS: Final = re.compile(
    r"\b(?:please|pls|plz|kindly|actually|just|simply|for me|exactly|again please|as well|in total|thanks"
    r"|too(?! (?:heavy|thin|thick|big|small|large|long|short|tall|weak|bulky|light)\b)|thank you|if possible"
    r"|after all|itself|themselves|everywhere|all over|in metric|is metric|in inches is)\b"
)
#: What only gives a reason: "so they straddle the axes". What has numbers may be a change.
_REASON: Final = re.compile(
    r"[,;]?\s+(?:so|so that|in order that|such that) (?:they|it|that|we|i|the) [a-z' ]+$"
)
#: Ends of a message that say that nothing else changes.
_REST: Final = re.compile(
    r"[,;.]?\s*\b(?:(?:and|but|while|with)\s+)?(?:leave|leaves|leaving|keep|keeping)?\s*"
    r"(?:everything else|all else|the rest|rest|all the rest|the others?|all others|all other"
    r" (?:sizes|dimensions|features)|the other (?:sizes|dimensions|features)|other (?:sizes|dimensions))"
    r"(?:\s+(?:of it|of the part))?\s*"
    r"(?:(?:stays?|remains?|is|are|to stay|should stay|can stay|shall stay|as)\s*)*"
    r"(?:(?:as )?(?:it|they|is|it is|it was|they are|before|unchanged|alone|fixed)"
    r"|the same|same|equal)?(?:\s+(?:is|was|are|before))?\s*$"
)
_CORRECTS: Final = re.compile(
    r"(?:no|nope|nah|sorry|oops|ups|wait|hang on|hold on|wrong|not that|my mistake|my bad|correction"
    r"|i mean|i meant|rather|or rather|better|make that(?! #\d+ #\d+))\b[ ,:.!;-]*"
)
#: What may follow "no" without a comma; "no lid" takes something away.
_GOES_ON: Final = re.compile(
    rf"{_CORRECTS.pattern}|(?:make|use|set|take|let|just|it should|i want|i need|put|go|turn|undo)\b"
)
_SPLIT: Final = re.compile(r"\s*(?:[,;.!?:]\s+(?:and\s+|but\s+|then\s+)?|\s(?:and|then|but|plus)\s)\s*")


_LETTERS: Final = frozenset("xyz")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a message, or the whole of it.

    Attributes:
        text: Its plain form, each number as ``#`` and its place in ``numbers``.
        numbers: The numbers of the whole message.
        points: Pairs of coordinates in brackets, written as ``@`` and their place here.
    """

    text: str
    numbers: tuple[Quantity, ...]
    points: tuple[tuple[float, ...], ...] = ()

    def number(self, mark: str) -> Quantity:
        """Return the number that a mark stands for: "#0"."""
        return self.numbers[int(mark.removeprefix("#"))]

    @property
    def written(self) -> str:
        """The clause in words again, numbers as they were written."""
        text = re.sub(r"#(\d+)", lambda mark: self.numbers[int(mark[1])].text, self.text)
        return re.sub(r"@(\d+)", lambda mark: str(self.points[int(mark[1])]), text)


def plain_form(message: str) -> Clause:
    """Return a message in its plain form, politeness left out."""
    pieces: list[str] = []
    numbers: list[Quantity] = []
    points: list[tuple[float, ...]] = []
    terms = axes_as_sides(read_terms(message, words()))
    for term, behind in zip_longest(terms, terms[1:]):
        sign = SIGNS.get(term.word or term.text)
        if sign and behind is not None and behind.word in _LETTERS:
            pieces.append(sign)  # "10 in -y"
        elif pieces[-1:] in (["+"], ["-"]) and term.word in _LETTERS:
            pieces[-1] += term.word
        elif term.quantity is not None:
            pieces.append(f"#{len(numbers)}")
            numbers.append(term.quantity)
        elif term.points:
            pieces.append(f"@{len(points)}")
            points.append(term.points)
        else:
            pieces.append((term.word or term.text).lower().replace("-", " "))
    text = re.sub(r"\s+([,;.!?%:])", r"\1", " ".join(" ".join(pieces).split()))
    return Clause(text.strip(" .!;,"), tuple(numbers), tuple(points))


def bare(text: str) -> str:
    """Return a plain form without its polite front, its fillers and "everything else stays"."""
    before = None
    while before != text:
        before = text
        text = _REASON.sub("", _REST.sub("", text))
        text = re.sub(rf"^{_FRONT}", "", text)
        text = " ".join(_FILLERS.sub(" ", text).split()).strip(" .,;:!?")
        text = re.sub(r"\s+([,;.])", r"\1", text)
    return text


def without_correction(text: str) -> tuple[str, bool]:
    """Return a plain form without "no," and "sorry," at its front, and whether there was one."""
    found = False
    while match := _CORRECTS.match(text):
        more = re.match(r"no (?!\W)", text) and not _GOES_ON.match(text[match.end() :])
        if not text[match.end() :] or (more and "," not in match[0]):
            break  # "no lid" takes something away
        text, found = text[match.end() :], True
    return text, found


def pieces(text: str) -> list[str]:
    """Cut a plain form at the places where one clause may end and another begin; separators in between."""
    found, start = [], 0
    for match in _SPLIT.finditer(text):
        found += [text[start : match.start()], match[0]]
        start = match.end()
    return [*found, text[start:]]
