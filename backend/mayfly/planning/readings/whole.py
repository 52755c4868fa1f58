"""From one reading of a request to a design: one part with features, or something built up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from mayfly.contracts import Note
from mayfly.design.errors import DoesNotFit
from mayfly.errors import NeedsClarification
from mayfly.language.english import and_list
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import DISC, PLATE, ROUND_BAR, State, Topic
from mayfly.language.weighing.values import (
    AtCorners,
    Context,
    Mark,
    Origin,
    Outline,
    Points,
    SharedOut,
    Span,
    StandsAt,
)
from mayfly.planning.questions import about, conflict, unsupported
from mayfly.planning.readings.bodies.own_edges import with_cut_bosses
from mayfly.planning.readings.construction.construct import construct, is_construction
from mayfly.planning.readings.construction.sketches import profile_of
from mayfly.planning.readings.construction.solid_profiles import with_parts_drawn_out, with_solid_profiles
from mayfly.planning.readings.one_part.along_the_bend import along_the_bend
from mayfly.planning.readings.one_part.axes import by_axes, lying_bars
from mayfly.planning.readings.one_part.ball_ends import with_ball_ends
from mayfly.planning.readings.one_part.blind_ends import solid_between_blind_holes
from mayfly.planning.readings.one_part.build import Built, build
from mayfly.planning.readings.one_part.corner_notches import with_corner_notches
from mayfly.planning.readings.one_part.edge_walls import with_edge_walls
from mayfly.planning.readings.one_part.end_flanges import with_end_flanges
from mayfly.planning.readings.one_part.every_face import through_every_face
from mayfly.planning.readings.one_part.floors import with_floors
from mayfly.planning.readings.one_part.from_ground import counted_from_ground
from mayfly.planning.readings.one_part.headed import of_free_end, with_collar, with_head
from mayfly.planning.readings.one_part.in_features import holes_on_steps, in_middles_of_slots
from mayfly.planning.readings.one_part.into_bores import ends_in_a_bore
from mayfly.planning.readings.one_part.middles import about_origin
from mayfly.planning.readings.one_part.one_corner import at_one_corner, count_of
from mayfly.planning.readings.one_part.otherwise import other_ways, thin_side
from mayfly.planning.readings.one_part.overall import (
    with_piece_counted_in,
    without_raised,
    without_sum_of_flange,
)
from mayfly.planning.readings.one_part.own_bores import with_own_bore
from mayfly.planning.readings.one_part.poses import without_pose
from mayfly.planning.readings.one_part.round_ends import at_corner_arcs, with_round_ends
from mayfly.planning.readings.one_part.seats import without_seated
from mayfly.planning.readings.one_part.seen_from_front import seen_from_front
from mayfly.planning.readings.one_part.slots import as_grooves, over_the_ends
from mayfly.planning.readings.one_part.tapered import tapered, with_two_diameters, with_two_ends
from mayfly.planning.readings.one_part.turning import with_turned_ends
from mayfly.planning.readings.one_part.two_bores import with_two_bores
from mayfly.planning.readings.one_part.upright import laid_down
from mayfly.planning.readings.said.across import measured_across, round_recesses, squared, without_base
from mayfly.planning.readings.said.announced import without_announced
from mayfly.planning.readings.said.each_placed import check_each_placed
from mayfly.planning.readings.said.edge_margins import counted_from_centres
from mayfly.planning.readings.said.locations import plainly
from mayfly.planning.readings.said.mouths import behind_their_holes
from mayfly.planning.readings.said.section_depth import over_the_web
from mayfly.planning.readings.said.wishes import Wishes
from mayfly.planning.readings.whole_moves import moved, whole_moves

#: What makes of a reading one of the same meaning that can be built, in this order.
_REWRITES: Final[tuple[Callable[[State], State], ...]] = (
    behind_their_holes,
    without_announced,
    with_cut_bosses,
    with_parts_drawn_out,
    with_solid_profiles,
    counted_from_centres,
    without_base,
    round_recesses,
    solid_between_blind_holes,
    with_floors,
    holes_on_steps,
    in_middles_of_slots,
    with_ball_ends,
    measured_across,
    squared,
    with_corner_notches,
    with_edge_walls,
    with_round_ends,
    at_corner_arcs,
    through_every_face,
    without_seated,
    with_two_ends,
    with_two_diameters,
    with_collar,
    with_head,
    with_end_flanges,
    with_two_bores,
    with_turned_ends,
    with_own_bore,
    of_free_end,
    over_the_web,
    without_raised,
    seen_from_front,
    by_axes,
    lying_bars,
    laid_down,
    ends_in_a_bore,
)
#: What it costs that something is meant otherwise than it is usually said.
_OTHERWISE: Final = 0.5


def build_whole(state: State, written: Mapping[str, str] | None = None) -> Built:
    """Return the design of a reading, which expects what was said of the whole.

    Args:
        state: The reading.
        written: How the request writes its marks, for questions.

    Raises:
        NeedsClarification: Something is open, contradictory or not known.
        DoesNotFit: A feature does not fit.
    """
    state = as_grooves(over_the_ends(state))
    state = state.but(topics=tuple(map(count_of, state.topics)))
    usual = thin_side(state) or at_one_corner(state)
    if usual is not None:
        built = build_whole(usual[0], written)
        return replace(built, notes=(*built.notes, Note(usual[1])))
    try:
        return _build(state, written)
    except (DoesNotFit, NeedsClarification) as error:
        if error.reason != "impossible" and "counterbore" not in error.subject.others:
            raise
        for other, note in other_ways(state):
            try:
                built = _build(other, written)
            except (DoesNotFit, NeedsClarification):
                continue
            return replace(built, notes=(*built.notes, Note(note)), cost=built.cost + _OTHERWISE)
        raise


def _build(state: State, written: Mapping[str, str] | None) -> Built:
    state = without_sum_of_flange(with_piece_counted_in(along_the_bend(state)))
    wishes = Wishes.of(state)
    state, wishes = _kept_apart(_with_counted_holes(state), wishes)
    for rewrite in _REWRITES:
        state = rewrite(state)
    state = state.but(topics=tuple(map(_one_in_each, state.topics)))
    steps = is_construction(without_pose(state).state, wishes)
    placed = _from_its_corner(state) if steps and wishes.corner else None
    state = placed or state.but(topics=tuple(map(wishes.placed, state.topics)))
    _check_bodies(state)
    _check_domes(state)
    _check_shares(state)
    check_each_placed(state)
    moves = whole_moves(state, built_up=steps)
    block = tapered(state)
    if block is not None:
        return Built(wishes.checked(moved(block[0], moves)), block[1])
    built = (
        about_origin(plainly(state), lambda one: construct(one, wishes))
        if steps
        else build(counted_from_ground(state), written)
    )
    return replace(built, design=wishes.checked(moved(built.design, moves)))


def _from_its_corner(state: State) -> State | None:
    """Return a reading whose first body or profile lies with its lowest corner at the origin.

    All coordinates count from there then. None where it has a place of its own.
    """
    first = state.topics[0]
    if any(isinstance(one, Span | StandsAt | Points | Outline) for one in first.said):
        return None
    if first.kind == "part":
        placed = first.extended(Origin("low"))
    elif first.kind == "sketch":
        (x, y), _ = profile_of(first).outline().box
        placed = first.extended(Points(((0.0 - x, 0.0 - y),)))
    else:
        return None
    return state.but(topics=(placed, *state.topics[1:]))


def _one_in_each(topic: Topic) -> Topic:
    """Return "one hole in each of the four corners" as four."""
    corners = any(isinstance(one, AtCorners) and one.count == 4 for one in topic.said)
    return replace(topic, count=4, plural=True) if topic.count == 1 and corners else topic


def _kept_apart(state: State, wishes: Wishes) -> tuple[State, Wishes]:
    """Return a reading without "separate" before the name of a part, and what that wishes."""
    if not any(Mark.SEPARATE in topic.marks for topic in state.topics):
        return state, wishes
    topics = tuple(
        replace(topic, said=tuple(one for one in topic.said if one is not Mark.SEPARATE))
        for topic in state.topics
    )
    return state.but(topics=topics), replace(wishes, separate=True)


def _with_counted_holes(state: State) -> State:
    """Return a reading whose holes are as many as the name of the part says: "four-hole flange".

    Raises:
        NeedsClarification: Others are asked for.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    said = (
        [one for one in base.all(Context) if isinstance(one, Context) and one.component == "hole"]
        if base
        else []
    )
    if base is None or not said or said[0].number is None:
        return state
    count = int(said[0].number.value)
    holes = [topic for topic in state.topics if topic.kind == "hole"]
    uncounted = [topic for topic in holes if topic.count is None and topic.plural]
    if len(uncounted) != 1 and count not in {topic.count for topic in holes}:
        raise conflict(
            f"{said[0].text}: which holes are these, and where do they go?",
            about("count", "hole", values=[count]),
        )
    topics = []
    for topic in state.topics:
        if topic is base:
            topic = replace(topic, said=tuple(one for one in topic.said if one not in said))
        elif len(uncounted) == 1 and topic is uncounted[0]:
            topic = replace(topic, count=count)
        topics.append(topic)
    return state.but(topics=tuple(topics))


