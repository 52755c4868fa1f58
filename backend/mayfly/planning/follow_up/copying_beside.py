"""Copies of a feature some way beside it, or at a place in words: "another one 20 mm to the right"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from mayfly.design.compile import draft_of
from mayfly.design.edits import AddFeature, apply
from mayfly.design.features import AnyFeature, Hole, OnFace, RingGroove
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.places import Points
from mayfly.errors import InvalidDesign
from mayfly.language.english import or_list
from mayfly.language.units import number
from mayfly.planning.follow_up.additions import additions
from mayfly.planning.follow_up.context import Reading
from mayfly.planning.follow_up.copying import (
    IN_PLANE,
    Repeat,
    copied,
    face_of_feature,
    offsets,
    same_ones,
    spoken_of,
)
from mayfly.planning.follow_up.repeat_words import SIDE_OF, TOWARDS, direction
from mayfly.planning.follow_up.targets import same_shape, shape_of
from mayfly.planning.questions import about, conflict

_SAME: Final = 1e-6


def beside(found: re.Match[str], reading: Reading, chosen: Collection[str]) -> Repeat | None:
    """Read "another one 25 mm to the right": of the last one, or of the one that it is a copy of.

    Raises:
        NeedsClarification: Both may be meant.
    """
    spot, given = spoken_of(found["noun"] or "", reading), reading.clause.number(found["n"])
    spots = [spot] if spot is not None else same_ones(found["noun"] or "", reading)
    if not spots or given.form != "plain" or given.doubt or not isinstance(spots[0].feature, OnFace):
        return None
    face = face_of_feature(spots[0].feature, reading)
    if face is None:
        return None
    step = _step(found["way"], face)
    if step is None:
        return None
    alike = [one for one in reading.targets.spots if same_shape(one.feature, spots[0].feature)]
    options: dict[str, AnyFeature] = {}
    taken = [
        point for one in alike if isinstance(one.feature, OnFace) for point in offsets(one.feature, face)
    ]
    for one in sorted(alike, key=lambda each: each.path != spots[0].path):
        if not isinstance(one.feature, OnFace) or one.feature.face != spots[0].feature.face:
            continue
        points = offsets(one.feature, face)
        at = (points[0][0] + step[0] * given.value, points[0][1] + step[1] * given.value)
        if len(points) != 1 or any(abs(at[0] - u) + abs(at[1] - v) < _SAME for u, v in taken):
            continue
        new = copied(one.feature, at=Points(points=(at,)))
        if _fits(new, reading):
            options[f"at {number(at[0])}, {number(at[1])}"] = new
    if not options and spot is not None:  # the question says why it does not fit
        points = offsets(spots[0].feature, face)
        if len(points) == 1:
            at = (points[0][0] + step[0] * given.value, points[0][1] + step[1] * given.value)
            return Repeat((AddFeature(feature=copied(spots[0].feature, at=Points(points=(at,)))),))
    picked = [name for name in options if name in chosen] or list(options)
    if len(picked) > 1:
        raise conflict(
            f"From which one is that counted, so that the new one lies {or_list(picked)}?",
            about("readings"),
            picked,
        )
    return Repeat((AddFeature(feature=options[picked[0]]),)) if picked else None


def _fits(feature: AnyFeature, reading: Reading) -> bool:
    try:
        apply(reading.design, [AddFeature(feature=feature)])
    except InvalidDesign:
        return False
    return True


def _step(way: str, face: Face) -> Point | None:
    """Return the direction of a word along a face; None where it leads off the face."""
    axis, sign = direction(way)
    along = IN_PLANE[face.axis]
    if face.curved or face.normal is not None or axis not in along:
        return None
    return (sign, 0.0) if along.index(axis) == 0 else (0.0, sign)


def from_end(found: re.Match[str], reading: Reading) -> Repeat | None:
    """Read "another one 15 from the other end": beside the middle as far as is said, on the other side."""
    spot, given = spoken_of(found["noun"] or "", reading), reading.clause.number(found["n"])
    if spot is None or given.form != "plain" or given.doubt:
        return None
    which = SIDE_OF.get(found["which"], found["which"])
    feature = spot.feature
    if isinstance(feature, RingGroove):
        return _groove_from_end(feature, which, given.value, reading)
    if not isinstance(feature, OnFace):
        return None
    face = face_of_feature(feature, reading)
    points = offsets(feature, face) if face is not None else []
    if face is None or len(points) != 1 or face.normal is not None:
        return None
    wanted = list(_from_which(which, face, points[0]))
    if len(wanted) != 1:
        return None
    number_, sign = wanted[0]
    half = ((face.u[1] - face.u[0]) if number_ == 0 else (face.v[1] - face.v[0])) / 2
    at = list(points[0])
    at[number_] = sign * (half - given.value)
    return Repeat((AddFeature(feature=copied(feature, at=Points(points=((at[0], at[1]),)))),))


def _from_which(which: str, face: Face, point: Point) -> Iterator[tuple[int, int]]:
    """Yield along which coordinate of a face, and on which side of its middle, an end lies."""
    if which in {"other", "opposite", "far"}:
        for number_ in (0, 1):
            if abs(point[number_]) > _SAME:
                yield number_, -1 if point[number_] > 0 else 1
        return
    axis, sign = TOWARDS[which]
    along = "az" if face.curved else IN_PLANE[face.axis]
    if axis in along:
        yield along.index(axis), sign


def _groove_from_end(feature: RingGroove, which: str, away: float, reading: Reading) -> Repeat | None:
    box = draft_of(reading.design.bodies[0]).extent()
    if box is None or len(feature.z) != 1:
        return None
    low, high = box[0][2], box[1][2]
    above = feature.z[0] > (low + high) / 2
    top = {"top": True, "bottom": False, "other": not above, "opposite": not above, "far": not above}.get(
        which
    )
    if top is None or abs(feature.z[0] * 2 - low - high) < _SAME:
        return None
    return Repeat((AddFeature(feature=copied(feature, z=(high - away if top else low + away,))),))


def elsewhere(found: re.Match[str], reading: Reading, chosen: Collection[str]) -> Repeat | None:
    """Read "add a fifth in the centre", "another one from the front": a copy at a place in words."""
    noun = found["noun"] or ""
    spot = spoken_of(noun, reading)
    spots = [spot] if spot is not None else same_ones(noun, reading)
    if not spots or not isinstance(spots[0].feature, OnFace):
        return None
    feature = spots[0].feature
    said = _in_words(feature)
    place = re.sub(
        r"^from (?:the )?(front|back|left|right|top|bottom)(?: side| face)?$",
        r"in the \1 face",
        found["place"],
    )
    if not said:
        return None
    words = type(reading.clause)(place, reading.clause.numbers, reading.clause.points).written
    edits = additions(f"add {said} {words}", reading.design, chosen=tuple(chosen))
    if edits is None or len(edits) != 1 or not isinstance(edits[0], AddFeature):
        return None
    new = edits[0].feature
    if not isinstance(new, OnFace) or new.kind != feature.kind or shape_of(new) != shape_of(_plain(feature)):
        return None
    return Repeat((AddFeature(feature=copied(feature, at=new.at, face=new.face)),))


def _plain(feature: AnyFeature) -> AnyFeature:
    """Return a feature as it is said in words by ``_in_words``."""
    if isinstance(feature, Hole):
        return Hole(diameter=feature.sizes().diameter, depth=feature.depth)
    return feature


def _in_words(feature: AnyFeature) -> str:
    """Return a feature's sizes as a request would say them; empty where it would not."""
    if isinstance(feature, Hole):
        deep = f", {number(feature.depth)} mm deep," if feature.depth is not None else ""
        return f"a {number(feature.sizes().diameter)} mm hole{deep}"
    diameter, height = (
        getattr(getattr(feature, "profile", None), "diameter", None),
        getattr(feature, "height", None),
    )
    if feature.kind == "boss" and diameter and height:
        return f"a round boss {number(diameter)} mm diameter and {number(height)} mm high"
    return ""
