"""Which face a feature goes on: "on the top face", "through the front wall", "along x", "in each leg"."""

from __future__ import annotations

from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face
from mayfly.design.surfaces.part_faces import faces_of
from mayfly.language.english import a_or_an, one
from mayfly.language.nodes import Mention
from mayfly.planning.questions import about, face_open, unsupported
from mayfly.planning.surfaces.faces_across import sideways
from mayfly.planning.surfaces.faces_by_axis import (
    along_axis,
    axis_named,
    face_named,
    in_all_directions,
    long_axis,
)
from mayfly.planning.surfaces.faces_by_words import named_faces


def find_faces(draft: Draft, mention: Mention) -> list[Face]:
    """Find the face that a mention speaks of; several for "in all three directions" or "in each leg".

    Raises:
        NeedsClarification: The part has no such face.
    """
    faces = faces_of(draft)
    around = sideways(draft, mention)
    if around is not None:
        return [around]
    if not faces:
        raise unsupported(
            f"I can't put {one(mention.label)} on {a_or_an(draft.part_label)}.",
            about("face", mention),
        )
    if in_all_directions(mention):
        return [face_named(faces, name, draft, mention) for name in ("top", "front", "right")]
    drilled = mention.kind in {"hole", "bore"}
    axis = (axis_named(mention, draft) or long_axis(mention, draft)) if drilled else None
    if axis:
        return [along_axis(faces, axis, draft, mention)]
    named = named_faces(mention, faces, draft)
    if named:
        named = [_lying_flat(draft, faces, name) for name in named]
        return [face_named(faces, name, draft, mention) for name in named]
    if len({face.name for face in faces.values()}) == 1:
        return [next(iter(faces.values()))]
    if "front" in faces and not {"left", "right"} & faces.keys() and _is_above_the_base(mention):
        return [faces["front"]]
    if faces.keys() == {"top", "bottom"} and faces["top"].curved and not faces["bottom"].curved:
        return [_flat_or_crest(faces, mention)]
    if draft.is_box and "front" in faces and _is_along_a_post(draft, mention):
        return [faces["front"]]
    first = draft.form.conventions.first_face or "top"
    if first not in faces:
        raise face_open(mention, dict.fromkeys(face.name for face in faces.values()))
    return [faces[first]]


def _lying_flat(draft: Draft, faces: dict[str, Face], name: str) -> str:
    """Return which face of a flat round part its front or its back is: it lies with its front upwards."""
    other = {"front": "top", "back": "bottom"}.get(name, "")
    x, y, z = draft.box
    if not other or name in faces or other not in faces or z > max(x, y) or draft.form.kind != "round":
        return name
    draft.note(f"The {name} of the {draft.part_label} is its {faces[other].name}, as it lies flat.")
    return other


_ENDS: Final = frozenset({"end", "top", "bottom", "base"})


def _is_along_a_post(draft: Draft, mention: Mention) -> bool:
    """Return whether holes count from the ends of a bar that stands: they go across it."""
    x, y, z = draft.box
    ends = [m for m in mention.take("offset") if m.ref is not None and m.ref.noun in _ENDS]
    return z > 2 * max(x, y) and mention.kind == "hole" and bool(ends)


def _is_above_the_base(mention: Mention) -> bool:
    """Return whether a place is said by its height: only an upright face has one."""
    return any(m.name in {"above", "below"} and m.words & {"base", "bottom"} for m in mention.take("offset"))


def _flat_or_crest(faces: dict[str, Face], mention: Mention) -> Face:
    """Return the flat side of a part that is round above, where both sides are the same to a feature."""
    if any(m.label.role in {"deep", "depth"} for m in mention.measures) or mention.kind not in {
        "hole",
        "bore",
    }:
        raise face_open(mention, [face.name for face in faces.values()])
    return faces["bottom"]
