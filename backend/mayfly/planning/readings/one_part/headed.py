"""Pins with a head, as shafts with two steps: "peg 6 mm dia 30 long with a 12 mm head 3 thick"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import ROUND_BAR, State, Topic
from mayfly.language.weighing.values import Context, EdgesOf, Group, OnFace, Placing, Said, Size
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, conflict, impossible, missing, unsupported
from mayfly.planning.readings.one_part.turning import with_steps
from mayfly.planning.readings.said.mentions import mention_of
from mayfly.planning.readings.said.roles import role_of

#: What a pin consists of besides itself.
PIECES: Final = frozenset({("head",), ("shank",), ("middle collar",)})
_LENGTHS: Final = frozenset({"length", "height"})
_FREE: Final = frozenset({"free", "one", "main"})
_FREE_SHANK: Final = _FREE | frozenset({"shank"})
_TOP: Final = frozenset({"top"})
_OVERALL: Final = ("overall",)
_ENDS: Final = frozenset({"top", "bottom", "upper", "lower", "top_face", "underside"})


def with_head(state: State) -> State:
    """Return a reading in which a pin with a head is a shaft with two steps, the head below.

    Raises:
        NeedsClarification: A size of the pin or of its head is open.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name != ROUND_BAR:
        return state
    head = [
        size
        for one in base.said
        if isinstance(one, Size | Group) and _is_head(one)
        for size in (one.sizes if isinstance(one, Group) else (one,))
    ]
    if not head:
        return state
    wide, thick = _head(head)
    state, base = _without_total(state, base, thick)
    said = tuple(one for one in base.said if isinstance(one, Size | Group) and not _is_head(one))
    own = tuple(_own(one) for one in said)
    values, _ = settle(size_part(mention_of(replace(base, said=own)), {}))
    if not own or "height" not in values:
        raise missing("Which diameter and length has the pin?", about("size", "part", "diameter", "length"))
    length = float(values["height"])
    if _is_of_the_whole(base):
        length -= thick
        if length <= SAME_MM:
            raise conflict(
                f"The whole is {values['height']:g} long, and the head alone {thick:g} mm. Which is right?",
                about("size", "part", "length", values=[float(values["height"]), thick]),
            )
    steps = [(wide, thick), (float(values["diameter"]), length)]
    if wide <= steps[1][0]:
        raise impossible(
            "The head is no wider than the pin.", about("size", "part", "diameter", values=[wide])
        )
    kept = [one for at, one in enumerate(base.said) if not _is_taken(base.said, at)]
    if any(isinstance(one, Placing) and one.noun == "end" for one in kept):
        raise unsupported(f"What is at the end of the {base.words}?", about("place", base.words))
    seen_above = any(map(_says_which_end, state.topics))
    state = _counted_from_head(state, thick, "top" if seen_above else "bottom")
    if seen_above:
        state = _with_tips_below(state)
        steps.reverse()  # who speaks of the bottom of a pin sees its head at the top
        return with_steps(state, base, kept, steps)
    return _at_free_end(with_steps(state, base, kept, steps))


