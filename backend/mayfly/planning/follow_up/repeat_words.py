"""The words with which something is asked for once more elsewhere: "same at the other end"."""

from __future__ import annotations

import re
from typing import Final

from mayfly.planning.follow_up.fragments import any_of, named

_IDLE: Final = any_of(
    "and, also, now, then, ok, okay, plus, but, please, just, so, yes, yeah, great, good, thanks"
    ", can you, could you"
    ", let's, i want, i need, i'd like, we need, make, it needs, well, oh, next, finally"
)
_DO: Final = any_of(
    "do, put, make, repeat, mirror, copy, add, give, place, drill, cut, mill, insert, have, need"
    ", bore, machine"
    ", duplicate, apply, use, with, there should be, get, include, turn, chamfer, round, fillet, there's, go"
)
_ONE: Final = any_of(
    "ones?, of them, of these, of those, of it, thing, again, that, it, this, them, like that"
    ", like it, the same"
    ", same, identical, equal, too, as well"
)
#: Words that ask for one more.
_MORE: Final = any_of(
    "another, an other, a second, a third, a fourth, a fifth, a sixth, a further, an additional, an extra"
    ", one more, an identical, a matching, an equal, the same, same, a copy, one, it, that, this"
    ", them, a similar"
    ", a, an"
)
_LEAD: Final = rf"(?:(?:{_IDLE}|{_DO}|{_MORE}|{_ONE}|the)\b[ ,]*)*"
_NOUN: Final = named(
    "noun",
    r"(?:[a-z]+ )??(?:holes?|bores?|slots?|pockets?|boss(?:es)?|hubs?|chamfers?|fillets?|grooves?"
    r"|steps?|rebates?"
    r"|recess(?:es)?|roundings?|radius|bevels?|studs?|cut ?outs?)",
)
_PLACE: Final = any_of(
    "the same distance from, the same distance in from, equally far from, as far from"
    ", at, on, from, in, to, onto, for, of, over, into, over to, over on, around at"
)
_SIDES: Final = (
    "top|bottom|underside|under side|front|back|rear|left|right|upper|lower|left hand|right hand|underneath"
    "|below"
)
_OTHER: Final = (
    named("other", "other|diagonally opposite|opposite|far|second|remaining")
    + " "
    + named("what", "ends?|sides?|faces?|edges?|rims?|corners?|one")
    + r"|(?<=the )(?P<rest>other)"
)
_BOTH: Final = rf"{named('both', 'both|each|either|the two|two')} (?:ends?|sides?|faces?|edges?|rims?)"
_SIDE: Final = rf"{named('side', _SIDES)}(?: {named('noun2', 'side|end|face|edge|rim|edges|rims')})?"
_WHERE: Final = rf"(?:{_PLACE}? ?(?:the |its )?(?:{_OTHER}|{_BOTH}|{_SIDE}))"
_TAIL: Final = (
    r"(?:[ ,]+"
    + any_of("too, as well, also, again, please, same size, the same size, of the same size, same again")
    + r")*"
)
_WAY: Final = named(
    "way",
    "left|right|front|back|rear|up|down|above|below|forwards?|backwards?|upwards?|downwards?|[+-]? ?[xyz]",
)
_FROM_IT: Final = (
    r"(?: (?:of|from) (?:it|that|that one|this|the (?:first|last|other|first one|last one|other one)))?"
)
REPEAT: Final = re.compile(rf"{_LEAD}(?:(?:the |a )?{_NOUN} )?(?:{_ONE},? )*{_WHERE}{_TAIL}")
"""Same at the other end, also on the bottom, both sides, other end too."""
BESIDE: Final = re.compile(
    rf"{_LEAD}(?:{_NOUN} )?(?:{_ONE} )*{named('n', '#[0-9]+')} (?:(?:further|away|over|more) )?"
    rf"(?:to the |to |towards the |in |along )?{_WAY}(?: (?:side|hand side|direction|axis))?{_FROM_IT}{_TAIL}"
)
"""Another one 25 mm to the right."""
FROM_END: Final = re.compile(
    rf"{_LEAD}(?:{_NOUN} )?(?:{_ONE} )*{named('n', '#[0-9]+')} (?:in |away |off )?(?:from|of) (?:the )?"
    rf"{named('which', f'other|opposite|far|{_SIDES}')} (?:end|edge|side|face){_TAIL}"
)
"""Another one 15 from the other end."""
ELSEWHERE: Final = re.compile(
    rf"(?:(?:{_IDLE}|{_DO})\b[ ,]*)*(?:another|a second|a third|a fourth|a fifth|a sixth|a further"
    rf"|an additional"
    rf"|an extra|one more|one|the same|same|an identical) (?:(?:{_NOUN}|one|thing) )?"
    rf"(?P<place>(?:in|at|on|from|through|into|near|by|between|[#@][0-9]+ (?:in )?from)\b.*?){_TAIL}"
)
"""Add a fifth in the centre, another one from the front."""
ASKS_MORE: Final = re.compile(
    r"\b(?:same|also|too|as well|another|second|third|fourth|fifth|again|one|one more|repeat|mirror|copy"
    r"|further|additional|extra|add|put(?! (?:the(?! same)|this|that|it|them)\b)|do|duplicate|identical|both"
    r"|matching)\b"
)
"""Words without which "on the top" only says where something is."""
ONE_MORE: Final = re.compile(r"\b(?:another|second|third|more|add)\b")
"""Words that ask for a further one even where there is one."""
SIDE_OF: Final = {
    "underside": "bottom", "under side": "bottom", "underneath": "bottom", "below": "bottom", "rear": "back",
    "upper": "top", "lower": "bottom", "left hand": "left", "right hand": "right",
}  # fmt: skip
"""Words for a side to its name."""
_ALONG: Final = {
    "rear": "back", "up": "top", "above": "top", "down": "bottom", "below": "bottom", "forward": "front",
    "forwards": "front", "backward": "back", "backwards": "back", "upward": "top", "upwards": "top",
    "downward": "bottom", "downwards": "bottom",
}  # fmt: skip
TOWARDS: Final = {
    "left": ("x", -1), "right": ("x", 1), "front": ("y", -1), "back": ("y", 1), "bottom": ("z", -1),
    "top": ("z", 1),
}  # fmt: skip
"""Sides to the axis and the sign of the direction towards them."""


def direction(way: str) -> tuple[str, int]:
    """Return the axis and the sign of a direction: of "right", "above", "-x"."""
    plain = way.replace(" ", "")
    letter = plain.lstrip("+-")
    if letter in {"x", "y", "z"}:
        return letter, -1 if plain.startswith("-") else 1
    return TOWARDS[_ALONG.get(plain, plain)]
