"""Cuts a request into tokens: numbers with their units, words, marks.

A token never carries more than what is written: whether ``4`` counts holes or
is a size is for the reader to say. Numbers keep their unit, because a unit
belongs to its own number ("25 mm diameter and 6 inches long").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from mayfly.language.stopwords import MATERIALS
from mayfly.language.token_fixups import (
    attach_signs,
    hours_as_angles,
    plainly,
    settle_counts,
    unglue,
    units_before_fits,
)
from mayfly.language.tokens import Find, Token, TokenKind, find_none
from mayfly.language.units import SPELLINGS
from mayfly.language.vocabulary import word_set

_SAME_MARK: Final = str.maketrans(
    {
        **dict.fromkeys("–—−‐‑‒﹣－", "-"),
        **dict.fromkeys("✕✖⨯╳*", "×"),
        **dict.fromkeys("⌀∅øφΦɸ", "Ø"),
        **dict.fromkeys("“”″〃", '"'),
        **dict.fromkeys("‘’′`´", "'"),
        **dict.fromkeys("\u00a0\u2009\u202f\u2007\u3000", " "),
        **{c: f" {n}/{d}" for c, n, d in ("½12", "¼14", "¾34", "⅓13", "⅔23", "⅛18", "⅜38", "⅝58", "⅞78")},
    }
)

_NUMBER: Final = r"(?:\d+(?:[.,]\d+)?|\.\d+)"
_COORDINATE: Final = r'[-+±]?(?:\d+(?:[.]\d+)?|[.]\d+)\s*(?:mm|cm|m|in|")?'
_PATTERN: Final = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<point>[(\[]\s*{_COORDINATE}\s*[,;/|]\s*{_COORDINATE}\s*[)\]])
    | (?P<arrow>[-=]+>|[→⇒➔➜➝⟶])
    | (?P<plusminus>±|\+/-|\+-)
    | (?P<mixed>\d+(?:\s+|\s?-\s?)\d{{1,2}}/\d{{1,2}}(?![\d/]))
    | (?P<fraction>\d{{1,3}}/\d{{1,3}}(?![\d/]))
    | (?P<slashed>\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?){{2,}}(?![\d/]))
    | (?P<grouped>\d{{1,3}}(?:[, ]\d{{3}}){{2,}}(?![\d,]))
    | (?P<list>\d+,\d+(?:,\d+)+)
    | (?P<malformed>\d+(?:[.,]\d+){{2,}}|\d+\.(?=\.\d))
    | (?P<number>{_NUMBER})
    | (?P<fit>(?<=\d)(?:[HhGgFfKkNnPp]|JS|js)(?:[5-9]|1[0-3])(?![\dA-Za-z.,]))
    | (?P<slash>[wW]/[oO]\b|[wW]/|[A-Za-z]/[A-Za-z]\b)
    | (?P<dotted>(?:[A-Za-z]\.){{2,}}(?:[A-Za-z](?![A-Za-z]))?)
    | (?P<standard>(?i:din|iso)\s?6885(?:\s?-\s?1)?(?!\d)|(?i:din)\s?47[12](?!\d))
    | (?P<word>[^\W\d_Ø]+(?:'[^\W\d_Ø]+)*)
    | (?P<mark>''|[-+×Ø°"'=:;,.!?()\[\]/&@#~])
    | (?P<unknown>.)
    """,
    re.VERBOSE | re.DOTALL,
)
#: Words behind "in" that make it a preposition ("8 in each corner"), and those that leave it open.
_AFTER_PREPOSITION: Final = word_set(
    "a an the each all every both one its total row line middle centre center corners corner front "
    "back rear left right top bottom upper lower face faces pairs rows places our your my this that "
    "order line lines accordance two three four"
)
_AFTER_EITHER: Final = word_set("from diameter dia length width height depth thickness radius size between")
#: Words behind "8 in" that leave no doubt that it is eight inches, besides the names of sizes and things.
_AFTER_INCHES: Final = word_set(
    "and or with at on to of for by x in apart away above below off inset up down high tall wide long deep "
    "thick thk od id across is are has be but through thru square round hex hexagonal blind deg per spaced "
    "spacing pitch mm cm around along under over overall outer inner outside inside"
)
_PATTERNS_BEHIND: Final = word_set("pattern grid array arrangement corners corner")
_CIRCLES: Final = word_set("pcd bcd bc")
_BULLET: Final = re.compile(r"\s*(?:[-*•·–—▪‣>]+|(?P<number>\d{1,2})[.):])\s+")
#: The number of a step inside a line: "A plate. 1. Drill it. 2. Deburr it."
_STEP: Final = re.compile(
    r"(?P<before>\A\s*|(?:[.;!]|\b(?:steps?|follows|following|instructions|operations|below):)[^\S\n]+)"
    r"(?:[Ss]tep\s)?\(?(?P<step>\d{1,2})[.):]\)?\s+(?=[A-Z])"
)

