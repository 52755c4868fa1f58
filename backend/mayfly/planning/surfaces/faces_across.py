"""The face of a hole across a round part: "cross hole", "through the wall", "radial"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features.keyway import bore_of
from mayfly.design.geometry.faces import Face
from mayfly.design.surfaces.part_faces import side_of
from mayfly.design.surfaces.part_faces_turned import WAYS, Seen
from mayfly.language.english import a_or_an, inverted, or_list
from mayfly.language.nodes import Attribute, Mention
from mayfly.planning.questions import about, conflict, unsupported
from mayfly.planning.surfaces.shaft_steps import step_place

_THROUGH: Final = frozenset({"across", "through"})
#: Where a hole goes that goes across a round part.
_SIDEWAYS: Final = frozenset({"wall", "side", "diameter", "x", "y"})
_BODIES: Final = frozenset({"hub", "flange", "body"})


def sideways(draft: Draft, mention: Mention) -> Face | None:
    """Find the face of a hole across a round part; None where it does not go across.

    Raises:
        NeedsClarification: It is open in which body it is, or the part has no such body.
    """
    if mention.kind not in {"hole", "bore"} or side_of(draft, one_wall=False) is None:
        return None
    places = _places_across(mention)
    across = mention.take_flag("cross", "horizontal")
    in_a_wall = any(place.ref and (place.ref.noun == "wall" or _names_a_side(place)) for place in places)
    across = (mention.take_flag("radial") and not in_a_wall) or across
    on_side = places or step_place(mention) or _counts_from_an_end(draft, mention)
    if not (across or "radial" in mention.flags() or on_side):
        return None
    where = _body_named(mention)
    for place in places:
        place.used = True
    seen = _seen_from(mention, places)
    one_wall = _is_in_one_wall(draft, places, across=across)
    face = side_of(draft, one_wall=one_wall, seen=seen, body=where)
    if face is None:
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no round {where} for the {mention.name}.",
            about("face", mention, words=[where]),
        )
    return face


def _seen_from(mention: Mention, places: Sequence[Attribute]) -> Seen:
    """Return from where a hole goes into a round side: "on the back side", "along y" from the front.

    Raises:
        NeedsClarification: From several sides.
    """
    words = {word for place in places if place.ref for word in (place.ref.noun, *place.ref.traits)}
    named = [seen for seen in WAYS if seen in words]
    if len(named) > 1:
        raise conflict(
            f"From which side does the {mention.name} go in: {or_list(named)}?",
            about("face", mention, words=named),
            named,
        )
    return named[0] if named else "front" if "y" in words else "right"


#: From what a distance along the axis of a bar counts.
_ENDS: Final = frozenset({"end", "top", "bottom", "base", "underside"})
#: A round part so much longer than it is thick is a bar.
_BAR: Final = 1.5


def _counts_from_an_end(draft: Draft, mention: Mention) -> bool:
    """Return whether a hole in a solid bar has a distance from an end, and is in no end: it goes across."""
    x, y, z = draft.box
    named = [one for one in mention.take("place") if one.words & _ENDS]
    from_end = [
        one
        for one in mention.take("offset")
        if one.ref is not None and one.ref.noun in _ENDS and one.quantities
    ]
    return z > _BAR * max(x, y) and not bore_of(draft) and bool(from_end) and not named


_SIDES: Final = frozenset({"side", "wall"})


def _names_a_side(place: Attribute) -> bool:
    """Return whether one of the four sides is named, "on the left side", and not only "the front"."""
    words = set(place.text.lower().split())
    return place.ref is not None and bool(
        WAYS.keys() & {place.ref.noun, *place.ref.traits} and words & _SIDES
    )


def _places_across(mention: Mention) -> list[Attribute]:
    """Return what says that a hole goes across: "through the wall", "in the side", "along y"."""
    return [
        place
        for place in mention.take("place")
        if place.ref
        and (
            place.ref.noun in _SIDEWAYS
            or _names_a_side(place)
            or (place.ref.noun == "shank" and place.name in _THROUGH)
        )
    ]


def _body_named(mention: Mention) -> str:
    """Return the body of a part that a hole is in, empty where none was named.

    Raises:
        NeedsClarification: Several were.
    """
    bodies = [place for place in mention.take("place") if place.ref and place.ref.noun in _BODIES]
    if len(bodies) > 1:
        raise conflict(
            f"Where {inverted('is', mention.name)}: {or_list([each.text for each in bodies])}?",
            about("face", mention, words=[each.text for each in bodies]),
            [each.text for each in bodies],
        )
    for body in bodies:
        body.used = True
    return bodies[0].ref.noun if bodies and bodies[0].ref else ""


def _is_in_one_wall(draft: Draft, places: Sequence[Attribute], *, across: bool) -> bool:
    """Return whether a hole goes through one wall of a hollow part, and not through both."""
    walls = [
        place.ref for place in places if place.ref and (place.ref.noun in _SIDES or _names_a_side(place))
    ]
    both = any(ref.traits & {"both", "all"} or ref.count == 2 for ref in walls)
    one = any(ref.count == 1 or "one" in ref.text.lower().split() for ref in walls)
    hollow = any(draft.values.get(name) for name in ("inner_diameter", "bore", "wall"))
    hollow = hollow or bore_of(draft) is not None
    return hollow and bool(walls) and not both and (one or not across)
