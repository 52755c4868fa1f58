"""Joins and parts tokens: signs and their numbers, ``5mmx10``, "4 off", and a dash that stands alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from mayfly.language.tokens import Token
from mayfly.language.units import SPELLINGS
from mayfly.language.vocabulary import NUMBER_WORDS, word_set

_SIGN_BEFORE: Final = frozenset({*"=:,;([", "at"})
_ABBREVIATIONS: Final = word_set(
    "dia diam thk approx incl max min qty no in ft mm cm rad len dims ca eg ie c/c mod ctr eq sp spd"
)
#: Words of directions that drawings cut short before the name of a line.
_BEFORE_LINES: Final = word_set("long longit longl vert horiz hor ctr cent centre transv")
_LINES: Final = word_set("cl c/l centreline centerline axis line lines")
#: What only stresses a place: "the very bottom".
_STRESS: Final = word_set("very absolute extreme")
_STRESSED: Final = word_set("top bottom end edge centre center middle left right front back")
_TIMES: Final = frozenset({"×", "x"})
_ONE: Final = frozenset({"one", "1"})
_OVERALLS: Final = word_set("length height width thickness depth")
_BEFORE_NUMBERS: Final = frozenset({":", "=", "of", "is"})
#: Words behind a number that make it a count: "4 off Ø8", "4 nos. M6", "4 pcs".
_COUNTERS: Final = word_set("off nos no pcs pce pieces ea")
_COUNTED: Final = word_set("ø holes slots tapped threaded countersunk counterbored blind through dia")
_CROSSED: Final = re.compile(r"(?P<unit>mm|cm|m|in)?x(?P<rest>|[rmdwhtl]|phi|dia|od|id)$")
_FITS: Final = frozenset({"6", "7", "8", "9", "11"})
_BORES: Final = frozenset({"id", "bore", "hole", "reamed", "inner", "inside", "internal"})
_FEWEST_TEETH: Final = 6
_LENGTHS: Final = word_set("mm cm m inch inches")


def _is_one_for_each_end(tokens: list[Token], at: int) -> bool:
    """Return whether "one" says nothing of its own: "two holes, one 5 mm from each end".

    Where another one was spoken of before, "one in the middle and one 5 mm from each end", it does.
    """
    before, ahead = tokens[:at], tokens[at + 1 : at + 6]
    each_end = "from each end" in " ".join(token.lemma for token in ahead[1:])
    return each_end and ahead[0].kind == "number" and not any(token.lemma in _ONE for token in before)


def plainly(tokens: list[Token]) -> list[Token]:
    """Leave out what only stresses a place, and write "4x dia 9" with the sign, "4x Ø9"."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        behind = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.lemma in _STRESS and behind is not None and behind.lemma in _STRESSED:
            continue
        if token.lemma in _ONE and _is_one_for_each_end(tokens, index):
            continue
        counted = len(out) > 1 and out[-1].lemma in _TIMES and _is_count(out[-2])
        if counted and token.lemma in _DIAMETERS and behind is not None and behind.kind == "number":
            token = Token("mark", "Ø", "ø", token.spaced)
        sized = behind is not None and (behind.kind == "number" or behind.lemma in _BEFORE_NUMBERS)
        if token.lemma == "overall" and sized and out and out[-1].lemma in _OVERALLS:
            out.insert(-1, token)  # "length overall 45"
            continue
        out.append(token)
    return out


