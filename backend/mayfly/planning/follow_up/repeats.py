"""What was done last, once more at another place: "same at the other end", "also on the bottom".

A repeat has no size of its own: the feature that was spoken of last gets a copy on the other side of the
middle, on the face opposite, or at the other rim. Where two places may be meant, it is asked about; where the
feature is there already, nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from mayfly.design.compile import draft_of
from mayfly.design.edits import AddFeature
from mayfly.design.features import AnyFeature, Chamfer, Edges, Fillet, Hole, OnFace, Rims, RingGroove, Step
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.places import Points
from mayfly.language.english import or_list
from mayfly.planning.follow_up.context import Reading
from mayfly.planning.follow_up.copying import IN_PLANE, Repeat, copied, face_of_feature, offsets, spoken_of
from mayfly.planning.follow_up.copying_beside import beside, elsewhere, from_end
from mayfly.planning.follow_up.repeat_words import (
    ASKS_MORE,
    BESIDE,
    ELSEWHERE,
    FROM_END,
    ONE_MORE,
    REPEAT,
    SIDE_OF,
    TOWARDS,
)
from mayfly.planning.follow_up.targets import Spot, same_shape
from mayfly.planning.follow_up.turned_ends import turned_again
from mayfly.planning.questions import about, conflict

_OPPOSITE: Final = {
    "top": "bottom", "bottom": "top", "left": "right", "right": "left", "front": "back", "back": "front",
}  # fmt: skip
_NAMES: Final = {
    ("Z", 1): "top", ("Z", -1): "bottom", ("Y", -1): "front", ("Y", 1): "back", ("X", -1): "left",
    ("X", 1): "right",
}  # fmt: skip
_SAME: Final = 1e-6
_ON_FACE: Final = "on the opposite face"
_MIRRORED: Final = "on the other side of the middle of the same face"


def repeated(text: str, reading: Reading, chosen: Iterable[str] = (), *, more: bool = False) -> Repeat | None:
    """Read a clause as a repeat of what was done last; None for any other clause.

    Args:
        text: The clause in its plain form, with its front ("and the same"), "one" as a word.
        reading: What it is read with.
        chosen: Options that the person chose before.
        more: The message says "too" or "also".

    Raises:
        NeedsClarification: Two places may be meant.
    """
    repeat = REPEAT.fullmatch(text)
    if repeat is not None:
        return _repeated(text, repeat, reading, frozenset(chosen), more=more)
    if ASKS_MORE.search(text):
        away, from_there = BESIDE.fullmatch(text), FROM_END.fullmatch(text)
        made = beside(away, reading, frozenset(chosen)) if away is not None else None
        made = made or (from_end(from_there, reading) if from_there is not None else None)
        if made is not None:
            return made
    there = ELSEWHERE.fullmatch(text)
    return elsewhere(there, reading, frozenset(chosen)) if there is not None else None


def _repeated(
    text: str, found: re.Match[str], reading: Reading, chosen: frozenset[str], *, more: bool
) -> Repeat | None:
    """Read "same at the other end", "both sides", "also on the bottom", and a bare "on top"."""
    said = found.groupdict()
    word = said.get("side") or ""
    where = (
        "both"
        if said.get("both")
        else "other"
        if said.get("other") or said.get("rest")
        else SIDE_OF.get(word, word)
    )
    what = (said.get("what") or said.get("noun2") or "").rstrip("s")
    if not said.get("noun") and not reading.targets.last:
        edits = turned_again(reading.before, reading.design, where)
        if edits is not None:
            return Repeat(tuple(edits))
    spot = spoken_of(said.get("noun") or "", reading)
    if spot is None:
        return None
    more = more or bool(ASKS_MORE.search(text)) or where in {"both", "other"}
    there = _is_there(spot.feature, where, reading, spot)
    if there and (where == "both" or not ONE_MORE.search(text)):
        return Repeat(is_so=True)
    if there or not more:
        return None
    copies = _copies(spot, where, what, reading, chosen)
    return Repeat(tuple(AddFeature(feature=copy) for copy in copies)) if copies else None


def _side_name(face: Face) -> str:
    """Return the side of the model that a flat face is; empty for others."""
    flat = not face.curved and face.normal is None
    return _NAMES.get((face.axis, face.sign), "") if flat else ""


def _is_there(feature: AnyFeature, where: str, reading: Reading, spot: Spot) -> bool:
    """Return whether a feature is where it is wanted already."""
    if isinstance(feature, Chamfer | Fillet):
        sides = {side for pick in feature.edges for side in _sides_of(pick)}
        wanted = {"top", "bottom"} if where == "both" else {where}
        pairs = [{one, _OPPOSITE[one]} for one in sides if one in _OPPOSITE]
        return wanted <= sides or (where == "both" and any(pair <= sides for pair in pairs))
    if isinstance(feature, OnFace):
        face = face_of_feature(feature, reading)
        if face is None:
            return False
        points = offsets(feature, face)
        through = isinstance(feature, Hole) and feature.depth is None
        if where == "both":
            twins = [
                one
                for one in reading.targets.spots
                if one.path != spot.path and same_shape(one.feature, feature)
            ]
            even = len(points) > 1 and (_even(points, 0) or _even(points, 1))
            return bool(twins) or even or (through and len(points) == 1 and _is_middle(points))
        return _side_name(face) == where
    return False


def _sides_of(pick: Edges | Rims) -> set[str]:
    if isinstance(pick, Rims):
        return {"top", "bottom"} if pick.end == "both" else {pick.end}
    return set(pick.of)


def _copies(
    spot: Spot, where: str, what: str, reading: Reading, chosen: frozenset[str]
) -> list[AnyFeature] | None:
    """Return copies of a feature at another place; None where that is open.

    Raises:
        NeedsClarification: Two places may be meant.
    """
    feature = spot.feature
    if isinstance(feature, Chamfer | Fillet):
        return _on_other_edges(feature, where)
    if isinstance(feature, RingGroove):
        return _ring_groove(feature, where, reading)
    if isinstance(feature, Step):
        side = _OPPOSITE[feature.side] if where in {"other", "both"} else where
        return [copied(feature, side=side)] if side == _OPPOSITE[feature.side] else None
    if isinstance(feature, OnFace):
        return _on_other_face(feature, where, what, reading, chosen)
    return None


def _on_other_edges(feature: Chamfer | Fillet, where: str) -> list[AnyFeature] | None:
    if isinstance(feature, Chamfer) and feature.distances:
        return None
    picks: list[Edges | Rims] = []
    for pick in feature.edges:
        if isinstance(pick, Rims):
            end: Literal["top", "bottom"] = "bottom" if pick.end == "top" else "top"
            if pick.end == "both" or where not in {"other", "both", end}:
                return None
            picks.append(pick.model_copy(update={"end": end}))
            continue
        if (
            len(pick.of) != 1
            or pick.near is not None
            or pick.called is not None
            or pick.of[0] not in _OPPOSITE
        ):
            return None
        side = _OPPOSITE[pick.of[0]] if where in {"other", "both"} else where
        picks.append(pick.model_copy(update={"of": (side,)}))
    return [copied(feature, edges=tuple(picks))]


def _ring_groove(feature: RingGroove, where: str, reading: Reading) -> list[AnyFeature] | None:
    box = draft_of(reading.design.bodies[0]).extent()
    if box is None or where not in {"other", "both", "top", "bottom"}:
        return None
    low, high = box[0][2], box[1][2]
    if where in {"top", "bottom"} and not all(
        (z > (low + high) / 2) is (where == "bottom") for z in feature.z
    ):
        return None
    heights = tuple(round(low + high - z, 9) for z in feature.z)
    held = any(abs(one - z) < _SAME for one in heights for z in feature.z)
    return None if held else [copied(feature, z=heights)]


def _even(points: Sequence[Point], number_: int) -> bool:
    """Return whether points are the same on both sides of the middle, along a coordinate."""
    return set(points) == set(_flipped(points, (number_,)))


def _is_middle(points: Sequence[Point]) -> bool:
    return all(abs(u) < _SAME and abs(v) < _SAME for u, v in points)


def _flipped(points: Sequence[Point], numbers: Iterable[int]) -> list[Point]:
    along = set(numbers)
    return [((-u if 0 in along else u) + 0.0, (-v if 1 in along else v) + 0.0) for u, v in points]


def _on_other_face(
    feature: OnFace, where: str, what: str, reading: Reading, chosen: frozenset[str]
) -> list[AnyFeature] | None:
    """Return a copy on the other side of the middle of the same face, or on another face.

    Raises:
        NeedsClarification: Both may be meant.
    """
    face = face_of_feature(feature, reading)
    if face is None:
        return None
    points = offsets(feature, face)
    asymmetric = [number_ for number_ in (0, 1) if not _even(points, number_)]
    mirrors = {
        number_: [copied(feature, at=Points(points=tuple(_flipped(points, (number_,)))))]
        for number_ in asymmetric
    }
    if what == "corner":
        at = Points(points=tuple(_flipped(points, (0, 1))))
        return [copied(feature, at=at)] if len(asymmetric) == 2 and where == "other" else None
    if face.curved:
        return mirrors.get(1) if where in {"other", "both"} or where == _end_wanted(points) else None
    opposite = _opposite(feature, face, points, reading)
    if where in {"other", "both"}:
        return _other(mirrors, opposite, what, face, chosen)
    axis, sign = TOWARDS.get(where, ("", 0))
    in_plane = IN_PLANE[face.axis]
    if axis in in_plane and in_plane.index(axis) in asymmetric:
        number_ = in_plane.index(axis)
        beyond = all(sign * point[number_] < 0 for point in points)
        return mirrors[number_] if beyond else None
    if where == _OPPOSITE.get(_side_name(face), ""):
        return opposite
    if axis in in_plane and not asymmetric and _is_middle(points):
        return [copied(feature, face=where)]
    return None


def _end_wanted(points: Sequence[Point]) -> str:
    """Return the end of a round body, on whose side points lie, at which they are not."""
    if all(v > 0 for _, v in points):
        return "bottom"
    return "top" if all(v < 0 for _, v in points) else ""


def _opposite(
    feature: OnFace, face: Face, points: Sequence[Point], reading: Reading
) -> list[AnyFeature] | None:
    """Return a copy on the opposite face; None where it has no opposite face, or the feature goes through."""
    name = _OPPOSITE.get(_side_name(face), "")
    through = getattr(feature, "depth", 0.0) is None
    if not name or through:
        return None
    other = copied(feature, face=name)
    assert isinstance(other, OnFace)  # noqa: S101 - a copy of one
    there = face_of_feature(other, reading)
    if there is None or there.u != face.u or there.v != face.v:
        return None
    return (
        [other] if offsets(other, there) == list(points) else [copied(other, at=Points(points=tuple(points)))]
    )


def _other(
    mirrors: dict[int, list[AnyFeature]],
    opposite: list[AnyFeature] | None,
    what: str,
    face: Face,
    chosen: frozenset[str],
) -> list[AnyFeature] | None:
    """Return the copy at "the other end" or "on the other side".

    Raises:
        NeedsClarification: Two places may be meant.
    """
    size = (face.u[1] - face.u[0], face.v[1] - face.v[0])
    if what == "end" and len(mirrors) == 2 and abs(size[0] - size[1]) > _SAME:
        return mirrors[0 if size[0] > size[1] else 1]  # the ends are those of the long way
    if what == "face" and opposite is not None:
        return opposite
    if len(mirrors) == 2:
        return None
    mirrored = next(iter(mirrors.values()), None)
    if mirrored is None or opposite is None or what in {"end", "edge"}:
        return mirrored or opposite
    if _MIRRORED in chosen:
        return mirrored
    if _ON_FACE in chosen:
        return opposite
    raise conflict(
        f"Where is the other one: {or_list([_MIRRORED, _ON_FACE])}?", about("readings"), [_MIRRORED, _ON_FACE]
    )
