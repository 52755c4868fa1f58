"""Copies of a feature at other places: which one a repeat is of, where it lies, and a copy of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from mayfly.design.compile import draft_of
from mayfly.design.edits import Edit
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import AnyFeature, Feature, OnFace
from mayfly.design.geometry.faces import Face, Point
from mayfly.errors import InvalidDesign
from mayfly.planning.follow_up.context import Reading
from mayfly.planning.follow_up.targets import Spot, kinds_of, same_shape

IN_PLANE: Final = {"X": "yz", "Y": "xz", "Z": "xy"}
"""The coordinates of a face, by the axis of its normal."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """What a repeat makes.

    Attributes:
        edits: The edits; none where the feature is there already.
        is_so: It is there already.
    """

    edits: tuple[Edit, ...] = ()
    is_so: bool = False


def spoken_of(noun: str, reading: Reading) -> Spot | None:
    """Return the one feature that a repeat is of: the last one spoken of, of its kind if that is named."""
    spots = list(reading.targets.spots)
    if noun:
        kinds = kinds_of(noun.split()[-1])
        spots = [spot for spot in spots if spot.feature.kind in kinds]
    last = [spot for spot in spots if spot.path in reading.targets.last]
    found = last or spots
    return found[0] if len(found) == 1 else None


def same_ones(noun: str, reading: Reading) -> list[Spot]:
    """Return features that differ in nothing but their place, where no other of their kind is there."""
    spots = [
        spot for spot in reading.targets.spots if not noun or spot.feature.kind in kinds_of(noun.split()[-1])
    ]
    return spots if spots and all(same_shape(spot.feature, spots[0].feature) for spot in spots) else []


def face_of_feature(feature: OnFace, reading: Reading) -> Face | None:
    """Return the face that a feature begins on."""
    try:
        return feature.on(draft_of(reading.design.bodies[0]))
    except (DoesNotFit, InvalidDesign):
        return None


def offsets(feature: OnFace, face: Face) -> list[Point]:
    """Return the points of a feature, from the middle of its face."""
    u0, v0 = face.centre
    return [(round(u - u0, 6) + 0.0, round(v - v0, 6) + 0.0) for u, v in feature.at.on(face).points]


def copied(feature: Feature, **fields: object) -> AnyFeature:
    """Return a copy of a feature with other fields, without its name."""
    return cast("AnyFeature", feature.model_copy(update={"name": None, **fields}))
