"""Slots and pockets: what was said of them, as values of the feature language."""

from __future__ import annotations

from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Pocket, Slot
from mayfly.design.features.pocket import sink
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.footprints import Footprint
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import Places, as_value
from mayfly.design.profiles import RegularPolygon
from mayfly.design.profiles import Slot as SlotProfile
from mayfly.language.english import inverted
from mayfly.language.labels import role_of
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.features.profile_sizes import (
    ask_about_curved,
    place_outline,
    placed_profile,
    rectangle,
    run_of,
    said_sizes,
    turn_of,
)
from mayfly.planning.placement.place import place
from mayfly.planning.questions import (
    about,
    asked,
    conflict,
    degrees,
    depth_open,
    impossible,
    missing,
    sizes_open,
    through_and_deep,
    unsupported,
)
from mayfly.planning.surfaces.select_faces import find_faces

#: Names of pockets that go through when no depth is said.
_THROUGH: Final = ("cutout", "cut out", "window", "opening", "hole")


def add_slot(draft: Draft, mention: Mention) -> None:
    """Cut slots with round ends.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    sizes = said_sizes(mention, ("length", "width", "depth"))
    if mention.take_flag("open_top"):
        raise unsupported(
            "A slot that is open at an end can't be cut here. Does a groove or a closed slot do?",
            about("feature", mention),
        )
    for role in ("length", "width"):
        if role not in sizes:
            raise sizes_open(mention, role)
    long, wide = sizes["length"], sizes["width"]
    bare = [measure for measure in mention.measures if measure.group and role_of(measure.label) is None]
    turned_round = wide > long + SAME_MM and len(bare) >= 2
    if turned_round:
        long, wide = wide, long
    if wide >= long - SAME_MM:
        raise impossible(
            f"A slot can't be {number(long)} mm long and {number(wide)} mm wide: its length is measured"
            " from tip to tip. Which sizes are right?",
            about("size", mention, "length", "width", values=[long, wide]),
        )
    angle = turn_of(mention)
    for face in mention.on_each(find_faces(draft, mention)):
        ask_about_curved(draft, mention, face)
        run = run_of(mention, face, default="")
        if angle is not None and run:
            raise conflict(
                f"{inverted('does', mention.name)} run at {number(angle)}° or along a side?",
                about("direction", mention, values=[degrees(angle)]),
            )
        if turned_round and not run and angle is None:
            raise missing(
                f"Which way {inverted('does', mention.name)} of {number(wide)} x {number(long)} mm run:"
                " along the length or along the width?",
                about("direction", mention, values=[wide, long]),
                ("along the length", "along the width"),
            )
        mention.oriented = bool(run) or angle is not None
        turn = angle if angle is not None else 90.0 if run == "v" else 0.0
        _sink(draft, mention, face, Footprint.slot(long, wide, turn % 180), sizes.get("depth"))


def add_pocket(draft: Draft, mention: Mention) -> None:
    """Cut pockets: rectangular, with or without rounded corners, or round.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    if mention.name.startswith("hexagonal"):
        _add_hexagon(draft, mention)
        return
    faces = find_faces(draft, mention)
    sizes = said_sizes(mention, ("length", "width", "depth"), upright=faces[0].axis != "Z")
    mention.oriented = any(m.quantity.form == "angle" for m in mention.measures)
    profile = rectangle(mention, sizes, faces[0])
    said = sizes.get("depth")
    through = any(word in mention.name for word in _THROUGH)
    through = through or any(
        attribute.kind == "place" and attribute.name == "through" for attribute in mention.attributes
    )
    if said is None and not through and not mention.flags() & {"through", "everything"}:
        raise depth_open(mention)
    for face in mention.on_each(faces):
        ask_about_curved(draft, mention, face)
        _sink(draft, mention, face, profile, said)


def _add_hexagon(draft: Draft, mention: Mention) -> None:
    """Cut a hexagonal pocket: a bare number is its size across the flats."""
    sizes = said_sizes(mention, ("across_flats", "depth", "length"))
    across, corners = sizes.get("across_flats", sizes.get("width")), sizes.get("across_corners")
    if (across is None) == (corners is None):
        raise sizes_open(mention, "width across flats")
    said = sizes.get("depth")
    through = "hole" in mention.name or bool(mention.flags() & {"through", "everything"})
    if said is None and not through:
        raise depth_open(mention)
    mention.take_flag("through", "everything", "flat_bottom", "blind")
    profile = RegularPolygon(sides=6, across_flats=across, across_corners=corners)
    wide = 2 * profile.radius
    for face in mention.on_each(find_faces(draft, mention)):
        places = place(draft, mention, face, (wide, wide), mention.count)
        pocket = Pocket(face=face.key or face.name, at=as_value(places), profile=profile, depth=said)
        try:
            pocket.apply(draft)
        except DoesNotFit as error:
            raise asked(error) from error
        draft.features.append(pocket)


def _sink(draft: Draft, mention: Mention, face: Face, profile: Footprint, said: float | None) -> None:
    """Cut an outline into a face, and keep it as a value of the feature language."""
    places, profile = place_outline(draft, mention, face, profile)
    _ask_about_through(mention, places, profile, said)
    one = placed_profile(mention, places, profile)
    through = said is not None and mention.take_flag("through", "everything")
    depth = None if through else said
    sink(draft, mention.kind, one, depth)
    at, key, drawn = as_value(places), face.key or face.name, one.profile
    if mention.kind == "slot" and isinstance(drawn, SlotProfile):
        draft.features.append(
            Slot(
                face=key,
                at=at,
                length=drawn.length,
                width=drawn.width,
                turn=drawn.turn,
                depth=depth,
                orientation=one.orientation,
            )
        )
        return
    draft.features.append(Pocket(face=key, at=at, profile=drawn, depth=depth, orientation=one.orientation))


def _ask_about_through(mention: Mention, places: Places, profile: Footprint, said: float | None) -> None:
    """Ask about a depth that is missing, or contradicts that it goes through.

    Raises:
        NeedsClarification: It is blind without a depth, or goes through and is less deep.
    """
    if mention.take_flag("blind") and said is None:
        raise depth_open(mention)
    mention.take_flag("flat_bottom")
    if said is None:
        mention.take_flag("through", "everything")
        return
    thinnest = min(profile.thinnest(places.face, point) for point in places.points)
    if mention.flags() & {"through", "everything"} and abs(said - thinnest) > SAME_MM:
        raise through_and_deep(mention, said)
