"""Where a feature goes: from the attributes of a mention to a face and to points on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import check_room
from mayfly.design.geometry.faces import Face, Point
from mayfly.design.geometry.tolerance import ROUNDING_MM
from mayfly.design.places import Places
from mayfly.errors import NeedsClarification
from mayfly.language.nodes import Attribute, Mention
from mayfly.planning.placement.corners import at_corners
from mayfly.planning.placement.landmarks import (
    INSIDE,
    between,
    count_from_feature,
    from_two_edges,
    halfway_out,
    in_from_an_edge,
)
from mayfly.planning.placement.offsets import (
    by_offsets,
    from_each_end,
    from_legs,
    offset_coordinate,
    take_line,
)
from mayfly.planning.placement.patterns import listed_points, on_circle, on_grid, take_centre, take_halfway
from mayfly.planning.placement.rows import between_ends, either_side, in_row
from mayfly.planning.placement.sides import around_the_edges, at_two_insets, in_half, listed_distances
from mayfly.planning.questions import about, asked, conflict, missing


def _from_where_they_start(mention: Mention, face: Face, width: Point) -> None:
    """Turn "starting 60 from the end" into the distance of the feature's middle."""
    for offset in mention.take("offset"):
        if offset.name == "starts":
            offset.name = "from"
            along, _ = offset_coordinate(offset, face)
            offset.used = False
            number = offset.quantities[0]
            half = (width[0] if along == "u" else width[1]) / 2
            offset.quantities = (replace(number, value=number.value + half),)


def place(
    draft: Draft,
    mention: Mention,
    face: Face,
    width: Point,
    count: int | None,
    apart: float | None = None,
) -> Places:
    """Work out the points of a mention's features on a face.

    Args:
        draft: The model so far.
        mention: What was said.
        face: Where they go.
        width: Their extent along u and v, to see that they fit.
        count: How many, where said.
        apart: Least distance between two of them; None to hold their extents against each other.

    Raises:
        NeedsClarification: No place was said, or the places don't fit together.
    """
    centred = mention.take_flag("centred")
    _use_harmless_places(mention)
    _from_where_they_start(mention, face, width)
    count_from_feature(draft, mention, face)
    halfway = take_halfway(mention, face)
    halfway_out(draft, mention, face)
    places = _said_places(draft, mention, face, width, count)
    if places is None:
        places = Places(face, [face.centre], "centre")
        if count in {None, 1}:
            take_line(mention)
        middle = take_centre(mention) or centred or len(halfway) == 2
        _ask_where_several_go(mention, count, middle=middle)
    _ask_about_halfway(mention, places, halfway)
    count = mention.count if places.pattern == "corners" or mention.count is None else count
    if count is not None and len(places.points) != count:
        raise conflict(
            f"{count} {mention.label} were asked for, but the places given make"
            f" {len(places.points)}. Which is right?",
            about("count", mention, values=[count, len(places.points)]),
        )
    return _measured_to_its_side(draft, mention, places, width, apart)


#: What has sides to which a distance from an edge may be measured.
_SIDED: Final = frozenset({"pocket", "slot"})
_MIDDLES: Final = frozenset({"centre", "centre_line", "axis"})
_HIGHER: Final = frozenset({"above", "below"})


def _is_of_edge(offset: Attribute) -> bool:
    """Return whether a distance was said from an edge or a side, not from a middle."""
    inside = offset.name in INSIDE or offset.name in _HIGHER
    return inside and offset.ref is not None and not offset.words & _MIDDLES


def _measured_to_its_side(
    draft: Draft, mention: Mention, places: Places, width: Point, apart: float | None
) -> Places:
    """Return places that fit, with a note of what a pocket's distance from an edge was measured to.

    It is its middle, as of a hole; where that does not fit, the side next to the edge.

    Raises:
        NeedsClarification: Neither fits.
    """
    edges = [one for one in mention.attributes if one.kind == "offset" and one.used and _is_of_edge(one)]
    if mention.kind not in _SIDED or not edges or len(places.points) != 1:
        _check_fit(mention, places, width, apart)
        return places
    try:
        _check_fit(mention, places, width, apart)
    except NeedsClarification as question:
        moved = list(places.points[0])
        for one in edges:
            along, value = offset_coordinate(one, places.face)
            index = "uv".index(along)
            half = width[index] / 2
            moved[index] = value + (half if value < places.face.centre[index] else -half)
        found = Places(places.face, [(moved[0], moved[1])], "points")
        try:
            _check_fit(mention, found, width, apart)
        except NeedsClarification:
            raise question from None
        draft.note(f"Distances from edges are measured to the near side of the {mention.label}.")
        return found
    draft.note(f"Distances from edges are measured to the middle of the {mention.label}.")
    return places