def _check_shares(state: State) -> None:
    """Check that "one in the centre and four in the corners" makes as many as were counted.

    Raises:
        NeedsClarification: It does not.
    """
    counted: dict[tuple[str, int], int] = {}
    for topic in state.topics:
        for one in topic.all(SharedOut):
            key = (topic.name, cast("SharedOut", one).total)
            counted[key] = counted.get(key, 0) + (topic.count or 1)
    for (name, total), placed in counted.items():
        if placed != total:
            raise conflict(
                f"{total} {name} were asked for, but {placed} are placed. Which is right?",
                about("count", name, values=[total, placed]),
            )


_BOTH: Final = word_set("both each")


def _check_domes(state: State) -> None:
    """Check that a dome is said of both ends of a rod: "with hemispherical ends".

    Raises:
        NeedsClarification: It is said of one, which may be either or both.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    said = base.all(Context) if base is not None and base.name == ROUND_BAR else []
    for one in said:
        if isinstance(one, Context) and one.component == "dome" and one.number is None:
            word = one.text.split()[-1].lower()
            if not word.endswith("s") and not _BOTH & set(one.text.lower().split()):
                raise unsupported(
                    f"Is one end of the {base.words if base else 'rod'} a dome, or both?",
                    about("place", base.words if base else "rod", words=[one.text]),
                    ("both ends",),
                )


def _check_lid(parts: Sequence[Topic], sized: Sequence[Topic]) -> None:
    """Check that no lid was only named besides another flat body, which may be that lid.

    Raises:
        NeedsClarification: One was.
    """
    base = parts[0] if parts else None
    named = base is not None and any(isinstance(one, Context) and one.component == "lid" for one in base.said)
    if base is None or not named or _has_lid_size(base):
        return
    flat = next((one for one in sized if one is not base and one.name in {PLATE, DISC}), None)
    if flat is not None:
        raise unsupported(
            f"Is the {flat.words} the lid of the {base.words}, or one more body?",
            about("part", words=[flat.words]),
        )


def _has_lid_size(base: Topic) -> bool:
    sizes = [*base.sizes, *(size for group in base.groups for size in group.sizes)]
    return any("lid" in size.label.components for size in sizes)


def _check_bodies(state: State) -> None:
    """Check that of several bodies none was only named, and would be passed over.

    Raises:
        NeedsClarification: One has no size.
    """
    parts = [topic for topic in state.topics if topic.kind == "part"]
    sized = [one for one in parts if one.sizes or one.groups or one.all(Span)]
    _check_lid(parts, sized)
    titled = (
        len(parts) > 1 and parts[1].lead == ":"
    )  # "a flanged bushing: cylinder …" says what it consists of
    for part in parts[titled:] if len(parts) > 1 else ():
        again = any(other.words == part.words or other.name == part.name != "body" for other in sized)
        if part not in sized and not again:
            named = list(dict.fromkeys(one.words for one in parts))
            raise unsupported(
                f"The request names {and_list(named)}. Which sizes has the {part.words}, or shall only one of"
                " them be made?",
                about("part", words=named),
            )
