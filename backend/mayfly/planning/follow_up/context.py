"""What a clause is read with: the design, its sizes and features, and the questions about which is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mayfly.cad.parts import Part, get_part
from mayfly.design import CataloguePart, Design
from mayfly.design.edits import Size
from mayfly.language.chunks import Quantity
from mayfly.language.english import or_list
from mayfly.language.units import number
from mayfly.planning.follow_up.clauses import Clause
from mayfly.planning.follow_up.targets import Spot, Targets, main_value
from mayfly.planning.questions import about, missing

Groups = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A clause that is read onto a design.

    Attributes:
        design: The design as the clauses before it leave it.
        targets: Its sizes and features.
        clause: The clause.
        corrects: It corrects the change before: "no, 14".
        earlier: The design before the last change; None where there was none.
        continued: A clause of the same message went before it.
        once_more: A number alone is another value for what was changed last: "now 12", "actually 8".
        adds: A number alone is said besides what was said of a feature: "and 8 mm".
        before: The design before the last clause, or before the last change.
        overall: Length of the whole before its ends were turned down; None where they were not.
    """

    design: Design
    targets: Targets
    clause: Clause
    corrects: bool = False
    earlier: Design | None = None
    continued: bool = False
    once_more: bool = False
    adds: bool = False
    before: Design | None = None
    overall: float | None = None

    def part(self) -> Part | None:
        """Return the catalogue part that the first body is, if it is one."""
        base = self.design.bodies[0].base
        return get_part(base.part) if isinstance(base, CataloguePart) else None


def ask_which(reading: Reading, spots: Sequence[Spot], given: Quantity | None) -> None:
    """Ask which features are meant where some of different sizes could be.

    Raises:
        NeedsClarification: "make the holes 8 mm" of a plate with holes of 6 mm and one of 20 mm.
    """
    sizes_of = {spot.path: main_size(reading.targets, spot) for spot in spots}
    if len(set(sizes_of.values())) < 2:
        return
    names = [f"{spot.feature.label}s of {size}" for spot, size in zip(spots, sizes_of.values(), strict=True)]
    raise missing(
        f"Which ones are meant: the {or_list(names)}?",
        about("change", "hole", values=[given] if given else []),
        [f"{size} {spot.feature.label}s" for spot, size in zip(spots, sizes_of.values(), strict=True)],
    )


def main_size(targets: Targets, spot: Spot) -> str:
    """Return the size by which people tell features apart: "6 mm"."""
    value = main_value(targets, spot)
    return f"{number(value)} mm" if value is not None else ""


def called(size: Size) -> str:
    """Return what to call a size in a question: "thickness", "diameter of the hole"."""
    return size.name if size.owner == "bodies[0]" else f"{size.name} of the {size.of}"
