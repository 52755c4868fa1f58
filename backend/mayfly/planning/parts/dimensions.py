"""What the numbers of "A x B x C" mean for a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from mayfly.cad import standards
from mayfly.cad.parts import Part, catalogue
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.errors import InvalidParameter
from mayfly.language.english import a_or_an, capital
from mayfly.language.labels import role_of
from mayfly.language.nodes import MATE, UNNAMED, Label, Measure
from mayfly.language.units import number
from mayfly.planning.parts.names import find_size, plain, size_labels
from mayfly.planning.parts.size_checks import Sizing, abs_difference, its_sizes
from mayfly.planning.questions import about, conflict, length_of, unsupported

#: Forms of numbers that name a row of a table of standard sizes.
NAMED: Final = frozenset({"thread", "designation"})


#: Components by which a row of sizes is that of the whole part: "80 x 60 x 35 mm outside".
_OF_THE_WHOLE: Final = frozenset({("outer",), ("overall",)})


def put_group(sizing: Sizing, group: Sequence[Measure], *, square: bool) -> None:
    """Return the numbers of "A x B x C" their names."""
    part = sizing.part
    if group[0].quantity.form in NAMED:
        _put_named_group(sizing, group)
        return
    group = _of_the_whole(group)
    components = group[0].label.components
    if components == ("inner",) and _is_of_cavity(group):
        _put_inner_group(sizing, group)
        return
    if components and all(m.label.components == components for m in group):
        labels = size_labels(part.name)
        slab = len(group) == 3 and Label(components, "thickness") in labels
        if (
            components not in {("base",), ("bottom",), ("body",)}
            or slab
            or Label(components, "diameter") in labels
        ):
            _put_component_group(sizing, components, group)
            return
        group = [replace(m, label=Label((), m.label.role)) for m in group]
    if part.sizes == (("side",),) and len(group) == 3 and len({m.quantity.value for m in group}) == 1:
        group = group[:1]
    if (
        part.sizes == (("side", "length"),)
        and len(group) > 1
        and group[0].quantity.value == group[1].quantity.value
    ):
        group = [group[0], *group[2:]] if len(group) > 2 or "length" in sizing.given else group
    labelled = {index: _group_label(part, m) for index, m in enumerate(group)}
    labelled = _without_repeats(group, labelled)
    orders = [
        order
        for order in _orders(part, group, labelled, square=square, given=sizing.given)
        if len(set(order)) == len(order) and _takes_marks(group, order)
    ]
    readings: list[dict[str, float]] = []
    for order in orders:
        sizes = [
            length_of(m.quantity, name.replace("_", " "), sizing.part)
            for name, m in zip(order, group, strict=True)
        ]
        doubled = [2 * v if m.quantity.form == "radius" else v for v, m in zip(sizes, group, strict=True)]
        reading = dict(zip(order, doubled, strict=True))
        if reading not in readings:
            readings.append(reading)
    text = " x ".join(m.quantity.text for m in group)
    if not readings:
        raise conflict(
            f"What are the {len(group)} numbers of {text}? {capital(a_or_an(part.label))} is given by"
            f" {its_sizes(part)}.",
            about("number", part, values=group),
        )
    free = [
        r
        for r in readings
        if not any(n in sizing.given and abs_difference(sizing.given[n], v) > SAME_MM for n, v in r.items())
    ]
    fitting = [r for r in free or readings if _fits(part, {**sizing.given, **r})] or (free or readings)[:1]
    chosen = _choose_reading(sizing, fitting, text)
    for measure, (name, value) in zip(group, chosen.items(), strict=True):
        sizing.put(name, value, measure.quantity.text)
    if square and "length" in sizing.given and "width" in part.parameters and "width" not in sizing.given:
        sizing.put("width", sizing.given["length"], sizing.said["length"])


#: What the last size of a cavity may be called.
_DEPTHS: Final = frozenset({None, "depth", "height"})


def _is_of_cavity(group: Sequence[Measure]) -> bool:
    """Return whether a row is that of a cavity: "inside 80 x 50 x 30", also "30 deep"."""
    *sides, last = group
    inner = all(m.label.components == ("inner",) for m in group)
    return inner and all(m.label.role is None for m in sides) and role_of(last.label) in _DEPTHS


def _of_the_whole(group: Sequence[Measure]) -> Sequence[Measure]:
    """Return "80 x 60 x 35 mm outside" without the word that only says that it is the whole."""
    components = group[0].label.components
    if components not in _OF_THE_WHOLE or any(m.label.components != components for m in group):
        return group
    return [replace(m, label=Label((), m.label.role)) for m in group]


def _without_repeats(group: Sequence[Measure], labelled: Mapping[int, str | None]) -> dict[int, str | None]:
    """Free the names that two numbers of a group claim: in "Ø60 x Ø40 x 10" only their order decides."""
    marked = {index for index, measure in enumerate(group) if measure.quantity.form == "diameter"}
    claimed = [labelled[index] for index in marked]
    return {
        index: None if index in marked and claimed.count(name) > 1 else name
        for index, name in labelled.items()
    }


def _takes_marks(group: Sequence[Measure], order: Sequence[str]) -> bool:
    """Return whether several numbers marked Ø stand where the part has diameters."""
    marked = [name for name, m in zip(order, group, strict=False) if m.quantity.form == "diameter"]
    return len(marked) < 2 or all("diameter" in name or name == "bore" for name in marked)


def _group_label(part: Part, measure: Measure) -> str | None:
    """Find which size a number of a group is by its own name or sign ("Ø30 x 50", "16 OD x 22 long")."""
    if measure.label != UNNAMED:
        name = find_size(part, measure)
        if name is None and measure.label.components != ("outer",):
            raise unsupported(
                f"{a_or_an(part.label)} has no {plain(measure.label)}: what is {measure.quantity.text}?",
                about("number", part, str(measure.label), values=[measure]),
            )
        return name
    if measure.quantity.form == "diameter":
        return find_size(part, Measure(measure.quantity, Label((), "diameter")))
    return None


def _put_inner_group(sizing: Sizing, group: Sequence[Measure]) -> None:
    """Read "internal size 80 x 50 x 30": the sizes of the cavity."""
    part, labels = sizing.part, size_labels(sizing.part.name)
    order = next((o for o in part.sizes if len(o) == len(group)), ())
    names = [labels.get(Label(("inner",), name)) for name in order]
    if not names or None in names:
        text = " x ".join(m.quantity.text for m in group)
        raise unsupported(
            f"{a_or_an(part.label)} has no inside sizes {text}; which outside sizes shall it have?",
            about("size", part, values=group),
        )
    for name, measure in zip(names, group, strict=True):
        sizing.put(
            str(name),
            length_of(measure.quantity, str(name).replace("_", " "), sizing.part),
            measure.quantity.text,
        )


def put_named(sizing: Sizing, measure: Measure) -> None:
    """Put a standard size ("M8", "HEA 100", "6205") where the part follows its table, or has a size named so.

    Raises:
        NeedsClarification: The part follows no table, or another one.
    """
    quantity = measure.quantity
    if quantity.table in sizing.part.parameters:
        sizing.put(quantity.table, quantity.value, quantity.text)
        return
    own = quantity.table in {"", "thread", sizing.part.standard}
    if sizing.part.standard is None or not own or (measure.label == MATE and quantity.table not in mates()):
        raise unsupported(
            f"What is {quantity.text} on {a_or_an(sizing.part.label)}?",
            about("number", sizing.part, values=[measure]),
        )
    sizing.put("size", quantity.text, quantity.text)


@lru_cache(maxsize=1)
def mates() -> frozenset[str]:
    """Return the tables of what a part can be for: a plate for a motor becomes one with its holes."""
    lines = [line for part in catalogue().values() for line in part.header.becomes]
    return frozenset(one.word.replace("_", " ") for line in lines for one in line.words if one.how == "fits")


def _put_named_group(sizing: Sizing, group: Sequence[Measure]) -> None:
    """Read "M8x40", "M8 x 1.25 x 40", "6m6 x 30": the standard size, the thread's pitch and the length.

    Raises:
        NeedsClarification: The part has no such size, or a number is neither a pitch nor the length.
    """
    put_named(sizing, group[0])
    group = _without_pitch(sizing, group)
    if len(group) == 1:
        return
    name = find_size(sizing.part, Measure(group[1].quantity, Label((), "length")))
    if len(group) > 2 or name is None or name in (sizing.part.header.standard or ("", {}))[1]:
        raise unsupported(
            f"What is {group[-1].quantity.text} in {' x '.join(m.quantity.text for m in group)}?",
            about("number", sizing.part, values=[group[-1], *group]),
        )
    sizing.put(name, length_of(group[1].quantity, name, sizing.part), group[1].quantity.text)


def _without_pitch(sizing: Sizing, group: Sequence[Measure]) -> Sequence[Measure]:
    """Return the group of a metric thread without its pitch, which changes no size."""
    thread = group[0].quantity
    pitches = standards.pitches_mm(thread.text) if thread.form == "thread" and not thread.table else ()
    if len(group) < 2 or group[1].label != UNNAMED or not pitches:
        return group
    pitch = group[1].quantity.value
    if len(group) == 2 and pitch > max(pitches):
        return group
    if pitch not in pitches:
        known = ", ".join(number(each) for each in pitches)
        raise unsupported(
            f"In {' x '.join(m.quantity.text for m in group)}, is {number(pitch)} mm the pitch?"
            f" ISO 261 has {known} mm for {thread.text}.",
            about("number", sizing.part, "pitch", values=[group[1]]),
        )
    which = "coarse" if pitch == pitches[0] else "fine"
    sizing.notes.append(
        f"{thread.text} x {number(pitch)}: the {which} pitch of ISO 261, which changes no size here."
    )
    return [group[0], *group[2:]]


def _put_component_group(sizing: Sizing, components: tuple[str, ...], group: Sequence[Measure]) -> None:
    """Read "Ø80x10 flange", "the lid is a flat 80 x 60 x 3 mm plate"."""
    labels = size_labels(sizing.part.name)
    rest: list[Measure] = []
    for measure in group:
        role = role_of(measure.label) or ("diameter" if measure.quantity.form == "diameter" else None)
        name = labels.get(Label(components, role)) if role else None
        if name:
            sizing.put(
                name, length_of(measure.quantity, str(measure.label), sizing.part), measure.quantity.text
            )
        else:
            rest.append(measure)
    thick = next(
        (
            labels[Label(components, r)]
            for r in ("thickness", "height", "length")
            if Label(components, r) in labels
        ),
        None,
    )
    wide = labels.get(Label(components, "diameter")) or labels.get(Label(components, "width"))
    pair = sizing.part.aliases.get(labels.get(Label(components), ""))
    if pair is not None and len(rest) == len(pair.ways[0]) == 2:
        for (name, _), measure in zip(pair.ways[0], rest, strict=True):
            sizing.put(name, length_of(measure.quantity, name, sizing.part), measure.quantity.text)
        return
    if len(rest) == 2 and thick and wide:
        sizing.put(wide, length_of(rest[0].quantity, wide, sizing.part), rest[0].quantity.text)
        rest = rest[1:]
    if len(rest) == 3 and thick:
        for name, measure in zip(("length", "width"), rest, strict=False):
            if components == ("base",) and name in sizing.part.parameters and name not in sizing.given:
                sizing.put(name, length_of(measure.quantity, name, sizing.part), measure.quantity.text)
                continue
            sizing.checks.append(
                (
                    name,
                    length_of(measure.quantity, name, sizing.part),
                    f"{measure.quantity.text} of the {components[-1]}",
                )
            )
        rest = rest[2:]
    if len(rest) != 1 or not thick:
        if rest:
            raise unsupported(
                f"What is {rest[0].quantity.text} on the {' '.join(components)} of the {sizing.part.label}?",
                about("number", sizing.part, *components, values=[rest[0]]),
            )
        return
    sizing.put(thick, length_of(rest[0].quantity, thick, sizing.part), rest[0].quantity.text)


def _choose_reading(sizing: Sizing, fitting: Sequence[Mapping[str, float]], text: str) -> Mapping[str, float]:
    """Choose among the meanings that fit a group; ask where two are likely."""
    first = fitting[0]
    for other in fitting[1:]:
        if first.keys() == other.keys():
            continue
        if "wall" in first or "wall" in other:
            thin, wide = (first, other) if "wall" in first else (other, first)
            outer = next(iter(first.values()))
            if thin["wall"] <= outer / 6:
                name = next(n for n in wide if n not in thin)
                if "wall" not in first:
                    sizing.notes.append(
                        f"In {text}, {number(thin['wall'])} mm was taken as the wall, not as the"
                        f" {name.replace('_', ' ')}."
                    )
                first = thin
                continue
        differ = [
            f"{number(value)} mm the {a.replace('_', ' ')} or the {b.replace('_', ' ')}"
            for (a, value), b in zip(first.items(), other, strict=True)
            if a != b
        ]
        raise conflict(
            f"In {text}, is {', '.join(differ)}?",
            about("number", sizing.part, *dict.fromkeys([*first, *other]), values=first.values()),
        )
    return first


def _orders(
    part: Part,
    group: Sequence[Measure],
    labelled: Mapping[int, str | None],
    *,
    square: bool,
    given: Mapping[str, Any],
) -> list[tuple[str, ...]]:
    """Find the orders of sizes that a group can have, given those of its numbers that have a name."""
    orders: list[tuple[str, ...]] = []
    wanted = {index: name for index, name in labelled.items() if name}
    for order in part.sizes:
        if square and order[:2] == ("length", "width") and len(group) == len(order) - 1 and len(group) < 3:
            of_square = ("length", *order[2:])
            turned = of_square[::-1] if wanted.get(0) == of_square[-1] else of_square  # "10 THK x 100 SQ"
            if all(turned[index] == name for index, name in wanted.items()):
                orders.append(turned)
        if len(order) >= len(group) and all(order[i] == n for i, n in wanted.items() if i < len(order)):
            orders.append(order[: len(group)])
    taken = given.keys() - set(wanted.values())
    clashing = bool(wanted) and all(taken & set(order) for order in orders)  # "OD 200, ID 150 x 5"
    if wanted and (not orders or clashing):
        for order in part.sizes:
            free = [
                name for name in order if name not in wanted.values() and not (clashing and name in taken)
            ]
            if len(free) >= len(group) - len(wanted):
                row = iter(free)
                orders.append(tuple(wanted.get(i) or next(row) for i in range(len(group))))
    for squared in (("length", "thickness"), ("thickness", "length")):
        if square and len(group) == 2 and squared in orders and "thickness" not in given:
            return [squared]
    if orders and not wanted and all(given.keys() & set(order) for order in orders):  # "40 x 5, 200 long"
        rest_of = [tuple(name for name in order if name not in given) for order in part.sizes]
        orders = [order for order in rest_of if len(order) == len(group)] or orders
    exact = [o for o in orders if o in part.sizes]
    rest = [o for o in orders if not given.keys() & set(o)]
    return rest if rest and all(given.keys() & set(o) for o in exact) else exact or orders


def _fits(part: Part, given: Mapping[str, Any]) -> bool:
    try:
        part.settle(given)
    except InvalidParameter:
        return False
    return True