def _said_places(
    draft: Draft, mention: Mention, face: Face, width: Point, count: int | None
) -> Places | None:
    """Return the places that were said; None where nothing says where.

    Raises:
        NeedsClarification: They were said in two ways.
    """
    options = [
        listed_points(mention, face),
        from_legs(mention, face),
        on_circle(mention, face, count),
        on_grid(mention, face, count),
        listed_distances(mention, face),
        in_half(mention, face),
        between(mention, face),
        from_two_edges(mention, face, count),
        in_from_an_edge(mention, face),
        at_two_insets(mention, face, count),
        around_the_edges(mention, face, count),
        from_each_end(mention, face, count),
        between_ends(mention, face, count),
        at_corners(draft, mention, face, width, count),
        in_row(mention, face, count),
        either_side(mention, face, count),
        by_offsets(mention, face, count),
    ]
    found = [option for option in options if option is not None]
    if len(found) > 1:
        raise conflict(
            f"The place of the {mention.text} is given in two ways; which one is right?",
            about("place", mention),
        )
    return found[0] if found else None


def _ask_where_several_go(mention: Mention, count: int | None, *, middle: bool) -> None:
    """Ask about features without a place, unless there is one of them, or they lie in the middle.

    Raises:
        NeedsClarification: There are several, or nobody said how many.
    """
    if count is not None and count > 1:
        noun = mention.text.split()[-1] if mention.text else "holes"
        if mention.take_flag("row"):
            raise missing(
                f"How far apart are the {count} {noun} in the row, from centre to centre?",
                about("size", mention, "spacing"),
            )
        raise missing(
            f"Where do the {count} {noun} go: corners, a row, a bolt circle, or which points?",
            about("place", mention, values=[count]),
            ("corners", "a row", "a bolt circle"),
        )
    if mention.plural and count is None and not middle:
        raise missing(
            f"How many {mention.text}, and where do they go?",
            about("count", mention, values=mention.measures),
        )


def _ask_about_halfway(mention: Mention, places: Places, halfway: set[str]) -> None:
    """Check that what is "at mid height" lies there, or evenly on both sides of it."""
    for name in halfway:
        index = "uv".index(name)
        mean = sum(point[index] for point in places.points) / len(places.points)
        if abs(mean - places.face.centre[index]) > ROUNDING_MM:
            given = [m for m in mention.attributes if m.kind in {"offset", "points"} or _is_halfway(m)]
            said = " and ".join(m.text for m in given)
            raise conflict(
                f"The {mention.label} can't be both {said}. Which place is right?",
                about("place", mention, values=given),
            )


def _is_halfway(attribute: Attribute) -> bool:
    return attribute.ref is not None and attribute.ref.noun == "halfway"


def _use_harmless_places(mention: Mention) -> None:
    """Consume places that say nothing new: "in the plate", "along its axis"."""
    for attribute in mention.take("place"):
        ref = attribute.ref
        if ref is None:
            continue
        if (
            ref.noun
            in {
                "part",
                "it",
                "everything",
                "body",
                "thickness",
                "surface",
                "piece",
                "height",
                "plane",
            }
            and not ref.traits - {"whole", "entire", "overall", "flat", "main"}
        ) or (ref.noun == "axis" and not ref.traits & {"x", "y"}):
            attribute.used = True


def _check_fit(mention: Mention, places: Places, width: Point, apart: float | None) -> None:
    """Check that every feature lies inside the free part of the face and none touches another."""
    given = [m for m in mention.attributes if m.kind in {"offset", "spacing"}]
    said = f" ({', '.join(m.text for m in given)})" if given else ""
    try:
        check_room(places, width, mention.label, apart=apart, said=said, feature=mention.kind)
    except DoesNotFit as error:
        values = (*error.subject.values, *about("place", mention, values=given).values)
        raise asked(error, replace(error.subject, values=values)) from error


def leftover(mention: Mention) -> list[str]:
    """Return what was said about a mention and has not been used."""
    texts = [m.text or m.name for m in mention.attributes if not m.used]
    return [*texts, *(str(m) for m in mention.measures if not m.used)]
