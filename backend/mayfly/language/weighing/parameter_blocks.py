"""Writes parameters that belong together as one phrase: a circle of holes, the pieces of a shaft.

"bolt_circle_d = 115, n_bolts = 8, bolt_d = 14" is one thing said in three places; "d1 = 40, l1 = 25, d2 = 30,
l2 = 50" are the pieces of a shaft; in "of diameter hole_d = 8" the name says again what stands before it.
"""

from __future__ import annotations

import re
from typing import Final

_VALUE: Final = r"[-+]?\d*\.?\d+(?:\s*(?:mm|cm|in|inch|inches|\"))?(?!\w|\.\d)"
_DEFINED: Final = re.compile(
    rf"(?<![\w.])(?P<name>[A-Za-z]\w*)\s*(?:=|:=)\s*(?P<value>{_VALUE})(?P<behind>\s*[,;])?"
)
_ROLES: Final = "diameter|radius|width|length|height|depth|thickness"
#: A name that says again what stands before it.
_SAID_AGAIN: Final = re.compile(
    rf"\b(?P<role>{_ROLES})\s+(?:of\s+)?(?!(?:{_ROLES}|[xyzXYZ]|and|is|or|with)\b)[A-Za-z]\w*\s*=\s*(?=\d)"
)
#: A distance by its name, which the words around it say already.
_DISTANCE: Final = re.compile(
    r"(?<=\bat )(?:margin|offset|inset|edge\w*|dist\w*|m|e|a)\s*=\s*(?=[\d.]+\s*(?:mm\s*)?from\b)"
)
_OF_ITSELF: Final = re.compile(
    rf"\b(?P<noun>[a-z]+)s?\s+of\s+(?P=noun)_(?P<first>\w+)\s*=\s*(?P<size>{_VALUE})"
    rf"(?P<between>[a-z ]{{1,12}})(?P=noun)_(?P<second>\w+)\s*=\s*(?P<other>{_VALUE})"
)
_BOLT: Final = r"(?:bolts?|holes?|bolt_?holes?|mounting_?holes?|screws?)"
_CIRCLES: Final = re.compile(
    r"(?:(?:bolt|pitch|hole)_?circle(?:_?(?:d|dia|diameter))?|pcd|bcd|bc_?d|bc|d_?(?:bolt|pitch)_?circle)",
    re.IGNORECASE,
)
_RADII_OF_CIRCLES: Final = re.compile(
    r"(?:(?:bolt|pitch|hole)_?circle_?r(?:adius)?|pcr|bcr|bc_r)", re.IGNORECASE
)
_COUNTS: Final = re.compile(
    rf"(?:(?:n|num|no|number|count)_?(?:of_)?{_BOLT}|{_BOLT}_?(?:n|num|count|number|qty))", re.IGNORECASE
)
_WIDTHS: Final = re.compile(rf"(?:{_BOLT}_?(?:d|dia|diameter)|(?:d|dia)_?{_BOLT})", re.IGNORECASE)
_OF_SERIES: Final = re.compile(r"(?P<what>[A-Za-z]+)_?(?P<number>[1-9])")
_IN_FULL: Final = {
    "l": "length",
    "w": "width",
    "d": "diameter",
    "h": "height",
    "t": "thickness",
    "r": "radius",
}
_LONG: Final = {"l", "len", "length", "h", "height"}
_WIDE: Final = {"d", "dia", "diameter", "od"}
#: A table of parameters is followed by what says how its pieces stand.
_IN_ORDER: Final = re.compile(
    r"(?:the )?(?:steps|sections|pieces|segments|tiers|cylinders)\b[^.;]{0,40}\b"
    r"(?:follow(?:ing)? (?:each other|one another|on)|in (?:this|the given|that) order|stacked"
    r"|on top of (?:each other|one another))[^.;]*[.;]?",
    re.IGNORECASE,
)
_BEGINS_LOW: Final = re.compile(
    r"(?:,?\s*and\s+)?(?:the )?first (?:step|section|piece|segment|tier|cylinder) "
    r"(?:starts|begins|stands|is|lies) (?:at|on) (?:z\s*=\s*0|the XY plane)",
    re.IGNORECASE,
)


#: What a parameter is, in brackets behind its value: "ring_d = 60 (centre line diameter)".
_EXPLAINED: Final = re.compile(
    rf"(?<![\w.])[A-Za-z]\w*\s*=\s*(?P<value>{_VALUE})\s*\((?:the )?(?P<what>(?:outer|inner|outside|inside"
    rf"|overall|total|centre ?line|center ?line|mean|major|minor)\s+(?:{_ROLES}))\)"
)
_COUNTED: Final = re.compile(
    r"\b(?:n|N|count|num|number)\s*=\s*(?=\d+\s+(?:[a-z-]+\s+){0,3}(?:holes|bolts|slots|fins|ribs|bores|bosses)\b)"
)
_TIER: Final = re.compile(
    r"(?<![\w.])(?P<what>tier|step|level|block|layer|stage|plate|slab|section)_?(?P<number>[1-9])\s*[=:]\s*"
    r"(?P<sizes>[\d.]+\s*[x×]\s*[\d.]+\s*[x×]\s*[\d.]+)(?P<behind>\s*[,;])?"
)
_STACKED: Final = re.compile(
    r",?\s*(?:and\s+)?(?:all\s+)?(?:are\s+)?stacked(?: up(?:wards)?)?"
    r"(?: on top of (?:each other|one another)| in this order| along Z)*\b",
    re.IGNORECASE,
)


