"""A depth buffer with NumPy alone: the nearest triangle at each pixel, and its depth there.

Triangles that share an edge share no pixel and leave none out, so that what lies before
a pixel can be counted.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mayfly.cad.preview.mesh import Floats, Integers

_PORTION = 400_000
"""Pixels that are drawn together; bounds the memory."""
_EMPTY = np.iinfo(np.int64).max
_DEPTH_STEPS = float(1 << 30)
_LONG = 4.0
"""Triangles of less than a pixel's width are lines if they are longer than so many pixels."""
_FLAT = 1e-9
"""Triangles of less area, in square pixels, are seen edge on."""


class Frame:
    """A picture in the making: the nearest triangle at each pixel.

    Args:
        width: Pixels across.
        height: Pixels down.
        low: Least place to the right, upwards and towards the eye, in mm.
        scale: Pixels a mm.
        depth: Range of places towards the eye, in mm.
        skipped: Rows of the whole picture above this part of it.
        whole: Rows of the whole picture, if this is a part of it.
    """

    def __init__(  # noqa: PLR0913 (the two after the star are for a part of a picture)
        self,
        width: int,
        height: int,
        low: Floats,
        scale: float,
        depth: float,
        *,
        skipped: int = 0,
        whole: int | None = None,
    ) -> None:
        """Start with nothing at any pixel."""
        self.width, self.height = width, height
        self._low, self._scale, self._depth = low, scale, max(depth, 1e-9)
        self._foot = (height if whole is None else whole) - skipped
        self._nearest = np.full(width * height, _EMPTY, dtype=np.int64)

    def place(self, projected: Floats) -> Floats:
        """Turn places in mm into pixels to the right, pixels down, and depth (0 near, 1 far)."""
        pixels = (projected - self._low) * self._scale
        pixels[..., 1] = self._foot - pixels[..., 1]
        pixels[..., 2] = self.depth_of(projected[..., 2])
        return pixels

    def unplace(self, pixel: Floats) -> Floats:
        """Turn pixels to the right and down into mm to the right and upwards."""
        return np.array([pixel[0], self._foot - pixel[1]]) / self._scale + self._low[:2]

    def depth_of(self, towards_eye: Floats) -> Floats:
        """Turn places towards the eye, in mm, into depths (0 near, 1 far)."""
        return np.asarray(1.0 - (towards_eye - self._low[2]) / self._depth)

    def draw(self, corners: Floats, names: Integers | None = None) -> None:
        """Draw triangles; at most 2**31 of them.

        Args:
            corners: (n, 3 corners, 3 places) in pixels.
            names: A number for each, below 2**31; they are counted from 0 if not given.
        """
        for numbers, pixels, depth in fragments(corners, self.width, self.height):
            self._put(pixels, depth, numbers if names is None else names[numbers])

    def _put(self, pixels: Integers, depth: Floats, names: Integers) -> None:
        key = (np.clip(depth, 0, 1) * _DEPTH_STEPS).astype(np.int64) << 31 | names
        np.minimum.at(self._nearest, pixels, key)

    def draw_slivers(self, corners: Floats, names: Integers) -> None:
        """Draw those of the same triangles that may slip between the middles of pixels, as lines.

        Else nothing would be seen of a long wire.
        """
        sides = np.roll(corners, -1, axis=1) - corners
        lengths = np.hypot(sides[:, :, 0], sides[:, :, 1])
        longest = lengths.argmax(axis=1)
        length = np.take_along_axis(lengths, longest[:, None], axis=1)[:, 0]
        twice = np.abs(sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0])
        chosen = np.flatnonzero((length > _LONG) & (twice < length))  # less than a pixel wide
        start = corners[chosen, longest[chosen]]
        way = sides[chosen, longest[chosen]]
        steps = np.minimum(np.ceil(length[chosen]), 4.0 * (self.width + self.height)).astype(np.int64)
        for owners, part in _expanded(np.zeros_like(steps), steps, np.arange(len(chosen))):
            dots = start[owners] + way[owners] * ((part + 0.5) / steps[owners])[:, None]
            x, y = np.floor(dots[:, 0]).astype(np.int64), np.floor(dots[:, 1]).astype(np.int64)
            inside = np.flatnonzero((x >= 0) & (x < self.width) & (y >= 0) & (y < self.height))
            self._put(y[inside] * self.width + x[inside], dots[inside, 2], names[chosen[owners[inside]]])

    def triangles(self) -> Integers:
        """Return the number of the triangle at each pixel, -1 for the background."""
        found = self._nearest & 0x7FFFFFFF
        found[self._nearest == _EMPTY] = -1
        return found

    def depths(self) -> Floats:
        """Return the depth at each pixel, 4 where there is nothing."""
        return np.asarray((self._nearest >> 31) / _DEPTH_STEPS)


