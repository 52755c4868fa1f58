"""Reads a part that is specified as data: a body by its sizes, then holes, slots, pockets, what stands on it.

The reading is strict: one key that is not understood makes it none, and the words of the grammar are weighed
instead. Nothing is filled in but what every drawing leaves out: a body whose place is not said lies around
the origin on XY, and a hole of a plate that is given no depth goes through.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mayfly.planning.readings.by_coordinates.solids import Operation
from mayfly.planning.readings.sheets.bodies import read_body
from mayfly.planning.readings.sheets.features import read_feature
from mayfly.planning.readings.sheets.places import settle_origin
from mayfly.planning.readings.sheets.values import NotUnderstood, Sheet, plain, taken
from mayfly.planning.readings.sheets.words import (
    BLOCKS,
    BORDERS,
    KIND_KEYS,
    LISTS,
    MILLIMETRES,
    NAMING,
    NOTE_OF_PASSING,
    ORDERED,
    RAISED,
    ROUNDS,
    SHAPING,
    TITLES,
    UNITS,
    WRAPPERS,
)
from mayfly.planning.readings.sheets.work import Work, drill, middle_of, whole


def operations_in_sheet(data: Any) -> list[Operation] | None:
    """Return the operations that make a part that is specified as data; None where that is not understood."""
    try:
        sheet = plain(data)
        return _read(Work(), sheet) if isinstance(sheet, dict) else None
    except (NotUnderstood, ValueError):
        return None


def _read(work: Work, sheet: Sheet) -> list[Operation]:
    """Return what a whole specification makes."""
    while len(sheet) == 1 and isinstance(next(iter(sheet.values())), dict):
        ((key, inner),) = sheet.items()
        if key not in WRAPPERS:
            break
        sheet = inner
    _read_around(work, sheet)
    read_body(work, sheet)
    items = list(_items(sheet))
    if not work.placed:
        settle_origin(work, items)
    raised = [noun in RAISED | BORDERS for noun, _ in items]
    if ORDERED & sheet.keys() and raised != sorted(raised, reverse=True):
        raise NotUnderstood("steps")  # whether an earlier cut goes through what is added later is not said
    for noun, item in sorted(items, key=lambda one: one[0] not in RAISED | BORDERS):
        read_feature(work, noun, item)
    if work.bore:
        drill(work, work.bore, [middle_of(work)], whole(work))
    return work.made


def _read_around(work: Work, sheet: Sheet) -> None:
    unit = taken(sheet, *UNITS)
    if unit is not None and unit not in MILLIMETRES:
        raise NotUnderstood(str(unit))
    note = taken(sheet, "note", "notes")
    for one in note if isinstance(note, list) else [note] if note else []:
        if not isinstance(one, str) or not NOTE_OF_PASSING.fullmatch(one.strip(" .")):
            raise NotUnderstood(str(one))
        work.passing = True
    for key in [key for key in sheet if key in TITLES]:
        if isinstance(sheet[key], dict | list):
            continue
        if key == "part" and (sheet[key] in BLOCKS | ROUNDS):
            continue
        if SHAPING.search(str(sheet[key])):
            raise NotUnderstood(key)
        title = str(sheet.pop(key))
        if key in NAMING:
            work.title = title


def _items(sheet: Sheet) -> Iterator[tuple[str, Sheet]]:
    """Yield each feature of a specification with what it is called."""
    for key, value in sheet.items():
        if value in (None, False, "none", []):
            continue
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                raise NotUnderstood(key)
            one = dict(one)
            if key in LISTS:
                kind = taken(one, *KIND_KEYS)
                yield str(kind), one
            else:
                yield key, one
