"""Drawing triangles into pixels with NumPy alone: no display, no graphics library, no threads."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from mayfly.cad.preview.mesh import Floats, Integers, Mesh

_PORTION = 400_000
"""Pixels that are drawn together; bounds the memory."""
_EMPTY = np.iinfo(np.int64).max
_DEPTH_STEPS = float(1 << 30)
_EDGE_TINT = np.array([0.10, 0.13, 0.18])
_LIGHTS = ((np.array([-0.45, 0.65, 0.62]), 0.62), (np.array([0.80, 0.15, 0.58]), 0.22))
"""Directions to the lights, seen from the camera (right, up, towards the eye), and their strengths."""
_AMBIENT = 0.34
_GLOSS = 0.16
_GLOSS_DIRECTION = np.array([-0.24, 0.36, 0.90])
_EDGE_BIAS = 0.004
"""How far before the surface an edge is taken to lie, as a part of the depth of the model."""


class Frame:
    """A picture in the making: the nearest triangle at each pixel.

    Args:
        width: Pixels across.
        height: Pixels down.
        low: Least place to the right, upwards and towards the eye, in mm.
        scale: Pixels a mm.
        depth: Range of places towards the eye, in mm.
    """

    def __init__(self, width: int, height: int, low: Floats, scale: float, depth: float) -> None:
        """Start with nothing at any pixel."""
        self.width, self.height = width, height
        self._low, self._scale, self._depth = low, scale, max(depth, 1e-9)
        self._nearest = np.full(width * height, _EMPTY, dtype=np.int64)

    def place(self, projected: Floats) -> Floats:
        """Turn places in mm into pixels to the right, pixels down, and depth (0 near, 1 far)."""
        pixels = (projected - self._low) * self._scale
        pixels[:, 1] = self.height - pixels[:, 1]
        pixels[:, 2] = 1.0 - (projected[:, 2] - self._low[2]) / self._depth
        return pixels

    def draw(self, corners: Floats) -> None:
        """Draw triangles, given as (n, 3 corners, 3 places) in pixels; at most 2**31 of them."""
        for numbers, x, y, depth in _covered(corners, self.width, self.height):
            key = (np.clip(depth, 0, 1) * _DEPTH_STEPS).astype(np.int64) << 31 | numbers
            np.minimum.at(self._nearest, y * self.width + x, key)

    def triangles(self) -> Integers:
        """Give the number of the triangle at each pixel, -1 where there is none."""
        return np.where(self._nearest == _EMPTY, -1, self._nearest & 0x7FFFFFFF)

    def depths(self) -> Floats:
        """Give the depth at each pixel, 2 where there is nothing."""
        return np.where(self._nearest == _EMPTY, 2.0, (self._nearest >> 31) / _DEPTH_STEPS)


def _covered(
    corners: Floats, width: int, height: int
) -> Iterator[tuple[Integers, Integers, Integers, Floats]]:
    """Give the pixels whose middles lie in each triangle, in portions: triangle, column, row, depth."""
    top = np.clip(np.ceil(corners[:, :, 1].min(axis=1) - 0.5), 0, height).astype(np.int64)
    bottom = np.clip(np.ceil(corners[:, :, 1].max(axis=1) - 0.5), 0, height).astype(np.int64)
    slopes = _slopes(corners, corners[:, :, 2])
    for numbers, rows in _expanded(top, bottom, np.arange(len(corners))):
        left, right = _spans(corners[numbers], rows.astype(np.float64) + 0.5)
        first = np.clip(np.ceil(left - 0.5), 0, width).astype(np.int64)
        last = np.clip(np.ceil(right - 0.5), 0, width).astype(np.int64)
        for spans, x in _expanded(first, np.maximum(first, last), np.arange(len(numbers))):
            triangle, y = numbers[spans], rows[spans]
            origin, slope = corners[triangle, 0], slopes[triangle]
            depth = (
                origin[:, 2] + (x + 0.5 - origin[:, 0]) * slope[:, 0] + (y + 0.5 - origin[:, 1]) * slope[:, 1]
            )
            yield triangle, x, y, depth


def _expanded(first: Integers, last: Integers, labels: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Turn ranges into (label, each number of the range), in portions that bound the memory."""
    counts = np.maximum(last - first, 0)
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + _PORTION, side="right")))
        part = counts[start:stop]
        begin = np.repeat(ends[start:stop] - part - done, part)
        yield (
            np.repeat(labels[start:stop], part),
            np.repeat(first[start:stop], part) + np.arange(int(ends[stop - 1]) - done) - begin,
        )
        start = stop


