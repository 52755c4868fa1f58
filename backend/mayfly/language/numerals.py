"""Reads numbers that are spelled out: "one hundred and twenty", "half an inch", "one and a half inches"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mayfly.language.units import SPELLINGS
from mayfly.language.vocabulary import ADJECTIVES, NUMBER_WORDS

_ARTICLES: Final = frozenset({"a", "an"})
_DIGITS: Final = {"zero": 0, "oh": 0, **{word: n for word, n in NUMBER_WORDS.items() if 0 < n < 10}}
#: Parts of a whole, by the word for one of them.
_PARTS: Final = {"half": 2, "quarter": 4, "eighth": 8, "sixteenth": 16}
#: What must follow "one hundred and four" for it to be one number: else it may be 100 and four of something.
_AFTER_SIZE: Final = frozenset({"by", "x", "×"}) | ADJECTIVES
#: Units that are other words as well; behind a spelled number they are none.
_NO_UNITS: Final = frozenset({"in", "m", '"', "'"})


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words.

    Attributes:
        value: In its own unit.
        end: Index behind its last word.
        unit: The unit that stands behind it, None if there is none.
        part: It is below one, as in "three eighths".
    """

    value: float
    end: int
    unit: str | None = None
    part: bool = False


def read_numeral(words: Sequence[str], at: int, begun: float | None = None) -> Numeral | None:
    """Read a number in words, with its unit.

    Args:
        words: The request's words, in lower case; hyphens count as words.
        at: Where the number begins.
        begun: The whole number in digits that stands before "and a half".

    Returns:
        The number, None if there is none.
    """
    if begun is not None:
        return _with_fraction(words, at, begun)
    fraction = _fraction(words, at)
    if fraction is not None:
        return fraction
    whole = _cardinal(words, at)
    if whole is None:
        return None
    decimals = _decimals(words, whole)
    unit, end = _unit(words, decimals.end)
    return _with_fraction(words, whole.end, whole.value) or Numeral(decimals.value, end, unit)


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""


def _step(words: Sequence[str], at: int) -> int:
    """Step over a hyphen."""
    return at + 1 if _word(words, at) == "-" else at


def _unit(words: Sequence[str], at: int) -> tuple[str | None, int]:
    here = _step(words, at)
    word = _word(words, here)
    return (SPELLINGS[word], here + 1) if word in SPELLINGS and word not in _NO_UNITS else (None, at)


def _cardinal(words: Sequence[str], at: int) -> Numeral | None:
    """Read "forty", "twenty-five", "two hundred and fifty"."""
    value = NUMBER_WORDS.get(_word(words, at))
    if value is None:
        return None
    below = _below_hundred(words, at)
    end = below.end if below else at + 1
    total = below.value if below else float(value)
    if value != 100 and _word(words, end) == "hundred" and total < 10:
        total, end, value = total * 100, end + 1, 100
    if value == 100:
        joined = _word(words, end) == "and"
        rest = _below_hundred(words, end + 1 if joined else end)
        if rest and (not joined or _unit(words, rest.end)[0] or _word(words, rest.end) in _AFTER_SIZE):
            return Numeral(total + rest.value, rest.end)
    return Numeral(total, end)


def _below_hundred(words: Sequence[str], at: int) -> Numeral | None:
    value = NUMBER_WORDS.get(_word(words, at))
    if value is None or value >= 100 or _word(words, at) in {"none", "dozen", "pair", "couple"}:
        return None
    here = _step(words, at + 1)
    ones = NUMBER_WORDS.get(_word(words, here), 0)
    if value >= 20 and 0 < ones < 10:
        return Numeral(float(value + ones), here + 1)
    return Numeral(float(value), at + 1)


def _decimals(words: Sequence[str], whole: Numeral) -> Numeral:
    """Read "point five" behind a whole number."""
    at, digits = whole.end + 1, ""
    if _word(words, whole.end) != "point":
        return whole
    while _word(words, at) in _DIGITS:
        digits += str(_DIGITS[_word(words, at)])
        at += 1
    return Numeral(float(f"{whole.value:.0f}.{digits}"), at) if digits else whole


def _fraction(words: Sequence[str], at: int, *, bare_half: bool = False) -> Numeral | None:
    """Read "half an inch", "three-quarters of an inch"; without a unit only "three eighths" and the like."""
    above, first = 1.0, at
    if _word(words, at) in _DIGITS:
        above, at = float(_DIGITS[_word(words, at)]), _step(words, at + 1)
    below = _PARTS.get(_word(words, at).removesuffix("s"))
    if below is None or not 0 < above < below:
        return None
    bare = at = at + 1
    at += _word(words, at) == "of"
    at += _word(words, at) in _ARTICLES
    unit, end = _unit(words, at)
    if unit:
        return Numeral(above / below, end, unit, part=True)
    return Numeral(above / below, bare, part=True) if bare_half or (above > 1 and bare - first > 1) else None


def _with_fraction(words: Sequence[str], at: int, whole: float) -> Numeral | None:
    """Read "and a half inches" behind a whole number."""
    if _word(words, at) != "and":
        return None
    at += 1
    at += _word(words, at) in _ARTICLES
    part = _fraction(words, at, bare_half=True)
    return Numeral(whole + part.value, part.end, part.unit, part=True) if part else None
