"""From what was said about the part itself to a part of the catalogue with all its sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from mayfly.cad import standards
from mayfly.cad.parts import Part, catalogue
from mayfly.contracts import ParameterValue
from mayfly.errors import InvalidParameter
from mayfly.planning.language.cursor import Cursor, role_of
from mayfly.planning.language.reading import Frame, Label, Measure
from mayfly.planning.language.terms import Lexicon, lexicon, read_terms
from mayfly.planning.language.units import number
from mayfly.planning.language.vocabulary import COMPONENTS, HARMLESS, MARKERS, NOT_A_PART, PARTS, PRESETS
from mayfly.planning.language.wording import word_set
from mayfly.planning.questions import conflict, impossible, length_of, missing, unsupported

#: Where a part has no size of one name, the next ones are tried.
#: Words that keep a phrase from naming a size: it is a feature, or a place.
_FOREIGN: Final = word_set("hole holes bore slot fillet screws below above the with each both")
_NEAR_ROLES: Final = {
    "length": ("height", "side", "thickness"),
    "height": ("length", "thickness"),
    "thickness": ("height", "wall", "width"),
    "depth": ("height", "width"),
    "width": ("depth",),
    "diameter": (),
    "sides": ("side",),
}


@dataclass(slots=True)
class Sizing:
    """The sizes said so far, and who said them.

    Attributes:
        part: The part.
        given: Parameter, other size, or "size" to value.
        said: The same names to the words of the request, for questions.
        notes: Sentences for the answer.
        checks: Sizes said a second time through a component: name, value, words.
    """

    part: Part
    given: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    checks: list[tuple[str, float, str]] = field(default_factory=list)

    def put(self, name: str, value: float | str, text: str) -> None:
        """Take a size.

        Raises:
            NeedsClarification: It was said before, with another value.
        """
        held = self.given.get(name)
        if held is not None and name in self.said and abs_difference(held, value) > 1e-6:
            label = name.replace("_", " ")
            raise conflict(f"The {label} is given twice: {self.said[name]} and {text}. Which one holds?")
        self.given[name] = value
        self.said[name] = text


def abs_difference(one: Any, other: Any) -> float:
    """Difference of two numbers; of anything else 0 when equal, 1 when not."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other)
    return 0.0 if one == other else 1.0


@lru_cache(maxsize=1)
def part_phrases() -> Mapping[str, tuple[str, str]]:
    """Give every phrase that asks for a part: to the part's name, and to the catalogue's spelling of it."""
    phrases: dict[str, tuple[str, str]] = {}
    for name, part in catalogue().items():
        for phrase in (*part.names, name.replace("_", " "), *PARTS.get(name, ())):
            phrases.setdefault(_fold(phrase), (name, phrase))
    for word in NOT_A_PART:
        phrases.pop(word, None)
    return phrases


def _fold(phrase: str) -> str:
    return " ".join(phrase.lower().replace("-", " ").split())


@lru_cache(maxsize=1)
def words() -> Lexicon:
    """Give the vocabulary together with the catalogue's names."""
    by_part: dict[str, list[str]] = {}
    for phrase, (name, _) in part_phrases().items():
        by_part.setdefault(name, []).append(phrase)
    sizes = {phrase for name in catalogue() for phrase in own_sizes(name) if " " in phrase}
    return lexicon(tuple((name, tuple(phrases)) for name, phrases in by_part.items()), tuple(sorted(sizes)))


@lru_cache(maxsize=128)
def size_labels(name: str) -> Mapping[Label, str]:
    """Give what the sizes of a part are called: label to the name of a parameter or other size."""
    part = catalogue()[name]
    entries = [(p.name, p.words) for p in part.parameters.values()]
    entries += [(alias.name, alias.words) for alias in part.aliases.values()]
    labels: dict[Label, str] = {}
    for size, phrases in entries:
        for phrase in (size.replace("_", " "), *phrases):
            cursor = Cursor(read_terms(phrase, lexicon((), ())))
            label = cursor.label()
            if label is None or not cursor.ended:
                label = Label((_fold(phrase),))
            labels.setdefault(_plain(label), size)
    return labels


