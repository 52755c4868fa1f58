"""Writes one key of a specification and its value as a phrase: "outer_diameter": 40, "position": [10, 20]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.arrangements import ARRANGED

AXES: Final = ("x", "y", "z")
COUNTS: Final = word_set("count quantity qty number n instances num")
UNITS: Final = word_set("units unit uom")
#: Keys that only hold what they contain.
HOLDERS: Final = word_set(
    "geometry parameters params specification spec properties features dimensions size dims"
)
#: What a type may say of a hole instead of that it is one.
QUALITIES: Final = word_set(
    "through thru blind tapped threaded clearance plain simple round drilled countersunk counterbored csk"
)
_QUALITY_KEYS: Final = {"type", "kind", "style", "hole type"}
_PLACES: Final = word_set(
    "position positions center centre location locations at points coordinates pos offset centers centres"
)
_SIZES: Final = {"size", "sizes", "dimensions", "dims", "dimension", "bounding box", "box"}
#: "vertical edge fillet": what is done to which edges.
_EDGE_CUT: Final = re.compile(r"(?P<which>[a-z ]+?) edges? (?P<cut>fillet|chamfer)s?(?: radius| size)?")
_END_CENTRES: Final = frozenset({"end centres", "end centers", "arc centres", "arc centers"})
_ROUND: Final = word_set("round rounded semicircular full-round")
#: Keys of a distance, which say from where it counts.
_FROM: Final = frozenset(
    f"from {side}" for side in ("end", "left", "right", "top", "bottom", "centre", "center")
)
_RECTANGLE: Final = re.compile(r"rectang(?:le|ular) (?:pattern |of )?([\d.]+ ?(?:mm)? ?x ?[\d.]+(?: ?mm)?)")
#: What is left out where its size is nothing.
_LEFT_OUT_AT_ZERO: Final = word_set("radius fillet chamfer radii")
_ON_KEYS: Final = word_set("face on")
#: Values of "side" that say which face is meant.
_FACES: Final = word_set("top bottom underside")
#: Sides of a body that a slot can run along.
_RUNS: Final = word_set("length width")
_DATUMS: Final = word_set("origin datum reference")
_WORDED: Final = {"description", "note", "location", "position", "place", *ARRANGED}
_KEY_UNITS: Final = {"mm": "mm", "cm": "cm", "in": "in", "inch": "in", "inches": "in"}


def spoken(key: str) -> str:
    """Return a key as words: "outerDiameter", "outer_diameter"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).replace("_", " ").lower().strip()


def without_unit(key: str) -> tuple[str, str]:
    """Return a key without the unit that it ends with, and that unit: "length mm"."""
    words = key.split()
    unit = _KEY_UNITS.get(words[-1], "") if len(words) > 1 else ""
    return (" ".join(words[:-1]), unit) if unit else (key, "")


def phrase(key: str, value: Any, unit: str) -> str:
    """Return a key and its value as a phrase; empty where the value is nothing that can be said.

    Args:
        key: The key, as words.
        value: A number, a word, yes or no, a point, points or sizes.
        unit: The unit of its numbers; empty for that of the request.
    """
    if isinstance(value, bool):
        return key if value else f"no {key}"
    if isinstance(value, int | float):
        if not value and key.split()[-1:] and key.split()[-1] in _LEFT_OUT_AT_ZERO:
            return ""  # "bend_radius": 0
        if key in _FROM:
            return f"{with_unit(value, unit)} {key.replace('from ', 'from the ')}"
        key = "diameter" if key in {"hole", "drill", "hole size", "d", "dia"} else key
        of_edges = _EDGE_CUT.fullmatch(key)
        if of_edges is not None:
            return f"{of_edges['cut']} {with_unit(value, unit)} on the {of_edges['which']} edges"
        return f"{key} {value:g}{f' {unit}' if unit and 'angle' not in key and key not in COUNTS else ''}"
    if isinstance(value, dict | list) and value:
        return _of_numbers(key, value, unit)
    return _of_words(key, value) if isinstance(value, str) else ""


