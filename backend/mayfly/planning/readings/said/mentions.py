"""What was said of a topic in the form in which the planning of parts and features takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mayfly.language.nodes import UNNAMED, Attribute, Label, Measure, Mention, Reference
from mayfly.language.vocabulary import V_SHAPED
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import (
    Context,
    Coordinate,
    Group,
    Mark,
    Origin,
    Placing,
    Points,
    SharedOut,
    Size,
)
from mayfly.planning.readings.said.coordinates import coordinates_of
from mayfly.planning.readings.said.locations import placing_of

#: Names that a sign says already: Ø5 is a diameter.
_SIGNS: Final = {"diameter": Label((), "diameter"), "radius": Label((), "radius")}
_ENDS: Final = frozenset({"end", "leg"})
_EACH: Final = frozenset({"each", "both", "every"})
_SIDES: Final = frozenset({"left", "right", "front", "back"})
#: Columns or rows that a grid of uncounted features may have: more are its spacing.
_MOST_ROWS: Final = 12
#: Places by their coordinates.
_COUNTED: Final = Points | Coordinate | Origin
_DEPTHS_LAST: Final = frozenset({"pocket", "slot"})


def mention_of(topic: Topic, order: int = 0, written: Mapping[str, str] | None = None) -> Mention:
    """Return a topic's mention, with its measures and what else was said.

    Args:
        topic: The part or feature.
        order: Its place among the features.
        written: How the request writes its marks, for questions.
    """
    mention = Mention(
        kind="part" if topic.kind == "part" else topic.kind,
        name=topic.name,
        count=topic.count,
        plural=topic.plural,
        text=topic.words,
        order=order,
        definite=topic.definite,
        lead=topic.lead,
        vee=topic.kind == "groove" and topic.name.startswith(V_SHAPED),
    )
    groups = 0
    if mention.kind in {"pocket", "boss"} and "square" in mention.name:
        mention.attributes.append(Attribute("flag", Mark.SQUARE.value, text="square"))
    for one in topic.said:
        if isinstance(one, Size):
            mention.measures.append(_measure(one))
        elif isinstance(one, Group):
            groups += 1
            mention.measures += _measures(one, groups, mention.kind)
        elif isinstance(one, Mark):
            mention.attributes.append(
                Attribute("flag", one.value, text=(written or {}).get(one.value, one.value))
            )
        elif isinstance(one, Placing):
            _place(mention, one)
        elif isinstance(one, Context):
            mention.attributes.append(_component(one))
        elif topic.kind != "part" and not isinstance(one, _COUNTED | SharedOut):
            placings = placing_of(one)
            for placing in placings or ():
                _place(mention, placing)
            if placings is None:
                mention.attributes.append(Attribute("unused", text=type(one).__name__.lower()))
    said = [one for one in topic.said if isinstance(one, _COUNTED)]
    if topic.kind != "part":
        mention.attributes += coordinates_of(said, topic.count)
    _count_steps(mention)
    _one_in_each(mention)
    _from_its_own_edge(mention)
    _from_each_corner(mention)
    _from_each_end(mention)
    return mention


def _measure(size: Size) -> Measure:
    label = size.label
    if _SIGNS.get(size.number.form) == label:
        label = UNNAMED
    return Measure(size.number, label)


def _measures(group: Group, number: int, kind: str) -> list[Measure]:
    measures = [_measure(size) for size in group.sizes]
    for measure in measures:
        measure.group = number
    if kind in _DEPTHS_LAST and len(measures) == 3 and all(m.label == UNNAMED for m in measures):
        measures[-1].label = Label((), "deep")
    return measures


def _component(context: Context) -> Attribute:
    name = context.component
    if context.number is not None:
        return Attribute(
            "count", name, (context.number,), text=context.text or f"{context.number.text} {name}"
        )
    return Attribute("mention", name, text=context.text or name)


def _place(mention: Mention, placing: Placing) -> None:
    """Add what was said of a place."""
    if placing.kind == "open_at":
        mention.attributes.append(Attribute("flag", "open_at", ref=placing.ref, text=placing.text))
        return
    if placing.kind == "grid" and placing.name == "size" and placing.ref is None:
        columns, rows = (number.value for number in placing.numbers)
        counted = columns * rows == mention.count or (
            mention.count is None and mention.plural and max(columns, rows) <= _MOST_ROWS
        )
        kind, name = ("grid", "grid") if counted else ("spacing", "")
    else:
        kind, name = placing.kind, placing.name
    mention.attributes.append(
        Attribute(
            kind,
            name,
            placing.numbers,
            placing.ref,
            text=placing.text,
            about=placing.about,
            measure=mention.measures[placing.measure]
            if 0 <= placing.measure < len(mention.measures)
            else None,
        )
    )


def _one_in_each(mention: Mention) -> None:
    """Read "holes in both ends": one in each."""
    if mention.count is not None or not mention.plural or mention.take("spacing"):
        return
    places = [each.ref for each in mention.take("place") if each.ref is not None]
    mention.plural = not any(ref.noun in _ENDS and ref.traits & _EACH for ref in places)


def _from_its_own_edge(mention: Mention) -> None:
    """Read "along the left edge, 8 mm from the edge": the edge that they lie along."""
    along = [
        each.ref for each in mention.attributes if each.kind in {"place", "spacing"} and each.ref is not None
    ]
    named = [ref for ref in along if ref.noun == "long_side" or (ref.noun == "edge" and ref.traits & _SIDES)]
    for offset in mention.take("offset"):
        ref = offset.ref
        if ref is not None and ref.noun == "edge" and not (ref.traits or ref.plural) and len(named) == 1:
            offset.ref = named[0]
            mention.attributes = [
                each for each in mention.attributes if each.kind != "place" or each.ref is not named[0]
            ]


def _from_each_corner(mention: Mention) -> None:
    """Read "20 mm from each corner": one in each corner, that far from both edges."""
    for offset in mention.take("offset"):
        if offset.ref is not None and offset.ref.noun == "corner" and offset.ref.traits & _EACH:
            corners = Reference("corner", offset.ref.traits, text=offset.ref.text)
            mention.attributes.append(Attribute("place", "in", ref=corners, text=offset.text))
            offset.name, offset.ref = "inset", None


def _from_each_end(mention: Mention) -> None:
    """Read "a hole on each end, 6 mm from the end": one at either end, that far from it."""
    places = [p for p in mention.take("place") if p.ref is not None and p.name != "from"]
    each = [p for p in places if p.ref and p.ref.noun == "end" and (p.ref.traits & _EACH or p.ref.plural)]
    near = [o for o in mention.take("offset") if o.ref is not None and o.ref.noun == "end"]
    if len(each) == len(near) == 1 and near[0].name in {"from", "inset"}:
        near[0].ref = each[0].ref
        mention.attributes.remove(each[0])


def _measured(mention: Mention, index: int) -> Measure | None:
    """Return the size of a part that a place behind it names."""
    return mention.measures[index] if 0 <= index < len(mention.measures) else None


def _count_steps(mention: Mention) -> None:
    """Count features that lie "every 30 degrees" of a whole circle."""
    steps = mention.take("step")
    if mention.count is not None or len(steps) != 1 or not mention.take("circle"):
        return
    around = 360 / steps[0].quantities[0].value if steps[0].quantities[0].value else 0.0
    if abs(around - round(around)) < 1e-6 and 1 < around < 1000:
        mention.count = round(around)


def take_adjectives(mention: Mention) -> None:
    """Consume "large" where a size says how large; "small M6 hole" may mean another standard."""
    if not any(m.quantity.form == "thread" for m in mention.measures):
        mention.take_flag("vague")
    if mention.kind == "boss":
        mention.take_flag("standing")
    if mention.kind in {"pocket", "slot"}:
        mention.take_flag("open_top")
