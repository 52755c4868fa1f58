"""Changes of whole features: taken away, and moved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from mayfly.cad.parts import Part, catalogue, get_part
from mayfly.cad.parts._becomes import said as said_name
from mayfly.design import CataloguePart
from mayfly.design.edits import AddFeature, ChangeBy, Edit, Move, RemoveFeature, SetValue
from mayfly.design.features import Shell
from mayfly.design.places import BoltCircle, Corners, FromEdges
from mayfly.errors import NeedsClarification
from mayfly.language.english import or_list
from mayfly.planning.follow_up.clauses import Clause
from mayfly.planning.follow_up.context import Groups, Reading
from mayfly.planning.follow_up.targets import WHOLE, Spot
from mayfly.planning.questions import about, missing

#: Face to the axes of its two coordinates.
_AXES: Final = {
    "": "xy", "top": "xy", "bottom": "xy", "front": "xz", "back": "xz", "left": "yz", "right": "yz",
}  # fmt: skip
_WAYS: Final[dict[str, tuple[str, int]]] = {
    "left": ("x", -1), "right": ("x", 1), "front": ("y", -1), "forward": ("y", -1), "forwards": ("y", -1),
    "back": ("y", 1), "rear": ("y", 1), "backward": ("y", 1), "backwards": ("y", 1), "up": ("z", 1),
    "upward": ("z", 1), "upwards": ("z", 1), "down": ("z", -1), "downward": ("z", -1),
    "downwards": ("z", -1), "top": ("z", 1), "bottom": ("z", -1),
}  # fmt: skip
#: Words of a phrase that names a thing.
_MOST_NAMED: Final = 4
_INWARDS: Final = re.compile(r"in|inwards?|further in|.*\b(?:middle|centre|center|inside)")
_OUTWARDS: Final = re.compile(r"out|outwards?|further out|.*\b(?:edges?|outside)")


def remove(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "remove the corner holes", "no lid", "no rounding"."""
    phrase = re.sub(r"^all (?:of )?", "", said["t"])
    if reading.targets.is_whole(phrase) and phrase.split()[-1] in WHOLE:
        return None
    spots = reading.targets.features(phrase, reading.clause)
    if spots:
        heads = [word for word in ("counterbore", "countersink") if word in phrase]
        if heads:
            return [SetValue(path=f"{spot.path}.{heads[0]}", value=None) for spot in spots]
        return [RemoveFeature(of=spot.path) for spot in reversed(spots)]
    edits = _without_size(reading, phrase) or _without_component(reading, phrase)
    if edits is None and "verb" in said and len(phrase.split()) <= _MOST_NAMED and " and " not in phrase:
        there = list(dict.fromkeys(spot.feature.label for spot in reading.targets.spots))
        named = f" It has: {', '.join(there)}." if there else ""
        gone = _bare(Clause(phrase, reading.clause.numbers).written)
        raise missing(
            f"The last model has no {gone} that could be taken away.{named} What shall change about it?",
            about("change", words=[said["verb"]]),
        )
    return edits


def _bare(phrase: str) -> str:
    """Return a phrase without its article."""
    return re.sub(r"^(?:the|its|a|an|all|any) ", "", phrase)


def _without_size(reading: Reading, phrase: str) -> list[Edit] | None:
    """Read "no bore", "no rounding": a size of the part that may be nothing becomes nothing."""
    word = {"rounding": "corner radius", "rounded corners": "corner radius", "roundings": "corner radius",
            "corner rounding": "corner radius"}.get(re.sub(r"\bthe ", "", phrase), phrase)  # fmt: skip
    found = [
        size
        for size in reading.targets.size(word, reading.clause)
        if size.owner == "bodies[0]" and not size.derived and size.low == 0 and size.value
    ]
    return [SetValue(path=found[0].path, value=0)] if len(found) == 1 else None


