"""What was made so far of a specification, and what its further keys are said of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from mayfly.planning.readings.by_coordinates.solids import Operation, Round, Solid
from mayfly.planning.readings.sheets.values import NotUnderstood
from mayfly.planning.readings.sheets.words import BLOCKS, MIDDLES_OF_FACES, ROUNDS, without_articles

Point = tuple[float, float]


@dataclass(slots=True)
class Work:
    """One specification while it is read.

    Attributes:
        made: What was added and cut so far.
        named: From where to where each body reaches in height, by what it is called.
        axes: Where the axes of the round bodies that stand on the first one are, by what they are called.
        body: The corners of the first body in the plan.
        span: From where to where it reaches in height.
        placed: It was said where it lies.
        passing: A note says that everything goes through.
        shift: By how much places are moved that count from a corner.
        bore: The diameter of the bore that was said of the body.
        title: What the part is called.
    """

    made: list[Operation] = field(default_factory=list)
    named: dict[str, Point] = field(default_factory=dict)
    axes: dict[str, list[Point]] = field(default_factory=dict)
    body: tuple[Point, Point] = ((0.0, 0.0), (0.0, 0.0))
    span: Point = (0.0, 0.0)
    placed: bool = True
    passing: bool = False
    shift: Point = (0.0, 0.0)
    bore: float = 0.0
    title: str = ""


def drill(work: Work, wide: float, places: list[Point], span: tuple[float, float]) -> None:
    """Drill holes from one height to another."""
    low, high = span
    work.made += [Operation(Round(wide, "z", (x, y, low), high - low), cut=True) for x, y in places]


def made_body(work: Work, noun: str, solid: Solid) -> None:
    """Note the body that everything else is said of."""
    work.made.append(Operation(solid))
    (x0, y0, z0), (x1, y1, z1) = solid.box()
    work.body = ((x0, y0), (x1, y1))
    work.span = (z0, z1)
    work.named[noun] = (z0, z1)


def face_at(work: Work, face: Any) -> tuple[bool, float]:
    """Return whether a face of the body looks up, and its height."""
    low, high = work.span
    if face in (None, "top", "top face", "the top", "the top face", "above", "from above", "from top"):
        if top(work) > high:
            raise NotUnderstood("face")  # something stands on it: which top is meant is not said
        return True, high
    if face in ("bottom", "bottom face", "underside", "below", "from below"):
        return False, low
    level = re.fullmatch(r"z\s*=\s*([-+]?\d*\.?\d+)", str(face))
    if level is None or float(level[1]) not in work.span:
        raise NotUnderstood("face")
    return float(level[1]) == high, float(level[1])


def top(work: Work) -> float:
    """Return the height of the highest point."""
    return max(one.solid.box()[1][2] for one in work.made if not one.cut)


def whole(work: Work) -> tuple[float, float]:
    """Return from where to where all that was added reaches in height."""
    boxes = [one.solid.box() for one in work.made if not one.cut]
    return min(low[2] for low, _ in boxes), max(high[2] for _, high in boxes)


def is_plate(work: Work) -> bool:
    """Return whether there is only one body, at most half as thick as it is wide."""
    (x0, y0), (x1, y1) = work.body
    return len([one for one in work.made if not one.cut]) == 1 and (
        work.span[1] - work.span[0] <= min(x1 - x0, y1 - y0) / 2
    )


def middle_of(work: Work) -> Point:
    """Return the middle of the body in the plan."""
    (x0, y0), (x1, y1) = work.body
    return (x0 + x1) / 2, (y0 + y1) / 2


def is_middle(where: Any) -> bool:
    """Return whether a place is said to be the middle of the body: "centred on top of base"."""
    if not isinstance(where, str):
        return False
    words = without_articles(where)
    named = _MIDDLE_OF.fullmatch(words)
    return words in MIDDLES_OF_FACES or (named is not None and named[1] in BLOCKS | ROUNDS)


_MIDDLE_OF = re.compile(r"(?:centred|centre|middle)(?: (?:on|of|in|at|top|upper|face|surface))* (\w+)")


def axis_of(work: Work, said: Any) -> Point:
    """Return the axis of what something is concentric with.

    Raises:
        NotUnderstood: That is not known.
    """
    name = without_articles(said) if isinstance(said, str) else ""
    axes = work.axes.get(name, [])
    if len(axes) == 1:
        return axes[0]
    if name in BLOCKS | ROUNDS and name in work.named:
        return middle_of(work)
    raise NotUnderstood("concentric with")


def span_of(work: Work, said: str) -> Point | None:
    """Return from where to where bodies reach that a hole goes through, "boss and base"; None for others."""
    names = [without_articles(one.strip()) for one in re.split(r",|\+|&|\band\b", said) if one.strip()]
    spans = sorted(work.named[name] for name in names if name in work.named)
    if not spans or len(spans) != len(names):
        return None
    if any(low[1] != high[0] for low, high in pairwise(spans)):
        raise NotUnderstood("through")
    return spans[0][0], spans[-1][1]


def moved(work: Work, point: Point) -> Point:
    """Return a place of the specification in the coordinates of the model."""
    return point[0] + work.shift[0], point[1] + work.shift[1]
