"""What adds nothing to the shape: what must not be there, and what stands in the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mayfly.language.nodes import Reference


@dataclass(frozen=True, slots=True)
class Absent:
    """What must not be there: "no holes", "without fillets", "sharp corners".

    Attributes:
        words: Terms of features and components, else the words.
        others: Only further ones are meant: "no other holes".
        where: Only one there is meant: "without a hole in the centre".
    """

    words: tuple[str, ...]
    others: bool = False
    where: Reference | None = None


#: Begins what is expected of all numbers: "unit_in".
UNIT: Final = "unit_"


@dataclass(frozen=True, slots=True)
class WholeMove:
    """What is done with the finished model.

    Attributes:
        kind: "turn", "move", or "centre": the middle of its box goes to the origin.
        axis: The axis of the model that it is turned about: "x", "y" or "z".
        angle: By which, in degrees, counter-clockwise.
        by: How far it is moved along X, Y and Z.
    """

    kind: str
    axis: str = ""
    angle: float = 0.0
    by: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Stated:
    """What changes no shape and stands in the answer: a material, a tolerance, an output instruction.

    Attributes:
        text: As it was written.
        expect: What the model has to come out as, by name.
        moves: What is done with the finished model, one after the other.
    """

    text: str
    expect: tuple[tuple[str, float], ...] = ()
    moves: tuple[WholeMove, ...] = ()
