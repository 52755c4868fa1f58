"""Works out the centre of mass of a body without the kernel, where that is exact.

It is known of bodies that are one outline drawn out straight, with holes, pockets, slots and bosses of round
or rectangular outline on flat faces behind which the material is even. Everything else (rounded and
chamfered edges, shells, what meets something else or lies on a curved face, revolutions, lofts, sweeps,
joined bodies) has none here; the inspection measures it.
"""

from __future__ import annotations

from dataclasses import replace

from mayfly.contracts import Plan
from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Vector
from mayfly.design.surfaces.part_column import column_of


def plan_of(draft: Draft) -> Plan:
    """Return the plan of a body by itself, which its centre of mass is required in where that is known."""
    plan = draft.plan()
    return replace(plan, requirements=replace(plan.requirements, centre_mm=centre_of(draft)))


def centre_of(draft: Draft) -> Vector | None:
    """Return the centre of mass of a body where it was made; None where no formula is exact."""
    column, taken, volume = column_of(draft), draft.moment_taken, draft.volume_mm3
    if column is None or taken is None or not volume:
        return None
    u, v = column.outline.centroid
    middle = [0.0, 0.0, 0.0]
    across = [i for i in range(3) if i != column.axis]
    for i, value in (*zip(across, (u, v), strict=True), (column.axis, (column.low + column.high) / 2)):
        middle[i] = value
    x, y, z = ((at * column.volume - part) / volume for at, part in zip(middle, taken, strict=True))
    return x, y, z
