"""Functions, classes and loops in a script."""

from dataclasses import dataclass

import cadquery as cq


@dataclass
class Step:
    """One step of a staircase."""

    size: float
    height: float


def stack(steps: list[Step]) -> cq.Workplane:
    """Pile steps up."""
    pile, level = cq.Workplane(), 0.0
    for step in steps:
        pile = pile.union(
            cq.Workplane().workplane(offset=level).rect(step.size, step.size).extrude(step.height)
        )
        level += step.height
    return pile


result = stack([Step(30 - 5 * n, 4) for n in range(5)])
show_object(result)