@lru_cache(maxsize=128)
def own_sizes(name: str) -> frozenset[str]:
    """Give the names of a part's sizes that are no words of the vocabulary ("leg centres", "projection")."""
    phrases = {
        label.components[0]
        for label in size_labels(name)
        if len(label.components) == 1 and label.role is None
    }
    known = COMPONENTS.keys() | HARMLESS
    circles = set(MARKERS["bolt_circle"])
    return frozenset(p for p in phrases if p not in known | circles and not _FOREIGN.intersection(p.split()))


def _plain(label: Label) -> Label:
    components = tuple(c for c in label.components if c != "overall")
    return Label(components, role_of(label))


def find_size(part: Part, measure: Measure) -> str | None:
    """Find the parameter (or other size) that a measure's label names."""
    labels = size_labels(part.name)
    label = _plain(measure.label)
    if label.role is not None and label.role.startswith("along_"):
        axis = label.role.removeprefix("along_")
        if part.sizes and len(part.sizes[0]) == 3:
            return part.sizes[0][("length", "width", "height").index(axis)]
        return next(
            (labels[found] for found in (Label((), axis), Label((), "height")) if found in labels), None
        )
    options = [label]
    if label.role == "sides" and measure.quantity.unit is not None:
        options = [Label(label.components, "side")]
    if measure.context and not label.components:
        options.insert(0, Label(measure.context, label.role))
        options.insert(1, Label(measure.context[-1:], label.role))
    if label.components:
        options += [Label(label.components[-1:], label.role), Label(label.components, None)]
        if label.components == ("outer",) and label.role is not None:
            options.append(Label((), label.role))
        if label.role in {None, "thickness"}:
            options += [Label(label.components[-1:], None), Label(label.components[-1:], "thickness")]
        if label.role is None:
            options += [Label(label.components, role) for role in ("length", "width", "height", "diameter")]
    else:
        options += [Label((), role) for role in _NEAR_ROLES.get(label.role or "", ())]
    return next((labels[option] for option in options if option in labels), None)


def choose_part(frame: Frame) -> Part:
    """Give the part that a frame speaks of."""
    return catalogue()[frame.name]


def size_part(frame: Frame, extra: Mapping[str, tuple[float, str]], changes: Sequence[Sizing] = ()) -> Sizing:
    """Collect the sizes of a part.

    Args:
        frame: What was said about it.
        extra: Sizes that features turned out to be (a bore), with their words.
        changes: Sizes said later in the conversation; they replace earlier ones.

    Raises:
        NeedsClarification: Sizes contradict each other, are missing, or belong to nothing.
    """
    sizing = collect_sizes(frame, extra)
    for change in changes:
        for name in change.given:
            alias = sizing.part.aliases.get(name)
            for derived, _ in alias.ways[0] if alias else ():
                sizing.given.pop(derived, None)
        sizing.given.update(change.given)
        sizing.said.update(change.said)
        sizing.notes += change.notes
    _ask_for_missing(sizing)
    return sizing


