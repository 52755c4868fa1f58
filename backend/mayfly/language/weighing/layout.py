"""Writes lists, tables and JSON-like specifications as lines of phrases, each line begun by the mark "¶".

A pattern then reads "- size: 140 x 90 x 12 mm" and a row of a table as it reads the same words in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mayfly.language.lexer import without_step_numbers
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.corrected import corrected
from mayfly.language.weighing.datums import plainly_placed
from mayfly.language.weighing.intervals import intervals_in_words
from mayfly.language.weighing.ones import with_nouns
from mayfly.language.weighing.parameters import with_values
from mayfly.language.weighing.specification import phrases_of
from mayfly.language.weighing.symbols import symbols_in_words
from mayfly.language.weighing.tables import is_rule, read_table
from mayfly.language.weighing.usual_words import in_usual_words, without_absent

BREAK: Final = "¶"
_BULLET: Final = re.compile(r"\s*(?:[-*•·–—▪‣◦>+]+|\(?\d{1,2}[.)]|[a-hA-H]\))\s+(?=\S)")
_HEADING: Final = re.compile(r"\s*#+\s*")
_EMPHASIS: Final = re.compile(r"\*\*|__(?=\S)|(?<=\S)__|`+")
_NAMED: Final = re.compile(r"\s*[A-Za-zØ][\w /.()-]{0,40}?\s*(?:[:=]|->|→)\s*\S")
#: Keys that only announce what follows them.
_ANNOUNCING: Final = word_set(
    "part type object shape name item model title geometry body base component design kind stock blank"
    " profile"
)
_ANNOUNCED: Final = re.compile(
    rf"^\s*(?:the )?({'|'.join(sorted(_ANNOUNCING))})(?:[ _]type|[ _]name)?\s*[:=]\s*(?=\S)", re.I
)
#: A line this long may be broken only because the page was full.
_FULL_LINE: Final = 60
_TRIPLE: Final = re.compile(
    r"[(\[]\s*([-+±]?\d*\.?\d+)\s*(mm|cm|in)?\s*[,;]\s*([-+±]?\d*\.?\d+)\s*(mm|cm|in)?\s*[,;]\s*"
    r"([-+±]?\d*\.?\d+)\s*(mm|cm|in)?\s*[)\]]"
)
#: "Units" behind a number are millimetres.
_UNITS: Final = re.compile(r"(?<=\d)[\s-]+units?\b(?!\s+(?:are|is|mm|:))", re.IGNORECASE)
_CUBIC: Final = re.compile(
    r"(?<![\d.,])(\d[\d,]{0,20}(?:\.\d{1,12})?)\s{0,3}(mm|cm|in)(?:\s?\^\s?3|³|\s?\*\*\s?3|3)(?![\d.]*\d)",
    re.IGNORECASE,
)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
#: The name of a file with its folders: where the model is written to.
_FILE: Final = re.compile(
    r"(?<![\w.])[\w.~/\\:-]{0,120}[\w-]\.(?:step|stp|stl|py|json|iges|igs|dxf|scad)\b", re.IGNORECASE
)
#: A "2D sketch" is a sketch, a "3D object" an object; their D is no diameter, unless it is that of a bend.
_FLAT: Final = re.compile(
    r"\b(?:2\s?-?D|(?:two|2)-?\s?dimensional)\b(?=[\s-]+[a-z])"
    r"|(?<![\d.])\b(?:3\s?-?D|(?:three|3)-?\s?dimensional)\b"
    r"(?=[\s-]+(?!print|bend|elbow|radius|long|deep|thick|wide|high)[a-z])",
    re.IGNORECASE,
)
#: "Parallel key A 8 x 7 x 36": its form. "Half-round groove": two words, as elsewhere.
_FORMS: Final = re.compile(r"\b((?:DIN\s?6885(?:-1)?|(?:parallel|feather) key)\s*,?\s*)([AB])(?=\s+\d)")
_HALF_ROUND: Final = re.compile(r"\bhalf-round(?=\s+(?:groove|channel|recess|notch|slot))", re.IGNORECASE)
#: "1/8th" is an eighth.
_SHARES: Final = re.compile(r"\b(\d{1,2}/\d{1,3})(?:th|rd|nd|st)s?\b", re.IGNORECASE)
#: The shape of a section that stands apart from what it is the shape of: "U-shaped sheet metal bracket".
_SHAPED: Final = re.compile(
    r"\b([ULZT])[- ]shaped ((?:[a-z]+ ){1,3})(bracket|channel|profile|section)\b", re.I
)
#: A holder or cup that is said to be "like a hexagon".
_LIKE_A_POLYGON: Final = re.compile(
    r"\b((?:(?:pen|pencil|brush) )?(?:holder|cup|pot|box|tray|container))(?:,| that's| which is)?"
    r" (?:shaped )?"
    r"(?:like|in the shape of|in the form of|with the shape of) an? (hexagon|octagon|pentagon)\b",
    re.I,
)
#: Ordinals in figures, which would be a number and a word: "1st step".
_ORDINALS: Final = re.compile(r"\b([1-4])(?:st|nd|rd|th)\b", re.IGNORECASE)
_ORDINAL_WORDS: Final = ("", "first", "second", "third", "fourth")
#: "semi circle", "semi-circular": one word, or half of something.
_SEMI: Final = re.compile(
    r"\bsemi[- ]?(?=(?:circles?|discs?|disks?|cylinders?|spheres?|rounds?)\b)|\bsemi[- ](?=circular)", re.I
)
#: "w a 2 cm hole", "80x40x12 w chamfered edges": with.
_WITH: Final = re.compile(
    r"(?<=\s)w(?=\s+(?:(?:a|an|one|two|three|four|five|six|eight|the|no|\d)\b"
    r"|\d[\d./]*(?:\s\w+){0,3}\s(?:holes?|slots?|cut-?outs?|pockets?|bores?|boss)\b"
    r"|(?:chamfered|rounded|radiused|full|tapped|threaded|countersunk|counterbored|drilled|through|central|centre"
    r"|center|corner|mounting|square|round)\s(?:\w+\s)?(?:edges?|corners?|ends?|holes?|slots?|bores?)\b))"
)
_HOLES: Final = r"(?=\s+(?:\w+\s+){0,2}(?:holes?|bores?)\b)"
#: Slips that are words themselves, where what stands beside them leaves no doubt.
_REAL_WORD_SLIPS: Final = (
    (re.compile(rf"\btaped{_HOLES}|(?<=drilled and )taped\b", re.I), "tapped"),
    (re.compile(rf"\b(?:treaded|threated|treded){_HOLES}", re.I), "threaded"),
    (re.compile(r"\b(?:though|thorough|trough|threw)(?=\s+(?:holes?|bores?)\b)", re.I), "through"),
    (
        re.compile(r"(?<=\bhole )(?:though|trough|threw)(?=\s+(?:the|it|center|centre|middle)\b)", re.I),
        "through",
    ),
    (re.compile(r"(?<=\bholes )(?:though|trough|threw)(?=\s+(?:the|it|both)\b)", re.I), "through"),
    (re.compile(r"(?<=\d\smm\s)whole(?=s?\b(?!\s+(?:plate|part|thing|length|height|width)))", re.I), "hole"),
    (re.compile(r"\b(?:bold)(?=\s+(?:holes?|circle)\b)", re.I), "bolt"),
    (re.compile(r"\bbrake(?=\s+(?:all\s+|the\s+|sharp\s+)*edges\b)", re.I), "break"),
)
#: The title of a drawing, whose noun comes first: "BRACKET, L.", "WASHER, FLAT, 24 OD".
_TITLE: Final = re.compile(
    r"^\s*(bracket|plate|washer|nut|bolt|flange|ring|pin|shaft|bushing|bush|spacer|tube|bar|block|channel|sleeve|"
    r"collar|disc|gusset)\s*,\s*"
    r"([luztc]|hex|flat|round|square|angle|base|blind|plain|stepped|dowel|mounting|cover|flanged|corner|end|"
    r"backing|guide|distance|rectangular|circular)(?=\s*(?:[.:;,]|[Ø.\d]|$))",
    re.IGNORECASE,
)
#: "c/bored", "c/sunk": the stroke stands for the rest of a word.
_STROKES: Final = re.compile(r"\bc/(bored?|sunk|sink|boring)\b", re.IGNORECASE)
_BOTH: Final = re.compile(r"\+\s?/\s?-|\+-")


def lay_out(text: str) -> str:
    """Return a text on one line, with "¶" where a line of the original ends a phrase."""
    specified = phrases_of(text)
    text = without_step_numbers(corrected(text) if specified is None else specified)
    text = without_absent(_TITLE.sub(r"\2 \1", text))
    text = _SEMI.sub(
        lambda found: "semi" if text[found.end() :].lower().startswith("circular") else "half ", text
    )
    text = _HALF_ROUND.sub("half round", _FORMS.sub(r"\1 form \2", text))
    for slip, word in _REAL_WORD_SLIPS:
        text = slip.sub(word, text)
    text = intervals_in_words(symbols_in_words(_STROKES.sub(r"c\1", text)))
    text = _ORDINALS.sub(lambda found: _ORDINAL_WORDS[int(found[1])], _SHARES.sub(r"\1", _FLAT.sub("", text)))
    text = with_nouns(plainly_placed(_WITH.sub("with", text)))
    text = _FILE.sub("file", _CUBIC.sub(_cubic, _BOTH.sub("±", _EMPHASIS.sub("", text))))
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 or _BULLET.match(text):
        text = f" {BREAK} ".join(_joined(_without_tables(lines)))
    text = in_usual_words(text)
    text = _LIKE_A_POLYGON.sub(r"\2al \1", _SHAPED.sub(r"\2\1-shaped \3", text))
    return with_values(_TRIPLE.sub(_triple, _UNITS.sub(" mm", text)))


def _cubic(match: re.Match[str]) -> str:
    """Write a volume as a number and its unit: "60,000 mm^3" as "60000 mm³"."""
    number, unit = match.groups()
    plain = number.replace(",", "") if _THOUSANDS.fullmatch(number) else number
    return f"{plain} {unit.lower()}³"


def _triple(match: re.Match[str]) -> str:
    """Write a point of three coordinates so that no comma can be a decimal one."""
    x, x_unit, y, y_unit, z, z_unit = match.groups()
    unit = z_unit or y_unit or x_unit or ""
    return f"( {x}{x_unit or unit} , {y}{y_unit or unit} , {z}{unit} )"


def _without_tables(lines: Sequence[str]) -> list[str]:
    """Write the rows of each table as lines of phrases."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        table = read_table(lines[at:])
        if table is None:
            if not is_rule(lines[at]):
                found.append(lines[at])
            at += 1
            continue
        taken, phrases = table
        found += phrases
        at += taken
    return found


def _joined(lines: Sequence[str]) -> list[str]:
    """Join lines that were broken because the page was full, and drop what only marks an item."""
    found: list[str] = []
    open_line = False
    for line in lines:
        item = _BULLET.match(line) or _HEADING.match(line)
        text = _ANNOUNCED.sub("", line[item.end() :] if item else line).strip()
        goes_on = open_line and not _BULLET.match(line) and not _NAMED.match(line) and not text[:1].isupper()
        if goes_on:
            found[-1] += f" {text}"
        elif text:
            found.append(text)
        open_line = len(line) >= _FULL_LINE and line.rstrip()[-1:] not in ".;:!?"
    return found
