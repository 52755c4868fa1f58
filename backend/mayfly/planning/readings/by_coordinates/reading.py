"""The plan of a request that spells its model out by coordinates, and whether it does."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.contracts import Plan
from mayfly.design import compile_design
from mayfly.design.values import as_name
from mayfly.errors import MayflyError
from mayfly.language.weighing.specification import data_of
from mayfly.planning.readings.by_coordinates.data import operations_in_data
from mayfly.planning.readings.by_coordinates.solids import design_of
from mayfly.planning.readings.by_coordinates.words import operations_in_words

#: Fewer are one part with a feature, which the grammar reads.
_FEWEST: Final = 2


def plan_by_coordinates(text: str) -> Plan | None:
    """Return the plan of a request that says all coordinates of the solids that it consists of.

    None where one word or key is not understood, something is left open, or the solids do not touch.
    """
    data = data_of(text)
    operations = operations_in_words(text) if data is None else operations_in_data(data)
    if operations is None or len(operations) < _FEWEST:
        return None
    design = design_of(operations)
    if design is None:
        return None
    try:
        plan = compile_design(design)
    except MayflyError:
        return None
    titled = design.model_copy(update={"title": as_name(plan.title)})
    return replace(plan, design=titled.to_dict())