def collect_sizes(frame: Frame, extra: Mapping[str, tuple[float, str]], onto: Sizing | None = None) -> Sizing:
    """Collect what was said about the sizes of a part, complete or not.

    Args:
        frame: What was said about it.
        extra: Sizes that features turned out to be, with their words.
        onto: All sizes are known already (in a follow-up), so a bare number has no place.

    Raises:
        NeedsClarification: Sizes contradict each other, or belong to nothing.
    """
    part = choose_part(frame)
    sizing = Sizing(part)
    folded = _fold(frame.text)
    phrase = part_phrases().get(folded) or part_phrases().get(folded.removesuffix("s"))
    sizing.given.update(PRESETS.get(folded, {}) if onto is None else {})
    if phrase is not None and phrase[1] in part.names and onto is None:
        sizing.given.update(part.preset(phrase[1]))
    for name, (value, text) in extra.items():
        sizing.put(name, value, text)
    sides = {"length", "width"} <= part.parameters.keys()
    square = sides and "side" not in part.parameters and frame.take_flag("square_shape")
    _take_flags(frame, sizing)
    if part.name == "stepped_shaft" and onto is None:
        _put_steps(sizing, frame)
        return sizing
    _put_several(sizing, frame)
    groups: dict[int, list[Measure]] = {}
    bare: list[Measure] = []
    for measure in frame.measures:
        if measure.used:
            continue
        measure.used = True
        if measure.group:
            groups.setdefault(measure.group, []).append(measure)
        elif measure.label == Label() and measure.quantity.form in {"plain", "word", "thread", "angle"}:
            bare.append(measure)
        else:
            _put_labelled(sizing, measure, square=square)
    for group in groups.values():
        _put_group(sizing, group, square=square)
    threads = part.standard is not None and all(m.quantity.form == "thread" for m in bare)
    only = len(part.sizes) > 0 and len(part.sizes[0]) == 1 and len(bare) == 1
    if onto is not None and bare and only:
        name = part.sizes[0][0]
        sizing.put(name, _value(part, name, bare[0]), bare[0].quantity.text)
        return sizing
    if onto is not None and bare and not threads:
        raise missing(f"Which size of the {part.title.lower()} shall be {bare[0].quantity.text}?")
    _put_bare(sizing, frame, bare, square=square)
    return sizing


def _take_flags(frame: Frame, sizing: Sizing) -> None:
    """Turn flags into sizes: "comes to a sharp point"."""
    if "pointed" in frame.flags():
        for name in ("top_diameter", "top_length", "top_width"):
            if name in sizing.part.parameters:
                sizing.given.setdefault(name, 0.0)


def _put_steps(sizing: Sizing, frame: Frame) -> None:
    """Read the steps of a shaft as pairs of a diameter and a length, in the order of speech."""
    pairs: list[list[float | None]] = []
    total: float | None = None
    for measure in frame.measures:
        role = role_of(measure.label)
        value = length_of(measure.quantity, str(measure.label))
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
        pairs[-1][place] = value
    if not pairs:
        return
    if any(None in pair for pair in pairs):
        raise missing("Each step of the shaft needs a diameter and a length; which one is missing?")
    for mark in frame.marks:
        if mark.kind == "count" and mark.name == "step":
            mark.used = True
            if mark.quantities[0].value != len(pairs):
                raise conflict(f"{mark.text} were asked for, but {len(pairs)} are described. Which holds?")
    length = sum(pair[1] or 0 for pair in pairs)
    if total is not None and abs(total - length) > 1e-6:
        raise conflict(
            f"The steps are {say(length)} long together, but {say(total)} overall was given. Which holds?"
        )
    text = ", ".join(f"{number(pair[0] or 0)}x{number(pair[1] or 0)}" for pair in pairs)
    sizing.put("steps", text, text)


def _put_several(sizing: Sizing, frame: Frame) -> None:
    """Read "legs 60 and 45": two values under a name that stands for two sizes are one for each."""
    named: dict[str, list[Measure]] = {}
    for measure in frame.measures:
        if measure.label != Label() and not measure.group:
            named.setdefault(find_size(sizing.part, measure) or "", []).append(measure)
    for name, measures in named.items():
        alias = sizing.part.aliases.get(name)
        if alias is None or len(measures) < 2 or len(measures) != len(alias.ways[0]):
            continue
        for (parameter, _), measure in zip(alias.ways[0], measures, strict=True):
            sizing.put(parameter, _value(sizing.part, parameter, measure), measure.quantity.text)
            measure.used = True


