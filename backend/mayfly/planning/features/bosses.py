"""Bosses: what was said of them, as values of the feature language."""

from __future__ import annotations

from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features import Boss
from mayfly.design.features.boss import raise_boss
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.places import as_value
from mayfly.language.english import inverted, subject
from mayfly.language.nodes import UNNAMED, Mention
from mayfly.planning.features.face_rings import add_face_ring, is_face_ring
from mayfly.planning.features.profile_sizes import (
    ask_about_curved,
    place_outline,
    placed_profile,
    rectangle,
    said_sizes,
)
from mayfly.planning.questions import about, missing
from mayfly.planning.surfaces.select_faces import find_faces

_SIDES: Final = frozenset({"length", "width"})


def add_boss(draft: Draft, mention: Mention) -> None:
    """Put bosses on a flat face: round, rectangular or rings.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    if is_face_ring(mention):
        add_face_ring(draft, mention)
        return
    faces = find_faces(draft, mention)
    sizes = said_sizes(mention, ("length", "width", "height"))
    if _is_diameter_by_height(mention, sizes) and all(face.outline == "circle" for face in faces):
        sizes = {"diameter": sizes["length"], "height": sizes["width"]}
        draft.note(f"{subject(mention.name, 'is')} read as diameter x height.")
    if "height" not in sizes:
        raise missing(f"How high {inverted('is', mention.name)}?", about("size", mention, "height"))
    mention.oriented = any(m.quantity.form == "angle" for m in mention.measures)
    profile = rectangle(mention, sizes, faces[0])
    for face in mention.on_each(faces):
        ask_about_curved(draft, mention, face)
        _add_on_face(draft, mention, face, profile, sizes["height"])


def _is_diameter_by_height(mention: Mention, sizes: dict[str, float]) -> bool:
    """Return whether a boss has two numbers without names: a rectangular one would have no height."""
    bare = all(measure.label == UNNAMED and measure.group for measure in mention.measures)
    return bare and sizes.keys() == _SIDES and "pad" not in mention.name and _says_no_shape(mention)


def _says_no_shape(mention: Mention) -> bool:
    return "square_shape" not in mention.flags() and "rectang" not in mention.text.lower()


def _add_on_face(draft: Draft, mention: Mention, face: Face, profile: Footprint, height: float) -> None:
    """Join a boss to a face, and keep it as a value of the feature language."""
    places, profile = place_outline(draft, mention, face, profile)
    one = placed_profile(mention, places, profile)
    raise_boss(draft, one, height)
    draft.features.append(
        Boss(
            face=face.key or face.name,
            at=as_value(places),
            profile=one.profile,
            height=height,
            orientation=one.orientation,
        )
    )
