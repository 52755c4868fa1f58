"""Finds the features that a selection means: by name, kind, a size, thread, face, place or body."""

from __future__ import annotations

from typing import Final

from mayfly.design.body import Body, Compilable
from mayfly.design.edits.fields import is_one_number
from mayfly.design.edits.paths import Steps, find_body, owners
from mayfly.design.edits.sizes import sizes_of
from mayfly.design.edits.values import Selection
from mayfly.design.errors import path_of
from mayfly.design.features import AnyFeature
from mayfly.errors import InvalidDesign

_SAME_MM: Final = 1e-3


def selected(design: Compilable, selection: Selection) -> list[Steps]:
    """Return the steps to each feature that a selection means, in the design's order.

    Raises:
        InvalidDesign: No feature is meant; the text names those there are.
    """
    within = () if selection.body is None else find_body(design, selection.body)
    features = [
        (steps, owner)
        for steps, owner in owners(design)
        if not isinstance(owner, Body) and steps[: len(within)] == within
    ]
    found = [steps for steps, feature in features if _is_meant(steps, feature, selection)]
    if not found:
        there = ", ".join(dict.fromkeys(feature.label for _, feature in features)) or "none"
        where = path_of(within) or "bodies"
        raise InvalidDesign([(where, f"there is no {selection.words}; its features: {there}")])
    return found


def _is_meant(steps: Steps, feature: AnyFeature, selection: Selection) -> bool:
    place = getattr(getattr(feature, "at", None), "kind", None)
    return (
        selection.name in {None, feature.name}
        and selection.feature in {None, feature.kind}
        and selection.thread in {None, getattr(feature, "thread", None)}
        and selection.face in {None, getattr(feature, "face", None) or "top"}
        and selection.place in {None, place}
        and (selection.size is None or _has_size(steps, feature, selection.size))
    )


def _has_size(steps: Steps, feature: AnyFeature, size: float) -> bool:
    """Return whether one of a feature's own sizes is meant by a number."""
    return any(
        one.unit == "mm" and is_one_number(one.value) and abs(float(one.value) - size) < _SAME_MM
        for one in sizes_of(steps, feature)
    )