#: Digits before the point that a number may have: more are no size, and beyond 308 no float can hold it.
_MOST_DIGITS: Final = 15
_NUMERIC: Final = frozenset(
    {"point", "mixed", "fraction", "slashed", "grouped", "list", "malformed", "number"}
)
_WHOLE: Final = re.compile(r"(?<![\d.])\d+")

#: Goes on with the next number of a group.
_CROSSED: Final = re.compile(r"\s*[x×*]\s*\d", re.IGNORECASE)


def tokenize(text: str, nouns: frozenset[str] = frozenset(), find: Find = find_none) -> list[Token]:
    """Cut a text into tokens; whatever is no token of ours comes out as "unknown".

    Args:
        text: The request.
        nouns: First words of things and sizes; "in" before one of them is inches ("a 2 in hole").
        find: Finds the standard sizes that the text names; each is one token.
    """
    text = fold_lines(text).translate(_SAME_MARK)
    tokens: list[Token] = []
    spaced = True
    for match in _matches(text, find):
        if isinstance(match, Token):
            tokens.append(replace(match, spaced=spaced))
            spaced = False
            continue
        group = match.lastgroup or "unknown"
        if group == "space":
            spaced = True
            continue
        if group == "fraction" and _is_pair(match[0]) and _CROSSED.match(text, match.end()):
            group = "slashed"  # "80/60 x 10" is one group of three
        tokens.extend(_tokens(group, match[0], spaced))
        spaced = False
    tokens = units_before_fits(attach_signs(settle_counts(plainly(unglue(tokens)))))
    return hours_as_angles(_settle_loose_inches(_attach_units(tokens, nouns)))


def _matches(text: str, find: Find) -> Iterator[re.Match[str] | Token]:
    """Walk through a text: its standard sizes as tokens, the rest as matches of the pattern."""
    at = 0
    for named in find(text):
        yield from _PATTERN.finditer(text, at, named.start)
        written = text[named.start : named.end]
        kind: TokenKind = "fit" if named.table == "fit" else "designation"
        yield Token(kind, written.strip(), named.size, value=named.value_mm, trait=named.table)
        at = named.end
    yield from _PATTERN.finditer(text, at)


def fold_lines(text: str) -> str:
    """Write a text on one line; the items of a list ("- length 200", "2) dia 24") end in a semicolon."""
    folded, numbered = "", 0
    for line in without_step_numbers(text).splitlines():
        bullet = _BULLET.match(line)
        if bullet and bullet["number"]:  # only "1) 2) 3)" numbers a list; anything else is a size or count
            numbered += 1
            bullet = bullet if int(bullet["number"]) == numbered else None
        item = line[bullet.end() :].strip() if bullet else line.strip()
        separate = bullet and folded and folded[-1] not in ",;:.("
        folded += f"{'; ' if separate else ' '}{item}" if folded else item
    return folded


def without_step_numbers(text: str) -> str:
    """Leave out "1." and "2." before the sentences of one line, where they count from one without a gap."""
    steps = list(_STEP.finditer(text))
    if len(steps) < 2 or [int(one["step"]) for one in steps] != list(range(1, len(steps) + 1)):
        return text
    return _STEP.sub(lambda match: match["before"], text)


def _tokens(group: str, text: str, spaced: bool) -> list[Token]:
    if group in _NUMERIC and _is_too_long(re.sub(r"[, ]", "", text) if group == "grouped" else text):
        return [Token("number", f"{text[:_MOST_DIGITS]}…", text, spaced, trait="malformed")]
    reader = _READERS.get(group)
    if group == "fraction" and _is_pair(text):
        reader = _pair
    if reader is None:
        return [
            Token("mark", text, ",", spaced) if text == "|" else Token("unknown", text, text.lower(), spaced)
        ]
    return reader(text, spaced)


def _mixed(text: str, spaced: bool) -> list[Token]:
    whole, part = re.split(r"\s?-\s?|\s+", text, maxsplit=1)
    return [_fraction(text, spaced, int(whole), part)]


def _pair(text: str, spaced: bool) -> list[Token]:
    return _numbers_between(text, "and", spaced)


