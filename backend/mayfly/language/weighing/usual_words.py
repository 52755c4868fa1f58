"""Writes what is said in many ways in the one that the patterns know: "Top: open" as "open at the top"."""

from __future__ import annotations

import re
from typing import Final

from mayfly.language.stopwords import GLUE

_THE: Final = r"(?:the )?"
_AXIS: Final = r"\+?([XYZ])(?:[- ](?:axis|direction))?"
#: The axis of a side that is the outer one: "width 60 (outer, along Y)".
_OUTER_ALONG: Final = re.compile(
    rf"\(\s*(?:outer|outside|overall|total)?\s*,?\s*(?:along|in) {_THE}{_AXIS}\s*\)"
)
#: What is centred on the origin and stands on the ground has its middle on the Z axis.
_ON_ORIGIN: Final = re.compile(
    r"\bcent(?:red|ered) (?:on|at|about|around) (?:the )?origin\b(?! in )", re.IGNORECASE
)
_ON_GROUND: Final = re.compile(
    r"\b(?:base|bottom|underside|foot|lower face|stand(?:s|ing)?|sit(?:s|ting)?|l(?:ies|ying)"
    r"|rest(?:s|ing)?)\b[^.;]{0,25}?(?:\bon (?:the )?(?:XY|ground|x-y)(?:[ -]plane)?\b"
    r"|\b(?:on|at) (?:the (?:plane|level) )?z\s*=\s*0(?![.\d]))",
    re.IGNORECASE,
)
#: "Standing on the XY plane" says of a part what it does anyway, and nothing of how it is turned.
_STANDING: Final = re.compile(r"\b(?:standing|sitting|resting) (?=on the XY(?:[ -]plane)?\b)", re.IGNORECASE)
_FIRST_AT: Final = re.compile(
    r"\b(?:(?:the )?first(?: one| hole)?|starting|beginning) at (?:an )?angle (?:of )?"
    r"(\d+(?:\.\d+)?)(?!\.?\d)(?:\s*(?:°|deg\w*))?",
    re.IGNORECASE,
)
_STARTING: Final = re.compile(r"\b(?:starting|beginning) (?:at|on|from) (?:the )?(?=\+[XY]\b)", re.IGNORECASE)
#: Outer and inner diameter by the case of their letter: "D=14, d=6.4".
_BIG_D: Final = re.compile(r"(?<![A-Za-z0-9_])D\s?(?=[=:]?\s?\d)")
_SMALL_D: Final = re.compile(r"(?<![A-Za-z0-9_])d\s?(?=[=:]?\s?\d)")
#: "8 nos. bolt holes": the stop ends no sentence.
_NUMBERS: Final = re.compile(r"(?<=\d)\s*(nos|no)\.\s+(?=[a-z])")
_AND: Final = re.compile(r"(?<=[a-z]) n (?=[a-z]{3})", re.IGNORECASE)
_HAS_TO: Final = re.compile(r"\b(?:has|have) to(?= be\b)", re.IGNORECASE)
#: Heights of what stands on a part count from there anyway.
_ABOVE_IT: Final = re.compile(
    r"(\b(?:height|high|tall)\s*[:=]?\s*(?:\d+(?:\.\d+)?(?:\s?mm)?)?)\s*"
    r"\((?:measured )?(?:above|from the top of) the (?:flange|plate|base plate|disc|top face|top surface)\)",
    re.IGNORECASE,
)
#: "Leg 1 (horizontal): 60": the number only tells legs apart.
_NUMBERED_LEGS: Final = re.compile(
    r"\b(leg|side|flange|arm)[ _]?[12ab]\s*(?:\((horizontal|vertical)\))?\s*[:=]\s*(?=\d)", re.IGNORECASE
)
#: "At the centre of each rounded end": that the ends are round was said before.
_ROUND_ENDS: Final = re.compile(
    r"\b(of|at|in|on) (each|both|either|the two)(?: of the)?(?: fully| full)? "
    r"(?:rounded|round|semicircular|radiused|radius) (ends?)\b",
    re.IGNORECASE,
)
#: "80 between centres": from one to the other.
_CENTRES: Final = re.compile(
    r"(?<=\d)(\s?mm)? between (?:the |its |hole |both )?(?:centres|centers|center lines|centre lines)\b",
    re.IGNORECASE,
)
#: A plate whose ends are half rounds, and the words before which it has its name.
_STADIUM: Final = re.compile(
    r"\b(?:(?:stadium|racetrack|obround)(?:[- ]shaped?)?|(?:slot|pill|oblong)[- ]shaped) "
    r"(plate|bar|strip|piece|slab|pad|flat|sheet)\b"
    r"|\b(plate|bar|strip|piece|slab|pad|sheet) (?:in|of|with|has|having) (?:the |a )?(?:shape|form|outline)"
    r" of an? (?:stadium|racetrack|obround|slot|pill)\b",
    re.IGNORECASE,
)
#: "Top: open" is a box that is open at the top.
_OPEN_SIDE: Final = re.compile(r"\b(top)\s*[:=]\s*(open)\b", re.IGNORECASE)
#: A key that says what a part has none of.
_NONE: Final = re.compile(
    r"(?:^|(?<=[;\n]))[ \t]*(?:[-*•][ \t]+)?[A-Za-z][A-Za-z _]{1,25}[:=]"
    r"[ \t]*(?:none|no|n/a)[ \t]*\.?(?=[;\n]|$)[;]?",
    re.IGNORECASE,
)