def _without_component(reading: Reading, phrase: str) -> list[Edit] | None:
    """Read "no lid": the part that this one has become by its lid, at the same sizes."""
    base = reading.design.bodies[0].base
    component = re.sub(r"\b(?:the|its|a)\b ?", "", phrase).strip()
    if not isinstance(base, CataloguePart) or not component:
        return None
    part = get_part(base.part)
    sizes = {name: value for name, value in base.sizes.items() if component not in name.split("_")}
    found = [
        other
        for other in catalogue().values()
        if sizes.keys() <= other.parameters.keys() and _becomes(other, part, component)
    ]
    if len(found) != 1 or not any(component in name.split("_") for name in part.parameters):
        return None
    return [SetValue(path="bodies[0].base", value={"kind": "part", "part": found[0].name, "sizes": sizes})]


def _becomes(other: Part, part: Part, component: str) -> bool:
    """Return whether a part becomes another one by a component."""
    return any(
        becoming.part == part.name and said_name(component) in becoming.words
        for becoming in other.header.becomes
    )


def corners(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "radius the pocket corners 6": the corners of the profile that is cut."""
    given = reading.clause.number(said["n"])
    spots = [
        spot
        for spot in reading.targets.features(said["t"], reading.clause)
        if hasattr(getattr(spot.feature, "profile", None), "corner_radius")
    ]
    if given.form not in {"plain", "radius"} or given.doubt or not spots:
        return None
    return [SetValue(path=f"{spot.path}.profile.corner_radius", value=given.value) for spot in spots]


def step(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "add another step 15 dia x 25 on the thin end": a step more of a part that has steps."""
    path = "bodies[0].base.sizes.steps"
    held = getattr(reading.design.bodies[0].base, "sizes", {}).get("steps")
    numbers = [reading.clause.number(said[key]) for key in ("n", "m")]
    if not isinstance(held, str) or any(one.doubt or one.form == "angle" for one in numbers):
        return None
    steps = [one.strip() for one in held.split(",")]
    first, last = (float(one.split("x")[0]) for one in (steps[0], steps[-1]))
    ends = {"thin": first < last, "small": first < last, "thick": first > last, "large": first > last}
    low = said.get("end") in {"bottom", "lower"} or ends.get(said.get("end", ""), False)
    new = "x".join(f"{one.value:g}" for one in numbers)
    return [SetValue(path=path, value=", ".join([new, *steps] if low else [*steps, new]))]


def hollow(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "hollow it out, 3 mm walls, open at the top"."""
    given = reading.clause.number(said["n"])
    if given.form != "plain" or given.doubt or not reading.targets.is_whole(said.get("t") or ""):
        return None
    opened: Any = (said["open"],) if said.get("open") else ()
    return [AddFeature(feature=Shell(wall=given.value, open=opened))]


def opened(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "open at the top": of a body that was hollowed out."""
    shells = [spot for spot in reading.targets.spots if isinstance(spot.feature, Shell)]
    sides = ["top", "bottom"] if said["open"] == "both" else [said["open"]]
    return [SetValue(path=f"{shells[0].path}.open", value=sides)] if len(shells) == 1 else None


_PRONOUNS: Final = frozenset({"it", "that", "this"})


def move(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "move the holes 5 mm inwards", "move the hole 20 mm to the right".

    Raises:
        NeedsClarification: It is open which way is meant.
    """
    given = reading.clause.number(said["n"])
    if given.form != "plain" or given.doubt:
        return None
    phrase, way = said.get("t") or "", said.get("dir", "")
    spots = reading.targets.features(phrase, reading.clause) if phrase else []
    if phrase in _PRONOUNS and len(reading.targets.last) == 1:
        spots = [spot for spot in reading.targets.spots if spot.path in reading.targets.last]
    if not way:
        raise (
            _which_way(spots)
            if spots
            else missing(
                "Which way shall it be moved: left, right, front, back, up or down?",
                about("direction", "part"),
                ("left", "right", "front", "back", "up", "down"),
            )
        )
    inwards = bool(_INWARDS.fullmatch(way)) - bool(_OUTWARDS.fullmatch(way))
    if inwards:
        edits = [edit for spot in spots for edit in _inwards(spot, inwards * given.value)]
        return edits or None
    axis, sign = _axis(way)
    if spots:
        return [_moved(spot, axis, sign * given.value) for spot in spots]
    if not reading.targets.is_whole(phrase):
        return None
    if phrase in _PRONOUNS and reading.targets.spots:
        raise missing(
            f"Shall the {reading.design.bodies[0].name} be moved, or a feature of it? Which one?",
            about("direction", "part"),
        )
    by = tuple(sign * given.value if letter == axis else 0.0 for letter in "xyz")
    return [Move(of="bodies[0]", by=(by[0], by[1], by[2]))]


def _inwards(spot: Spot, by: float) -> list[Edit]:
    """Return the edits that bring a pattern nearer to the middle of its face."""
    at = getattr(spot.feature, "at", None)
    if isinstance(at, Corners):
        return [ChangeBy(path=f"{spot.path}.at.inset", delta=by)]
    if isinstance(at, BoltCircle):
        return [ChangeBy(path=f"{spot.path}.at.diameter", delta=-2 * by)]
    if isinstance(at, FromEdges):
        sides = [name for name in ("left", "right", "bottom", "top") if getattr(at, name) is not None]
        if len(sides) == 1:
            return [ChangeBy(path=f"{spot.path}.at.{sides[0]}", delta=by)]
    raise missing(
        f"Which way is inwards for the {spot.feature.label}: left, right, front or back?",
        about("direction", "hole"),
        ("left", "right", "front", "back"),
    )


def _axis(way: str) -> tuple[str, int]:
    """Return the axis and the sign of a direction: "to the left", "along -x"."""
    letter = re.search(r"(?P<minus>- ?)?\b(?P<axis>[xyz])\b", way)
    if letter:
        return letter["axis"], -1 if letter["minus"] else 1
    word = next(word for word in reversed(way.split()) if word in _WAYS)
    return _WAYS[word]


def _moved(spot: Spot, axis: str, by: float) -> Edit:
    """Return the edit that moves a feature along its face.

    Raises:
        NeedsClarification: The way leads off the face.
    """
    axes = _AXES.get(str(getattr(spot.feature, "face", "")).lower(), "")
    if axis not in axes:
        raise _which_way([spot])
    return Move(of=spot.path, by=(by if axes[0] == axis else 0.0, by if axes[1] == axis else 0.0))


def _which_way(spots: Sequence[Spot]) -> NeedsClarification:
    """Return the question which way along its face a feature is moved."""
    feature = spots[0].feature
    axes = _AXES.get(str(getattr(feature, "face", "")).lower(), "")
    return missing(
        f"Which way along its face shall the {feature.label} go"
        f"{': ' + or_list(_ways_of(axes)) if axes else ''}?",
        about("direction", str(feature.kind)),
        _ways_of(axes),
    )


def _ways_of(axes: str) -> list[str]:
    names = {"x": ("left", "right"), "y": ("front", "back"), "z": ("up", "down")}
    return [name for axis in axes for name in names[axis]]


def move_to(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "move the hole to (10, 5)", "put the slot in the middle"."""
    spots = reading.targets.features(said.get("t") or "", reading.clause)
    if len(spots) != 1 or getattr(spots[0].feature, "at", None) is None:
        return None
    if said.get("p") is None:
        return [SetValue(path=f"{spots[0].path}.at", value={"kind": "centre"})]
    point = reading.clause.points[int(said["p"].removeprefix("@"))]
    if len(point) != 2 or getattr(spots[0].feature.at, "number", 1) != 1:  # type: ignore[union-attr]
        return None
    return [SetValue(path=f"{spots[0].path}.at", value={"kind": "points", "points": [list(point)]})]


def inset(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "move the holes to 12 mm from the edges"."""
    given = reading.clause.number(said["n"])
    phrase = said.get("t") or ""
    spots = reading.targets.features(phrase, reading.clause) if phrase else list(reading.targets.spots)
    corners = [spot for spot in spots if isinstance(getattr(spot.feature, "at", None), Corners)]
    if not corners or (phrase and len(corners) != len(spots)) or given.form != "plain" or given.doubt:
        return None
    return [SetValue(path=f"{spot.path}.at.inset", value=given.value) for spot in corners]
