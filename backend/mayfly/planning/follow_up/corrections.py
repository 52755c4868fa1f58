"""Corrections of the change before: "no, 14", "back to 8 mm", "make that 30 rather"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.design.edits import Edit, SetValue, Size, sizes
from mayfly.language.chunks import Quantity
from mayfly.planning.follow_up.context import Groups, Reading
from mayfly.planning.follow_up.sizes import as_number, is_value, new_value
from mayfly.planning.follow_up.targets import POINTED

#: Part by which a corrected value may differ from the one before it.
_FAR: Final = 0.5


def back_to(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "no, 14" and "back to 8 mm": the size that was changed last gets another value."""
    given = reading.clause.number(said["n"])
    goes_back = "back" in reading.clause.text or "again" in reading.clause.text
    if reading.earlier is None or not (reading.corrects or goes_back or reading.once_more):
        return None
    before = {size.path: size.value for size in sizes(reading.earlier)}
    changed = [s for s in reading.targets.sizes if s.path in before and before[s.path] != s.value]
    changed = [s for s in changed if s.unit != "count" or given.can_count]
    fitting = [s for s in changed if not s.derived]
    if goes_back and changed:
        held = [s for s in changed if is_value(s, given, before[s.path])]
        fitting = [s for s in held if not s.derived] or held
        if not fitting:
            return None
    if given.form == "thread":
        holes = [s for s in reading.targets.spots if any(one.owner == s.path for one in changed)]
        return [SetValue(path=f"{spot.path}.thread", value=given.text.upper()) for spot in holes] or None
    if len(fitting) > 1:  # what was assumed because of another size follows it
        fitting = [s for s in fitting if _is_given(reading, s)]
    if not goes_back:
        fitting = _nearer(fitting, [s for s in changed if s.derived and s.owner == "bodies[0]"], given)
    if not fitting:
        fitting = _main_of_added(reading, given)
    if len(fitting) != 1:
        return None
    return [SetValue(path=fitting[0].path, value=new_value(fitting[0], given))]


def _nearer(fitting: Sequence[Size], derived: Sequence[Size], given: Quantity) -> list[Size]:
    """Return the changed sizes that a corrected value can be of: a wall of 5 is put right by 4.

    Args:
        fitting: The sizes that were changed themselves.
        derived: Sizes that follow from them.
        given: The corrected value.
    """

    def off(size: Size) -> float:
        now = float(size.value)
        return abs(as_number(size, given) - now) / max(abs(now), 1e-9)

    near = min(derived, key=off, default=None)
    if len(fitting) == 1 and near is not None and off(fitting[0]) > _FAR and off(near) < off(fitting[0]) / 2:
        return [near]
    return list(fitting)


def _is_given(reading: Reading, size: Size) -> bool:
    """Return whether a size of the part was given, and not assumed."""
    held = getattr(reading.design.bodies[0].base, "sizes", {})
    return "].base.sizes." not in size.path or size.path.rpartition(".")[2] in held


def _main_of_added(reading: Reading, given: Quantity) -> list[Size]:
    """Return the size of the one feature that the last change put on: "with a 25 bore", "make that 30"."""
    spots = [spot for spot in reading.targets.spots if spot.path in reading.targets.last]
    if len(spots) != 1:
        return []
    return reading.targets.size(POINTED, reading.clause, given=given)
