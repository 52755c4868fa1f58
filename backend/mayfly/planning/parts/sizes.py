"""From what was said about the part itself to a part of the catalogue with all its sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Final

from mayfly.cad import standards
from mayfly.cad.parts import Part
from mayfly.cad.standards.sheet_gauges import ASKED, TABLES, thickness
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.errors import InvalidParameter, NeedsClarification
from mayfly.language.english import a_or_an, capital
from mayfly.language.labels import role_of
from mayfly.language.nodes import MATE, UNNAMED, Label, Measure, Mention
from mayfly.language.units import number
from mayfly.language.vocabulary import word_set
from mayfly.planning.parts.dimensions import NAMED, put_group, put_named
from mayfly.planning.parts.names import choose_part, find_size, fold, part_phrases, plain, size_labels
from mayfly.planning.parts.size_checks import (
    Sizing,
    ask_for_missing,
    determined,
    in_mm,
    its_sizes,
    listed,
    said_sizes,
    said_values,
    value_of,
)
from mayfly.planning.questions import about, conflict, length_of, missing, unsupported

_BARE: Final = frozenset({"plain", "word", "angle"}) | NAMED


def size_part(mention: Mention, extra: Mapping[str, tuple[float, str]]) -> Sizing:
    """Collect the sizes of a part.

    Args:
        mention: What was said about it.
        extra: Sizes that features turned out to be (a bore), with their words.

    Raises:
        NeedsClarification: Sizes contradict each other, are missing, or belong to nothing.
    """
    sizing = _collect_sizes(mention, extra)
    ask_for_missing(sizing)
    return sizing


def _collect_sizes(mention: Mention, extra: Mapping[str, tuple[float, str]]) -> Sizing:
    """Collect what was said about the sizes of a part, complete or not."""
    part = choose_part(mention)
    sizing = Sizing(part)
    folded = fold(mention.text)
    phrase = part_phrases().get(folded) or part_phrases().get(folded.removesuffix("s"))
    if phrase is not None and phrase[1] in {*part.names, *part.header.spoken}:
        preset = part.preset(phrase[1])
        sizing.given.update(preset)
        named = {name: f"{value:g} ({mention.text})" for name, value in preset.items() if value}
        sizing.said.update(named)  # "hex bar" with 8 sides is asked about
    for name, (value, text) in extra.items():
        sizing.put(name, value, text)
    sides = {"length", "width"} <= part.parameters.keys()
    square = sides and "side" not in part.parameters and mention.take_flag("square_shape")
    _take_flags(mention, sizing)
    if part.surfaces.steps:
        _put_steps(sizing, mention)
        return sizing
    _put_several(sizing, mention)
    _name_height_across(part, mention)
    _name_width_of_components(part, mention)
    groups: dict[int, list[Measure]] = {}
    bare: list[Measure] = []
    _name_gauges(sizing, mention)
    spoken = {find_size(part, one) for one in mention.measures if not one.used and not one.group}
    for measure in mention.measures:
        if measure.used:
            continue
        measure.used = True
        if measure.group:
            groups.setdefault(measure.group, []).append(measure)
        elif measure.label in {UNNAMED, MATE} and measure.quantity.form in _BARE:
            bare.append(measure)
        else:
            _put_labelled(sizing, measure, spoken, square=square)
    for group in groups.values():
        put_group(sizing, group, square=square)
    _put_bare(sizing, mention, bare, square=square)
    return sizing


def _name_gauges(sizing: Sizing, mention: Mention) -> None:
    """Read the gauge of a sheet as its thickness.

    Raises:
        NeedsClarification: The metal is not said, or has no such gauge.
    """
    for measure in mention.measures:
        if measure.quantity.table != "gauge" or measure.used:
            continue
        if not measure.quantity.value:
            raise _which_metal(sizing.part, measure)
        sizing.notes.append(f"The thickness is that of {measure.quantity.text}.")
        if measure.label == UNNAMED and not measure.group:
            measure.label = Label((), "thickness")


def _which_metal(part: Part, measure: Measure) -> NeedsClarification:
    """Return the question of how thick a sheet is that is given by its gauge."""
    gauge = int("".join(filter(str.isdigit, measure.quantity.text)))
    known = {metal: number(thickness(gauge, metal)) for metal in ASKED if gauge in TABLES[metal]}
    sheets = [f"{mm} mm ({metal})" for metal, mm in known.items()]
    said = f": {', '.join(sheets[:-1])} or {sheets[-1]}" if sheets else "? I know the gauges 3 to 30"
    return missing(
        f"How thick is {measure.quantity.text}{said}{'?' if sheets else '.'}",
        about("size", part, "thickness", values=[measure]),
        [f"{mm} mm" for mm in known.values()],
    )


BEND: Final = Label(("bend",), "radius")
#: Components of sizes that are measured outside.
_OUTSIDE: Final = ((), ("outer",))
#: The sides of a section that stands on end.
_SECTION: Final = frozenset({"width", "depth"})


def _name_height_across(part: Part, mention: Mention) -> None:
    """Read the height of a section as its depth, where its length is given too, and both name the same size.

    "Rectangular hollow section, width 60, height 40, length 200": who looks at the section means its sides.
    """
    found: dict[str, list[Measure]] = {}
    for measure in mention.measures:
        if not measure.used and measure.label.components in _OUTSIDE:
            found.setdefault(role_of(measure.label) or "", []).append(measure)
    heights, lengths = found.get("height", []), found.get("length", [])
    open_ = part.parameters.keys() >= _SECTION and "depth" not in found
    if not open_ or len(heights) != 1 or len(lengths) != 1 or "width" not in found:
        return
    if find_size(part, heights[0]) == find_size(part, lengths[0]):
        heights[0].label = Label(heights[0].label.components, "depth")


def _name_width_of_components(part: Part, mention: Mention) -> None:
    """Read the bare size of a component as its diameter where its thickness is given as well.

    "A 35 mm flange, 4 mm thick": alone, the size of a flange would be its thickness.
    """
    measures = [one for one in mention.measures if not one.used and not one.group]
    for bare in measures:
        if len(bare.label.components) != 1 or bare.label.role is not None or bare.quantity.form != "plain":
            continue
        wide = Label(bare.label.components, "diameter")
        again = [one for one in measures if one is not bare and find_size(part, one) == find_size(part, bare)]
        open_ = wide in size_labels(part.name) and not any(one.label == wide for one in measures)
        if open_ and len(again) == 1 and again[0].label.role is not None:
            bare.label = wide


def _take_flags(mention: Mention, sizing: Sizing) -> None:
    """Turn flags into sizes: "comes to a sharp point", "bent, inside radius 3"."""
    if "bent" in mention.flags() and BEND in size_labels(sizing.part.name):
        for measure in mention.measures:
            if find_size(sizing.part, measure) == "inner_radius":
                measure.label = BEND  # sheet is as thick at the bend as elsewhere
    if "pointed" in mention.flags():
        for name in ("top_diameter", "top_length", "top_width"):
            if name in sizing.part.parameters:
                sizing.given.setdefault(name, 0.0)


def _upwards(pairs: list[list[float | None]], ranks: list[int | None]) -> list[list[float | None]]:
    """Return steps from the bottom to the top where each was told apart by that: "the top section …"."""
    if None in ranks or len(set(ranks)) < len(ranks):
        return pairs
    return [pair for _, pair in sorted(zip(ranks, pairs, strict=True), key=lambda one: one[0] or 0)]


def _by_steps(sizing: Sizing, mention: Mention) -> list[Measure]:
    """Return the sizes of steps in pairs, where these were listed: "dia 50/40, lengths 20/60".

    Raises:
        NeedsClarification: One list has more numbers than the other, or is of neither.
    """
    rows: dict[int, list[Measure]] = {}
    for measure in mention.measures:
        if measure.group:
            rows.setdefault(measure.group, []).append(measure)
    roles = [role_of(row[0].label) for row in rows.values()]
    wide = next((row for row, role in zip(rows.values(), roles, strict=True) if role == "diameter"), [])
    long = next((row for row, role in zip(rows.values(), roles, strict=True) if role in _LENGTHS), [])
    paired = len(rows) == 2 and bool(wide) and bool(long) and _is_listed(wide) and _is_listed(long)
    if not paired and not any(len(row) > 2 for row in rows.values()):
        return list(mention.measures)
    if len(rows) != 2 or len(wide) != len(long) or not wide:
        raise missing(
            "Which diameter and which length has each step of the shaft?", about("size", sizing.part)
        )
    for row in (wide, long):
        for measure in row[1:]:
            measure.label = row[0].label
    return [measure for pair in zip(wide, long, strict=True) for measure in pair]


def _is_listed(row: Sequence[Measure]) -> bool:
    """Return whether one name stands before several numbers: "lengths 20/60"."""
    named = role_of(row[0].label) is not None and row[0].quantity.form == "plain"
    return named and all(measure.label == UNNAMED for measure in row[1:])


#: Names of how long a step is.
_LENGTHS: Final = frozenset({"length", "height", "width", "thickness"})
#: Where a step stands among the others, from the bottom to the top.
_RANKS: Final = {"bottom": 0, "base": 0, "second": 1, "top": 2}


def _put_steps(sizing: Sizing, mention: Mention) -> None:
    """Read the steps of a shaft as pairs of a diameter and a length, in the order of speech."""
    pairs: list[list[float | None]] = []
    ranks: list[int | None] = []
    total: float | None = None
    for measure in _by_steps(sizing, mention):
        role = role_of(measure.label)
        value = length_of(measure.quantity, str(measure.label), mention)
        measure.used = True
        if "overall" in measure.label.components:
            total = value
            continue
        if (
            measure.quantity.form == "diameter"
            or role in {"diameter", "radius"}
            or measure.quantity.form == "radius"
        ):
            place = 0
            value *= 2 if role == "radius" or measure.quantity.form == "radius" else 1
        elif role in {"length", "height", "width", "thickness"}:
            place = 1
        else:
            place = 1 if pairs and pairs[-1][0] is not None and pairs[-1][1] is None else 0
        if not pairs or pairs[-1][place] is not None:
            pairs.append([None, None])
            ranks.append(next((_RANKS[one] for one in measure.label.components if one in _RANKS), None))
        pairs[-1][place] = value
    if not pairs:
        return
    if any(None in pair for pair in pairs):
        raise missing(
            "Each step of the shaft needs a diameter and a length; which one is missing?",
            about("size", sizing.part),
        )
    pairs = _upwards(pairs, ranks)
    for attribute in mention.attributes:
        if attribute.kind == "count" and attribute.name == "step":
            attribute.used = True
            if attribute.quantities[0].value != len(pairs):
                raise conflict(
                    f"{attribute.text} were asked for, but {len(pairs)} are described. Which is right?",
                    about(
                        "count",
                        sizing.part,
                        attribute.name,
                        values=[int(attribute.quantities[0].value), len(pairs)],
                    ),
                )
    length = sum(pair[1] or 0 for pair in pairs)
    if total is not None and abs(total - length) > SAME_MM:
        raise conflict(
            f"The steps are {in_mm(length)} long together, but {in_mm(total)} overall was given. Which is"
            " right?",
            about("size", sizing.part, "overall length", values=[length, total]),
        )
    text = ", ".join(f"{number(pair[0] or 0)}x{number(pair[1] or 0)}" for pair in pairs)
    sizing.put(sizing.part.surfaces.steps, text, text)


def _put_several(sizing: Sizing, mention: Mention) -> None:
    """Read "legs 60 and 45": two values under a name that stands for two sizes are one for each."""
    named: dict[str, list[Measure]] = {}
    for measure in mention.measures:
        if measure.label != UNNAMED and not measure.group:
            named.setdefault(find_size(sizing.part, measure) or "", []).append(measure)
    for name, measures in named.items():
        alias = sizing.part.aliases.get(name)
        if alias is None or len(measures) < 2 or len(measures) != len(alias.ways[0]):
            continue
        for (parameter, _), measure in zip(alias.ways[0], measures, strict=True):
            sizing.put(parameter, value_of(sizing.part, parameter, measure), measure.quantity.text)
            measure.used = True


def _put_labelled(
    sizing: Sizing, measure: Measure, named: Set[str | None] = frozenset(), *, square: bool
) -> None:
    """Put a size under its name; a side ("20 square, 150 long") is each of those that nothing else names."""
    part = sizing.part
    marked = {"diameter": Label((), "diameter"), "radius": Label((), "radius")}.get(measure.quantity.form)
    if marked is not None and measure.label.role is None:
        measure.label = Label(measure.label.components, marked.role)
    name = find_size(part, measure)
    names = [name] if name else []
    label = plain(measure.label)
    if name is None and square and label == Label(("outer",)):  # "square gasket 90 outside"
        label = Label((), "side")
    if label.role in {"side", "sides"} and name is None:
        names = [
            n
            for n in ("length", "width", "height")
            if n in part.parameters and (n != "height" or part.base == "prismatic")
        ]
        names = [n for n in names if n not in named] if len(set(names) - named) > 1 else names
    if (
        name == "width"
        and label == Label(("flange",))
        and "width" in sizing.said
        and "flange_thickness" in part.parameters
    ):
        names = ["flange_thickness"]
    if not names:
        raise unsupported(
            f"{a_or_an(part.label)} has no {plain(measure.label)}: what is {measure.quantity.text}?"
            f" It is given by {its_sizes(part)}.",
            about("number", part, str(measure.label), values=[measure]),
        )
    twice = 2 if _is_half(part, label, name) else 1
    for each in names:
        sizing.put(each, twice * value_of(part, each, measure), measure.quantity.text)
    measure.used = True
    if square and name in {"length", "width"} and {"length", "width"} <= part.parameters.keys():
        other = "width" if name == "length" else "length"
        sizing.given.setdefault(other, sizing.given[name])


def _is_half(part: Part, label: Label, name: str | None) -> bool:
    """Return whether a radius was said of a size that is a diameter: "inner radius 12" of a bore."""
    labels = size_labels(part.name)
    if label.role != "radius" or label in labels or name is None:
        return False
    return labels.get(Label(label.components, "diameter")) == name


def _put_thread_as_bore(sizing: Sizing, mention: Mention, measure: Measure) -> None:
    """Read "M4 standoff", "spacer for M8": the tap drill or the clearance hole, which is stated."""
    part, text = sizing.part, measure.quantity.text
    name = part.conventions.thread
    if not name:
        raise unsupported(
            f"What is {text} on {a_or_an(part.label)}?", about("number", part, values=[measure])
        )
    if _goes_through_given(sizing, name, measure):
        mention.take_flag("clearance", "screw")
        return
    try:
        if mention.take_flag("tapped") or part.conventions.tapped:
            drill = standards.tap_drill(text)
            sizing.put(name, drill.diameter_mm, text)
            sizing.notes.append(
                f"{text} tapped: tap drill {number(drill.diameter_mm)} mm ({drill.standard}); no"
                " thread is modelled."
            )
        else:
            hole = standards.clearance_hole(text)
            sizing.put(name, hole.diameter_mm, text)
            sizing.notes.append(
                f"{text} clearance hole: {number(hole.diameter_mm)} mm ({hole.standard}, {hole.fit} fit)."
            )
    except InvalidParameter as error:
        raise unsupported(
            f"{error} Which bore shall it have?", about("size", part, "bore", values=[measure])
        ) from error
    mention.take_flag("clearance", "screw")


#: How much wider than its thread a hole may be that a screw goes through: a share of it.
_WIDEST_CLEARANCE: Final = 0.25


def _goes_through_given(sizing: Sizing, name: str, measure: Measure) -> bool:
    """Return whether a screw was named besides the bore that it goes through: "M4 spacer, id 4.3"."""
    bore = sizing.given.get(name) if name in sizing.said else None
    nominal = measure.quantity.value
    if not isinstance(bore, int | float) or sizing.part.conventions.tapped:
        return False
    if not nominal <= bore <= nominal * (1 + _WIDEST_CLEARANCE):
        return False
    sizing.notes.append(f"{measure.quantity.text} goes through the bore of {number(bore)} mm, as given.")
    return True


def _size_by_hole(mention: Mention, part: Part, measure: Measure) -> str | None:
    """Return the standard size with a hole ("DIN 125 A 8.4" is that for M8); None for other numbers."""
    normed = any(attribute.kind == "norm" for attribute in mention.attributes)
    if part.standard is None or not normed or "inner_diameter" not in part.parameters:
        return None
    for size in standards.sizes_of(part.standard):
        row = standards.look_up(part.standard, size)
        if abs(row.inner_diameter_mm - measure.quantity.value) < SAME_MM:
            return size
    return None


#: Words for what is longer than it is thick.
_LONG: Final = word_set("rod bar shaft pin dowel axle spindle stick post mandrel")

#: Sizes of parts that have just these: the one that is the smallest, then the others.
_FLAT: Final = (("thickness", "width", "length"), ("thickness", "diameter"))
_ROUND: Final = ("diameter", "height")


def _check_form(sizing: Sizing, mention: Mention, name: str, measure: Measure) -> None:
    """Ask about a number without a name that would make a plate thicker than wide, a rod thicker than long.

    Raises:
        NeedsClarification: It would.
    """
    part, given = sizing.part, sizing.given
    is_rod = bool(_LONG & set(mention.text.lower().split()))
    forms = (*_FLAT, _ROUND) if is_rod else _FLAT
    names = next((form for form in forms if part.parameters.keys() == set(form)), ())
    values = [given[one] for one in names if isinstance(given.get(one), int | float)]
    if not names or len(values) < len(names) or values[0] <= min(values[1:]):
        return
    raise missing(
        f"What is {measure.quantity.text} on the {part.label}? As its {part.parameters[name].label} it"
        f" would make it {part.parameters[names[0]].label} {number(values[0])} and"
        f" {part.parameters[names[-1]].label} {number(values[-1])} mm.",
        about("number", part, *names, values=[measure]),
        [part.parameters[one].label for one in names],
    )


def _put_bare(sizing: Sizing, mention: Mention, bare: Sequence[Measure], *, square: bool) -> None:
    """Return numbers that stand alone a meaning, where there is only one."""
    part = sizing.part
    for measure in bare:
        if measure.quantity.form in NAMED:
            if part.standard is None and measure.quantity.form == "thread":
                _put_thread_as_bore(sizing, mention, measure)
            else:
                put_named(sizing, measure)
            continue
        if measure.quantity.form == "angle":
            name = next((p.name for p in part.parameters.values() if p.kind == "angle"), None)
            if name is None:
                raise unsupported(
                    f"What is {measure.quantity.text} on {a_or_an(part.label)}?",
                    about("number", part, values=[measure]),
                )
            sizing.put(name, measure.quantity.value, measure.quantity.text)
            continue
        size = _size_by_hole(mention, part, measure)
        if size is not None:
            sizing.put("size", size, measure.quantity.text)
            continue
        open_sizes = [
            p.name for p in part.parameters.values() if p.required and p.name not in determined(sizing)
        ]
        if square and open_sizes[:2] == ["length", "width"] and len(open_sizes) <= 3:
            value = length_of(measure.quantity, "side", mention)
            sizing.put("length", value, measure.quantity.text)
            sizing.put("width", value, measure.quantity.text)
            continue
        if len(open_sizes) != 1:
            ask = f"What is {measure.quantity.text} on the {part.label}?"
            if open_sizes:
                raise missing(
                    f"{ask} Still open: {listed(part, open_sizes)}.",
                    about("number", part, *open_sizes, values=[measure]),
                    [part.parameters[name].label for name in open_sizes if name in part.parameters],
                )
            raise conflict(
                f"{ask} All its sizes are given: {said_sizes(sizing)}.",
                about("number", part, values=[measure, *said_values(sizing)]),
            )
        name = open_sizes[0]
        sizing.put(name, value_of(part, name, measure), measure.quantity.text)
        _check_form(sizing, mention, name, measure)
        if len(sizing.given) > 1:
            sizing.notes.append(
                f"{capital(measure.quantity.text)} was taken as the {part.parameters[name].label}."
            )
