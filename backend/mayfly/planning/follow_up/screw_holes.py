"""Changes of holes for screws: countersunk, counterbored, tapped, made clearance holes."""

from __future__ import annotations

import re
from typing import Final

from mayfly.cad import standards
from mayfly.design.edits import Edit, SetValue
from mayfly.design.features import Hole
from mayfly.language.chunks import Quantity
from mayfly.planning.follow_up.context import Groups, Reading
from mayfly.planning.questions import about, missing

#: Angles of countersinks, which need no "degrees" behind them.
_ANGLES: Final = frozenset({60.0, 82.0, 90.0, 100.0, 120.0})


def head(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "countersink them", "counterbore the holes for M5", "counterbore it 16 x 5".

    Raises:
        NeedsClarification: It is open for which screw.
    """
    kind = "countersink" if re.search("countersu|sink|sk", said["head"]) else "counterbore"
    phrase = said.get("t") or "them"
    given = reading.clause.number(said["n"]) if said.get("n") else None
    spots = reading.targets.features("them" if phrase in {"it", "that", "this"} else phrase, reading.clause)
    own = _own_sizes(kind, given, reading.clause.number(said["m"])) if given and said.get("m") else None
    if given is not None and given.form != "thread" and own is None:
        return None
    other = {"countersink": "counterbore", "counterbore": "countersink"}[kind]
    edits: list[Edit] = []
    for spot in spots:
        if not isinstance(spot.feature, Hole):
            return None
        if own is not None and (own["diameter"] <= spot.feature.sizes().diameter):
            return None
        thread = given.text.upper() if given else spot.feature.thread
        if thread is None:
            raise missing(
                f"For which screw shall the holes be {said_of(kind)}: M5, M6?",
                about("thread", "hole", others=[kind]),
            )
        if getattr(spot.feature, other) is not None:
            edits.append(SetValue(path=f"{spot.path}.{other}", value=None))
        edits.append(SetValue(path=f"{spot.path}.{kind}", value=own or _head_sizes(kind, thread)))
    return edits or None


def _head_sizes(kind: str, thread: str) -> dict[str, float]:
    """Return the sizes of a head for a screw, as the standard has them; the hole itself stays as it is."""
    if kind == "countersink":
        return {"diameter": standards.countersink(thread).diameter_mm}
    row = standards.counterbore(thread)
    return {"diameter": row.diameter_mm, "depth": row.depth_mm}


def _own_sizes(kind: str, wide: Quantity, second: Quantity) -> dict[str, float] | None:
    """Return the sizes of a head that are said: a diameter, and a depth or an angle; None for others."""
    if wide.form not in {"plain", "diameter"} or wide.doubt or second.doubt:
        return None
    if kind == "countersink":
        angle = second.form == "angle" or (second.form == "plain" and second.value in _ANGLES)
        return {"diameter": wide.value, "angle": second.value} if angle else None
    return {"diameter": wide.value, "depth": second.value} if second.form == "plain" else None


def said_of(kind: str) -> str:
    """Return the participle of a head: "countersunk"."""
    return {"countersink": "countersunk", "counterbore": "counterbored"}[kind]


def tap(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "tap the holes M6": they become tapped holes, which have the tap drill's diameter."""
    given = reading.clause.number(said["n"])
    spots = reading.targets.features(said["t"], reading.clause)
    if given.form != "thread" or not all(isinstance(spot.feature, Hole) for spot in spots):
        return None
    return [
        edit
        for spot in spots
        for edit in (
            SetValue(path=f"{spot.path}.thread", value=given.text.upper()),
            SetValue(path=f"{spot.path}.diameter", value=standards.tap_drill(given.text).diameter_mm),
            SetValue(path=f"{spot.path}.fit", value="tapped"),
        )
    ] or None


def depth(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "make them blind, 6 mm deep", "only 8 deep" and "make them through"."""
    given = reading.clause.number(said["n"]) if said.get("n") else None
    phrase = said.get("t") or "them"
    of_it = phrase in {"it", "that", "this"} and reading.targets.last
    spots = reading.targets.features("them" if of_it else phrase, reading.clause)
    if (given is not None and (given.form != "plain" or given.doubt)) or not spots:
        return None
    if not all(isinstance(spot.feature, Hole) for spot in spots):
        return None
    spoken = {spot.path for spot in spots} <= set(reading.targets.last)
    if not said.get("t") and not spoken and reading.targets.size("", reading.clause, adjective="deep"):
        return None  # the model has a depth of its own
    new = None if given is None else given.value
    return [SetValue(path=f"{spot.path}.depth", value=new) for spot in spots]


def fit(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "tapped, not clearance": holes for screws get the diameter of the other fit."""
    tapped = said["fit"] in {"tapped", "threaded"}
    drill = standards.tap_drill if tapped else standards.clearance_hole
    edits: list[Edit] = []
    for spot in reading.targets.features(said.get("t") or "them", reading.clause):
        thread = getattr(spot.feature, "thread", None)
        if not isinstance(spot.feature, Hole) or thread is None:
            continue
        edits += [
            SetValue(path=f"{spot.path}.diameter", value=drill(thread).diameter_mm),
            SetValue(path=f"{spot.path}.fit", value="tapped" if tapped else "clearance"),
        ]
    return edits or None
