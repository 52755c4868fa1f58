"""The plan of a request that spells its model out by coordinates or as data, and whether it does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.contracts import Plan
from mayfly.design import compile_design
from mayfly.design.values import as_name
from mayfly.errors import MayflyError
from mayfly.language.weighing.specification import data_within
from mayfly.planning.readings.by_coordinates.data import operations_in_data
from mayfly.planning.readings.by_coordinates.solids import Operation, Round, design_of
from mayfly.planning.readings.by_coordinates.words import operations_in_words, says_nothing
from mayfly.planning.readings.sheets.reading import operations_in_sheet
from mayfly.planning.readings.sheets.words import SHAPING

#: Fewer are one part with a feature, which the grammar reads.
_FEWEST: Final = 2
_COMMENT: Final = re.compile(r"\s#\s(.*)$", re.MULTILINE)


def plan_by_coordinates(text: str) -> Plan | None:
    """Return the plan of a request that says all coordinates of the solids that it consists of.

    None where one word or key is not understood, something is left open, or the solids do not touch.
    """
    data = _data_of(text)
    operations = operations_in_words(text) if data is None else operations_in_data(data)
    return None if operations is None or len(operations) < _FEWEST else _plan(operations)


def plan_of_sheet(text: str) -> tuple[Plan, Sequence[Operation]] | None:
    """Return the plan of a request that is the data of one part, and what it consists of.

    None where a key of it is not understood.
    """
    data = _data_of(text)
    operations = None if data is None or not _comments_are_plain(text) else operations_in_sheet(data)
    plan = _plan(operations) if operations else None
    return None if plan is None or operations is None else (plan, operations)


def has_these_holes(plan: Plan, operations: Sequence[Operation]) -> bool:
    """Return whether a plan has just the holes that operations drill, at their places."""
    cut = [one.solid for one in operations if one.cut]
    if not all(isinstance(one, Round) and one.axis == "z" for one in cut):
        return False
    rounds = [one for one in cut if isinstance(one, Round)]
    drilled = sorted((round(one.diameter, 3), round(one.at[0], 3), round(one.at[1], 3)) for one in rounds)
    said = sorted(
        (round(hole.diameter_mm, 3), round(at[0], 3), round(at[1], 3))
        for hole in plan.requirements.holes or ()
        if hole.axis == "Z"
        for at in hole.at or ()
    )
    return bool(drilled) and drilled == said


def _data_of(text: str) -> object:
    """Return the data of a request that says nothing else of a shape; None for any other one."""
    found = data_within(text)
    return found[1] if found is not None and all(map(says_nothing, (found[0], found[2]))) else None


def _comments_are_plain(text: str) -> bool:
    """Return whether what stands behind "#" only explains its line."""
    return not any(
        re.search(r"\d", comment) or SHAPING.search(comment.lower()) for comment in _COMMENT.findall(text)
    )


def _plan(operations: Sequence[Operation]) -> Plan | None:
    try:
        design = design_of(operations)
        if design is None:
            return None
        plan = compile_design(design)
    except (MayflyError, ValueError):
        return None
    titled = design.model_copy(update={"title": as_name(plan.title)})
    return replace(plan, design=titled.to_dict())
