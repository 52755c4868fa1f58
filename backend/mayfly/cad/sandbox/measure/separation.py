"""Finds which of many flat boxes and lines are surely separate from each other, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

_AT_ONCE = 1 << 14  # comparisons, about


@dataclass(frozen=True, slots=True)
class Boxes:
    """Upright boxes in a plane, one a row.

    Attributes:
        low: Their lower left corners.
        high: Their upper right corners.
    """

    low: Floats
    high: Floats

    def grown(self, by: float) -> Boxes:
        """Return boxes that are larger by so much on each side."""
        return Boxes(self.low - by, self.high + by)


def meeting_pairs(boxes: Boxes, owner: Numbers) -> Numbers:
    """Return the pairs of boxes that overlap or touch, by a sweep along the axis that separates them best.

    Args:
        boxes: The boxes.
        owner: The owner of each; boxes of one owner make no pair.

    Returns:
        Two numbers of boxes a row, that of the lower owner first.
    """
    along = int(np.argmin([_neighbours(boxes.low[:, way], boxes.high[:, way]) for way in (0, 1)]))
    order = np.argsort(boxes.low[:, along], kind="stable")
    low, high, owner = boxes.low[order], boxes.high[order], owner[order]
    until = np.searchsorted(low[:, along], high[:, along], side="right")
    bottom, top = low[:, 1 - along], high[:, 1 - along]
    found = []
    for rows in _blocks(until):
        last = until[rows].max()
        ahead = slice(rows.start + 1, last)
        columns = np.arange(rows.start + 1, last)
        numbers = np.arange(rows.start, rows.stop)[:, None]
        one, other = np.nonzero(
            (columns > numbers)
            & (columns < until[rows, None])
            & (owner[ahead] != owner[rows, None])
            & (bottom[ahead] <= top[rows, None])
            & (top[ahead] >= bottom[rows, None])
        )
        found.append(np.column_stack([one + rows.start, other + rows.start + 1]))
    pairs = np.concatenate(found)
    turned = owner[pairs[:, 0]] > owner[pairs[:, 1]]
    pairs[turned] = pairs[turned][:, ::-1]
    in_order: Numbers = order[pairs]
    return in_order


def _blocks(until: Numbers) -> Iterator[slice]:
    """Return the rows in groups that are compared at once, few where each has many to be compared with."""
    start = 0
    while start < len(until):
        stop = start + max(1, min(len(until) - start, _AT_ONCE // max(1, int(until[start]) - start)))
        yield slice(start, stop)
        start = stop


def _neighbours(low: Floats, high: Floats) -> int:
    """Return a number that grows with the pairs that overlap along one axis."""
    return int(np.searchsorted(np.sort(low), high, side="right").sum())


def on_one_side(pairs: Numbers, boxes: Boxes, start: Floats, end: Floats, slack: float) -> NDArray[np.bool_]:
    """Check of each pair of lines whether one is straight and all of the other lies on one side of it.

    Args:
        pairs: Numbers of lines, two a row.
        boxes: What each lies in.
        start: Where each starts, if it is straight; else not a number.
        end: Where each ends.
        slack: Nearer than this, a line does not count as on one side of another.
    """
    one, other = pairs.T
    corners = np.stack(
        [
            boxes.low,
            boxes.high,
            np.column_stack([boxes.low[:, 0], boxes.high[:, 1]]),
            np.column_stack([boxes.high[:, 0], boxes.low[:, 1]]),
        ]
    )
    straight = ~np.isnan(start[:, 0])
    corners[:, straight] = np.stack([start, end, start, end])[:, straight]

    def beside(line: Numbers, what: Numbers) -> NDArray[np.bool_]:
        way = end[line] - start[line]
        across = corners[:, what] - start[line]
        with np.errstate(invalid="ignore", divide="ignore"):  # not a number compares as false
            distance = (way[:, 0] * across[..., 1] - way[:, 1] * across[..., 0]) / np.hypot(*way.T)
            return np.asarray((distance > slack).all(0) | (distance < -slack).all(0))

    return beside(one, other) | beside(other, one)
