"""How bodies stand against each other, and the pieces of a turned one."""

from __future__ import annotations

from dataclasses import dataclass

from mayfly.language.chunks import Quantity


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a turned body.

    Attributes:
        diameter: Where it begins; None: as wide as the one before ends.
        far: Diameter where it ends; None for a cylinder.
        length: How long it is.
        begin: Height at which it begins; None: where the one before ends.
        end: Height at which it ends.
        rank: Its place from the bottom to the top, where a word told it: 0 bottom, 1 middle, 2 top.
        axis: Along which its ends were named.
    """

    diameter: Quantity | None
    far: Quantity | None = None
    length: Quantity | None = None
    begin: Quantity | None = None
    end: Quantity | None = None
    rank: int | None = None
    axis: str = "z"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a body stands against another.

    Attributes:
        kind: "on", "under", "beside", "in"; "flush" with its sides; "level" for its lowest point;
            "same" as the one before; "side" for free space on one side, "centres" for the distance of the
            middles; "stack" for several of a kind one above the other; "hole" in the hole just made;
            "alike" of the same sizes; "around" on the same axis.
        of: Words that name the other one; empty for the one before.
        gap: Free space between the two; of "level" the height; of "centres" the distance.
        along: Axis for "beside"; for "side" and "centres" with its sign: "+x".
    """

    kind: str
    of: str = ""
    gap: Quantity | None = None
    along: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A body that was described before is cut out of what was made before it.

    Attributes:
        name: Words that name it; empty for the last one.
    """

    name: str = ""