def unglue(tokens: list[Token]) -> list[Token]:
    """Split what is written without a space: ``5mmx10``, ``4xR5``, ``4xM6``."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        behind = tokens[index + 1] if index + 1 < len(tokens) else None
        after_number = bool(out) and out[-1].kind == "number" and token.kind == "word"
        crossed = _CROSSED.fullmatch(token.lemma) if after_number else None
        if crossed and token.lemma != "max":
            if crossed["unit"]:
                out.append(Token("word", crossed["unit"], crossed["unit"], token.spaced))
            out.append(Token("mark", "x", "×", token.spaced and not crossed["unit"]))
            if crossed["rest"]:
                rest = token.text[-len(crossed["rest"]) :]
                out.append(Token("word", rest, rest.lower(), False))
            continue
        if out and out[-1].text == "S" and token.kind == "number" and not token.spaced and not token.trait:
            out[-1] = Token("word", f"S{token.text}", f"s{token.text}", out[-1].spaced)  # a grade of steel
            continue
        if out and token.kind == "word" and not token.spaced and _is_grade(out[-1]):
            out[-1] = Token("word", out[-1].text + token.text, out[-1].lemma + token.lemma, out[-1].spaced)
            continue
        ends = token.lemma == "." and out and out[-1].lemma in _ABBREVIATIONS
        sentence = (
            behind is not None and behind.spaced and behind.text[:1].isupper() and behind.text[1:].islower()
        )
        cut_short = token.lemma == "." and bool(out) and out[-1].lemma in _BEFORE_LINES
        if cut_short and behind is not None and behind.lemma in _LINES:
            continue  # "on long. CL"
        if ends and behind is not None and not (sentence and out[-1].lemma in SPELLINGS):
            continue
        out.append(token)
    return out


def _is_grade(token: Token) -> bool:
    """Return whether a token is a grade of steel, S235."""
    return token.kind == "word" and token.text[:1] == "S" and token.text[1:].isdigit()


def settle_counts(tokens: list[Token]) -> list[Token]:
    """Write "4 off", "4 nos." and "(4)" before a size as the count "4 ×", and a lone dash as a comma."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token, rest = tokens[index], tokens[index + 1 : index + 5]
        index += 1
        if token.lemma == "-" and token.spaced and rest and rest[0].spaced and out:
            out.append(replace(token, lemma=","))
        elif token.lemma == ";" and token.text != ";" and _is_between_sizes(out, rest):
            out.append(Token("word", token.text, "to", token.spaced))  # "40 -> 20 dia"
        elif (
            token.lemma == "("
            and [t.kind for t in rest[:1]] == ["number"]
            and _is_count(rest[0])
            and [t.lemma for t in rest[1:2]] == [")"]
            and rest[2:]
            and (rest[2].kind == "number" or rest[2].lemma in _COUNTED | {"×", "x"} or rest[2].text == "M")
        ):
            crossed = rest[2].lemma in {"×", "x"}
            out += [rest[0]] if crossed else [rest[0], Token("mark", "x", "×", False)]
            index += 2
        elif token.lemma == "/" and out and out[-1].kind == "number" and rest and rest[0].lemma == "ø":
            rows = token.spaced and rest[0].spaced and len(out) > 1 and out[-2].lemma in {"x", "×"}
            out.append(replace(token, lemma="," if rows else "×"))  # "Ø20 x 60 / Ø30 x 40" are two
        elif (
            token.kind == "word"
            and len(token.text) == 1
            and [t.kind for t in rest[:1]] == ["number"]
            and not rest[0].spaced
            and [t.lemma for t in rest[1:2]] == ["="]
        ):  # "D1 = 60" is a name with an index
            name = token.text + rest[0].text
            out.append(Token("word", name, name.lower(), token.spaced))
            index += 1
        elif token.lemma in _COUNTERS and out and _is_count(out[-1]) and _begins_size(rest):
            out.append(Token("mark", token.text, "×"))
            index += rest[0].lemma == "."
        else:
            out.append(token)
    return out


def _is_between_sizes(before: list[Token], behind: list[Token]) -> bool:
    """Return whether an arrow goes from one size to another: "40 -> 20 dia", "Ø60 → Ø30"."""
    begins = bool(before) and (
        before[-1].kind == "number" or before[-1].lemma in _DIAMETERS | SPELLINGS.keys()
    )
    rest = [token for token in behind if token.lemma != "ø" and token.lemma not in SPELLINGS]
    if not begins or not rest or rest[0].kind != "number":
        return False
    return len(rest) == 1 or rest[1].kind == "mark" or rest[1].lemma in _DIAMETERS | _EXTENTS


_DIAMETERS: Final = word_set("mm dia diam diameter")
_EXTENTS: Final = word_set("high tall long lg over x by and across")


def _is_count(token: Token) -> bool:
    return token.kind == "number" and not token.trait and token.value == int(token.value) > 0


def _begins_size(tokens: list[Token]) -> bool:
    """Return whether a size follows, behind the stop of an abbreviation perhaps."""
    token = next((t for t in tokens if t.lemma != "."), None)
    return token is not None and (token.kind == "number" or token.lemma in _COUNTED or token.text == "M")