def with_collar(state: State) -> State:
    """Return a reading in which a shaft with a collar in its middle is one with three steps.

    Raises:
        NeedsClarification: A size of the shaft or of its collar is open, or they do not fit to each other.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name != ROUND_BAR:
        return state
    collar = [size for size in base.sizes if size.label.components == _COLLAR]
    if not collar:
        return state
    wide, thick = _head(collar)
    said = tuple(one for one in base.said if isinstance(one, Size | Group) and one not in collar)
    values, _ = settle(size_part(mention_of(replace(base, said=said)), {}))
    if not said or "height" not in values:
        raise missing("Which diameter and length has the shaft?", about("size", "part", "diameter", "length"))
    diameter, length = float(values["diameter"]), float(values["height"])
    if wide <= diameter or thick >= length:
        raise impossible(
            f"A collar of {wide:g} x {thick:g} mm does not fit a shaft of {diameter:g} x {length:g} mm.",
            about("size", "part", "collar", values=[wide, thick]),
        )
    end = (diameter, (length - thick) / 2)
    kept = [one for one in base.said if not isinstance(one, Size | Group)]
    return with_steps(state, base, kept, [end, (wide, thick), end])


_COLLAR: Final = ("middle collar",)


def _counted_from_head(state: State, thick: float, end: str) -> State:
    """Return a reading in which distances from under the head count from the end where that is."""
    topics = [
        topic
        if topic.kind == "part"
        else replace(
            topic, said=tuple(_at_head(topic, _from_end(one, thick, end), end) for one in topic.said)
        )
        for topic in state.topics
    ]
    return state.but(topics=tuple(topics))


def _from_end(one: Said, thick: float, end: str) -> Said:
    """Return "44 from the underside of the head" as a distance from the end at which the head is."""
    if not isinstance(one, Placing) or one.kind != "offset" or one.ref is None or len(one.numbers) != 1:
        return one
    if one.name not in _FROM or all(ref.noun != "head" for ref in one.ref.chain()):
        return one
    upper = any(ref.noun in {"top", "top_face"} for ref in one.ref.chain())
    number = replace(one.numbers[0], value=one.numbers[0].value + (0.0 if upper else thick))
    return replace(one, name="from", numbers=(number,), ref=Reference(end, text=one.ref.text))


def _at_head(topic: Topic, one: Said, end: str) -> Said:
    """Return "drilled from the head side" as the end of the shaft at which the head is."""
    if topic.kind not in _HOLES or not isinstance(one, Placing) or one.kind != "place" or one.ref is None:
        return one
    words = {word for ref in one.ref.chain() for word in (ref.noun, *ref.traits)}
    if "head" not in words or not words <= _OF_HEAD or one.name not in _ONTO:
        return one
    return replace(one, name="on", ref=Reference(end, text=one.ref.text))


_HOLES: Final = word_set("hole bore")
_OF_HEAD: Final = word_set("head side end face centre")
_ONTO: Final = word_set("from in into at on")
#: How a distance from the head is said.
_FROM: Final = frozenset({"from", "below"})


def _at_free_end(state: State) -> State:
    """Return a reading in which "the end" of a pin with a head is the one without it, which is at the top."""
    topics = [
        topic if topic.kind == "part" else replace(topic, said=tuple(map(_of_free_end, topic.said)))
        for topic in state.topics
    ]
    return state.but(topics=tuple(topics))


def of_free_end(state: State) -> State:
    """Return a reading in which the free end of a part with one flange or head below is its top."""
    base = state.topics[state.base] if state.base >= 0 else None
    part = catalogue().get(base.name) if base is not None else None
    pieces = [part.traits.components.get(name) for name in _AT_THE_FOOT] if part is not None else []
    at_foot = any(
        piece is not None and piece.count == 1 and "bottom" in (piece.places or ()) for piece in pieces
    )
    with_hub = base is not None and any(size.label.components[:1] == _HUB for size in base.sizes)
    if not at_foot and not with_hub:
        return state
    topics = [
        topic
        if topic.kind == "part"
        else replace(topic, said=tuple(_freed(topic, one) for one in topic.said))
        for topic in state.topics
    ]
    return state.but(topics=tuple(topics))


_AT_THE_FOOT: Final = ("flange", "head")
#: What stands on a flange, whose free end is then the top.
_HUB: Final = ("hub",)
_FREE_NOUNS: Final = frozenset({"end", "edge", "rim", "part", "body", "it", "hub"})
_FREE_TRAIT: Final = frozenset({"free"})


def _freed(topic: Topic, one: Said) -> Said:
    """Return "the free end", "the free outer edge of the sleeve" as one at the top."""
    if not isinstance(one, Placing) or one.ref is None:
        return one
    if not any("free" in ref.traits for ref in one.ref.chain()):
        return one
    if any(ref.noun not in _FREE_NOUNS for ref in one.ref.chain()):
        return one
    if topic.kind in _HOLES:
        return replace(one, ref=Reference("top", text=one.ref.text))
    traits = frozenset(word for ref in one.ref.chain() for word in ref.traits) - _FREE_TRAIT
    edge = Reference("edge", traits | _TOP, None, True, text=one.ref.text)
    return replace(one, ref=edge)


def _of_free_end(one: Said) -> Said:
    if not isinstance(one, Placing):
        return one
    ref = one.ref
    if ref is None or ref.noun != "end" or ref.plural or ref.count not in {None, 1}:
        return one
    of_shank = ref.of is not None and ref.of.noun == "shank"
    if (ref.of is not None and not of_shank) or ref.traits - _FREE_SHANK:
        return one
    return replace(one, ref=Reference("top", text=ref.text))


def _is_tip(place: Placing) -> bool:
    """Return whether a place is the tip of a pin, which is the end without a head wherever that is."""
    words = {word for ref in place.ref.chain() for word in ref.text.lower().split()} if place.ref else set()
    return bool(words & _TIPS)


#: What the end of a pin without a head is called.
_TIPS: Final = frozenset({"tip", "nose"})


def _with_tips_below(state: State) -> State:
    """Return a reading of a pin with its head above, in which its tip is at the bottom."""
    topics = [
        topic if topic.kind == "part" else replace(topic, said=tuple(map(_tip_below, topic.said)))
        for topic in state.topics
    ]
    return state.but(topics=tuple(topics))


def _tip_below(one: Said) -> Said:
    if not isinstance(one, Placing) or one.ref is None or not _is_tip(one):
        return one
    return replace(one, ref=Reference("bottom", text=one.ref.text))


def _says_which_end(topic: Topic) -> bool:
    """Return whether a feature is at the top or the bottom: then the head is thought to be above."""
    if topic.kind == "part":
        return False
    return any(
        (isinstance(one, OnFace) and one.face in _ENDS)
        or (isinstance(one, EdgesOf) and bool(one.words & _ENDS))
        or (
            isinstance(one, Placing)
            and one.ref is not None
            and any({ref.noun, *ref.traits} & _ENDS for ref in one.ref.chain())
            and not _is_tip(one)
        )
        for one in topic.said
    )


def _without_total(state: State, base: Topic, thick: float) -> tuple[State, Topic]:
    """Return a pin without the length of the whole, where that restates what pin and head add up to.

    Raises:
        NeedsClarification: It does not.
    """
    totals = [size for size in base.sizes if size.label.components == _OVERALL]
    own = [
        size
        for size in _sizes(base)
        if role_of(size) in _LENGTHS and size.label.components in {(), ("shank",)}
    ]
    if len(totals) != 1 or len(own) != 1 or role_of(totals[0]) not in {None, *_LENGTHS}:
        return state, base
    total, sum_of_both = totals[0].number.value, own[0].number.value + thick
    if abs(total - sum_of_both) > SAME_MM:
        raise conflict(
            f"Pin and head are {sum_of_both:g} mm long together, but {total:g} mm overall was given. Which is"
            " right?",
            about("size", "part", "overall length", values=[sum_of_both, total]),
        )
    rest = replace(base, said=tuple(one for one in base.said if one is not totals[0]))
    return state.but(topics=tuple(rest if topic is base else topic for topic in state.topics)), rest


def _is_of_the_whole(base: Topic) -> bool:
    """Return whether the length that was said counts the head in: "30 long overall"."""
    sizes = [size for size in _sizes(base) if role_of(size) in {None, *_LENGTHS} and not _is_head(size)]
    spoken = any(isinstance(one, Context) and one.component == "overall" for one in base.said)
    return spoken or any(size.label.components == ("overall",) for size in sizes)


def _is_taken(said: Sequence[Said], at: int) -> bool:
    """Return whether something is a size of the pin or its head, or only says of which the next size is.

    "The head" before anything else is where that is: "the head has a chamfer".
    """
    one = said[at]
    if isinstance(one, Context):
        sized = at + 1 < len(said) and isinstance(said[at + 1], Size | Group)
        return sized or one.component == "overall"
    return isinstance(one, Size | Group) or _is_of_head(one)


def _is_of_head(value: Said) -> bool:
    return isinstance(value, Placing) and value.about == ("head",)


def _sizes(topic: Topic) -> list[Size]:
    return [*topic.sizes, *(size for group in topic.groups for size in group.sizes)]


def _is_head(value: Said) -> bool:
    if isinstance(value, Group):
        return value.sizes[0].label.components == ("head",)
    return isinstance(value, Size) and value.label.components == ("head",)


def _own(value: Said) -> Said:
    """Return the sizes of the shank as those of the pin."""
    if isinstance(value, Group):
        return Group(tuple(_plain(size) for size in value.sizes))
    return _plain(value) if isinstance(value, Size) else value


def _plain(size: Size) -> Size:
    return replace(size, label=Label((), size.label.role)) if size.label.components == ("shank",) else size


def _head(sizes: list[Size]) -> tuple[float, float]:
    """Return the diameter and the thickness of a head.

    Raises:
        NeedsClarification: One is open.
    """
    wide = [size for size in sizes if role_of(size) in {"diameter", "width"}]
    thick = [size for size in sizes if role_of(size) in {"thickness", "height", "length", "depth"}]
    rest = [size for size in sizes if size not in wide and size not in thick]
    wide = wide or rest[:1]
    thick = thick or [size for size in rest if size not in wide][:1]
    if len(wide) != 1 or len(thick) != 1 or len(sizes) != 2:
        raise missing(
            "Which diameter and thickness has the head?", about("size", "head", "diameter", "thickness")
        )
    return wide[0].number.value, thick[0].number.value
