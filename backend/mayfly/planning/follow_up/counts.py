"""Changes of counts, and of one number for another: "6 holes instead of 4", "M6 instead of M5"."""

from __future__ import annotations

import re
from typing import Final

from mayfly.design.edits import Edit, SetValue, Size
from mayfly.design.places import Grid, Points, Row
from mayfly.language.chunks import Quantity
from mayfly.language.english import or_list
from mayfly.planning.follow_up.context import Groups, Reading, called
from mayfly.planning.follow_up.sizes import is_value, new_value, set_size
from mayfly.planning.questions import about, missing

_SAME: Final = 1e-6


def count(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "6 bolt holes instead of 4", "make it 8 fins"."""
    given = reading.clause.number(said["n"])
    if not given.can_count:
        return None
    found = _counts(reading, said.get("t", ""))
    if "m" in said:
        old = reading.clause.number(said["m"])
        found = [size for size in found if old.can_count and size.value == old.value]
    if len(found) != 1 or found[0].value == given.value:
        return None
    return [SetValue(path=found[0].path, value=int(given.value))]


def count_of(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "make that 4 holes M10": how many, and of which size."""
    given = reading.clause.number(said["n"])
    found = _counts(reading, said["t"])
    sized = set_size(reading, {"n": said["m"], "t": said["t"]}) if given.can_count and found else None
    if len(found) != 1 or not sized:
        return None
    return [SetValue(path=found[0].path, value=int(given.value)), *sized]


def spacing(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "make them 70 apart": the distance between those in a row."""
    given = reading.clause.number(said["n"])
    phrase = said.get("t") or "them"
    spots = reading.targets.features("them" if phrase in {"it", "that"} else phrase, reading.clause)
    if given.form != "plain" or given.doubt or len(spots) != 1:
        return None
    place = getattr(spots[0].feature, "at", None)
    if isinstance(place, Row):
        return [SetValue(path=f"{spots[0].path}.at.spacing", value=given.value)]
    if isinstance(place, Grid) and min(place.columns, place.rows) == 1:
        return [SetValue(path=f"{spots[0].path}.at.spacing", value=[given.value, given.value])]
    if isinstance(place, Points) and len(place.points) == 2 and not place.mirror:
        (u, v), (a, b) = place.points
        if min(abs(u - a), abs(v - b)) < _SAME and (u, v) != (a, b):
            middle, half = ((u + a) / 2, (v + b) / 2), given.value / 2
            along = (half, 0.0) if abs(v - b) < _SAME else (0.0, half)
            points = [
                [middle[0] - along[0], middle[1] - along[1]],
                [middle[0] + along[0], middle[1] + along[1]],
            ]
            return [SetValue(path=f"{spots[0].path}.at.points", value=points)]
    return None


def _counts(reading: Reading, phrase: str) -> list[Size]:
    """Return the numbers of things that words name: those of a feature's pattern, or of the part."""
    paths = {spot.path for spot in reading.targets.features(phrase, reading.clause)}
    own = [s for s in reading.targets.sizes if s.owner in paths and s.name == "count"]
    counted = Quantity(1, "1", "word")
    named = reading.targets.size(phrase, reading.clause, given=counted) if not own else []
    return own or [s for s in named if s.unit == "count"]


def replace_number(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "6 instead of 4", "M6 instead of M5".

    Raises:
        NeedsClarification: Several sizes have the old value.
    """
    new, old = reading.clause.number(said["n"]), reading.clause.number(said["m"])
    if "thread" in {new.form, old.form}:
        holes = [s for s in reading.targets.spots if getattr(s.feature, "thread", None) == f"M{old.value:g}"]
        same = new.form == old.form == "thread"
        return (
            [SetValue(path=f"{spot.path}.thread", value=f"M{new.value:g}") for spot in holes] or None
            if same
            else None
        )
    usable = [s for s in reading.targets.sizes if not s.derived and not re.search(r"\.(?:at|turn)\[", s.path)]
    found = [s for s in usable if is_value(s, old)]
    if new.unit is not None or old.unit is not None:
        found = [s for s in found if s.unit == "mm"]
    counts = [s for s in found if s.unit == "count"]
    if not found:
        raise missing(
            f"The last model has no size of {old.text}. Which size shall be {new.text}?",
            about("change", values=[old, new]),
        )
    if len(found) > 1 and not (len(counts) == 1 and old.form == "word"):
        raise missing(
            f"Which one shall be {new.text}: {or_list([called(s) for s in found])}?",
            about("change", values=[new, old]),
            [called(s) for s in found],
        )
    size = counts[0] if len(found) > 1 else found[0]
    return [SetValue(path=size.path, value=new_value(size, new))]