#: A depth that is said to be how far a profile is drawn out.
_EXTRUDED: Final = re.compile(
    r"\bdepth\s*(?:\((?:of )?(?:the )?extru\w+\)\s*([:=]?)"
    r"|([:=]?\s*\d+(?:\.\d+)?(?:\s?mm)?)\s*\((?:of )?(?:the )?extru\w+\))",
    re.IGNORECASE,
)
#: A name that says which features follow: "part: shaft_with_keyway".
_NAMED_WITH: Final = re.compile(
    r"\A(\s*(?:[-*•]\s*)?(?:part|name|component|object|type|shape|title|item)\s*[:=]\s*[a-z][a-z _-]*?)"
    r"[ _-]with[ _-]([a-z _-]+)(?=[ \t]*[\n;])",
    re.IGNORECASE,
)


def _named_alone(found: re.Match[str]) -> str:
    """Return the name of a part without its features, where each of them is described further on."""
    behind = found.string[found.end() :].lower()
    words = [word for word in re.split(r"[ _-]+", found[2].lower()) if word not in GLUE]
    described = all(re.search(rf"\b{word.removesuffix('s')}", behind.replace("_", " ")) for word in words)
    return found[1] if words and described else found[0]


#: The name of a part with its number, as files are called: "name: bracket_L_01".
_FILE_NAME: Final = re.compile(
    r"(?P<key>(?:^|(?<=[{;,\n]))\s*(?:name|part|part_name|title|id)\s*[:=]\s*)(?P<words>[a-z]+(?:_[a-z]+)*?)"
    r"(?P<letter>_[lutz])?_v?\d{1,4}(?=\s*[,;\n])",
    re.IGNORECASE,
)
#: One key of several in a line that says "none".
_NONE_IN_LINE: Final = re.compile(
    r",[ \t]*[A-Za-z][A-Za-z _]{1,25}[:=][ \t]*(?:none|n/a)[ \t]*(?=[,;\n]|$)", re.IGNORECASE
)


def _plainly_named(match: re.Match[str]) -> str:
    """Return the name of a part without its number; the letter of its form stands before it."""
    letter = f"{match['letter'][1:]} " if match["letter"] else ""
    return f"{match['key']}{letter}{match['words'].replace('_', ' ')}"


def without_absent(text: str) -> str:
    """Return a text without keys that repeat something or say "none": "chamfer: none"."""
    text = _FILE_NAME.sub(_plainly_named, _NAMED_WITH.sub(_named_alone, text))
    left = _NONE_IN_LINE.sub("", _NONE.sub("", text))
    return left if left.strip() else text


def in_usual_words(text: str) -> str:
    """Return a text in which what is said in many ways is said in one."""
    text = _ABOVE_IT.sub(r"\1", text)
    text = _EXTRUDED.sub(r"length\1\2", text)
    text = _NUMBERS.sub(r" \1 ", text)
    if len(_BIG_D.findall(text)) == len(_SMALL_D.findall(text)) == 1:
        text = _SMALL_D.sub("ID ", _BIG_D.sub("OD ", text))
    text = _CENTRES.sub(r"\1 centre to centre", text)
    text = _ROUND_ENDS.sub(r"\1 \2 \3", text)
    text = _STADIUM.sub(lambda found: f"{found[1] or found[2]} with full radius ends,", text)
    text = _AND.sub(" and ", _HAS_TO.sub("must", text))
    text = _STARTING.sub("first on ", _FIRST_AT.sub(r"first at \1°", _STANDING.sub("base ", text)))
    if _ON_GROUND.search(text):
        text = _ON_ORIGIN.sub("centred on the Z axis", text)
    text = _OUTER_ALONG.sub(r"(\1)", _OPEN_SIDE.sub(r"\2 at the \1", text))
    return _NUMBERED_LEGS.sub(lambda found: f"{found[2] or ''} {found[1]} ".lstrip(), text)
