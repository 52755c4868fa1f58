"""What was picked on a model, in words of a request: a face, an edge or a point; imports no CadQuery."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from mayfly.cad.messages.plain_text import quoted
from mayfly.errors import InvalidParameter

_ELEMENT: Final = re.compile(r"(face|edge):(\d{1,6}):(\d{1,6})")
_NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?"
_POINT: Final = re.compile(rf"point:({_NUMBER}),({_NUMBER}),({_NUMBER})", re.I)
_LONGEST_PICK: Final = 120
_FARTHEST_MM: Final = 1e9


@dataclass(frozen=True, slots=True)
class Pick:
    """A face or edge of a body by its numbers, or a place.

    Attributes:
        kind: "face", "edge" or "point".
        body: Number of the body, from 0; None for a point.
        number: Number of the face or edge within it, from 0.
        at: The place of a point in mm.
    """

    kind: str
    body: int | None = None
    number: int | None = None
    at: tuple[float, float, float] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as ``Workshop.convert`` takes it."""
        if self.at is not None:
            return {"at": list(self.at)}
        return {"body": self.body, self.kind: self.number}


@dataclass(frozen=True, slots=True)
class DistanceOptions:
    """Two things whose distance is asked for."""

    first: Pick
    second: Pick

    def to_dict(self) -> dict[str, Any]:
        """Return it as ``Workshop.convert`` takes it."""
        return {"first": self.first.to_dict(), "second": self.second.to_dict()}


def read_pick(text: str) -> Pick:
    """Read a pick: "face:0:12" or "edge:0:3" (body and number), or "point:1,2.5,0" (mm).

    Raises:
        InvalidParameter: It is something else.
    """
    if len(text) <= _LONGEST_PICK:
        if (element := _ELEMENT.fullmatch(text)) is not None:
            return Pick(element[1], body=int(element[2]), number=int(element[3]))
        if (point := _POINT.fullmatch(text)) is not None:
            x, y, z = (float(value) for value in point.groups())
            if max(abs(x), abs(y), abs(z)) <= _FARTHEST_MM:
                return Pick("point", at=(x, y, z))
    raise InvalidParameter(
        "What is measured is face:BODY:NUMBER, edge:BODY:NUMBER or point:X,Y,Z; "
        f"not {quoted(text, _LONGEST_PICK)}."
    )