def _number(text: str, spaced: bool) -> list[Token]:
    trait = "thousand" if re.fullmatch(r"[1-9]\d{0,2},\d{3}", text) else "comma" if "," in text else ""
    value = float(text.replace(",", "."))
    short = text if len(text) <= 2 * _MOST_DIGITS else f"{text[:_MOST_DIGITS]}…"
    return [Token("number", short, text, spaced, value=value, trait=trait)]


def _slash(text: str, spaced: bool) -> list[Token]:
    lemma = {"w/": "with", "w/o": "without"}.get(text.lower(), text.lower())
    return [Token("word", text, lemma, spaced)]


#: What each group of the pattern becomes; a group that is not here is no token of ours.
_READERS: Final[dict[str, Callable[[str, bool], list[Token]]]] = {
    "point": lambda text, spaced: [_point(text, spaced)],
    "mixed": _mixed,
    "slashed": lambda text, spaced: _numbers_between(text, "×", spaced),
    "fraction": lambda text, spaced: [_fraction(text, spaced, 0, text)],
    "grouped": lambda text, spaced: [
        Token("number", text, text, spaced, value=float(re.sub(r"[, ]", "", text)))
    ],
    "list": lambda text, spaced: _numbers_between(text.replace(",", "/"), ",", spaced),
    "malformed": lambda text, spaced: [Token("number", text, text, spaced, trait="malformed")],
    "number": _number,
    "slash": _slash,
    "dotted": lambda text, spaced: [Token("word", text, text.lower().replace(".", ""), spaced)],
    "standard": lambda text, spaced: [Token("word", text, f"din{re.findall(r'[0-9]+', text)[0]}", spaced)],
    "plusminus": lambda _, spaced: [Token("mark", "±", "±", spaced)],
    "arrow": lambda text, spaced: [Token("mark", text, ";", spaced)],
    "fit": lambda text, spaced: [Token("fit", text, text, spaced)],
    "word": lambda text, spaced: [Token("word", text, text.lower(), spaced)],
    "mark": lambda text, spaced: [
        Token("word", text, "at", spaced) if text == "@" else Token("mark", text, text.lower(), spaced)
    ],
}


def _is_too_long(text: str) -> bool:
    """Return whether a number in it has more digits than are read."""
    return any(len(digits) > _MOST_DIGITS for digits in _WHOLE.findall(text))


def _is_pair(text: str) -> bool:
    """Return whether "50/50" or "60/40" is two numbers: a fraction of an inch is below one."""
    above, below = (int(n) for n in text.split("/"))
    return above >= below > 0 and below not in {2, 4, 8, 16, 32, 64}


def _numbers_between(text: str, link: str, spaced: bool) -> list[Token]:
    """Cut "100/60/8" into numbers with a mark or word between them."""
    out: list[Token] = []
    for number in text.split("/"):
        if out:
            out.append(Token("word" if link == "and" else "mark", link, link, False))
        out.append(Token("number", number, number, spaced and not out, value=float(number)))
    return out


def _fraction(text: str, spaced: bool, whole: int, part: str) -> Token:
    above, below = (int(n) for n in part.split("/"))
    if below == 0 or (whole and above >= below):
        return Token("number", text, text, spaced, trait="malformed")
    return Token("number", text, text, spaced, value=float(whole + Fraction(above, below)), trait="fraction")


def _point(text: str, spaced: bool) -> Token:
    parts = re.split(r"[,;/|]", text.strip("()[] "))
    found = [re.match(rf"\s*±?([-+]?{_NUMBER})\s*(\S*)", part) for part in parts]
    pair = tuple(float(m[1]) for m in found if m)
    units = tuple(SPELLINGS.get(m[2]) for m in found if m)
    mirrored = "".join(axis for axis, part in zip("xy", parts, strict=True) if "±" in part)
    return Token("point", text, text, spaced, trait=mirrored, pair=pair, units=units)


