"""What words before a feature say of it: "the four corner holes", "the 6 mm holes", "the tapped ones"."""

from __future__ import annotations

import math
from typing import Any

from mayfly.design.features import AnyFeature, Hole
from mayfly.language.chunks import Quantity
from mayfly.planning.follow_up.clauses import Clause


def fits_word(feature: AnyFeature, word: str, clause: Clause) -> bool:
    """Return whether a word before "holes" fits a feature: a size, a place, a face, a trait."""
    place = getattr(feature, "at", None)
    kind = getattr(place, "kind", "")
    if word.startswith("#"):
        return _has_number(feature, clause.number(word))
    if word == "corner":
        return kind == "corners" or getattr(feature, "kind", "") in {"fillet", "chamfer"}
    if word in {"bolt", "circle", "pcd"}:
        return kind == "circle" or (word == "bolt" and kind in {"corners", "grid", "row"})
    if word in {"central", "centre", "center", "middle", "inner"}:
        return _is_central(place)
    if word in {"pattern", "grid", "row"}:
        return kind in {"grid", "row", "corners", "circle"} if word == "pattern" else kind in {"grid", "row"}
    if word in {"tapped", "threaded"}:
        return getattr(feature, "fit", "") == "tapped" and getattr(feature, "thread", None) is not None
    if word in {"blind", "through"}:
        return (getattr(feature, "depth", None) is not None) is (word == "blind")
    if word in {"countersunk", "counterbored"}:
        return getattr(feature, {"countersunk": "countersink"}.get(word, "counterbore"), None) is not None
    if word in {"top", "bottom", "front", "back", "left", "right"}:
        return str(getattr(feature, "face", "")).lower() in {word, ""} or word == "top"
    return True


def _has_number(feature: AnyFeature, number: Quantity) -> bool:
    if number.form == "word" or (number.can_count and number.form == "plain" and number.unit is None):
        count = getattr(getattr(feature, "at", None), "number", 1)
        if number.value == count:
            return True
    if number.form == "thread":
        return str(getattr(feature, "thread", "")) == f"M{number.value:g}"
    own: list[Any] = [getattr(feature, name, None) for name in ("diameter", "radius", "size", "width")]
    if isinstance(feature, Hole):
        own.append(feature.sizes().diameter)
    return any(
        isinstance(size, int | float) and math.isclose(size, number.value, abs_tol=1e-3) for size in own
    )


def lies_central(feature: AnyFeature) -> bool:
    """Return whether a feature lies in the middle of its face."""
    return _is_central(getattr(feature, "at", None))


def _is_central(place: Any) -> bool:
    kind = getattr(place, "kind", "")
    points: tuple[tuple[float, ...], ...] = getattr(place, "points", ())
    return kind == "centre" or (len(points) == 1 and max(map(abs, points[0])) < 1e-6)