def _put_labelled(sizing: Sizing, measure: Measure, *, square: bool) -> None:
    part = sizing.part
    marked = {"diameter": Label((), "diameter"), "radius": Label((), "radius")}.get(measure.quantity.form)
    if marked is not None and measure.label.role is None:
        measure.label = Label(measure.label.components, marked.role)
    name = find_size(part, measure)
    names = [name] if name else []
    label = _plain(measure.label)
    if label.role in {"side", "sides"} and name is None:
        names = [
            n
            for n in ("length", "width", "height")
            if n in part.parameters and (n != "height" or part.name == "box")
        ]
    if (
        name == "width"
        and label == Label(("flange",))
        and "width" in sizing.said
        and "flange_thickness" in part.parameters
    ):
        names = ["flange_thickness"]
    if not names:
        raise unsupported(
            f"A {part.title.lower()} has no {measure.label}: what is {measure.quantity.text}?"
            f" Its sizes are {', '.join(p.label for p in part.parameters.values())}."
        )
    for each in names:
        sizing.put(each, _value(part, each, measure), measure.quantity.text)
    measure.used = True
    if square and label.role in {"length", "width"} and {"length", "width"} <= part.parameters.keys():
        other = "width" if label.role == "length" else "length"
        sizing.given.setdefault(other, sizing.given[label.role])


def _value(part: Part, name: str, measure: Measure) -> float:
    parameter = part.parameters.get(name)
    if parameter is not None and parameter.kind in {"count", "angle", "number"}:
        return measure.quantity.value
    if (
        parameter is not None
        and parameter.kind == "length"
        and measure.quantity.value == 0
        and parameter.low == 0
    ):
        return 0.0
    return length_of(
        measure.quantity, str(measure.label) if measure.label != Label() else name.replace("_", " ")
    )


def _put_group(sizing: Sizing, group: Sequence[Measure], *, square: bool) -> None:
    """Give the numbers of "A x B x C" their names."""
    part = sizing.part
    if group[0].quantity.form == "thread":
        _put_thread_group(sizing, group)
        return
    components = group[0].label.components
    if components and all(m.label.components == components for m in group):
        if components not in {("base",), ("bottom",), ("body",)} or Label(
            components, "diameter"
        ) in size_labels(part.name):
            _put_component_group(sizing, components, group)
            return
        group = [replace(m, label=Label((), m.label.role)) for m in group]
    if part.sizes == (("side",),) and len(group) == 3 and len({m.quantity.value for m in group}) == 1:
        group = group[:1]
    labelled = {index: _group_label(part, m) for index, m in enumerate(group)}
    orders = _orders(part, group, labelled, square=square)
    readings: list[dict[str, float]] = []
    for order in orders:
        sizes = [length_of(m.quantity, name.replace("_", " ")) for name, m in zip(order, group, strict=True)]
        doubled = [2 * v if m.quantity.form == "radius" else v for v, m in zip(sizes, group, strict=True)]
        reading = dict(zip(order, doubled, strict=True))
        if reading not in readings:
            readings.append(reading)
    text = " x ".join(m.quantity.text for m in group)
    if not readings:
        raise conflict(
            f"What are the {len(group)} numbers of {text}? A {part.title.lower()} has"
            f" {', '.join(p.label for p in part.parameters.values())}."
        )
    free = [
        r
        for r in readings
        if not any(n in sizing.given and abs_difference(sizing.given[n], v) > 1e-6 for n, v in r.items())
    ]
    fitting = [r for r in free or readings if _fits(part, {**sizing.given, **r})] or (free or readings)[:1]
    chosen = _choose_reading(sizing, fitting, text)
    for measure, (name, value) in zip(group, chosen.items(), strict=True):
        sizing.put(name, value, measure.quantity.text)
    if square and "length" in sizing.given and "width" in part.parameters and "width" not in sizing.given:
        sizing.put("width", sizing.given["length"], sizing.said["length"])


def _group_label(part: Part, measure: Measure) -> str | None:
    """Find which size a number of a group is by its own name or mark ("Ø30 x 50", "16 OD x 22 long")."""
    if measure.label != Label():
        name = find_size(part, measure)
        if name is None and measure.label.components != ("outer",):
            raise unsupported(
                f"A {part.title.lower()} has no {measure.label}: what is {measure.quantity.text}?"
            )
        return name
    if measure.quantity.form == "diameter":
        return find_size(part, Measure(measure.quantity, Label((), "diameter")))
    return None


