"""Renders one view of a scene: shaded faces, dark edges, hatched cuts, all of it smooth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mayfly.cad.preview.mesh import Floats, Integers
from mayfly.cad.preview.scene import Cut, Scene
from mayfly.cad.preview.zbuffer import Frame, fragments, slopes_of

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Singles = npt.NDArray[np.float32]
Names = npt.NDArray[np.int32]

INK = np.array([0.09, 0.11, 0.15])
CUT_COLOUR = np.array([0.97, 0.64, 0.36])
HATCH = np.array([0.72, 0.32, 0.12])
"""Orange with darker lines: neither steel nor anything that a light makes of it."""

_FINER = 2
_BAND_ROWS = 512
"""Rows that are drawn together; bounds the memory of large pictures."""
_OVERLAP = 4
_LIGHTS = ((np.array([-0.45, 0.65, 0.62]), 0.62), (np.array([0.80, 0.15, 0.58]), 0.22))
"""Directions to the lights, seen from the camera (right, up, towards the eye), and their strengths."""
_AMBIENT, _FAR_DIMMER = 0.36, 0.22
"""Light that is everywhere, and how much darker the farthest place is than the nearest."""
_JUMP = 20.0
"""Neighbouring pixels whose depths differ by so many pixels have an outline between them."""
_HATCHES = ((1, 14), (-1, 14), (1, 22), (-1, 22))
"""Direction and distance of the lines of a hatching; neighbouring bodies take turns."""
_HATCH_WIDE = 3
_DOTS = 400_000
_MOST_BODIES = 64
"""Up to so many, the cut faces of neighbours are hatched in different directions."""


@dataclass(frozen=True)
class Window:
    """What of the picture plane is shown.

    Attributes:
        width: Pixels across.
        height: Pixels down.
        middle: The place, in mm to the right and upwards, in the middle of the picture.
        scale: Pixels a mm.
        bold: Width of an edge, in halves of a pixel.
    """

    width: int
    height: int
    middle: Floats
    scale: float
    bold: int = 2


def render(scene: Scene, axes: Floats, window: Window) -> Pixels:
    """Draw a scene.

    Args:
        scene: What to draw.
        axes: Three rows: to the right, upwards, and from the model to the eye.
        window: Which part of it, and how large.

    Returns:
        Rows of pixels: red, green, blue.
    """
    projected = scene.points @ axes.T
    span = (float(projected[:, 2].min()), float(projected[:, 2].max()))
    scale = window.scale * _FINER
    corner = window.middle - np.array([window.width, window.height]) / (2 * window.scale)
    model = _Model(scene, axes, projected, span)
    picture = np.full((window.height, window.width, 3), 255, dtype=np.uint8)
    left, right, top, bottom = _used(projected, corner, window)
    low = np.array([corner[0] + left / window.scale, corner[1], span[0]])
    for start in range(top, bottom, _BAND_ROWS):
        stop = min(start + _BAND_ROWS, bottom)
        above, below = max(top, start - _OVERLAP), min(bottom, stop + _OVERLAP)
        frame = Frame(
            (right - left) * _FINER,
            (below - above) * _FINER,
            low,
            scale,
            span[1] - span[0],
            skipped=above * _FINER,
            whole=window.height * _FINER,
        )
        rows = _Band(model, frame, scale, above, window.bold).pixels()
        picture[start:stop, left:right] = rows[start - above : stop - above]
    return picture


def _used(projected: Floats, corner: Floats, window: Window) -> tuple[int, int, int, int]:
    """Return which columns and rows of a picture the model takes, lines included: first and last of each."""
    ends = projected.min(axis=0)[:2], projected.max(axis=0)[:2]
    low, high = ((end - corner) * window.scale for end in ends)
    space = window.bold + 2
    left, right = int(np.floor(low[0])) - space, int(np.ceil(high[0])) + space
    top, bottom = window.height - int(np.ceil(high[1])) - space, window.height - int(np.floor(low[1])) + space
    return max(0, left), min(window.width, right), max(0, top), min(window.height, bottom)


@dataclass(frozen=True)
class _Model:
    """A scene as one camera sees it."""

    scene: Scene
    axes: Floats
    projected: Floats
    span: tuple[float, float]

    def light(self) -> Floats:
        """Return how bright each corner is."""
        normals = self.scene.normals @ self.axes.T
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        normals *= np.where(normals[:, 2:] < 0, -1.0, 1.0)
        strength = np.full(len(normals), _AMBIENT)
        for direction, power in _LIGHTS:
            strength += power * np.clip(normals @ (direction / np.linalg.norm(direction)), 0, None)
        low, high = self.span
        far = (high - self.projected[:, 2]) / max(high - low, 1e-9)
        return np.asarray(strength * (1.0 - _FAR_DIMMER * far))


class _Band:
    """Some rows of a picture in the making."""

    def __init__(self, model: _Model, frame: Frame, scale: float, rows_above: int, bold: int) -> None:
        """Find out what each pixel shows."""
        self._model, self._frame, self._scale, self._above = model, frame, scale, rows_above
        self._bold = bold
        scene = model.scene
        self._corners = frame.place(model.projected)[scene.triangles]
        (abx, aby), (acx, acy) = (
            self._corners[:, k, :2].T - self._corners[:, 0, :2].T for k in (1, 2)
        )  # pixels count downwards: what is counter-clockwise in the model is clockwise here
        self._turn = np.sign(acx * aby - abx * acy).astype(np.int64)
        front = np.flatnonzero((self._turn > 0) | ~scene.closed)
        frame.draw(self._corners[front], front)
        frame.draw_slivers(self._corners[front], front)
        self._shown = frame.triangles().astype(np.int32)
        self._depths = frame.depths().astype(np.float32)
        self._cut_bodies = self._opened(scene.cut) if scene.cut is not None else None

    def pixels(self) -> Pixels:
        """Draw it."""
        height, width = self._frame.height, self._frame.width
        shown = self._shown.reshape(height, width)
        lines = self._edges().reshape(height, width)
        if self._cut_bodies is not None:
            lines &= shown < len(self._model.scene.triangles)
        lines |= self._outlines(shown)
        picture = self._shaded(shown)
        if self._cut_bodies is not None:
            hatched = self._hatched(self._cut_bodies.reshape(height, width))
            picture = _blend(picture, hatched, HATCH)
        return np.asarray(np.rint(_blend(picture, lines, INK) * 255), dtype=np.uint8)

    # --- cuts ------------------------------------------------------------------------------

    def _opened(self, cut: Cut) -> Integers:
        """Return which body the plane cuts at each pixel, -1 for none, and have the pixels show it.

        A line of sight that leaves a body once more often than it enters it has begun
        inside of it: at the plane.
        """
        scene, size = self._model.scene, len(self._shown)
        bodies = scene.bodies if int(scene.bodies.max(initial=0)) < _MOST_BODIES else scene.bodies * 0
        found = np.full(size, -1, dtype=np.int64)
        for body in np.unique(bodies):
            chosen = np.flatnonzero((bodies == body) & scene.closed & (self._turn != 0))
            inside = np.zeros(size, dtype=np.int32)
            turn = -self._turn[chosen].astype(np.int32)
            for numbers, pixels, _ in fragments(self._corners[chosen], self._frame.width, self._frame.height):
                np.add.at(inside, pixels, turn[numbers])
            found[inside > 0] = body
        places = np.flatnonzero(found >= 0)
        self._shown[places] = len(scene.triangles) + found[places]
        self._depths[places] = self._plane_depths(cut, places)
        return found

    def _plane_depths(self, cut: Cut, pixels: Integers) -> Floats:
        """Return the depth of the cutting plane at pixels."""
        along, frame = self._model.axes[:, cut.axis], self._frame
        start, right, down = (
            frame.unplace(np.array(place)) for place in ((0.5, 0.5), (1.5, 0.5), (0.5, 1.5))
        )
        x, y = pixels % frame.width, pixels // frame.width
        flat = start + x[:, None] * (right - start) + y[:, None] * (down - start)
        depth = (cut.at - flat @ along[:2]) / along[2]
        return np.asarray(np.clip(frame.depth_of(depth), 0.0, 1.0))

    def _hatched(self, bodies: Integers) -> Mask:
        """Return the pixels of the hatching, whose direction changes from body to body."""
        y, x = np.nonzero(bodies >= 0)
        ways, pitches = np.array(_HATCHES)[bodies[y, x] % len(_HATCHES)].T
        slant = (x + ways * (y + self._above * _FINER)) % pitches
        hatched = np.zeros(bodies.shape, dtype=bool)
        hatched[y, x] = slant < _HATCH_WIDE
        return hatched

    # --- faces -----------------------------------------------------------------------------

    def _shaded(self, shown: Names) -> Floats:
        """Colour the faces; where all four parts of a pixel show one triangle, its middle stands for them."""
        table = self._table()
        parts = [shown[row::2, column::2].ravel() for row in (0, 1) for column in (0, 1)]
        alike = (parts[0] == parts[1]) & (parts[0] == parts[2]) & (parts[0] == parts[3])
        height, width = shown.shape[0] // 2, shown.shape[1] // 2
        picture = np.ones((height * width, 3), dtype=np.float32)
        places = np.flatnonzero(alike & (parts[0] >= 0))
        x, y = places % width, places // width
        picture[places] = _lit(table, parts[0][places], 4 * x + 2, 4 * y + 2)
        places = np.flatnonzero(~alike)
        x, y = places % width, places // width
        mixed = np.zeros((len(places), 3), dtype=np.float32)
        for number, part in enumerate(parts):
            row, column = divmod(number, 2)
            seen = part[places]
            colour = np.ones((len(places), 3), dtype=np.float32)
            some = np.flatnonzero(seen >= 0)
            colour[some] = _lit(table, seen[some], 4 * x[some] + 2 * column + 1, 4 * y[some] + 2 * row + 1)
            mixed += colour / 4
        picture[places] = mixed
        return picture.reshape(height, width, 3)

    def _table(self) -> Singles:
        """Return a row for each triangle, and for the cut of each body: colour, light and its limits."""
        scene = self._model.scene
        light = self._model.light()[scene.triangles]
        slopes = slopes_of(self._corners, light)
        start = light[:, 0] - (slopes * self._corners[:, 0, :2]).sum(axis=1)
        limits = np.stack([light.min(axis=1), light.max(axis=1)], axis=1)
        faces = np.concatenate([scene.colours[scene.faces], start[:, None], slopes, limits], axis=1)
        cuts = np.tile([*CUT_COLOUR, 1.0, 0.0, 0.0, 1.0, 1.0], (_MOST_BODIES, 1))
        return np.concatenate([faces, cuts]).astype(np.float32)

    # --- lines -----------------------------------------------------------------------------

    def _outlines(self, shown: Names) -> Mask:
        """Return the pixels along which the model ends, lies before something, or is cut."""
        height, width = shown.shape
        depths = self._depths.reshape(height, width)
        kind = np.minimum(shown, 0).astype(np.int8)  # -1 for nothing, 0 for a face, 1 and more for cuts
        if self._cut_bodies is not None:
            cut = self._cut_bodies.reshape(height, width)
            kind[cut >= 0] = cut[cut >= 0] + 1
        low, high = self._model.span
        jump = _JUMP / self._scale / max(high - low, 1e-9)
        lines = np.zeros((height, width), dtype=bool)
        for here, there in (
            (np.s_[:, :-1], np.s_[:, 1:]),
            (np.s_[:-1], np.s_[1:]),
        ):
            growth = depths[there] - depths[here]
            other = kind[here] != kind[there]
            if self._cut_bodies is None:
                lines[here] |= other | (growth > jump)
                lines[there] |= other | (growth < -jump)
            else:  # thin cuts are not to vanish under lines: only between two of them there is one
                lines[here] |= (other | (growth > jump)) & ((kind[here] < 1) | (kind[there] > 0))
                lines[there] |= (other | (growth < -jump)) & (kind[there] < 1)
        return lines

    def _edges(self) -> Mask:
        """Return the pixels along the edges that nothing hides."""
        frame = self._frame
        lines = np.zeros(frame.width * frame.height, dtype=bool)
        ends = frame.place(self._model.scene.edges @ self._model.axes.T)
        tall = ends[:, :, 1]
        ends = ends[(tall.max(axis=1) >= -2) & (tall.min(axis=1) <= frame.height + 2)]
        steps = np.ceil(np.abs(ends[:, 1, :2] - ends[:, 0, :2]).max(axis=1)).astype(np.int64) + 1
        upto = np.cumsum(steps)
        start = 0
        while start < len(ends):
            done = int(upto[start - 1]) if start else 0
            stop = max(start + 1, int(np.searchsorted(upto, done + _DOTS, side="right")))
            part = steps[start:stop]
            owners = np.repeat(np.arange(start, stop), part)
            along = (
                np.arange(int(upto[stop - 1]) - done) - np.repeat(upto[start:stop] - part - done, part)
            ) / (np.maximum(np.repeat(part, part) - 1, 1))
            self._dot(lines, ends[owners, 0] + (ends[owners, 1] - ends[owners, 0]) * along[:, None])
            start = stop
        return lines

    def _dot(self, lines: Mask, dots: Floats) -> None:
        """Mark the pixels around those of many places that nothing hides."""
        width, height = self._frame.width, self._frame.height
        x, y = (np.floor(dots[:, k]).astype(np.int64) for k in (0, 1))
        near = np.full(len(dots), -1.0)
        for right in (-1, 0, 1):
            for down in (-1, 0, 1):
                place = np.clip(y + down, 0, height - 1) * width + np.clip(x + right, 0, width - 1)
                depth = self._depths[place]
                near = np.maximum(near, np.where(depth > 1.5, -1.0, depth))
        low, high = self._model.span
        bias = 1.0 / self._scale / max(high - low, 1e-9) + 1e-6
        seen = (near < 0) | (dots[:, 2] - bias <= near)
        x, y = (np.floor(dots[seen, k] - (self._bold - 1) / 2).astype(np.int64) for k in (0, 1))
        for right in range(self._bold):
            for down in range(self._bold):
                inside = (x + right >= 0) & (x + right < width) & (y + down >= 0) & (y + down < height)
                lines[((y + down) * width + x + right)[inside]] = True


def _lit(table: Singles, shown: Names, x: Integers, y: Integers) -> Singles:
    """Return the colours of places that show triangles; the places are in halves of a part of a pixel."""
    rows = np.take(table, shown, axis=0)
    halves = x.astype(np.float32) / 2, y.astype(np.float32) / 2
    light = np.clip(rows[:, 3] + rows[:, 4] * halves[0] + rows[:, 5] * halves[1], rows[:, 6], rows[:, 7])
    return np.minimum(rows[:, :3] * light[:, None], np.float32(1.0))


def _blend(picture: Floats, marked: Mask, colour: Floats) -> Floats:
    """Mix a colour in, as much as parts of each pixel are marked."""
    parts = marked.view(np.int8)
    counts = parts[::2, ::2] + parts[::2, 1::2] + parts[1::2, ::2] + parts[1::2, 1::2]
    y, x = np.nonzero(counts)
    amount = counts[y, x][:, None] / np.float32(4)
    picture[y, x] = picture[y, x] * (1 - amount) + colour * amount
    return picture