def fragments(corners: Floats, width: int, height: int) -> Iterator[tuple[Integers, Integers, Floats]]:
    """Return the pixels whose middles lie in each triangle, in portions: triangle, pixel, depth."""
    tall = corners[:, :, 1]
    first_row = np.clip(np.ceil(tall.min(axis=1) - 0.5), 0, height).astype(np.int64)
    last_row = np.clip(np.ceil(tall.max(axis=1) - 0.5), 0, height).astype(np.int64)
    wide = corners[:, :, 0]
    seen = (last_row > first_row) & (wide.min(axis=1) < width) & (wide.max(axis=1) > 0)
    chosen = np.flatnonzero(seen)
    if not len(chosen):
        return
    order = np.argsort(tall[chosen], axis=1, kind="stable")
    sorted_ = np.take_along_axis(corners[chosen], order[:, :, None], axis=1)
    edges = _edges(sorted_)
    slopes = slopes_of(sorted_, sorted_[:, :, 2])
    for owners, rows in _expanded(first_row[chosen], last_row[chosen], np.arange(len(chosen))):
        left, right = _spans(edges[owners], rows.astype(np.float64) + 0.5)
        first = np.clip(np.ceil(left - 0.5), 0, width).astype(np.int64)
        counts = np.clip(np.ceil(right - 0.5), 0, width).astype(np.int64) - first
        some = np.flatnonzero(counts > 0)
        owners, first, counts, rows = owners[some], first[some], counts[some], rows[some]
        origin, slope = sorted_[owners, 0], slopes[owners]
        start = origin[:, 2] + (first + 0.5 - origin[:, 0]) * slope[:, 0]
        start += (rows + 0.5 - origin[:, 1]) * slope[:, 1]
        yield from _filled(chosen[owners], rows * width + first, counts, start, slope[:, 0])


def _filled(
    labels: Integers, begin: Integers, counts: Integers, start: Floats, growth: Floats
) -> Iterator[tuple[Integers, Integers, Floats]]:
    """Turn spans of pixels into single pixels, each with its label and a value that grows along the span."""
    ends = np.cumsum(counts)
    at = 0
    while at < len(counts):
        done = int(ends[at - 1]) if at else 0
        stop = max(at + 1, int(np.searchsorted(ends, done + _PORTION, side="right")))
        part = counts[at:stop]
        before = ends[at:stop] - part - done
        run = np.arange(int(ends[stop - 1]) - done)
        values = np.repeat(start[at:stop] - growth[at:stop] * before, part)
        values += np.repeat(growth[at:stop], part) * run
        yield np.repeat(labels[at:stop], part), np.repeat(begin[at:stop] - before, part) + run, values
        at = stop


def _expanded(first: Integers, last: Integers, labels: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Turn ranges into (label, each number of the range), in portions that bound the memory."""
    counts = np.maximum(last - first, 0)
    nothing = np.zeros(len(counts))
    for owners, numbers, _ in _filled(labels, first, counts, nothing, nothing):
        yield owners, numbers


def _edges(corners: Floats) -> Floats:
    """Return for triangles with their corners sorted downwards what their edges' places follow from.

    Each edge is taken from its upper end, whichever triangle it belongs to, so that
    neighbours come to the very same place.
    """
    (ax, ay, _), (bx, by, _), (cx, cy, _) = (corners[:, k].T for k in range(3))
    return np.stack(
        [ax, ay, bx, by, _slant(ax, ay, cx, cy), _slant(ax, ay, bx, by), _slant(bx, by, cx, cy)], axis=1
    )


def _slant(ax: Floats, ay: Floats, bx: Floats, by: Floats) -> Floats:
    rise = by - ay
    return np.asarray((bx - ax) / np.where(rise == 0, np.inf, rise))


def _spans(edges: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the least and the greatest x at which a horizontal line meets each triangle."""
    ax, ay, bx, by, long, upper, lower = edges.T
    one = ax + (y - ay) * long
    other = np.where(y < by, ax + (y - ay) * upper, bx + (y - by) * lower)
    return np.minimum(one, other), np.maximum(one, other)


def slopes_of(corners: Floats, values: Floats) -> Floats:
    """Return how a value at the corners grows to the right and downwards; zero where seen edge on."""
    (abx, aby), (acx, acy) = (corners[:, k, :2].T - corners[:, 0, :2].T for k in (1, 2))
    first, second = values[:, 1] - values[:, 0], values[:, 2] - values[:, 0]
    area = abx * acy - acx * aby
    safe = np.where(np.abs(area) < _FLAT, np.inf, area)
    return np.stack([(first * acy - second * aby) / safe, (second * abx - first * acx) / safe], axis=1)
