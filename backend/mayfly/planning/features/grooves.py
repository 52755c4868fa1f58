"""Grooves: straight ones across a flat face, and ring grooves around a round part or in its bore."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features import Groove
from mayfly.design.features.groove import Run, Running, axis_of, cut_grooves
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import as_value
from mayfly.design.surfaces.part_faces import side_of
from mayfly.language.english import a_or_an, one, subject
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.features.face_rings import add_face_ring, is_face_ring
from mayfly.planning.features.groove_sections import section_of
from mayfly.planning.features.profile_sizes import ask_about_curved, run_of, said_sizes
from mayfly.planning.features.ring_grooves import add_ring_grooves
from mayfly.planning.features.round_grooves import cut_half_round, half_round_diameter, is_half_round
from mayfly.planning.placement.place import place
from mayfly.planning.questions import about, run_open, unsupported
from mayfly.planning.surfaces.select_faces import find_faces

_RINGS: Final = ("ring", "circlip", "retaining", "circumferential", "annular", "o ring", "seal")
_ALONG_X: Final = frozenset({"left", "right"})
_ALONG_Y: Final = frozenset({"front", "back"})
_SIDES: Final = _ALONG_X | _ALONG_Y
_ON_ENDS: Final = frozenset({"top", "bottom", "top_face", "underside", "face"})


def add_groove(draft: Draft, mention: Mention) -> None:
    """Cut grooves.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    if is_face_ring(mention):
        add_face_ring(draft, mention)
        return
    if is_half_round(mention):
        _add_half_round(draft, mention)
        return
    round_one = side_of(draft, one_wall=False) is not None
    ring = any(word in mention.name for word in _RINGS) or mention.take_flag("all_round")
    if ring and not round_one:
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no round side for the {mention.name}.",
            about("feature", mention),
        )
    if round_one and (ring or not _on_an_end(mention)):
        add_ring_grooves(draft, mention)
    else:
        _add_straight(draft, mention)


def _on_an_end(mention: Mention) -> bool:
    """Return whether a groove in a round part is said to run straight over one of its ends."""
    for attribute in mention.take("place"):
        refs = attribute.refs
        if attribute.name in {"across", "along"} or (
            attribute.name in {"on", "in"} and refs and refs[0].noun in _ON_ENDS
        ):
            return True
    return False


def _add_straight(draft: Draft, mention: Mention) -> None:
    sizes = said_sizes(mention, ("width", "depth", "length"))
    section = section_of(draft, mention, sizes)
    for face in mention.on_each(find_faces(draft, mention)):
        ask_about_curved(draft, mention, face)
        run = _run(draft, mention, face)
        (u0, u1), (v0, v1) = face.clear_u or face.u, face.clear_v or face.v
        whole = u1 - u0 if run == "u" else v1 - v0
        if "length" in sizes and abs(sizes["length"] - whole) > SAME_MM:
            raise unsupported(
                f"A groove runs over the whole {number(whole)} mm of the {face.name}; shall one of"
                f" {number(sizes['length'])} mm be a slot (round ends) or a pocket (square ends)?",
                about("feature", mention, "length", values=[sizes["length"], whole]),
            )
        mention.take_flag("through", "everything")
        extent = (0.0, section.width) if run == "u" else (section.width, 0.0)
        across = replace(face, rows="v" if run == "u" else "u")
        places = place(draft, mention, across, extent, mention.count)
        cut_grooves(draft, Running(mention.name, section, run, places))
        draft.features.append(
            Groove(
                face=face.key or face.name,
                at=as_value(places),
                along=axis_of(face, run),
                shape=section.shape,
                width=section.width,
                depth=section.depth,
            )
        )


def _add_half_round(draft: Draft, mention: Mention) -> None:
    sizes = said_sizes(mention, ("width", "depth", "length"))
    diameter = half_round_diameter(mention, sizes)
    for face in mention.on_each(find_faces(draft, mention)):
        ask_about_curved(draft, mention, face)
        if face.normal is not None or face.outline not in {"rectangle", "circle"}:
            raise unsupported(
                f"{one(mention.name)} can't be cut across the {face.name}.", about("face", mention)
            )
        run = _run(draft, mention, face)
        mention.take_flag("through", "everything")
        cut_half_round(draft, mention, face, run, diameter)


def _run(draft: Draft, mention: Mention, face: Face) -> Run:
    """Return the direction that a groove runs in: "u" or "v".

    Raises:
        NeedsClarification: It is not said.
    """
    run = run_of(mention, face, default="")
    if run:
        return "u" if run == "u" else "v"
    along = next(
        (
            m
            for m in mention.take("place")
            if m.name == "along" and m.ref and m.ref.noun in {"centre", "centre_line"}
        ),
        None,
    )
    if along and abs(face.size[0] - face.size[1]) > SAME_MM:
        along.used = True
        draft.note(f"{subject(mention.name, 'runs')} along the long side of the {face.name}.")
        return "u" if face.size[0] > face.size[1] else "v"
    beside = {word for one in mention.take("offset") for word in one.words & _SIDES}
    if face.axis == "Z" and beside and (beside <= _ALONG_X or beside <= _ALONG_Y):
        return "v" if beside <= _ALONG_X else "u"  # "20 from the left end" counts across it
    first, second = {"Z": ("X", "Y"), "Y": ("X", "Z"), "X": ("Y", "Z")}[face.axis]
    if face.outline == "circle":
        draft.note(f"{subject(mention.name, 'runs')} along {first}.")
        return "u"
    raise run_open(mention, face.name, (first, second))
