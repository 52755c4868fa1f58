"""One of several by its place: "the left hole", "the middle one", "that one".

Where it is one of a pattern, it is taken out of the pattern first, which changes nothing by itself; what the
message says is then read of that one alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from mayfly.design import Design
from mayfly.design.compile import draft_of
from mayfly.design.edits import AddFeature, Edit, SetValue, apply
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import OnFace
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.places import Points
from mayfly.errors import InvalidDesign
from mayfly.planning.follow_up.fragments import any_of, named
from mayfly.planning.follow_up.targets import POINTED, Spot, Targets, kinds_of, main_value

_NOUNS: Final = "one|hole|bore|slot|pocket|boss|hub|recess|cutout|stud|ones|holes|slots|pockets|bosses"
_WHICH: Final = re.compile(
    r"\b(?:the|its|only the|just the) (?:(?:two|three|four|#\d+) )?"
    + named(
        "which",
        r"(?:top|bottom|front|back|rear|upper|lower) (?:left|right)|top|bottom|front|back|rear"
        r"|upper|lower|left|right"
        r"|middle|centre|central|inner|biggest|bigger|largest|larger|smallest|smaller|big|large|small|other|remaining",
    )
    + r"(?:most|er most| hand)? (?:of (?:the )?(?:two|three|four|#\d+) )?"
    + named("noun", _NOUNS) + r"\b"
)  # fmt: skip
_THAT: Final = re.compile(
    rf"\b(?:that|this|the last|the new|the latest|the latter) {named('noun', _NOUNS)}\b(?! for)"
)
_IN_THE: Final = re.compile(
    rf"\bthe (?P<noun>{_NOUNS}) (?:in|at|on) the (?P<which>middle|centre|left|right|top|bottom|front|back)"
    r"(?: side| edge| end)?\b"
)
_SAME: Final = 1e-6
_WAYS: Final = {"left": ("x", -1), "right": ("x", 1), "front": ("y", -1), "back": ("y", 1), "rear": ("y", 1)}
_HEIGHTS: Final = {"top": 1, "upper": 1, "bottom": -1, "lower": -1}
_IN_PLANE: Final = {"X": "yz", "Y": "xz", "Z": "xy"}
_LARGE: Final = any_of("bigger, biggest, larger, largest, big, large")
_SMALL: Final = any_of("smaller, smallest, small")


@dataclass(frozen=True, slots=True)
class Pointed:
    """A clause that speaks of one of several.

    Attributes:
        text: The clause, with a word that stands for it.
        design: The design in which it is a feature by itself.
        edits: What took it out of its pattern.
        paths: Paths to it, or to those that are meant.
    """

    text: str
    design: Design
    edits: tuple[Edit, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _One:
    """A point at which a feature lies."""

    spot: Spot
    number: int
    at: Point


def pointed(text: str, targets: Targets) -> Pointed | None:
    """Return a clause that speaks of one of several by its place; None where it does not.

    Args:
        text: The clause in its plain form, "one" as a word.
        targets: The features of the design.
    """
    text = _IN_THE.sub(r"the \g<which> \g<noun>", text)
    that = _THAT.search(text)
    last = [spot for spot in targets.spots if spot.path in targets.last]
    if that and len(last) == 1 and (that["noun"] == "one" or last[0].feature.kind in kinds_of(that["noun"])):
        return _by_path(text, that, targets, (last[0].path,))
    found = _WHICH.search(text)
    if found is None or len(targets.design.bodies) != 1:
        return None
    which, noun = found["which"], found["noun"]
    spots = _candidates(noun, targets)
    if which == "remaining":
        return _by_path(text, found, targets, tuple(spot.path for spot in spots)) if spots else None
    if which == "other":
        rest = [spot for spot in spots if spot.path not in targets.last]
        single = len(last) == 1 and len(rest) == 1 and last[0] in spots and not noun.endswith("s")
        return _by_path(text, found, targets, (rest[0].path,)) if single else None
    if re.fullmatch(f"{_LARGE}|{_SMALL}", which):
        return _by_size(text, found, targets, spots)
    if any(str(getattr(spot.feature, "face", "")).lower() == which for spot in spots):
        return None  # "the right hole" may be the one in the right face
    axis, points = _points(spots, targets)
    chosen = _chosen(which, points, _IN_PLANE[axis], plural=noun.endswith("s")) if points else []
    return _taken_out(text, found, targets, chosen) if chosen else None


def _by_path(text: str, found: re.Match[str], targets: Targets, paths: tuple[str, ...]) -> Pointed:
    return Pointed(_with_word(text, found), targets.design, (), paths)


def _with_word(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]}{POINTED}{text[found.end() :]}"


def _candidates(noun: str, targets: Targets) -> list[Spot]:
    """Return the features that a noun can mean; "one" those of the kind spoken of, or of the only one."""
    spots = [spot for spot in targets.spots if isinstance(spot.feature, OnFace)]
    if noun.rstrip("s") != "one":
        kinds = kinds_of(noun)
        return [spot for spot in spots if spot.feature.kind in kinds]
    spoken = {spot.feature.kind for spot in spots if spot.path in targets.last}
    named_ = spoken or {spot.feature.kind for spot in spots}
    return [spot for spot in spots if spot.feature.kind in named_] if len(named_) == 1 else []


def _by_size(text: str, found: re.Match[str], targets: Targets, spots: Sequence[Spot]) -> Pointed | None:
    sizes = {spot.path: main_value(targets, spot) for spot in spots}
    values = [value for value in sizes.values() if value is not None]
    if len(values) != len(spots) or len(set(values)) < 2:
        return None
    most = (max if re.fullmatch(_LARGE, found["which"]) else min)(values)
    paths = tuple(path for path, value in sizes.items() if value == most)
    return _by_path(text, found, targets, paths) if len(paths) == 1 else None


def _points(spots: Sequence[Spot], targets: Targets) -> tuple[str, list[_One]]:
    """Return the axis of a flat face and the points of features on it; none on several, or if it is one."""
    found: list[_One] = []
    faces: dict[str, Face] = {}
    try:
        draft = draft_of(targets.design.bodies[0])
        for spot in spots:
            assert isinstance(spot.feature, OnFace)  # noqa: S101 - only those are candidates
            face = spot.feature.on(draft)
            faces[face.name] = face
            u0, v0 = face.centre
            points = spot.feature.at.on(face).points
            found += [_One(spot, number, (u - u0, v - v0)) for number, (u, v) in enumerate(points)]
    except (DoesNotFit, InvalidDesign):
        return "", []
    if len(faces) != 1 or len(found) < 2:
        return "", []
    only = next(iter(faces.values()))
    return ("", []) if only.curved or only.normal is not None else (only.axis, found)


def _chosen(which: str, points: Sequence[_One], along: str, *, plural: bool) -> list[_One]:
    """Return the point furthest to a side, or in the middle; several only where several are meant."""
    if which in {"middle", "centre", "central", "inner"}:
        middle = [sum(one.at[i] for one in points) / len(points) for i in (0, 1)]
        return _least(
            points, lambda one: (one.at[0] - middle[0]) ** 2 + (one.at[1] - middle[1]) ** 2, plural=plural
        )
    left = list(points)
    for word in which.split():
        number, sign = _way(word, along)
        if not sign:
            return []
        furthest = max(sign * one.at[number] for one in points)
        left = [one for one in left if furthest - sign * one.at[number] < _SAME]
    return left if 0 < len(left) < len(points) and (len(left) > 1) is plural else []


def _way(word: str, along: str) -> tuple[int, int]:
    """Return the coordinate of a face and the sign of a direction; 0 where it leads off the face."""
    if word in _HEIGHTS:
        return 1, _HEIGHTS[word]
    axis, sign = _WAYS[word]
    return (along.index(axis), sign) if axis in along else (0, 0)


def _least(points: Sequence[_One], of: Callable[[_One], float], *, plural: bool) -> list[_One]:
    """Return the points of least value: one, or several of the same where several are meant."""
    values = [of(one) for one in points]
    least = [one for one, value in zip(points, values, strict=True) if value - min(values) < _SAME]
    return least if len(least) < len(points) and (len(least) > 1) is plural else []


def _taken_out(text: str, found: re.Match[str], targets: Targets, chosen: Sequence[_One]) -> Pointed | None:
    """Return a clause about points, each of which is taken out of the pattern that it belongs to."""
    spots = {one.spot.path: one.spot for one in chosen}
    if len(spots) != 1:
        return None
    spot = next(iter(spots.values()))
    feature = spot.feature
    assert isinstance(feature, OnFace)  # noqa: S101 - only those are candidates
    face = feature.on(draft_of(targets.design.bodies[0]))
    u0, v0 = face.centre
    every = [(round(u - u0, 9) + 0.0, round(v - v0, 9) + 0.0) for u, v in feature.at.on(face).points]
    numbers = {one.number for one in chosen}
    if len(numbers) == len(every):
        return _by_path(text, found, targets, (spot.path,))
    rest = [list(point) for number, point in enumerate(every) if number not in numbers]
    own = tuple(point for number, point in enumerate(every) if number in numbers)
    edits: tuple[Edit, ...] = (
        SetValue(path=f"{spot.path}.at", value={"kind": "points", "points": rest}),
        AddFeature(feature=feature.model_copy(update={"name": None, "at": Points(points=own)})),
    )
    try:
        design = apply(targets.design, edits)
    except InvalidDesign:
        return None
    last = len(design.bodies[0].features) - 1
    return Pointed(_with_word(text, found), design, edits, (f"bodies[0].features[{last}]",))
