"""Reads a tree of solids in JSON or YAML: {"op": "difference", "of": [{"box": {…}}, {"cylinder": {…}}]}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mayfly.language.vocabulary import word_set
from mayfly.planning.readings.by_coordinates.said import Said
from mayfly.planning.readings.by_coordinates.solids import AXES, Operation

_KINDS: Final = {
    "box": "box", "block": "box", "cuboid": "box", "plate": "box",
    "cylinder": "cylinder", "cyl": "cylinder", "rod": "cylinder", "disc": "cylinder", "hole": "cylinder",
    "sphere": "sphere", "ball": "sphere",
}  # fmt: skip
_UNIONS: Final = word_set("union add join fuse start create base new body")
_CUTS: Final = word_set("difference subtract cut minus remove")
_VERB_KEYS: Final = ("op", "operation", "action", "boolean", "mode")
_CHILDREN: Final = (
    "of",
    "children",
    "operands",
    "solids",
    "operations",
    "steps",
    "bodies",
    "items",
    "features",
)
_KIND_KEYS: Final = ("type", "shape", "kind", "primitive", "solid", "body")
#: What is said besides that changes no shape.
_ASIDE: Final = word_set("units unit name id note comment label description part title")
_MILLIMETRES: Final = word_set("mm millimetre millimetres millimeter millimeters")
_DEEPEST: Final = 6
_LOW_CORNERS: Final = frozenset({"min", "from", "lower corner", "min corner", "corner", "low"})
_HIGH_CORNERS: Final = frozenset({"max", "to", "upper corner", "max corner", "high"})
_FEET: Final = frozenset({"base centre", "bottom centre", "base", "foot"})
_SIDES: Final = frozenset({"size", "dimensions", "dims"})
_BEGINNINGS: Final = frozenset({"from", "start", "p1"})
_ENDS: Final = frozenset({"to", "end", "p2"})


def operations_in_data(data: Any) -> list[Operation] | None:
    """Return the operations of a tree; None where a key of it is not understood."""
    return _of(data, 0)


def _of(node: Any, depth: int) -> list[Operation] | None:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return None
    node = {str(key).lower(): value for key, value in node.items()}
    unit = node.get("units", node.get("unit", "mm"))
    if not isinstance(unit, str) or unit.lower() not in _MILLIMETRES:
        return None
    verbs = [key for key in node if key in _UNIONS | _CUTS and isinstance(node[key], list)]
    if len(verbs) == 1 and not node.keys() - {*verbs} - _ASIDE:
        return _together(node[verbs[0]], verbs[0], depth)
    verb_key = next((key for key in _VERB_KEYS if key in node), "")
    verb = str(node.get(verb_key, "")).lower()
    children = next((key for key in _CHILDREN if isinstance(node.get(key), list)), "")
    if children:
        if node.keys() - {verb_key, children} - _ASIDE:
            return None
        return _together(node[children], verb, depth)
    single = [key for key in node if key in _KINDS and isinstance(node[key], dict)]
    rest = {key: value for key, value in node.items() if key not in _ASIDE and key != verb_key}
    if len(single) == 1 and not rest.keys() - {*single}:
        return _solid(_KINDS[single[0]], node[single[0]], cut=_is_cut(verb) or single[0] == "hole")
    kind_key = next((key for key in _KIND_KEYS if str(node.get(key, "")).lower() in _KINDS), "")
    if not kind_key:
        return None
    named = str(node[kind_key]).lower()
    sizes = {key: value for key, value in rest.items() if key != kind_key}
    if verb and verb not in _UNIONS | _CUTS:
        return None
    return _solid(_KINDS[named], sizes, cut=_is_cut(verb) or named == "hole")


def _is_cut(verb: str) -> bool:
    return verb in _CUTS


def _together(nodes: list[Any], verb: str, depth: int) -> list[Operation] | None:
    """Return what several nodes make; all but the first are cut out of it in a difference."""
    if verb and verb not in _UNIONS | _CUTS:
        return None
    found: list[Operation] = []
    for index, node in enumerate(nodes):
        each = _of(node, depth + 1)
        if each is None:
            return None
        apart = verb != "" and index > 0
        if apart and len(each) > 1 and any(one.cut for one in each):
            return None  # what is cut out of one only must not be cut out of all
        if _is_cut(verb) and index:
            each = [Operation(one.solid, cut=True) for one in each]
        found += each
    return found


def _solid(kind: str, sizes: Mapping[str, Any], *, cut: bool) -> list[Operation] | None:
    said = Said(kind)
    for raw, value in sizes.items():
        if not _add(said, str(raw).lower().replace("_", " ").replace("center", "centre"), value):
            return None
    solid = said.solid()
    return None if solid is None else [Operation(solid, cut)]


def _add(said: Said, key: str, value: Any) -> bool:  # noqa: C901 - one branch a key
    """Add what one key says; return whether it is understood."""
    key = key.removesuffix(" mm")
    numbers = _point(value)
    if key in AXES and numbers is not None and len(numbers) == 2:
        said.span(key, *numbers)
    elif key in _BEGINNINGS and said.kind == "cylinder" and _is_triple(numbers):
        said.once("foot", numbers)
    elif key in _ENDS and said.kind == "cylinder" and _is_triple(numbers):
        said.reach(numbers or ())
    elif key in _LOW_CORNERS and _is_triple(numbers):
        said.once("corner", numbers)
    elif key in _HIGH_CORNERS and _is_triple(numbers) and said.corner:
        for axis, low, high in zip(AXES, said.corner, numbers or (), strict=True):
            said.span(axis, low, high)
        said.corner = None
    elif key in _SIDES and _is_triple(numbers):
        said.once("sides", numbers)
    elif key in {"centre", "middle"} and _is_triple(numbers):
        said.once("middle", numbers)
    elif key in _FEET and _is_triple(numbers):
        said.once("foot", numbers)
    elif key == "axis" and isinstance(value, str) and value.lower().lstrip("+-") in {*AXES}:
        said.axis, said.sign = value.lower()[-1], -1 if value.startswith("-") else 1
    elif key == "through" and value is True:
        said.through = True
    elif not isinstance(value, bool) and isinstance(value, int | float):
        name, factor = _SIZES.get(key, ("", 1.0))
        if not name:
            return False
        said.once(name, factor * float(value))
    else:
        return False
    return True


_SIZES: Final = {
    "radius": ("diameter", 2.0), "r": ("diameter", 2.0), "diameter": ("diameter", 1.0),
    "d": ("diameter", 1.0),
    "dia": ("diameter", 1.0), "height": ("length", 1.0), "h": ("length", 1.0), "length": ("length", 1.0),
}  # fmt: skip


def _point(value: Any) -> tuple[float, ...] | None:
    if not isinstance(value, list | tuple):
        return None
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
        return None
    return tuple(float(one) for one in value)


def _is_triple(numbers: tuple[float, ...] | None) -> bool:
    return numbers is not None and len(numbers) == len(AXES)
