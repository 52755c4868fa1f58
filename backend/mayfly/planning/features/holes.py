"""Round holes: what they measure, where they go, and the step of the script that drills them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features import Counterbore, Countersink, Hole
from mayfly.design.features._base import support_under
from mayfly.design.features._drilling import Drilling, put
from mayfly.design.features._hole_checks import HoleSizes
from mayfly.design.features.keyway import bore_of
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.occupied import Support
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import Place, Places, as_value
from mayfly.design.surfaces.part_faces import side_of
from mayfly.language.english import a_or_an, inverted
from mayfly.language.nodes import Mention
from mayfly.planning.features.feature_on_feature import place_on_support
from mayfly.planning.features.flats import add_radial_holes
from mayfly.planning.features.hole_sizes import is_d_shaped, settle_hole_sizes
from mayfly.planning.placement.place import place
from mayfly.planning.questions import about, conflict, missing, unsupported
from mayfly.planning.surfaces.select_faces import find_faces
from mayfly.planning.surfaces.shaft_steps import on_step

#: Degrees by which steps around a whole circle may miss it.
_SAME_TURN: Final = 0.1
#: What holes lie around where they go in from all round; on a disc the circumference may be a bolt circle.
_SIDES: Final = frozenset({"side", "wall"})
_ROUND: Final = _SIDES | {"circumference"}
#: What a distance along the axis counts from.
_HEIGHTS: Final = frozenset({"top", "bottom", "base", "underside", "halfway"})


def add_holes(draft: Draft, mention: Mention, heads: list[Mention]) -> None:
    """Drill what a mention asks for.

    Args:
        draft: The model so far.
        mention: A hole or bore.
        heads: Counterbores and countersinks spoken of behind it.

    Raises:
        NeedsClarification: A size or place is missing, contradictory or impossible.
    """
    if mention.kind == "bore" and is_d_shaped(mention.name):
        raise unsupported(
            f"A D-shaped bore can't be made in {a_or_an(draft.part_label)}. Does a round one do?",
            about("feature", mention),
        )
    hole = settle_hole_sizes(draft, mention, heads)
    on_support = place_on_support(draft, mention)
    if on_support is not None:
        _goes_through_everything(mention)
        _put(draft, mention, hole, on_support, as_value(on_support[0]), on_support[0].face)
        return
    _goes_through_everything(mention)
    if _all_round(draft, mention, hole):
        return
    faces = find_faces(draft, mention)
    if hole.depth is None and hole.counterbore is None and hole.countersink is None:
        faces = _from_one_side(faces)
    if all(face.axis != "Z" for face in faces):
        mention.take_flag("horizontal", "cross")
    for face in faces:
        _ask_where_on_a_leg(draft, mention, face)
    for face in mention.on_each(faces):
        width = hole.width
        places = _places(draft, mention, face, width)
        at = as_value(places)
        if face.settle:
            places.face = face.settle([v for _, v in places.points], width / 2)
        support = support_under(draft, places, width / 2, mention.label)
        if support and support.order > mention.order and (hole.depth is not None or hole.counterbore):
            raise conflict(
                f"{inverted('does', mention.name)} count from the {face.name} or from the top of the"
                f" {support.kind} that"
                " stands over it?",
                about("size", mention, "depth", others=[support.kind]),
            )
        into_bore = hole.depth is None and face.walls == "one" and not _is_hollow(draft)
        if into_bore and bore_of(draft) is not None:  # a bore that was drilled before
            hole = replace(hole, depth=face.depth)
        _put(draft, mention, hole, (places, support), at, face)


def _places(draft: Draft, mention: Mention, face: Face, width: float) -> Places:
    """Return where holes go on a face, on the side of a shaft on the step that they are on."""
    strip = on_step(draft, mention, face) if face.name == "side" else face
    places = place(draft, mention, strip, (width, width), mention.count)
    return places if strip is face else Places(face, places.points, "points")


def _is_hollow(draft: Draft) -> bool:
    """Return whether a part is hollow by itself."""
    return any(draft.values.get(name) for name in ("inner_diameter", "bore", "wall"))


def _all_round(draft: Draft, mention: Mention, hole: HoleSizes) -> bool:
    """Drill several holes from all round, into the bore or so deep; return whether that was asked for.

    Raises:
        NeedsClarification: Their depth is open, or they would meet.
    """
    side = side_of(draft, one_wall=True)
    several = (mention.count or 1) > 1 and not mention.take("spacing")
    if side is None or side.settle is not None or not several or not _are_radial(draft, mention, hole):
        return False
    hollow = _is_hollow(draft)
    if (hollow and hole.depth is not None) or hole.counterbore or hole.countersink or hole.point:
        return False
    mention.take_flag("radial", "equally", "all_round")
    for attribute in mention.take("step"):
        attribute.used = abs(attribute.quantities[0].value * (mention.count or 1) - 360) < _SAME_TURN
    for attribute in mention.take("place"):
        attribute.used = bool(attribute.ref and attribute.ref.noun in {*_ROUND, "bore", "circle"})
    places = place(draft, replace(mention, count=1, plural=False), side, (hole.width, hole.width), 1)
    if not hollow:
        _check_apart(mention, hole, side)
    add_radial_holes(draft, mention, hole, side, places.points[0][1])
    return True


def _are_radial(draft: Draft, mention: Mention, hole: HoleSizes) -> bool:
    """Return whether holes lie around the axis: "radial", "around the side", "around, 9 mm from the top"."""
    flags = mention.flags()
    if "radial" in flags:
        return _is_hollow(draft) or hole.depth is not None
    places = mention.take("place")
    around = [one for one in places if one.name == "around" and one.ref and one.ref.noun in _ROUND]
    if any(one.ref and one.ref.noun in _SIDES for one in around):
        return True
    high = any(one.words & _HEIGHTS for one in (*places, *mention.take("offset")))
    return high and (bool(around) or "all_round" in flags)


def _check_apart(mention: Mention, hole: HoleSizes, side: Face) -> None:
    """Check that blind holes from all round have a depth, and do not meet inside."""
    if hole.depth is None:
        raise missing(
            f"How deep are the {mention.label} from all round: to the axis, or how many mm?",
            about("size", mention, "depth"),
        )
    apart = 2 * (side.level - hole.depth) * math.sin(math.pi / (mention.count or 1))
    if apart < hole.width:
        raise conflict(
            f"The {mention.label}, {hole.depth:g} mm deep, run into each other. Which size is right?",
            about("size", mention, "depth"),
        )


def _from_one_side(faces: Sequence[Face]) -> list[Face]:
    """Return faces without those that a hole from one before them comes out of."""
    found: list[Face] = []
    for face in faces:
        if not any(_comes_out(one, face) for one in found):
            found.append(face)
    return found


def _comes_out(one: Face, other: Face) -> bool:
    """Return whether a hole right through one face comes out of another, at the same place of it."""
    opposite = one.axis == other.axis and one.sign == -other.sign and (one.u, one.v) == (other.u, other.v)
    return opposite and one.depth >= abs(one.level - other.level) - SAME_MM


def _ask_where_on_a_leg(draft: Draft, mention: Mention, face: Face) -> None:
    """Ask where on a bracket's leg a hole lies: its middle can be counted with or without the other leg."""
    placed = any(attribute.kind in {"offset", "points", "grid", "circle"} for attribute in mention.attributes)
    if draft.form.kind == "bracket" and not placed:
        raise missing(
            f"How far from the corner {inverted('is', mention.name)} in the {face.name}, measured from the"
            f" outside?",
            about("place", mention),
        )


