"""Finds designations of standard sizes in a text: "HEA 100", "2 inch schedule 40", "1/4-20", "6205 bearing".

A designation belongs to one table. Some look like a plain number or length; those count only where a word of
their subject stands in the same text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from mayfly.cad.standards import beams, bearings, motor_faces, pins, pipes
from mayfly.cad.standards.drills import drill
from mayfly.cad.standards.inch_threads import inch_thread
from mayfly.cad.standards.sheet_gauges import WRITTEN as GAUGE
from mayfly.cad.standards.sheet_gauges import sheet_gauge
from mayfly.errors import InvalidParameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    """A standard size that a text names.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        text: As written.
        table: The table that it is a size of; "thread" for inch threads, "drill" for inch drills, "taper"
            for a ratio.
        size: As the table writes it.
        value_mm: The nominal diameter of a thread, a drill, a pin or a pipe, the 50 of a taper of 1:50; 0
            for what has none.
    """

    start: int
    end: int
    text: str
    table: str
    size: str
    value_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """One kind of designation: how it is written, what has to stand in the text, and whether that decides."""

    table: str
    written: re.Pattern[str]
    look_up: Callable[..., Any]
    value: str = ""
    needs: re.Pattern[str] | None = None
    of_text: bool = False


def _words(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)


def _thread(text: str) -> Any:
    found = inch_thread(text)
    if found is None:
        raise InvalidParameter(text)
    return found


_FRACTION: Final = r"(?:\d[ -])?\d{1,2}/\d{1,2}"
_INCH: Final = r"""\s?(?:"|''|in(?:ch)?\b)?"""
_SCREWS: Final = (
    r"(?:machine |cap |socket |set )*"
    r"(?:screws?|bolts?|clear[ae]nce|clear\b|tapped|tap\b|threaded|thread|stud)"
)
#: What stands behind two numbers with a dash that are no thread: "10-24 mm", "4-10 dia".
_NO_RANGE: Final = (
    r"""(?!\d)(?!\s?(?:mm|cm|m\b|in\b(?! (?:the|an?)\b)|inch|["'°ø⌀×]"""
    r"|deg|dia|wide|long|high|thick|deep))"
)
_KINDS: Final = (
    _Kind(table="beam", written=beams.WRITTEN, look_up=beams.beam),
    _Kind(table="motor face", written=motor_faces.WRITTEN, look_up=motor_faces.motor_face),
    _Kind(table="pipe", written=pipes.WRITTEN, look_up=pipes.pipe, value="outer_diameter_mm"),
    _Kind(
        table="bearing",
        written=re.compile(
            rf"(?:\bbearings?\s+)?(?P<written>{bearings.WRITTEN.pattern})(?:\s+(?:ball\s+)?bearings?\b(?!\s+(?:seat|bore|pocket|hole|housing)))?",
            re.IGNORECASE,
        ),
        look_up=bearings.bearing,
        needs=_words("bearings?"),
    ),
    _Kind(
        table="dowel pin",
        written=pins.WRITTEN_PIN,
        look_up=pins.dowel_pin,
        value="diameter_mm",
        needs=_words("pins?|dowels?"),
    ),
    _Kind(
        table="taper",
        written=re.compile(r"(?<![\d.:/])1 ?: ?\d{1,3}(?![\d.:/])"),
        look_up=pins.taper,
        value="length",
        needs=_words("taper|pin|conical"),
    ),
    _Kind(
        table="thread",  # "1/4-20", "#10-32 UNF", "4-40", "1-8 UNC"
        written=re.compile(
            rf"""(?<![\d./#-])(?:#\d{{1,2}}\s?-\s?\d{{2}}|(?:no\.?\s?)?\d{{1,2}}-\d{{2}}{_NO_RANGE}"""
            rf"""|\d{{1,2}}/\d{{1,2}}{_INCH}\s?-\s?\d{{2}}|1-(?:8|12)(?=\s?UN))"""
            r"(?:\s?UN[CF]?\b)?(?:-?[123][AB]\b)?(?![\d./])",
            re.IGNORECASE,
        ),
        look_up=_thread,
        value="nominal_mm",
    ),
    _Kind(
        table="thread",  # "1/4 UNC", "#6 clearance", "1/4 in screws"
        written=re.compile(
            rf"(?<![\d./#-])(?:(?:#|no\.?\s?)\d{{1,2}}(?=\s?{_SCREWS})|\d{{1,2}}/\d{{1,2}}{_INCH}\s?UN[CF]\b"
            rf"|\d{{1,2}}/\d{{1,2}}{_INCH}(?=\s(?:clear[ae]nce|screws?|machine screws?|cap screws?)\b))",
            re.IGNORECASE,
        ),
        look_up=_thread,
        value="nominal_mm",
    ),
    _Kind(
        table="thread",  # "G1/2", "1/4 BSP"
        written=re.compile(
            rf"(?<![\w./])(?:G\s?(?:{_FRACTION}|[12])(?![\w./])|(?:{_FRACTION}|[12]){_INCH}\s?BSPP?\b)",
        ),
        look_up=_thread,
        value="nominal_mm",
    ),
    _Kind(table="gauge", written=GAUGE, look_up=sheet_gauge, value="thickness_mm", of_text=True),
    _Kind(
        table="drill",  # "#7 drill", "drill size F", "no. 7 drill"
        written=re.compile(
            r"(?<![\w./#-])(?:(?:#|no\.?\s?|number )(?P<drill_number>\d{1,2})(?=\s?drill)"
            r"|(?:letter )?(?P<drill_letter>[A-Z])(?=[ -](?:size )?drill)"
            r"|drill(?: size| no\.?| number| letter)? "
            r"(?:#(?P<drill_behind>\d{1,2})|(?P<drill_last>[A-Z]))(?![\w./]))",
        ),
        look_up=drill,
        value="diameter_mm",
    ),
)


def _written(match: re.Match[str]) -> str:
    """Return the designation of a match without the words around it: "#7" of "no. 7 drill"."""
    parts = match.groupdict()
    number = parts.get("drill_number") or parts.get("drill_behind")
    if number:
        return f"#{number}"
    gauge = parts.get("gauge_before") or parts.get("gauge_behind")
    if gauge:
        return gauge
    keys = ("written", "drill_letter", "drill_last")
    return next((parts[key] for key in keys if parts.get(key)), match[0])


def find_designations(text: str) -> tuple[Designation, ...]:
    """Return the designations of standard sizes in a text, in their order; what no table has is left out."""
    found: list[Designation] = []
    for kind in _KINDS:
        if kind.needs is not None and not kind.needs.search(text):
            continue
        for match in kind.written.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            try:
                row = kind.look_up(_written(match), *([text] if kind.of_text else []))
            except InvalidParameter:
                continue
            found.append(
                Designation(
                    start=match.start(),
                    end=match.end(),
                    text=match[0],
                    table=kind.table,
                    size=getattr(row, "size", "") or row.name,
                    value_mm=float(getattr(row, kind.value)) if kind.value else 0.0,
                )
            )
    return tuple(sorted(found, key=lambda one: one.start))
