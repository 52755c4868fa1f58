"""From one reading of a request to a design: one part with features, or something built up."""

from __future__ import annotations

import re
from dataclasses import replace

from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Along, AtCorners, Mark, Span, Stated
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.build import Built, build
from mayfly.planning.readings.construction import construct, is_construction
from mayfly.planning.readings.locations import plainly
from mayfly.planning.readings.poses import without_pose
from mayfly.planning.readings.turning import with_turned_ends
from mayfly.planning.readings.roles import role_of
from mayfly.planning.readings.wishes import Wishes


def build_whole(state: State) -> Built:
    """Return the design of a reading, which expects what was said of the whole.

    Raises:
        NeedsClarification: Something is open, contradictory or not known.
        DoesNotFit: A feature does not fit.
    """
    wishes = Wishes.of(state)
    state, wishes = _told_apart(state, wishes)
    state = with_turned_ends(state)
    state = replace(state, topics=tuple(wishes.placed(_one_in_each(topic)) for topic in state.topics))
    state = replace(state, topics=tuple(_runs_across(topic, state) for topic in state.topics))
    _check_bodies(state)
    steps = is_construction(without_pose(state).state, wishes)
    built = construct(plainly(state), wishes) if steps else build(state)
    return replace(built, design=wishes.checked(built.design))


def _one_in_each(topic: Topic) -> Topic:
    """Return "one hole in each of the four corners" as four."""
    corners = any(isinstance(one, AtCorners) and one.count == 4 for one in topic.said)
    return replace(topic, count=4, plural=True) if topic.count == 1 and corners else topic


def _runs_across(topic: Topic, state: State) -> Topic:
    """Return a slot "along the full length" with a width and a depth as the groove that it is."""
    roles = {role_of(size) for size in topic.sizes}
    if topic.kind == "groove":
        return replace(topic, said=tuple(one for one in topic.said if one is not Mark.EVERYTHING))
    if topic.kind != "slot" or roles != {"width", "depth"} or topic.groups:
        return topic
    said = " ".join(one.text.lower() for one in state.stated if isinstance(one, Stated))
    stated = re.search(r"(?:full|whole|entire|complete) (length|width)", said)
    along = any(isinstance(one, Along) for one in topic.said)
    if not (stated or (along and Mark.EVERYTHING in topic.marks)):
        return topic
    kept = [one for one in topic.said if one is not Mark.EVERYTHING and one is not Mark.THROUGH]
    if stated is not None and not along:
        kept.append(Along(stated[1]))
    return replace(topic, kind="groove", name="groove", said=tuple(kept))


def _told_apart(state: State, wishes: Wishes) -> tuple[State, Wishes]:
    """Return a reading without "separate" before the name of a part, and what that wishes."""
    if not any(Mark.SEPARATE in topic.marks for topic in state.topics):
        return state, wishes
    topics = tuple(
        replace(topic, said=tuple(one for one in topic.said if one is not Mark.SEPARATE))
        for topic in state.topics
    )
    return replace(state, topics=topics), replace(wishes, separate=True)


def _check_bodies(state: State) -> None:
    """Check that of several bodies none was only named, and would be passed over.

    Raises:
        NeedsClarification: One has no size.
    """
    parts = [topic for topic in state.topics if topic.kind == "part"]
    sized = [one for one in parts if one.sizes or one.groups or one.all(Span)]
    titled = (
        len(parts) > 1 and parts[1].lead == ":"
    )  # "a flanged bushing: cylinder …" says what it consists of
    for part in parts[titled:] if len(parts) > 1 else ():
        again = any(other.words == part.words or other.name == part.name != "body" for other in sized)
        if part not in sized and not again:
            raise missing(f"Which sizes has the {part.words}?", about("size", part.words))