def _attach_units(tokens: list[Token], nouns: frozenset[str]) -> list[Token]:
    """Return each number the unit right behind it; ``5' 6"`` becomes one number."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if token.kind == "number" and index < len(tokens):
            if not (out and out[-1].lemma == "m" and not token.spaced and tokens[index].lemma == "in"):
                token, index = _with_unit(token, tokens, index, nouns)
            previous = out[-1] if out else None
            if previous and previous.kind == "number" and previous.unit == "ft" and token.unit == "in":
                inches = previous.value * 12 + token.value
                out[-1] = replace(previous, text=f"{previous.text} {token.text}", value=inches, unit="in")
                continue
        out.append(token)
    return out


def _with_unit(token: Token, tokens: list[Token], index: int, nouns: frozenset[str]) -> tuple[Token, int]:
    hyphen = tokens[index].lemma == "-" and not tokens[index].spaced and index + 1 < len(tokens)
    at = index + 1 if hyphen else index
    word = tokens[at]
    lemma = '"' if word.text == "''" else word.lemma
    unit = SPELLINGS.get(lemma)
    if unit is None or (word.lemma in "\"'°" and word.spaced) or (word.text == "M"):
        return token, index
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if behind is not None and word.spaced and (behind.lemma == "=" or (behind.lemma == ":" and unit == "m")):
        return token, index  # "z=20 m=2": the name of the next size
    glued = behind is not None and not behind.spaced and word.lemma not in "\"'°"
    if behind is not None and glued and (behind.text in "²³^" or _is_exponent(behind)):
        return replace(token, trait="malformed", text=f"{token.text} {word.text}{behind.text}"), at + 2
    after = tokens[at + 2] if at + 2 < len(tokens) else None
    signed = behind is not None and behind.text in {"+", "-", "−", "±"} and after is not None
    if word.lemma == "in" and word.spaced and signed and after is not None and after.lemma in {"x", "y", "z"}:
        return token, index  # "thickness 10 in +Z"
    axis = (
        behind is not None and behind.lemma in {"x", "y", "z"} and (after is None or after.kind != "number")
    )
    arranged = after is not None and after.lemma in _PATTERNS_BEHIND
    loose = behind is not None and (axis or arranged or _can_be_governed(behind, nouns))
    if word.lemma == "in" and word.spaced and not hyphen and loose and token.trait != "fraction":
        return replace(token, trait="loose_in"), index
    gap = " " if word.spaced and not hyphen else ""
    return replace(token, unit=unit, text=f"{token.text}{gap}{word.text}"), at + 1


def _can_be_governed(behind: Token, nouns: frozenset[str]) -> bool:
    """Return whether the word behind "8 in" can make "in" a preposition ("8 in brass", "8 in corners")."""
    lemma = behind.lemma
    if lemma in _AFTER_PREPOSITION or lemma in _AFTER_EITHER or lemma in _CIRCLES or behind.trait == "remark":
        return True
    return behind.kind == "word" and lemma not in _AFTER_INCHES and lemma not in nouns


def _is_exponent(token: Token) -> bool:
    return token.kind == "number" and token.trait != "plusminus"


#: Two bare numbers from here on are no inches: a metre by a metre.
_LARGE_INCHES: Final = 40.0


def _are_millimetres(tokens: list[Token]) -> bool:
    """Return whether the bare numbers are too large for inches: "plate 140 x 90, 20 in from each edge"."""
    bare = [token.value for token in tokens if token.kind == "number" and not token.unit]
    return sum(abs(value) >= _LARGE_INCHES for value in bare) > 1


def _settle_loose_inches(tokens: list[Token]) -> list[Token]:
    """Decide whether "8 in from" is eight inches; what stays "loose_in" must be asked about."""
    units = {token.unit for token in tokens if token.kind == "number"}
    imperial = bool(units & {"in", "ft"})
    metric = bool(units & {"mm", "cm", "m"}) or (not imperial and _are_millimetres(tokens))
    out: list[Token] = []
    taken = False
    for index, token in enumerate(tokens):
        if taken:
            taken = False
            continue
        if token.trait == "loose_in":
            place = _is_place(tokens, index + 2)
            material = tokens[index + 2].lemma in MATERIALS or tokens[index + 2].trait == "remark"
            multiplied = index > 0 and tokens[index - 1].lemma in {"x", "×", "by"}
            if imperial and not metric and not place and not material:
                token, taken = replace(token, trait="", unit="in", text=f"{token.text} in"), True
            elif (metric and not imperial) or (
                (place or material) and not (imperial and (material or multiplied))
            ):
                token = replace(token, trait="")
        out.append(token)
    return out


def _is_place(tokens: list[Token], at: int) -> bool:
    """Return whether a place or a pattern stands there, so that "in" before it is a preposition."""
    lemma, behind = tokens[at].lemma, tokens[at + 1] if at + 1 < len(tokens) else None
    if behind is not None and behind.lemma in _PATTERNS_BEHIND:
        return True
    if lemma in _CIRCLES:
        return behind is not None and behind.kind == "number"
    return lemma in _AFTER_PREPOSITION or lemma in {"x", "y", "z"}
