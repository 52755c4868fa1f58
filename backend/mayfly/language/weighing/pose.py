"""How a part stands, lies or points, where a request says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Pose:
    """How a part stands, lies or points.

    Attributes:
        kind: "along": its length, or the axis of a round part, runs along the axis ``names[0]``. "lying": on
            its side. "standing": on what the names call: "long", "short", "end", "rim"; nothing where that
            was not said. "plane": flat in the plane ``names[0]``. "up" and "down": the end or component of
            these names points there. "over": upside down. "at": its component ``names[0]`` is at the side
            ``names[1]``.
        names: Terms of what was named.
        text: As written.
    """

    kind: Literal["along", "lying", "standing", "plane", "up", "down", "over", "at"]
    names: tuple[str, ...] = ()
    text: str = ""
