"""What a request expects of the whole model: its box, place and number of solids; and whether it is so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mayfly.design import Design, Expectations, compile_design
from mayfly.errors import InvalidDesign
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Coordinate, Origin, Points, Stated
from mayfly.planning.questions import about, conflict

_AXES: Final = ("x", "y", "z")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was said of the whole.

    Attributes:
        solids: How many solids it has, None where nothing was said.
        fused: Several things are one body.
        envelope: Sides of its box, in mm.
        lowest_z: Height of its lowest point, in mm.
        corner: Coordinates count from the corner of least coordinates.
    """

    solids: int | None = None
    fused: bool = False
    separate: bool = False
    envelope: tuple[float, float, float] | None = None
    lowest_z: float | None = None
    corner: bool = False

    @classmethod
    def of(cls, state: State) -> Wishes:
        """Collect them from what was stated.

        Raises:
            NeedsClarification: Two of them contradict each other.
        """
        found: dict[str, float] = {}
        for one in state.stated:
            for name, value in one.expect if isinstance(one, Stated) else ():
                if found.setdefault(name, value) != value:
                    raise conflict(f"Two values are given for the model's {name}.", about("number"))
        box = tuple(found[axis] for axis in _AXES if axis in found)
        return cls(
            solids=int(found["solids"]) if "solids" in found else None,
            fused="fused" in found,
            separate="separate" in found,
            envelope=(box[0], box[1], box[2]) if len(box) == 3 else None,
            lowest_z=found.get("lowest_z"),
            corner="corner" in found,
        )

    def placed(self, topic: Topic) -> Topic:
        """Return a topic whose coordinates count from where the request counts them."""
        if not self.corner or any(isinstance(one, Origin) for one in topic.said):
            return topic
        if any(isinstance(one, Points | Coordinate) for one in topic.said):
            return topic.extended(Origin("corner"))
        return topic

    def checked(self, design: Design) -> Design:
        """Return a design that expects what was said.

        Raises:
            NeedsClarification: It does not come true.
        """
        if self.envelope is None and self.solids is None:
            return design
        expected = replace_expectations(design, self)
        try:
            compile_design(expected)
        except InvalidDesign as error:
            text = f"What is said of the whole does not come true: {error}"
            raise conflict(text, about("size", "part")) from error
        return expected


def replace_expectations(design: Design, wishes: Wishes) -> Design:
    """Return a design with expectations of the whole."""
    expect = Expectations(solids=wishes.solids, envelope=wishes.envelope)
    return design.model_copy(update={"expect": expect})
