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
#: Sides of the whole by their names, where it is open which axis each lies along.
_SIDES: Final = ("whole_length", "whole_width", "whole_height", "bare_length")
#: How far a model's volume may be off the one that was stated, as a share of it.
_OFF: Final = {"volume": 0.01, "about_volume": 0.05}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was said of the whole.

    Attributes:
        solids: How many solids it has, None where nothing was said.
        fused: Several things are one body.
        envelope: Sides of its box, in mm.
        corner: Coordinates count from the corner of least coordinates.
        volume: In mm³, and how far it may be off as a share of that.
        sides: Sides of its box in any order, in mm.
    """

    solids: int | None = None
    fused: bool = False
    separate: bool = False
    envelope: tuple[float, float, float] | None = None
    corner: bool = False
    volume: tuple[float, float] | None = None
    sides: tuple[float, ...] = ()

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
            corner="corner" in found,
            volume=next(((found[name], off) for name, off in _OFF.items() if name in found), None),
            sides=tuple(sorted(found[name] for name in _SIDES if name in found)),
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
        self._check_measures(design)
        if self.envelope is None and self.solids is None:
            return design
        expected = replace_expectations(design, self)
        try:
            compile_design(expected)
        except InvalidDesign as error:
            text = f"What is said of the whole does not come true: {error}"
            raise conflict(text, about("size", "part")) from error
        return expected

    def _check_measures(self, design: Design) -> None:
        """Check the volume and the sides that the whole is said to have.

        Raises:
            NeedsClarification: It comes out otherwise.
        """
        if self.volume is None and not self.sides:
            return
        wanted = compile_design(design).requirements
        made = wanted.volume_mm3
        if self.volume is not None and made is not None:
            stated, off = self.volume
            if abs(made - stated) > off * stated:
                raise conflict(
                    f"The model comes out with {made:.6g} mm³, and {stated:.6g} mm³ is expected."
                    " Which size is another one?",
                    about("size", "part"),
                )
        box = sorted(wanted.bounding_box_mm or ())
        if self.sides and box and not all(_is_among(side, box) for side in self.sides):
            raise conflict(
                f"The model comes out as {' x '.join(f'{side:.6g}' for side in box)} mm."
                " Which size is another one?",
                about("size", "part"),
            )


def _is_among(side: float, box: list[float]) -> bool:
    return any(abs(side - one) <= 0.01 * side + 0.01 for one in box)


def replace_expectations(design: Design, wishes: Wishes) -> Design:
    """Return a design with expectations of the whole."""
    expect = Expectations(solids=wishes.solids, envelope=wishes.envelope)
    return design.model_copy(update={"expect": expect})
