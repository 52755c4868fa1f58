"""Which part is meant when the noun does not tell: a box with walls is a tray, a hollow cylinder a tube."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mayfly.cad.parts import Part, Said, catalogue, said
from mayfly.contracts import ParameterValue
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.language.english import a_or_an
from mayfly.language.labels import role_of
from mayfly.language.nodes import MATE, Label, Measure, Mention
from mayfly.language.units import number
from mayfly.language.vocabulary import COMPONENTS
from mayfly.planning.parts.names import choose_part, size_labels
from mayfly.planning.questions import about, conflict, missing, unsupported


def opens_without_lid(part: Part) -> bool:
    """Return whether a lid and an open top make other parts of a part: "without lid" opens it then."""
    words = {word for becoming in part.header.becomes for word in becoming.words}
    return {said("lid"), said("open_top")} <= words


def settle_shape(base: Mention, also: frozenset[str] = frozenset()) -> None:
    """Replace the part of a mention by the one that its other words ask for, as the part's file says.

    Args:
        base: The part.
        also: Words for what its features are: "flat_alone", "recessed".

    Raises:
        NeedsClarification: Hollow, but it is open how.
    """
    part = choose_part(base)
    if not part.header.becomes:
        return
    spoken = _Spoken.of(base, also)
    for becoming in part.header.becomes:
        if not becoming.condition({name: spoken.has(said(name)) for name in becoming.condition.names}):
            continue
        if becoming.question:
            raise missing(becoming.question.format(base.text), about("part", base))
        if becoming.takes:
            base.take_flag(becoming.takes)
        if becoming.part == "upright":
            _stand_up(base)
        elif becoming.part != base.name:
            if part.sizes == (("side",),):
                base.measures = [side for m in base.measures for side in _sides(m, becoming.part)]
            base.measures = [_of_component(m, base.text, becoming.part) for m in base.measures]
            base.name, base.text = becoming.part, becoming.part.replace("_", " ")
        return


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What was said of a part, as the conditions in the parts' files ask for it."""

    text: str
    words: frozenset[str]
    sized: frozenset[str]
    counted: frozenset[str]
    several: frozenset[str]
    named: frozenset[str]
    fits: frozenset[str]

    @classmethod
    def of(cls, base: Mention, also: frozenset[str]) -> _Spoken:
        components = {c for m in base.measures for c in m.label.components}
        mentions = {attribute.name for attribute in base.attributes if attribute.kind == "mention"}
        round_ones = [m for m in base.measures if m.quantity.form == "diameter" or _is_across(m)]
        diameters = {m.quantity.value for m in base.measures if _is_diameter(m)}
        lengths = [m for m in base.measures if role_of(m.label) == "length"]
        pairs = _round_pairs(base)
        several = {"diameter"} if len(diameters) > 1 or pairs > 1 else set()
        rows = {measure.group for measure in base.measures if measure.group}
        round_rows = {m.group for m in base.measures if m.group and _is_diameter(m)}
        sided = any(_is_side(m) for m in base.measures if not m.group or m.group not in round_rows)
        return cls(
            text=base.text,
            words=frozenset(components | mentions | base.flags() | also),
            sized=frozenset(
                components | ({"diameter"} if round_ones else set()) | ({"sides"} if sided else set())
            ),
            counted=frozenset(attribute.name for attribute in base.attributes if attribute.kind == "count"),
            several=frozenset(several | ({"length"} if len(lengths) > 1 or len(rows) > 1 else set())),
            named=frozenset(_tables(m for m in base.measures if m.label != MATE)),
            fits=frozenset(_tables(m for m in base.measures if m.label == MATE)),
        )

    def has(self, name: Said) -> bool:
        """Return whether a word was said in the way that is asked for."""
        match name.how:
            case "called":
                return name.word in self.text
            case "sized":
                return name.word in self.sized
            case "counted":
                return name.word in self.counted
            case "several":
                return name.word in self.several
            case "named":
                return name.word in self.named
            case "fits":
                return name.word in self.fits
            case _:
                return name.word in self.words


def _round_pairs(base: Mention) -> int:
    """Return how many rows "Ø30 x 40" of a diameter and a length were said."""
    groups: dict[int, list[Measure]] = {}
    for measure in base.measures:
        if measure.group:
            groups.setdefault(measure.group, []).append(measure)
    return sum(len(group) == 2 and _is_diameter(group[0]) for group in groups.values())


def _is_side(measure: Measure) -> bool:
    """Return whether a size is a side: named so, or one of a row without a sign."""
    in_row = bool(measure.group) and measure.quantity.form == "plain" and measure.label == Label()
    return role_of(measure.label) in {"length", "width"} or in_row


def _tables(measures: Iterable[Measure]) -> Iterator[str]:
    """Return the tables of the standard sizes among measures, as conditions write them: "motor_face"."""
    return (m.quantity.table.replace(" ", "_") for m in measures if m.quantity.form == "designation")