def _put_thread_group(sizing: Sizing, group: Sequence[Measure]) -> None:
    """Read "M8x40": the thread and the length."""
    if sizing.part.standard is None:
        raise unsupported(f"What is {group[0].quantity.text} on a {sizing.part.title.lower()}?")
    sizing.put("size", group[0].quantity.text, group[0].quantity.text)
    if len(group) == 1:
        return
    name = find_size(sizing.part, Measure(group[1].quantity, Label((), "length")))
    if len(group) > 2 or name is None or name in (sizing.part.header.standard or ("", {}))[1]:
        raise unsupported(
            f"What is {group[-1].quantity.text} in {' x '.join(m.quantity.text for m in group)}?"
        )
    sizing.put(name, length_of(group[1].quantity, name), group[1].quantity.text)


def _put_component_group(sizing: Sizing, components: tuple[str, ...], group: Sequence[Measure]) -> None:
    """Read "Ø80x10 flange", "the lid is a flat 80 x 60 x 3 mm plate"."""
    labels = size_labels(sizing.part.name)
    rest: list[Measure] = []
    for measure in group:
        role = role_of(measure.label) or ("diameter" if measure.quantity.form == "diameter" else None)
        name = labels.get(Label(components, role)) if role else None
        if name:
            sizing.put(name, length_of(measure.quantity, str(measure.label)), measure.quantity.text)
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
    wide = labels.get(Label(components, "diameter"))
    pair = sizing.part.aliases.get(labels.get(Label(components), ""))
    if pair is not None and len(rest) == len(pair.ways[0]) == 2:
        for (name, _), measure in zip(pair.ways[0], rest, strict=True):
            sizing.put(name, length_of(measure.quantity, name), measure.quantity.text)
        return
    if len(rest) == 2 and thick and wide:
        sizing.put(wide, length_of(rest[0].quantity, wide), rest[0].quantity.text)
        rest = rest[1:]
    if len(rest) == 3 and thick:
        for name, measure in zip(("length", "width"), rest, strict=False):
            sizing.checks.append(
                (name, length_of(measure.quantity, name), f"{measure.quantity.text} of the {components[-1]}")
            )
        rest = rest[2:]
    if len(rest) != 1 or not thick:
        if rest:
            raise unsupported(
                f"What is {rest[0].quantity.text} on the {' '.join(components)} of the"
                f" {sizing.part.title.lower()}?"
            )
        return
    sizing.put(thick, length_of(rest[0].quantity, thick), rest[0].quantity.text)


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
        raise conflict(f"In {text}, is {', '.join(differ)}?")
    return first


def _orders(
    part: Part, group: Sequence[Measure], labelled: Mapping[int, str | None], *, square: bool
) -> list[tuple[str, ...]]:
    """Find the orders of sizes that a group can have, given those of its numbers that have a name."""
    orders: list[tuple[str, ...]] = []
    wanted = {index: name for index, name in labelled.items() if name}
    for order in part.sizes:
        if square and order[:2] == ("length", "width") and len(group) == len(order) - 1 and len(group) < 3:
            orders.append(("length", *order[2:]))
        if len(order) >= len(group) and all(order[i] == n for i, n in wanted.items() if i < len(order)):
            orders.append(order[: len(group)])
    if not orders and wanted:
        for order in part.sizes:
            free = [name for name in order if name not in wanted.values()]
            if len(free) >= len(group) - len(wanted):
                row = iter(free)
                orders.append(tuple(wanted.get(i) or next(row) for i in range(len(group))))
    if square and len(group) == 2 and ("length", "thickness") in orders:
        return [("length", "thickness")]
    exact = [o for o in orders if o in part.sizes]
    return exact or orders


def _fits(part: Part, given: Mapping[str, Any]) -> bool:
    try:
        part.settle(given)
    except InvalidParameter:
        return False
    return True


def _put_thread_as_bore(sizing: Sizing, frame: Frame, measure: Measure) -> None:
    """Read "M4 standoff", "spacer for M8": the tap drill or the clearance hole, which is stated."""
    part, text = sizing.part, measure.quantity.text
    name = next((n for n in ("bore", "inner_diameter") if n in part.parameters), None)
    if name is None or part.name not in {"standoff", "spacer", "bushing"}:
        raise unsupported(f"What is {text} on a {part.title.lower()}?")
    try:
        if frame.take_flag("tapped") or part.name == "standoff":
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
        raise unsupported(f"{error} Which bore shall it have?") from error
    frame.take_flag("clearance", "screw")


