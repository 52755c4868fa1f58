"""Reads tables: key and value in two columns, or a row for each hole, point or feature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mayfly.language.vocabulary import word_set

#: Columns that are coordinates on a face, and cells without a value.
_PLANE: Final = frozenset({"x", "y"})
_BLANK: Final = frozenset({"", "-", "–"})

_NUMBER: Final = r"[-+±]?\s?\d*[.,]?\d+(?:/\d+)?\s*(?:mm|cm|m|in|inch|\"|°|deg)?"
_IS_NUMBER: Final = re.compile(rf"\s*(?:[ØMR]\s?)?{_NUMBER}\s*")
_UNIT: Final = re.compile(r"[(\[]\s*(mm|cm|m|in|inch|inches)\s*[)\]]|\b(?:in|/)\s*(mm|cm)\b", re.I)
_RULE: Final = re.compile(r"[\s|:+=-]*")
#: Headings of a column that only numbers the rows.
_LABELS: Final = word_set("no no. nr # id label name hole point pt item position pos ref vertex corner")
_KEYS: Final = word_set(
    "parameter property dimension feature key name item size field attribute characteristic spec quantity"
    " what"
)
_VALUES: Final = word_set("value values dimension size mm amount measure data")
_DIAMETERS: Final = word_set("diameter dia ø d od diam")
_LENGTHS: Final = word_set("length len long l lg")
_NOUNS: Final = word_set("hole slot pocket boss bore post pin step segment section")
_PARTS: Final = word_set("part shape type body component object feature")
_MOST_COLUMNS: Final = 12


def is_rule(line: str) -> bool:
    """Return whether a line only separates the rows of a table."""
    return _RULE.fullmatch(line) is not None and any(mark in line for mark in "-=")


def read_table(lines: Sequence[str]) -> tuple[int, list[str]] | None:
    """Read a table at the beginning of some lines.

    Returns:
        How many lines it takes, and its rows as phrases; None where none begins.
    """
    rows, taken = _rows(lines)
    if len(rows) < 2:
        return None
    header, body = rows[0], rows[1:]
    if _names_parts(header, body):
        return taken, [_part(header, row) for row in body]
    if len(header) == 2 and not _is_points(header):
        named = _is_header_of_values(header)
        return taken, [f"{key}: {value}" for key, value in (body if named else rows)]
    columns = [_column(heading) for heading in header]
    if not {name for name, _ in columns} >= _PLANE and not _has_sizes(columns, body):
        return None
    if _is_points(header):
        return taken, [", ".join(_point(columns, row) for row in body)]
    return taken, [_phrase(columns, row) for row in body]


def _rows(lines: Sequence[str]) -> tuple[list[list[str]], int]:
    """Cut lines into cells as long as they have as many as the first one."""
    rows: list[list[str]] = []
    taken = 0
    for line in lines:
        if rows and is_rule(line):
            taken += 1
            continue
        cells = _cells(line, len(rows[0]) if rows else None)
        if cells is None or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
        taken += 1
    return rows, taken


def _cells(line: str, count: int | None) -> list[str] | None:
    """Cut a line at "|", tabs or commas; at spaces only where the first line begins a table of points."""
    if "|" in line:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        return cells if 2 <= len(cells) <= _MOST_COLUMNS else None
    for mark in ("\t", ";", ",", None):
        cells = [cell.strip() for cell in line.split(mark) if cell.strip()]
        if not 2 <= len(cells) <= _MOST_COLUMNS:
            continue
        columns = [_column(cell)[0] for cell in cells]
        if count is None and (set(columns) >= _PLANE or _is_heading(columns)):
            return cells
        if count == len(cells) and (count == 2 or any(_IS_NUMBER.fullmatch(cell) for cell in cells)):
            return cells
    return None


def _is_heading(columns: Sequence[str]) -> bool:
    """Return whether words head the columns of a table that is cut at commas or tabs."""
    words = all(re.fullmatch(r"[a-z][a-z_/-]*(?: [a-z]+)?", name) for name in columns)
    if len(columns) == 2:
        return columns[0] in _KEYS and columns[1] in _VALUES
    return words and bool(set(columns) & _PARTS)


def _names_parts(header: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Return whether a table has a column for what each row is: "part, length, width, thickness"."""
    names = [_column(heading)[0] for heading in header]
    if len(names) < 3 or not set(names) & _PARTS or set(names) >= _PLANE:
        return False
    worded = all(re.fullmatch(r"[a-z][a-z _/.-]*", name) for name in names)
    return worded and all(any(_IS_NUMBER.fullmatch(cell) for cell in row) for row in body)