#: A piece of a shaft with its number, its diameter and where it lies: "Segment 1: Ø30, Z 0 to 20".
_PIECE: Final = re.compile(
    r"(?:segment|section|step|stage|journal|piece|diameter)[ _]?(?P<number>[1-9])\s*[:=]\s*"
    r"(?:Ø|dia(?:meter)?|d)?\s*[=:]?\s*(?P<wide>[\d.]+)(?:\s*mm)?(?:\s+dia(?:meter)?)?\s*,?\s*"
    r"(?:from\s+)?[xz]\s*[=:]?\s*(?:from\s+)?(?P<low>[\d.]+)(?:\s*mm)?\s*(?:to|-|–|\.\.)\s*(?P<high>[\d.]+)(?:\s*mm)?",
    re.IGNORECASE,
)


def _pieces_in_lengths(text: str) -> str:
    """Write numbered pieces that follow each other along the axis from 0 with their lengths."""
    pieces = list(_PIECE.finditer(text))
    numbers = [int(match["number"]) for match in pieces]
    if len(pieces) < 2 or numbers != list(range(1, len(pieces) + 1)):
        return text
    ends = [0.0, *(float(match["high"]) for match in pieces)]
    if any(float(match["low"]) != end for match, end in zip(pieces, ends, strict=False)):
        return text
    for match, begin in reversed(list(zip(pieces, ends, strict=False))):
        said = f"diameter {match['wide']} length {float(match['high']) - begin:g}"
        text = f"{text[: match.start()]}{said}{text[match.end() :]}"
    return text


def together(text: str) -> str:
    """Return a text in which parameters that belong together stand together, as words."""
    text = _pieces_in_lengths(_stacked(text))
    if "=" not in text:
        return text
    text = _COUNTED.sub("", _EXPLAINED.sub(r"\g<what> \g<value>", text))
    text = _OF_ITSELF.sub(_of_itself, _DISTANCE.sub("", _SAID_AGAIN.sub(r"\g<role> ", text)))
    return _series(_circle_of_holes(text))


def _of_itself(match: re.Match[str]) -> str:
    """Write "a slot of slot_l = 40 by slot_w = 10" without the noun in its names."""
    noun = match["noun"]
    between = re.sub(r"\bby\b", "and", match["between"].replace(" overall", ""))
    first, second = (_IN_FULL.get(match[name], match[name]) for name in ("first", "second"))
    return f"{noun} of {first} {match['size']}{between}{second} {match['other']}"


def _definitions(text: str) -> list[re.Match[str]]:
    """Return the definitions of parameters that are not used anywhere else."""
    found = list(_DEFINED.finditer(text))
    names = [match["name"] for match in found]
    return [
        match
        for match in found
        if names.count(match["name"]) == 1 and len(re.findall(rf"(?<![\w.]){match['name']}(?!\w)", text)) == 1
    ]


def _circle_of_holes(text: str) -> str:
    """Put the number of holes, their diameter and their circle behind each other, in this order."""
    defined = _definitions(text)
    counts, widths, circles, radii = (
        [match for match in defined if kind.fullmatch(match["name"])]
        for kind in (_COUNTS, _WIDTHS, _CIRCLES, _RADII_OF_CIRCLES)
    )
    if len(counts) != 1 or len(widths) != 1 or len(circles) + len(radii) != 1:
        return text
    on = (
        f"on a {circles[0]['value']} bolt circle" if circles else f"on a circle of radius {radii[0]['value']}"
    )
    phrase = f"{counts[0]['value']} bolt holes of diameter {widths[0]['value']} {on}"
    return _replaced(text, [*counts, *widths, *circles, *radii], phrase)


def _series(text: str) -> str:
    """Write the numbered diameters and lengths of a shaft as its pieces, in their order."""
    found: dict[int, dict[str, re.Match[str]]] = {}
    for match in _definitions(text):
        named = _OF_SERIES.fullmatch(match["name"])
        what = named["what"].lower() if named else ""
        kind = "long" if what in _LONG else "wide" if what in _WIDE else ""
        if named is None or not kind:
            continue
        if kind in found.setdefault(int(named["number"]), {}):
            return text
        found[int(named["number"])][kind] = match
    numbers = sorted(found)
    whole = numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 1
    if not whole or any(len(each) != 2 for each in found.values()):
        return text
    pieces = [f"diameter {found[i]['wide']['value']} length {found[i]['long']['value']}" for i in numbers]
    text = _replaced(text, [one for each in found.values() for one in each.values()], ", ".join(pieces))
    return _IN_ORDER.sub("", _BEGINS_LOW.sub("", text))


def _stacked(text: str) -> str:
    """Write numbered blocks that are stacked as one on top of the other."""
    tiers = list(_TIER.finditer(text))
    numbers = [int(match["number"]) for match in tiers]
    if len(tiers) < 2 or numbers != list(range(1, len(tiers) + 1)) or not _STACKED.search(text):
        return text
    first, *others = (f"a block {match['sizes']}" for match in tiers)
    behind = [f", on top of {'that' if i else 'it'} {one}" for i, one in enumerate(others)]
    return _STACKED.sub("", _replaced(text, tiers, first + "".join(behind)))


def _replaced(text: str, matches: list[re.Match[str]], phrase: str) -> str:
    """Put a phrase where the first of some definitions stands, and leave the others out."""
    matches = sorted(matches, key=lambda one: one.start())
    for match in reversed(matches[1:]):
        text = text[: match.start()] + text[match.end() :]
    first = matches[0]
    return text[: first.start()] + phrase + (first["behind"] or "") + text[first.end() :]
