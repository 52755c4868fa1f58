"""Steel pipe by nominal size and schedule (ASME B36.10M, with 10S of B36.19M): NPS 1/8 to 12; millimetres.

Second source: the inch table of the open library BOLTS; `tests/parts/test_standard_tables.py` compares
the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mayfly.errors import InvalidParameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipe:
    """A steel pipe; without a schedule only its outside is known."""

    size: str
    outer_diameter_mm: float
    wall_mm: float | None
    inner_diameter_mm: float | None
    standard: str = "ASME B36.10M"


#: Columns of the walls below; STD is 40 and XS is 80 in these sizes, save those of `_WEIGHTS`.
SCHEDULES: Final = ("10", "40", "80", "160", "XXS")
# NPS: DN, outer diameter, walls of the schedules
PIPES: Final[Mapping[str, tuple[int, float, tuple[float | None, ...]]]] = {
    "1/8": (6, 10.3, (1.24, 1.73, 2.41, None, None)),
    "1/4": (8, 13.7, (1.65, 2.24, 3.02, None, None)),
    "3/8": (10, 17.1, (1.65, 2.31, 3.20, None, None)),
    "1/2": (15, 21.3, (2.11, 2.77, 3.73, 4.78, 7.47)),
    "3/4": (20, 26.7, (2.11, 2.87, 3.91, 5.56, 7.82)),
    "1": (25, 33.4, (2.77, 3.38, 4.55, 6.35, 9.09)),
    "1 1/4": (32, 42.2, (2.77, 3.56, 4.85, 6.35, 9.70)),
    "1 1/2": (40, 48.3, (2.77, 3.68, 5.08, 7.14, 10.15)),
    "2": (50, 60.3, (2.77, 3.91, 5.54, 8.74, 11.07)),
    "2 1/2": (65, 73.0, (3.05, 5.16, 7.01, 9.53, 14.02)),
    "3": (80, 88.9, (3.05, 5.49, 7.62, 11.13, 15.24)),
    "3 1/2": (90, 101.6, (3.05, 5.74, 8.08, None, None)),
    "4": (100, 114.3, (3.05, 6.02, 8.56, 13.49, 17.12)),
    "5": (125, 141.3, (3.40, 6.55, 9.53, 15.88, 19.05)),
    "6": (150, 168.3, (3.40, 7.11, 10.97, 18.26, 21.95)),
    "8": (200, 219.1, (3.76, 8.18, 12.70, 23.01, 22.23)),
    "10": (250, 273.0, (4.19, 9.27, 15.09, 28.58, 25.40)),
    "12": (300, 323.8, (4.57, 10.31, 17.48, 33.32, 25.40)),
}
#: Walls of the weight classes where they differ from schedules 40 and 80.
_WEIGHTS: Final = {("10", "XS"): 12.70, ("12", "STD"): 9.53, ("12", "XS"): 12.70}
_CLASSES: Final = {"STD": "40", "XS": "80", "10S": "10", "40S": "40", "80S": "80"}
_DECIMAL: Final = {".125": "1/8", ".25": "1/4", ".375": "3/8", ".5": "1/2", ".75": "3/4"}
_INCHES: Final = r"(?:\d{1,2}(?:[ -]\d/\d)|\d/\d|\d{0,2}\.\d{1,3}|\d{1,2})"
_IN: Final = r"""(?:"|''|in(?:ch|ches)?\b|-inch\b)"""


def _schedule(place: int) -> str:
    """Return the pattern of a schedule or a weight class, with groups that carry a number."""
    return (
        rf"(?:(?:sch(?:ed(?:ule)?)?\.?)\s?-?\s?(?P<number{place}>\d{{2,3}}S?)\b"
        rf"|(?P<weight{place}>STD|XXS|XS)\b)"
    )


_BORE: Final = r"(?:NB|N\.B\.?|nominal bore)(?!\w)"
_PIPE: Final = r"(?:\s(?:pipe|tube))?"
#: "2 inch schedule 40", "NPS 1 1/2 sch 80", "DN50 sch. 40", "DN 50", "50 NB sch 40"; a lone
#: "2 inch" is a length.
WRITTEN: Final = re.compile(
    rf"\bDN\s?(?P<dn>\d{{1,3}})\b(?:,?\s?{_schedule(1)})?"
    rf"|(?<![\d./x×-])(?<![x×]\s)(?P<bore>\d{{1,3}})\s?(?:mm\s?)?{_BORE}{_PIPE}(?:,?\s?{_schedule(4)})?"
    rf"|(?<![\d./x×-])(?:NPS\s?)?(?P<inches>{_INCHES})\s?(?:{_IN}|NPS\b)?(?:\s?{_BORE})?{_PIPE},?\s?{_schedule(2)}"
    rf"|(?<![\d./x×-])(?<![x×]\s)(?P<named>{_INCHES})\s?{_IN}\s?{_BORE}"
    rf"|{_schedule(3)}(?:\s\w+){{0,2}}\s(?:pipe|tube),?\s(?:of\s|size\s)?(?:NPS\s?)?"
    rf"(?P<behind>{_INCHES})\s?{_IN}"
    rf"|\bNPS\s?(?P<only>{_INCHES})",
    re.IGNORECASE,
)
_SCHEDULE_GROUPS: Final = tuple(f"{kind}{place}" for place in (1, 2, 3, 4) for kind in ("number", "weight"))


def pipe(size: str) -> Pipe:
    """Return a steel pipe by its size ("2 inch schedule 40", "NPS 2 sch 80", "DN50 sch 40", "NPS 2").

    Raises:
        InvalidParameter: There is no such size or schedule.
    """
    found = WRITTEN.fullmatch(size.strip())
    if found is None:
        raise InvalidParameter(f"{size[:30]!r} is no pipe size; write it like NPS 2 schedule 40, or DN50.")
    metric = found["dn"] or found["bore"]
    nominal = (
        next((nps for nps, row in PIPES.items() if row[0] == int(metric)), f"DN{metric}")
        if metric
        else _nominal(found["inches"] or found["behind"] or found["only"] or found["named"])
    )
    if nominal not in PIPES:
        raise InvalidParameter(f"There is no pipe {size[:30]!r} here: NPS {', '.join(PIPES)}.")
    schedule = next((found[key] for key in _SCHEDULE_GROUPS if found[key]), "").upper()
    _, outer, walls = PIPES[nominal]
    if not schedule:
        return Pipe(size=f"NPS {nominal}", outer_diameter_mm=outer, wall_mm=None, inner_diameter_mm=None)
    listed = dict(zip(SCHEDULES, walls, strict=True))
    wall = _WEIGHTS.get((nominal, schedule)) or listed.get(_CLASSES.get(schedule, schedule))
    if wall is None:
        known = [name for name, thick in listed.items() if thick]
        raise InvalidParameter(
            f"There is no schedule {schedule} of NPS {nominal} here; there are {', '.join(known)}."
        )
    name = f"schedule {schedule}" if schedule[0].isdigit() else schedule
    return Pipe(
        size=f"NPS {nominal} {name}",
        outer_diameter_mm=outer,
        wall_mm=wall,
        inner_diameter_mm=round(outer - 2 * wall, 4),
    )


def sizes() -> tuple[str, ...]:
    """Return all sizes with their schedules: "NPS 2 schedule 40"."""
    return tuple(
        f"NPS {nominal} {name if name == 'XXS' else f'schedule {name}'}"
        for nominal, (_, _, walls) in PIPES.items()
        for name, wall in zip(SCHEDULES, walls, strict=True)
        if wall
    )


def _nominal(text: str) -> str:
    """Return a nominal size as the table writes it: "1-1/2" and "1.5" are "1 1/2"."""
    whole, point, _ = text.partition(".")
    if point:
        part = _DECIMAL.get("." + text.partition(".")[2].rstrip("0"), "")
        return f"{whole} {part}".strip() if whole not in {"", "0"} else part
    return text.replace("-", " ")