def _is_across(measure: Measure) -> bool:
    return role_of(measure.label) in {"diameter", "radius"}


def _is_diameter(measure: Measure) -> bool:
    bare = measure.quantity.form == "diameter" and measure.label == Label()
    return bare or role_of(measure.label) == "diameter"


def _stand_up(base: Mention) -> None:
    """Turn the length of a standing bar into its height: "25 x 50 x 300 long", "25 square, 300 long"."""
    square = any(role_of(measure.label) == "side" for measure in base.measures)
    for measure in base.measures:
        if (measure.group or square) and role_of(measure.label) == "length":
            measure.label = Label(measure.label.components, "height")


#: Components that are no pieces of a part.
_SIDES: Final = frozenset({"inner", "outer"})


def _of_component(measure: Measure, component: str, becomes: str) -> Measure:
    """Return a size of a flange with its name where the whole becomes a hub on it."""
    if measure.label.components not in {(), ("outer",)}:
        return measure
    first = next(iter(catalogue()[becomes].parameters)).split("_")[0]
    if first not in _SIDES and Label((first,), "diameter") in size_labels(becomes) and first in COMPONENTS:
        component = first  # a disc with a hub is its flange
    if measure.group:
        named = Label((component.split()[-1],), measure.label.role)
        labels = size_labels(becomes)
        thick = any(Label(named.components, role) in labels for role in ("thickness", "height", "thick"))
        return replace(measure, label=named) if thick and named.components else measure
    role = role_of(measure.label) or ("diameter" if measure.quantity.form == "diameter" else None)
    label = Label((component.split()[-1],), role)
    if role is not None and label in size_labels(becomes):
        measure.label = label
    return measure


def _sides(measure: Measure, becomes: str) -> list[Measure]:
    """Return the side of a cube as those of the part that it becomes: length, width and height."""
    alone = not measure.group and measure.quantity.form == "plain"
    if not alone or measure.label not in {Label(), Label((), "side")}:
        return [measure]
    roles = ("length", "width", "height")
    if {Label((), role) for role in roles} <= size_labels(becomes).keys():
        return [replace(measure, label=Label((), role)) for role in roles]
    measure.label = Label((), "side")
    return [measure]


def check_sides(base: Mention, part: Part, values: dict[str, ParameterValue]) -> None:
    """Check "square" and "equal" against the settled sizes.

    Raises:
        NeedsClarification: They contradict each other.
    """
    for attribute in base.attributes:
        if (
            attribute.kind == "flag"
            and attribute.name == "square_shape"
            and {"length", "width"} <= values.keys()
        ):
            one, other = float(values["length"]), float(values["width"])
            if abs(one - other) > SAME_MM:
                raise conflict(
                    f"A square {base.text} can't be {number(one)} mm long and {number(other)} mm"
                    " wide. Which is right?",
                    about("size", base, "length", "width", values=[one, other]),
                )
        if attribute.kind == "flag" and attribute.name == "lengths_equal" and part.traits.equal:
            one, other = (float(values[name]) for name in part.traits.equal)
            if abs(one - other) > SAME_MM:
                raise conflict(
                    f"{a_or_an(f'equal {part.label}')} can't have legs of {number(one)} mm and"
                    f" {number(other)} mm. Which is right?",
                    about("size", base, "legs", values=[one, other]),
                )


def take_checks(base: Mention, part: Part) -> list[Measure]:
    """Take out the measures that only repeat what follows from others ("so R8 inside").

    Raises:
        NeedsClarification: Such a measure has no corner radius to follow from.
    """
    inner = [
        m
        for m in base.measures
        if m.label.components == ("inner",) and (m.quantity.form == "radius" or role_of(m.label) == "radius")
    ]
    if not inner or not {"corner_radius", "wall"} <= part.parameters.keys():
        return []
    base.measures = [m for m in base.measures if m not in inner]
    return inner


def check_inner_radius(inner: Sequence[Measure], values: dict[str, ParameterValue]) -> None:
    """Check "R8 inside" against the outer radius and the wall.

    Raises:
        NeedsClarification: They contradict each other.
    """
    for measure in inner:
        outer, wall = float(values.get("corner_radius", 0.0)), float(values["wall"])
        if outer == 0:
            raise unsupported(
                f"What is the outer corner radius that goes with {measure.quantity.text} inside?",
                about("size", "part", "outer corner radius", values=[measure]),
            )
        if abs(max(outer - wall, 0.0) - measure.quantity.value) > SAME_MM:
            raise conflict(
                f"An outer radius of {number(outer)} mm and a wall of {number(wall)} mm give"
                f" {number(max(outer - wall, 0))} mm inside,"
                f" but {measure.quantity.text} was given. Which values are right?",
                about("size", "part", "corner radius", "wall", values=[outer, wall, measure]),
            )