def _goes_through_everything(mention: Mention) -> None:
    """Consume "through": a hole that has no depth goes through anyway."""
    mention.take_flag("through", "everything")
    for attribute in mention.take("place"):
        if attribute.ref and attribute.ref.noun == "everything":
            attribute.used = True


def _put(
    draft: Draft,
    mention: Mention,
    hole: HoleSizes,
    where: tuple[Places, Support | None],
    at: Place,
    face: Face,
) -> None:
    """Drill the holes, and keep them as a value of the feature language."""
    places, support = where
    label, is_bore = mention.name or "hole", mention.kind == "bore"
    put(draft, Drilling(label, "bore" if is_bore else "", hole, places, support))
    draft.features.append(
        Hole(
            name="bore" if is_bore else None,
            face=face.key or face.name,
            at=at,
            diameter=hole.diameter,
            thread=hole.thread,
            fit="tapped" if hole.tapped else "clearance",
            depth=hole.depth,
            counterbore=(
                Counterbore(diameter=hole.counterbore[0], depth=hole.counterbore[1])
                if hole.counterbore
                else None
            ),
            countersink=(
                Countersink(diameter=hole.countersink[0], angle=hole.countersink[1])
                if hole.countersink
                else None
            ),
            point=hole.point,
            walls=face.walls,
        )
    )