def _spans(corners: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Give the least and the greatest x at which a horizontal line meets each triangle."""
    left, right = np.full(len(y), np.inf), np.full(len(y), -np.inf)
    for one, other in ((0, 1), (1, 2), (2, 0)):
        (ax, ay), (bx, by) = corners[:, one, :2].T, corners[:, other, :2].T
        rise = by - ay
        part = (y - ay) / np.where(rise == 0, 1.0, rise)
        meets = (rise != 0) & (part >= 0) & (part <= 1)
        x = ax + part * (bx - ax)
        left = np.where(meets, np.minimum(left, x), left)
        right = np.where(meets, np.maximum(right, x), right)
    nothing = left > right
    return np.where(nothing, 0.0, left), np.where(nothing, 0.0, right)


def _slopes(corners: Floats, values: Floats) -> Floats:
    """Give how a value at the corners grows to the right and downwards; zero where seen edge on."""
    (abx, aby), (acx, acy) = (corners[:, k, :2].T - corners[:, 0, :2].T for k in (1, 2))
    first, second = values[:, 1] - values[:, 0], values[:, 2] - values[:, 0]
    area = abx * acy - acx * aby
    safe = np.where(np.abs(area) < 1e-9, np.inf, area)
    return np.stack([(first * acy - second * aby) / safe, (second * abx - first * acx) / safe], axis=1)


def _gathered(mesh: Mesh) -> tuple[Floats, Integers, Integers]:
    """Give all corners, all triangles by number of their corners, and the face of each triangle."""
    shifts = np.cumsum([0, *(len(patch.points) for patch in mesh.patches)])
    triangles = [patch.triangles + shift for patch, shift in zip(mesh.patches, shifts, strict=False)]
    faces = np.repeat(np.arange(len(triangles)), [len(part) for part in triangles])
    return mesh.points, np.concatenate(triangles), faces


def face_at_each_pixel(mesh: Mesh, axes: Floats, pixels: int) -> Integers:
    """Give the face that each pixel of a small square picture shows, -1 for none."""
    points, triangles, faces = _gathered(mesh)
    projected = points @ axes.T
    low, high = projected.min(axis=0), projected.max(axis=0)
    diagonal = float(np.linalg.norm(points.max(axis=0) - points.min(axis=0)))
    scale = pixels / max(diagonal, 1e-9)  # the same from everywhere, so that pictures can be compared
    frame = Frame(pixels, pixels, low, scale, float(high[2] - low[2]))
    frame.draw(frame.place(projected)[triangles])
    nearest = frame.triangles()
    return np.where(nearest >= 0, faces[np.maximum(nearest, 0)], -1)


def shaded(
    mesh: Mesh, axes: Floats, width: int, height: int, margin: int, finer: int
) -> npt.NDArray[np.uint8]:
    """Draw the model shaded, with its edges, on nothing.

    Args:
        mesh: The model.
        axes: The camera's axes, as ``Camera.axes`` gives them.
        width: Pixels across, at most; the picture is cut to the model.
        height: Pixels down, at most.
        margin: Empty pixels on each side.
        finer: Each pixel is the mean of so many by so many.

    Returns:
        Rows of pixels: red, green, blue, opacity, 0 to 255.
    """
    points, triangles, faces = _gathered(mesh)
    projected = points @ axes.T
    low, high = projected.min(axis=0), projected.max(axis=0)
    span = np.maximum(high - low, 1e-9)
    scale = min((width - 2 * margin) / span[0], (height - 2 * margin) / span[1]) * finer
    across = max(2 * margin + 1, int(np.ceil(span[0] * scale / finer)) + 2 * margin) * finer
    down = max(2 * margin + 1, int(np.ceil(span[1] * scale / finer)) + 2 * margin) * finer
    corner = low - np.array([(across / scale - span[0]) / 2, (down / scale - span[1]) / 2, 0.0])
    frame = Frame(across, down, corner, float(scale), float(span[2]))
    frame.draw(frame.place(projected)[triangles])
    picture = _lit(mesh, axes, frame, projected, triangles, faces)
    _draw_edges(mesh, axes, frame, picture, finer)
    return _reduced(picture.reshape(down, across, 4), finer)


def _lit(
    mesh: Mesh, axes: Floats, frame: Frame, projected: Floats, triangles: Integers, faces: Integers
) -> Floats:
    """Colour each pixel by its face and the light at the corners of its triangle."""
    picture = np.zeros((frame.width * frame.height, 4))
    nearest = frame.triangles()
    shown = np.flatnonzero(nearest >= 0)
    chosen = nearest[shown]
    corners = frame.place(projected)[triangles]
    right = shown % frame.width + 0.5 - corners[chosen, 0, 0]
    down = shown // frame.width + 0.5 - corners[chosen, 0, 1]
    strength, gloss = (
        _spread(values[triangles], corners, chosen, right, down) for values in _light(mesh, axes)
    )
    colours = np.array([patch.colour for patch in mesh.patches])[faces[chosen]]
    picture[shown, :3] = np.clip(colours[:, :3] * strength[:, None] + gloss[:, None], 0, 1)
    picture[shown, 3] = 1.0
    return picture


def _light(mesh: Mesh, axes: Floats) -> tuple[Floats, Floats]:
    """Give for each corner how much of its colour, and how much white, the light makes of it."""
    normals = np.concatenate([patch.normals for patch in mesh.patches]) @ axes.T
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    normals *= np.where(normals[:, 2:] < 0, -1.0, 1.0)
    strength = np.full(len(normals), _AMBIENT)
    for direction, power in _LIGHTS:
        strength += power * np.clip(normals @ (direction / np.linalg.norm(direction)), 0, None)
    gloss = _GLOSS * np.clip(normals @ _GLOSS_DIRECTION, 0, 1) ** 40
    return strength, gloss


def _spread(values: Floats, corners: Floats, chosen: Integers, right: Floats, down: Floats) -> Floats:
    """Spread values at the corners of triangles evenly over the chosen pixels."""
    slopes = _slopes(corners, values)
    spread = values[chosen, 0] + right * slopes[chosen, 0] + down * slopes[chosen, 1]
    return np.asarray(np.clip(spread, values.min(axis=1)[chosen], values.max(axis=1)[chosen]))


def _draw_edges(mesh: Mesh, axes: Floats, frame: Frame, picture: Floats, finer: int) -> None:
    """Darken the pixels along the edges that nothing hides."""
    depths = frame.depths()
    for edge in mesh.edges:
        pixels = frame.place(edge @ axes.T)
        steps = np.ceil(np.abs(np.diff(pixels[:, :2], axis=0)).max(axis=1) * 2).astype(np.int64) + 1
        starts = np.repeat(np.arange(len(steps)), steps)
        part = (np.arange(steps.sum()) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[starts]
        dots = pixels[starts] + (pixels[starts + 1] - pixels[starts]) * part[:, None]
        for right in range(finer):
            for down in range(finer):
                x = (dots[:, 0] + right - (finer - 1) / 2).astype(np.int64)
                y = (dots[:, 1] + down - (finer - 1) / 2).astype(np.int64)
                inside = (x >= 0) & (x < frame.width) & (y >= 0) & (y < frame.height)
                place = (y * frame.width + x)[inside]
                before = dots[inside, 2] - _EDGE_BIAS <= depths[place]
                picture[place[before], :3] = _EDGE_TINT
                picture[place[before], 3] = 1.0


def _reduced(picture: Floats, finer: int) -> npt.NDArray[np.uint8]:
    """Average squares of pixels, so that slanted lines are smooth."""
    down, across = picture.shape[0] // finer, picture.shape[1] // finer
    blocks = picture.reshape(down, finer, across, finer, 4)
    opacity = blocks[..., 3:].mean(axis=(1, 3))
    colour = (blocks[..., :3] * blocks[..., 3:]).mean(axis=(1, 3)) / np.maximum(opacity, 1e-9)
    return np.asarray(np.rint(np.concatenate([colour, opacity], axis=2) * 255), dtype=np.uint8)


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Write pixels (rows, columns, red-green-blue-opacity) as a PNG file (ISO/IEC 15948)."""
    rows, columns, _ = pixels.shape
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), pixels.reshape(rows, columns * 4)], axis=1)
    header = struct.pack(">IIBBBBB", columns, rows, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