def _put_bare(sizing: Sizing, frame: Frame, bare: Sequence[Measure], *, square: bool) -> None:
    """Give numbers that stand alone a meaning, where there is only one."""
    part = sizing.part
    for measure in bare:
        if measure.quantity.form == "thread":
            if part.standard is None:
                _put_thread_as_bore(sizing, frame, measure)
                continue
            sizing.put("size", measure.quantity.text, measure.quantity.text)
            continue
        if measure.quantity.form == "angle":
            name = next((p.name for p in part.parameters.values() if p.kind == "angle"), None)
            if name is None:
                raise unsupported(f"What is {measure.quantity.text} on a {part.title.lower()}?")
            sizing.put(name, measure.quantity.value, measure.quantity.text)
            continue
        open_sizes = [
            p.name for p in part.parameters.values() if p.required and p.name not in _determined(sizing)
        ]
        if measure.label == Label() and measure.context and find_size(part, measure):
            open_sizes = [find_size(part, measure) or ""]
        if square and open_sizes[:2] == ["length", "width"] and len(open_sizes) <= 3:
            value = length_of(measure.quantity, "side")
            sizing.put("length", value, measure.quantity.text)
            sizing.put("width", value, measure.quantity.text)
            continue
        if len(open_sizes) != 1:
            ask = f"What is {measure.quantity.text} on the {part.title.lower()}?"
            if open_sizes:
                raise missing(f"{ask} Still open: {_listed(part, open_sizes)}.")
            raise conflict(f"{ask} All its sizes are given: {_said(sizing)}.")
        name = open_sizes[0]
        sizing.put(name, _value(part, name, measure), measure.quantity.text)
        if len(sizing.given) > 1:
            sizing.notes.append(f"{measure.quantity.text} was taken as the {part.parameters[name].label}.")


def _determined(sizing: Sizing) -> set[str]:
    """Give the parameters that are given or follow from what is given."""
    known = set(sizing.given)
    for alias in sizing.part.aliases.values():
        if alias.name in sizing.given:
            way = next((w for w in alias.ways if any(name not in known for name, _ in w)), ())
            known |= {name for name, _ in way}
    if "size" in sizing.given:
        known |= set(sizing.part.header.standard[1]) if sizing.part.header.standard else set()
    return known


def _ask_for_missing(sizing: Sizing) -> None:
    part = sizing.part
    if not sizing.said:
        return
    known = _determined(sizing)
    absent = [p.name for p in part.parameters.values() if p.required and p.name not in known]
    if absent:
        raise missing(
            f"What is the {_listed(part, absent)} of the {part.title.lower()}? Given: {_said(sizing)}."
        )


def _said(sizing: Sizing) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {text}" for name, text in sizing.said.items())


def _listed(part: Part, names: Sequence[str]) -> str:
    labels = [part.parameters[name].label for name in names]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


def settle(sizing: Sizing) -> tuple[dict[str, ParameterValue], tuple[str, ...]]:
    """Settle all parameters; what the part refuses becomes a question.

    Raises:
        NeedsClarification: A rule of the part is broken, or sizes contradict each other.
    """
    try:
        sizes = sizing.part.settle(sizing.given)
    except InvalidParameter as error:
        question = f"{str(error).rstrip('.')}. Which values hold? (Read: {_said(sizing)}.)"
        raise (conflict if "would make" in str(error) else impossible)(question) from error
    for name, value, text in sizing.checks:
        if abs_difference(sizes.values[name], value) > 1e-6:
            held = sizing.said.get(name, str(sizes.values[name]))
            raise conflict(f"The {name} is {held}, but {text} says {number(value)} mm. Which holds?")
    return dict(sizes.values), (*sizing.notes, *sizes.assumptions)


def say(value: float) -> str:
    """Write a length for a question."""
    return f"{number(value)} mm"
