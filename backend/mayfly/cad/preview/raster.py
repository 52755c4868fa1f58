"""Draws a small shaded picture on a transparent ground, and writes PNG: no display, no graphics library."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

from mayfly.cad.preview.mesh import Floats, Integers, Mesh
from mayfly.cad.preview.zbuffer import Frame, slopes_of

_EDGE_TINT = np.array([0.10, 0.13, 0.18])
_LIGHTS = ((np.array([-0.45, 0.65, 0.62]), 0.62), (np.array([0.80, 0.15, 0.58]), 0.22))
"""Directions to the lights, seen from the camera (right, up, towards the eye), and their strengths."""
_AMBIENT = 0.34
_GLOSS = 0.16
_GLOSS_DIRECTION = np.array([-0.24, 0.36, 0.90])
_EDGE_BIAS = 0.004
"""How far before the surface an edge is taken to lie, as a part of the depth of the model."""


def _gathered(mesh: Mesh) -> tuple[Floats, Integers, Integers]:
    """Return all corners, all triangles by number of their corners, and the face of each triangle."""
    shifts = np.cumsum([0, *(len(patch.points) for patch in mesh.patches)])
    triangles = [patch.triangles + shift for patch, shift in zip(mesh.patches, shifts, strict=False)]
    faces = np.repeat(np.arange(len(triangles)), [len(part) for part in triangles])
    return mesh.points, np.concatenate(triangles), faces


def face_at_each_pixel(mesh: Mesh, axes: Floats, pixels: int) -> Integers:
    """Return the face that each pixel of a small square picture shows, -1 for none."""
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
    """Draw the model shaded, with its edges, on a transparent ground.

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
    """Return for each corner how much of its colour, and how much white, the light makes of it."""
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
    slopes = slopes_of(corners, values)
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


def png(pixels: npt.NDArray[np.uint8], effort: int = 9) -> bytes:
    """Write pixels as a PNG file (ISO/IEC 15948).

    Args:
        pixels: Rows, columns, and red, green, blue or red, green, blue, opacity.
        effort: Of the compression, 1 to 9.
    """
    rows, columns, parts = pixels.shape
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), pixels.reshape(rows, columns * parts)], axis=1)
    header = struct.pack(">IIBBBBB", columns, rows, 8, {3: 2, 4: 6}[parts], 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), effort)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
