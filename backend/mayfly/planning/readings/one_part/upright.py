"""Flat parts described as they stand: "40 wide, 100 tall, 4 thick, a hole 12 from the top"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import PLATE, State, Topic
from mayfly.language.weighing.values import Along, EdgesOf, Group, InCentre, OnFace, Placing, Said, Size
from mayfly.planning.readings.said.roles import role_of

#: Names of the size that stands upright, and of that which lies across.
_UPRIGHT: Final = frozenset({"high", "height"})
_DEEP: Final = frozenset({"deep", "depth"})
_ACROSS: Final = frozenset({"wide", "width", "long", "length"})
_THICK: Final = frozenset({"thick", "thk", "thickness"})
#: Sides of a part that stands, as they are where it lies on its back.
_SIDES: Final = {"top": "back", "bottom": "front", "upper": "back", "lower": "front"}
_DIRECTIONS: Final = {"height": "width", "width": "length", "z": "y", "vertical": "y", "horizontal": "x"}
#: What the sides of an outline are called; "on the top" without one of these is the face.
#: Words for the faces: of a part that stands and has a thickness, they may mean its edges.
_FACES: Final = frozenset({"top", "bottom", "top_face", "underside", "side_face", "face"})
#: The large faces of a part that stands, as they are where it lies on its back.
_LARGE: Final = {"front": "top", "back": "bottom"}
_OUTLINE: Final = frozenset({"edge", "side", "corner", "end"})


def laid_down(state: State) -> State:
    """Return a reading whose flat part, described as it stands, lies on its back: upright is then along Y.

    A flat part has a thickness and two large sizes; where one of these is its height, the top and the bottom
    that are spoken of are edges.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None:
        return state
    base = _spread(base)
    state = replace(
        state, topics=tuple(base if at == state.base else one for at, one in enumerate(state.topics))
    )
    if _lies(base):
        return _with_sizes(state, base)
    if not _is_upright(base, _UPRIGHT) or any(map(_is_on_a_face, state.topics)):
        return state
    state = _with_sizes(state, base)
    return replace(state, topics=tuple(_lying(topic) for topic in state.topics))


def _spread(base: Topic) -> Topic:
    """Return a flat part with the sizes of "30 wide x 60 tall x 4 thick" one by one, if each has its name."""
    groups = [one for one in base.said if isinstance(one, Group)]
    if base.name != PLATE or len(groups) != 1:
        return base
    sizes = groups[0].sizes
    if len(sizes) != len(_SIZES) or any(size.label.components or not size.label.role for size in sizes):
        return base
    spread = [each for one in base.said for each in (sizes if one is groups[0] else (one,))]
    flat = replace(base, said=tuple(spread))
    return flat if _is_upright(flat, _UPRIGHT) else base


_SIZES: Final = ("across", "upright", "thick")


def _with_sizes(state: State, base: Topic) -> State:
    sized = replace(base, said=tuple(_size(one) for one in base.said))
    return replace(state, topics=tuple(sized if topic is base else topic for topic in state.topics))


_WIDTHS: Final = word_set("wide width")


def _lies(base: Topic) -> bool:
    """Return whether a flat part lies as it is described: "800 wide, 300 deep, 18 thick"."""
    return _is_upright(base, _DEEP) and any(role_of(size) in _WIDTHS for size in base.sizes)


_ON_EDGES: Final = word_set("chamfer fillet")


def _is_on_a_face(topic: Topic) -> bool:
    """Return whether a feature is on "the top" of what stands: on its edge, or on its face."""
    if topic.kind == "part":
        return False
    if topic.kind in _ON_EDGES and any(map(_is_of_edges, topic.said)):
        return True
    return any(
        (isinstance(one, OnFace) and one.face in _SIDES)
        or (
            isinstance(one, Placing)
            and one.kind != "offset"
            and one.ref is not None
            and any(ref.noun in _FACES for ref in one.ref.chain())
        )
        for one in topic.said
    )


def _is_of_edges(one: Said) -> bool:
    """Return whether edges at the top or the bottom are meant: of what stands, or of the face in view."""
    if isinstance(one, EdgesOf):
        return bool(one.words & _SIDES.keys())
    if not isinstance(one, Placing) or one.ref is None:
        return False
    return one.ref.noun != "corner" and bool({one.ref.noun, *one.ref.traits} & _SIDES.keys())


def _is_upright(base: Topic, upright: frozenset[str]) -> bool:
    """Return whether a flat part has a thickness, a size across and one of some names."""
    roles = [role_of(size) or "" for size in base.sizes if not size.label.components]
    wanted = (upright, _ACROSS, _THICK)
    return (
        base.name == PLATE
        and not base.groups
        and len(roles) == len(wanted)
        and all(sum(role in names for role in roles) == 1 for names in wanted)
    )


def _size(one: Said) -> Said:
    if not isinstance(one, Size) or one.label.components:
        return one
    role = role_of(one) or ""
    if role in _UPRIGHT | _DEEP:
        return replace(one, label=Label((), "width"))
    return replace(one, label=Label((), "length")) if role in _ACROSS else one


def _lying(topic: Topic) -> Topic:
    return topic if topic.kind == "part" else replace(topic, said=tuple(_place(one) for one in topic.said))


_HIGHER_OR_LOWER: Final = word_set("above below")


def _place(one: Said) -> Said:
    """Return a place on a standing part as it is where that lies on its back."""
    if isinstance(one, InCentre | Along):
        name = "axis" if isinstance(one, InCentre) else "direction"
        return replace(one, **{name: _DIRECTIONS.get(getattr(one, name), getattr(one, name))})
    if not isinstance(one, Placing) or one.ref is None:
        return one
    if one.kind == "place" and one.ref.noun in _LARGE and one.ref.of is None and not one.ref.traits:
        return replace(one, name="on", ref=replace(one.ref, noun=_LARGE[one.ref.noun]))
    ref = _side(one.ref, measured=one.kind == "offset")
    if ref == one.ref:
        return one
    return replace(one, ref=ref, name="from" if one.name in _HIGHER_OR_LOWER else one.name)


def _side(ref: Reference, *, measured: bool) -> Reference:
    if ref.noun in _SIDES:
        return replace(ref, noun=_SIDES[ref.noun]) if measured else ref
    if ref.noun in _DIRECTIONS:
        return replace(ref, noun=_DIRECTIONS[ref.noun])
    if ref.noun not in _OUTLINE:
        return ref
    return replace(ref, traits=frozenset(_SIDES.get(trait, trait) for trait in ref.traits))