def _part(header: Sequence[str], row: Sequence[str]) -> str:
    """Write a row as "plate, length 100, width 60", with what it is first."""
    said: list[str] = []
    noun = ""
    for heading, cell in zip(header, row, strict=True):
        name, unit = _column(heading)
        if name in _PARTS and not noun:
            noun = cell
        elif cell not in _BLANK and name not in _LABELS:
            said.append(f"{name.replace('_', ' ')} {_number(cell, unit)}")
    return ", ".join([noun.replace("_", " "), *said])


def _column(heading: str) -> tuple[str, str]:
    """Return a column's name and the unit that its numbers have."""
    unit = _UNIT.search(heading)
    name = _UNIT.sub("", heading).strip().lower()
    name = (
        re.sub(r"\s*(?:coord(?:inate)?|position|pos)\b\.?", "", name).strip() if name[:1] in "xyz" else name
    )
    return name, (unit[1] or unit[2]).lower() if unit else ""


def _is_points(header: Sequence[str]) -> bool:
    names = [_column(heading)[0] for heading in header]
    return set(names) >= _PLANE or {"x", "z"} <= set(names) if _only_points(names) else False


def _only_points(names: Sequence[str]) -> bool:
    return all(name in {"x", "y", "z", ""} | (_LABELS - _NOUNS) for name in names)


def _has_sizes(columns: Sequence[tuple[str, str]], body: Sequence[Sequence[str]]) -> bool:
    if _is_of_sections(columns, body):
        return True
    numbers = sum(all(_IS_NUMBER.fullmatch(row[i]) for row in body) for i in range(len(columns)))
    return (
        numbers >= 1 and columns[0][0].split()[0:1] != [] and columns[0][0].split()[-1].rstrip("s") in _NOUNS
    )


def _is_of_sections(columns: Sequence[tuple[str, str]], body: Sequence[Sequence[str]]) -> bool:
    """Return whether each row is a piece of a shaft: only numbered, with a diameter and a length."""
    names = [name for name, _ in columns]
    round_one = [i for i, name in enumerate(names) if name in _DIAMETERS]
    long_one = [i for i, name in enumerate(names) if name in _LENGTHS]
    others = [name for name in names if name not in _DIAMETERS | _LENGTHS | _LABELS | _NOUNS]
    numbers = all(_IS_NUMBER.fullmatch(row[i]) for row in body for i in (*round_one, *long_one))
    return len(round_one) == len(long_one) == 1 and not others and numbers


def _is_header_of_values(header: Sequence[str]) -> bool:
    first, second = (heading.lower().split() for heading in header)
    return bool(first and second) and (first[0] in _KEYS or second[0] in _VALUES)


def _number(cell: str, unit: str) -> str:
    return f"{cell} {unit}" if unit and re.fullmatch(r"[-+±]?[\d.,/]+", cell) else cell


def _point(columns: Sequence[tuple[str, str]], row: Sequence[str]) -> str:
    named = {name: _number(cell, unit) for (name, unit), cell in zip(columns, row, strict=True)}
    return f"({', '.join(named[axis] for axis in 'xyz' if axis in named)})"


def _phrase(columns: Sequence[tuple[str, str]], row: Sequence[str]) -> str:
    """Write a row as a phrase: "hole, diameter 6, at (15, 15)"."""
    words = [word.rstrip("s") for name, _ in columns for word in name.split()]
    noun = next(
        (word for word in words if word in _NOUNS), "section" if _is_of_sections(columns, [row]) else "hole"
    )
    said: list[str] = []
    for (name, unit), cell in zip(columns, row, strict=True):
        if name in {"x", "y", "z"} or cell in _BLANK:
            continue
        last = name.split()[-1].rstrip("s") if name else ""
        if _IS_NUMBER.fullmatch(cell) and last not in _LABELS | _NOUNS:
            said.append(f"{name} {_number(cell, unit)}")
        elif name in {"type", "kind", "feature"}:
            noun = cell
        elif not re.fullmatch(r"[A-Za-z]{0,2}[\d.]*", cell):
            said.append(cell)
    if {name for name, _ in columns} >= _PLANE:
        said.append(f"at {_point(columns, row)}")
    return ", ".join([f"1 {noun}" if noun not in {"step", "segment", "section"} else noun, *said])
