"""The words that changes are made of, and the fragments of the patterns of ``patterns``."""

from __future__ import annotations

from typing import Final

#: Comparative to the adjective of the size that it speaks of, and the direction.
COMPARATIVES: Final[dict[str, tuple[str, int]]] = {
    "thicker": ("thick", 1), "thinner": ("thick", -1), "longer": ("long", 1), "shorter": ("long", -1),
    "wider": ("wide", 1), "narrower": ("wide", -1), "higher": ("high", 1), "taller": ("high", 1),
    "lower": ("high", -1), "deeper": ("deep", 1), "shallower": ("deep", -1), "bigger": ("big", 1),
    "larger": ("big", 1), "greater": ("big", 1), "smaller": ("big", -1), "less": ("big", -1),
    "more": ("big", 1),
}  # fmt: skip
#: Verb to the adjective of the size that it speaks of by itself, and the direction.
VERBS: Final[dict[str, tuple[str, int]]] = {
    "increase": ("big", 1), "enlarge": ("big", 1), "grow": ("big", 1), "expand": ("big", 1),
    "extend": ("long", 1), "stretch": ("long", 1), "lengthen": ("long", 1), "elongate": ("long", 1),
    "widen": ("wide", 1), "broaden": ("wide", 1), "thicken": ("thick", 1), "deepen": ("deep", 1),
    "raise": ("high", 1), "heighten": ("high", 1), "decrease": ("big", -1), "reduce": ("big", -1),
    "shrink": ("big", -1), "shorten": ("long", -1), "narrow": ("wide", -1), "lower": ("high", -1),
    "thin": ("thick", -1),
}  # fmt: skip
FACTORS: Final[dict[str, float]] = {
    "twice": 2.0, "double": 2.0, "two times": 2.0, "triple": 3.0, "three times": 3.0, "thrice": 3.0,
    "four times": 4.0, "quadruple": 4.0, "half": 0.5, "halve": 0.5, "a third": 1 / 3, "one third": 1 / 3,
    "a quarter": 0.25, "doubled": 2.0, "halved": 0.5, "doubles": 2.0, "tripled": 3.0,
}  # fmt: skip


def any_of(words: str) -> str:
    """Return a pattern for any of some words or phrases, which are separated by commas."""
    return f"(?:{'|'.join(word.strip() for word in words.split(','))})"


def named(name: str, pattern: str) -> str:
    """Return a pattern whose match gets a name."""
    return f"(?P<{name}>{pattern})"


def target(name: str = "t") -> str:
    """Return the pattern of the words for a size or a feature; they may have numbers in them."""
    return named(name, r"(?:[a-z][\w'/]*|#\d+)(?: (?:[a-z][\w'/]*|#\d+))*?")


def comparative(name: str = "cmp") -> str:
    """Return the pattern of a comparative."""
    return named(name, "|".join(COMPARATIVES))


def adjective(name: str = "adj") -> str:
    """Return the pattern of an adjective of size."""
    return named(name, "thick|long|wide|high|tall|deep|big|large|broad")


N: Final = named("n", r"#\d+")
"""The new number."""
M: Final = named("m", r"#\d+")
"""The old number, or the second of a group."""
T: Final = target()
C: Final = comparative()
A: Final = adjective()
V: Final = named("verb", "|".join(VERBS))
F: Final = named("f", rf"{'|'.join(FACTORS)}|#\d+ ?(?:times|×|x|fold)")
_VERBS: Final = any_of(
    "make, makes, can, could, go to, set, change, turn, get, have, use, let, put, adjust, resize, modify"
    ", update, take, want, need, give, with, go with, go for, try"
)
MAKE: Final = f"(?:{_VERBS} )?"
IS: Final = any_of(
    "should be, shall be, must be, has to be, have to be, needs to be, need to be, ought to be, can be,"
    " could be, is to be, are to be, is, are, was, were, be, stays?, remains?, to, at, =, :, of"
    ", becomes?, now"
)
INSTEAD: Final = "(?: instead| only| rather| then| now)?"
NOW: Final = "(?: (?:as|than) (?:now|before|it is|it was))?"
_ALONG: Final = any_of(
    "inwards?, outwards?, in, out, left, right, up, upwards?, down, downwards?, forwards?, backwards?, back"
    ", further in, further out"
)
_SIDE: Final = any_of(
    "left, right, front, back, rear, top, bottom, middle, centre, center, edges?, inside, outside"
)
DIRECTION: Final = named(
    "dir",
    rf"{_ALONG}|(?:to|towards?) (?:the )?{_SIDE}(?: side)?"
    r"|(?:in|along|to|towards?) (?:the )?(?:[+-] ?)?[xyz](?: (?:direction|axis))?",
)
CLOCKWISE: Final = "clockwise|cw|counter clockwise|counterclockwise|anticlockwise|anti clockwise|ccw"