def _of_words(key: str, value: str) -> str:
    words = value.replace("_", " ")
    if value.lower() in {"yes", "true"}:
        return key
    if key == "ends":
        return "" if words in _ROUND else f"with {words} ends"  # slots end in arcs anyway
    if key in _ON_KEYS or (key == "side" and words.lower() in _FACES):
        return _on_face(key, value)
    if key in _QUALITY_KEYS and value.lower() in QUALITIES:
        return value
    if key in _DATUMS:
        return f"; coordinates from the {words};"
    if key == "along" and words in _RUNS:
        return f"along the {words}"
    if key in ARRANGED and _RECTANGLE.match(words):
        return _RECTANGLE.sub(r"on a \1 rectangle", words)
    if key == "through" and words.startswith("both "):
        return f"through {words}"
    if key in {"axis", "direction"}:
        return f"along {value}"
    if key in _WORDED:
        return words
    if key == "depth" and value.lower() in {"through", "thru", "through all"}:
        return "through"
    return f"{key}: {words}"


def _on_face(key: str, value: str) -> str:
    """Return on which face or line something is."""
    words = value.replace("_", " ") if key != "face" else value
    face = " face" if key == "face" and "face" not in value else ""
    return f"on the {words.removeprefix('the ')}{face}"


def _of_numbers(key: str, value: Any, unit: str) -> str:
    """Write a point, some points, or sizes."""
    if isinstance(value, dict):
        if is_point(value) and key in _SIZES:
            return " x ".join(with_unit(value[axis], unit) for axis in AXES if axis in value)
        return "at " + ", ".join(f"{axis} = {with_unit(value[axis], unit)}" for axis in AXES if axis in value)
    if all(isinstance(one, int | float) for one in value):
        if key in AXES and len(value) == 2:
            return f"{key} from {with_unit(value[0], unit)} to {with_unit(value[1], unit)}"
        if key in _SIZES:
            return " x ".join(with_unit(one, unit) for one in value)
        listed = ", ".join(with_unit(one, unit) for one in value)
        return f"at ({listed})" if key in _PLACES else f"{key} ({listed})"
    if points_in(value):
        points = ", ".join(_point(one, unit) for one in value)
        if key in _END_CENTRES and len(value) == 2:
            ends = [_point(one, unit) for one in value]
            return f"from {ends[0]} to {ends[1]} (these are the centres of the end radii)"
        return f"at {points}" if key in _PLACES else f"{key} {points}"
    return ", ".join(str(one) for one in value if isinstance(one, str))


def _point(one: Any, unit: str) -> str:
    numbers = [one[axis] for axis in AXES if axis in one] if isinstance(one, dict) else one
    return f"({', '.join(with_unit(number, unit) for number in numbers)})"


def edge_cut(key: str, size: Any, edges: Any, unit: str) -> str:
    """Return a chamfer or a fillet with the edges that it is on: {"size": 1, "edges": "outer, both ends"}."""
    words = str(edges).replace("_", " ").split(",")
    first, *rest = (word.strip() for word in words)
    noun = "" if re.search("edge|corner|rim", first) else " edges"
    where = f"the {first}{noun}" + "".join(f" at {one}" for one in rest)
    return f"{key} {with_unit(size, unit)} on {where}"


def with_unit(number: Any, unit: str) -> str:
    """Return a number with its unit; what is no number as it is written."""
    if not isinstance(number, int | float):
        return str(number)
    return f"{number:g}{f' {unit}' if unit else ''}"


def is_point(value: Mapping[str, Any]) -> bool:
    """Return whether a mapping has the coordinates of a point and nothing else."""
    return bool(value) and set(value) <= set(AXES)


def points_in(value: Any) -> bool:
    """Return whether a list is one of points."""

    def is_pair(one: Any) -> bool:
        if isinstance(one, dict):
            return is_point(one)
        return (
            isinstance(one, list | tuple)
            and len(one) in {2, 3}
            and all(isinstance(number, int | float) for number in one)
        )

    return bool(value) and all(is_pair(one) for one in value)