def attach_signs(tokens: list[Token]) -> list[Token]:
    """Make "-5", "+5" and "±5" one token where the mark is no dash."""
    out: list[Token] = []
    for token in tokens:
        if token.kind == "number" and not token.spaced and out and out[-1].kind == "mark":
            attribute, before = out[-1], out[-2] if len(out) > 1 else None
            signed = attribute.spaced or before is None or before.lemma in _SIGN_BEFORE
            if attribute.lemma == "-" and (signed or (before is not None and before.lemma == "Ø")):
                out[-1] = replace(token, text=f"-{token.text}", value=-token.value, spaced=attribute.spaced)
                continue
            if attribute.lemma == "+" and signed:
                out[-1] = replace(token, spaced=attribute.spaced)
                continue
        if token.kind == "number" and out and out[-1].lemma == "±":
            out[-1] = replace(token, text=f"±{token.text}", trait="plusminus")
            continue
        out.append(token)
    return out


def units_before_fits(tokens: list[Token]) -> list[Token]:
    """Put the unit of a number before its tolerance: "42.4 +0.2/0 mm"."""
    out: list[Token] = []
    for token in tokens:
        toleranced = len(out) > 1 and out[-1].kind == "fit" and out[-2].kind == "number"
        if toleranced and token.kind == "word" and token.lemma in _LENGTHS:
            out.insert(-1, token)
        else:
            out.append(token)
    return out


def join_fits(tokens: list[Token]) -> list[Token]:
    """Read the fit in "ID 20 H7" and the teeth in "16T"; elsewhere "H7" is a height, "16t" a thickness."""
    out: list[Token] = []
    for token in tokens:
        before = [t.lemma for t in out[-4:-2]]
        after_size = len(out) > 1 and out[-2].kind == "number"
        if (
            token.kind == "number"
            and not token.spaced
            and after_size
            and out[-1].text == "H"
            and token.text in _FITS
            and _BORES & set(before)
        ):
            out[-1] = Token("fit", f"H{token.text}", f"H{token.text}")
            continue
        glued = bool(out) and out[-1].kind == "number" and not token.spaced
        crossed = len(out) > 1 and out[-2].lemma in {"×", "x"}
        teeth = glued and token.text == "T" and not crossed and out[-1].value >= _FEWEST_TEETH
        out.append(replace(token, lemma="teeth") if teeth else token)
    return out


_HOURS: Final = word_set("o'clock oclock")
_OF_LISTS: Final = word_set(", and or & /")
_BEFORE_HOURS: Final = word_set("at positions position in on the")
_HOURS_OF_A_CLOCK: Final = 12


def hours_as_angles(tokens: list[Token]) -> list[Token]:
    """Write the hours of a clock face as the angles that they stand for: 3 o'clock is 0°, 12 o'clock 90°."""
    out: list[Token] = []
    for token in tokens:
        hour = _hour_of(out[-1]) if token.lemma in _HOURS and out else None
        if hour is None:
            out.append(token)
            continue
        out[-1] = _at_hour(out[-1], hour, f"{out[-1].text} {token.text}")
        listed = _listed_before(out)
        for at in listed:
            out[at] = _at_hour(out[at], _hour_of(out[at]) or 0, out[at].text)
    return out


def _listed_before(tokens: list[Token]) -> list[int]:
    """Return where the hours stand that are listed before the last one: "at 12, 3 and 6 o'clock"."""
    found: list[int] = []
    at = len(tokens) - 2
    while at > 0 and tokens[at].lemma in _OF_LISTS:
        while at > 0 and tokens[at].lemma in _OF_LISTS:
            at -= 1
        if _hour_of(tokens[at]) is None:
            return []
        found.append(at)
        at -= 1
    return found if at >= 0 and tokens[at].lemma in _BEFORE_HOURS else []


def _hour_of(token: Token) -> int | None:
    """Return the hour that a token gives, in figures or as a word; None for anything else."""
    counted = _is_count(token) and token.unit is None
    hour = int(token.value) if counted else NUMBER_WORDS.get(token.lemma, 0)
    return hour if 1 <= hour <= _HOURS_OF_A_CLOCK else None


def _at_hour(token: Token, hour: int, text: str) -> Token:
    return Token("number", text, text, token.spaced, value=(90.0 - 30.0 * hour) % 360, unit="deg")
