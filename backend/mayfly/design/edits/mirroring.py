"""Mirrors bodies at planes of the model, and features at the middle of their face."""

from __future__ import annotations

from typing import Any, Final

from mayfly.design.body import Body
from mayfly.design.builder import Draft
from mayfly.design.edits.placing import mirrored_place
from mayfly.design.edits.values import Mirror
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import Feature, OnFace
from mayfly.design.features._nested import put_on
from mayfly.design.features.combine import Nested
from mayfly.errors import InvalidDesign, InvalidParameter, UnknownPart

#: The coordinates of a face, by the axis that it lies across, and the axis that each plane lies across.
_ACROSS: Final = {"X": "yz", "Y": "xz", "Z": "xy"}
_NORMALS: Final = {"yz": "x", "xz": "y", "xy": "z"}


def mirrored(owner: Body | Feature, around: Body | Nested | None, edit: Mirror, path: str) -> dict[str, Any]:
    """Return the fields of a body or feature that change when it is mirrored, as plain data.

    Args:
        owner: The body or feature.
        around: What a feature is on.
        edit: The plane, and whether it also stays where it is.
        path: Where it is, for an error.

    Raises:
        InvalidDesign: It can't be mirrored so.
    """
    if isinstance(owner, Body | Nested):
        return _copied(owner, edit, path)
    if not isinstance(owner, OnFace) or around is None:
        raise InvalidDesign([(path, "it has no place on a face that could be mirrored")])
    if edit.level:
        raise InvalidDesign([(path, "a feature is mirrored at the middle of its face; leave level out")])
    across = _ACROSS.get(_axis(owner, around, path), "")
    normal = _NORMALS[edit.plane]
    if normal not in across:
        planes = [plane for plane, letter in _NORMALS.items() if letter in across]
        fix = f"use {' or '.join(planes)}" if planes else "its face is oblique"
        raise InvalidDesign([(path, f"the plane {edit.plane} does not cross its face; {fix}")])
    place = mirrored_place(owner.at, across.index(normal), path, keep=edit.keep)
    return {"at": place.model_dump(mode="json")}


def _copied(owner: Body | Nested, edit: Mirror, path: str) -> dict[str, Any]:
    """Return the field that puts an image of a body beside it."""
    if not edit.keep:
        raise InvalidDesign([(path, "a body can't be moved to the other side alone; keep it, too")])
    if "copies" not in type(owner).model_fields:
        raise InvalidDesign([(path, "what is intersected is not repeated")])
    if getattr(owner, "copies", None) is not None:
        raise InvalidDesign([(path, "it is repeated already; set copies as a whole")])
    return {"copies": {"kind": "mirrored", "plane": edit.plane, "level": edit.level}}


def _axis(feature: OnFace, around: Body | Nested, path: str) -> str:
    """Return the axis that a feature's face lies across.

    Raises:
        InvalidDesign: What it is on does not fit, or has no such face.
    """
    before = around.features[: next(i for i, one in enumerate(around.features) if one is feature)]
    try:
        draft = Draft.start(around.base.form())
        put_on(draft, before)
        return feature.on(draft).axis
    except DoesNotFit as error:
        raise error.at(path) from error
    except (InvalidParameter, UnknownPart) as error:
        raise InvalidDesign([(path, str(error))]) from error
