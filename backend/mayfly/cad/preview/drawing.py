"""Draws a model as SVG: hidden lines dashed, outer dimensions, a scale bar; readable on light and dark."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mayfly.cad.preview.camera import best_camera
from mayfly.cad.preview.dimensions import Size, outer_sizes
from mayfly.cad.preview.hidden_lines import find_outline
from mayfly.cad.preview.mesh import Floats, Mesh
from mayfly.cad.preview.step_reader import Body
from mayfly.number_text import length_text

# Middle tones: each keeps a contrast of 3:1 or more to white and to near-black.
_INK = "#3d7cc4"
_FINE_INK = "#5b8fca"
_HIDDEN_INK = "#7d8a99"
_TEXT_INK = "#727e8c"

_WIDTH, _HEIGHT = 420.0, 330.0
"""Pixels that the model may take, without its dimensions."""
_NARROWEST, _BORDER, _FOOT = 220.0, 10.0, 20.0
_GAP, _AWAY, _BEYOND = 5.0, 30.0, 5.0
"""Pixels from the model to an extension line, to the dimension line, and over it."""
_ARROW_LONG, _ARROW_WIDE = 8.0, 2.6
_SHORTEST, _ROOM_FOR_ARROWS = 1.0, 30.0
"""Dimension lines below so many pixels are left out, or get their arrows from outside."""
_FONT = 13


@dataclass(frozen=True)
class _Sheet:
    """Where things lie on the drawing; the model's left and upper end is at 0, 0.

    Attributes:
        axes: The camera's axes.
        scale: Pixels a mm.
        left: Least place to the right, in mm.
        top: Greatest place upwards, in mm.
    """

    axes: Floats
    scale: float
    left: float
    top: float

    def flat(self, points: Floats) -> Floats:
        """Turn places on the picture plane (mm, upwards) into pixels (downwards)."""
        x = (points[..., 0] - self.left) * self.scale
        y = (self.top - points[..., 1]) * self.scale
        return np.stack([x, y], axis=-1)

    def solid(self, point: Floats) -> Floats:
        """Turn a place in space (mm) into pixels."""
        return self.flat(point @ self.axes[:2].T)


class _Pen:
    """Draws thin lines, arrows and numbers, and remembers how far they reach."""

    def __init__(self) -> None:
        """Start with nothing drawn."""
        self.parts: list[str] = []
        self.low, self.high = np.full(2, np.inf), np.full(2, -np.inf)

    def _reach(self, *places: Floats) -> None:
        self.low = np.minimum(self.low, np.min(places, axis=0))
        self.high = np.maximum(self.high, np.max(places, axis=0))

    def line(self, *places: Floats) -> None:
        """Draw a line through places."""
        self._reach(*places)
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        self.parts.append(f'<path d="M{path}"/>')

    def arrow(self, tip: Floats, inwards: Floats) -> None:
        """Draw a filled arrow head whose shaft goes inwards from its tip."""
        across = np.array([-inwards[1], inwards[0]]) * _ARROW_WIDE
        base = tip + inwards * _ARROW_LONG
        corners = (tip, base + across, base - across)
        self._reach(*corners)
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
        self.parts.append(f'<path d="M{path}Z" fill="{_TEXT_INK}" stroke="none"/>')

    def text(self, place: Floats, anchor: str, content: str) -> None:
        """Write a text that starts, has its middle, or ends at a place on its base line."""
        x, y = place
        long = len(content) * _FONT * 0.6
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * long
        self._reach(np.array([left, y - _FONT]), np.array([left + long, y + _FONT * 0.3]))
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_TEXT_INK}" stroke="none">'
            f"{content}</text>"
        )


def draw(bodies: list[Body], mesh: Mesh) -> str:
    """Draw a model as SVG; the same model always gives the same text."""
    axes = best_camera(mesh).axes
    sizes = outer_sizes(mesh, axes)
    projected = mesh.points @ axes[:2].T
    low, high = projected.min(axis=0), projected.max(axis=0)
    scale = float(min((_WIDTH, _HEIGHT) / np.maximum(high - low, 1e-9)))
    sheet = _Sheet(axes, scale, float(low[0]), float(high[1]))
    outline = find_outline(bodies, mesh, axes, 0.12 / scale)
    pen = _Pen()
    for size in sizes:
        _dimension(pen, sheet, size)
    corners = (np.zeros(2), (high - low) * scale)
    left, top = np.floor(np.minimum(pen.low, corners[0]) - _BORDER)
    right, bottom = np.ceil(np.maximum(pen.high, corners[1]) + _BORDER)
    spare = max(0.0, _NARROWEST - (right - left))
    left, right = left - spare // 2, right + spare - spare // 2
    _scale_bar(pen, scale, left, right, bottom)
    width, height = right - left, bottom + _FOOT - top
    title = " × ".join(length_text(side) for side in mesh.high - mesh.low)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {width:g} {height:g}" '
            f'width="{width:g}" height="{height:g}" role="img" '
            "font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" "
            f'font-size="{_FONT}" fill="none" stroke-linecap="round" stroke-linejoin="round">',
            f"<title>{title} mm</title>",
            *_paths(
                outline.hidden, sheet, f'stroke="{_HIDDEN_INK}" stroke-width="0.9" stroke-dasharray="3.5 3"'
            ),
            *_paths(outline.smooth, sheet, f'stroke="{_FINE_INK}" stroke-width="0.6"'),
            *_paths(outline.visible, sheet, f'stroke="{_INK}" stroke-width="1.7"'),
            f'<g stroke="{_TEXT_INK}" stroke-width="0.9">',
            *pen.parts,
            "</g>",
            "</svg>",
            "",
        ]
    )


def _paths(lines: tuple[Floats, ...], sheet: _Sheet, style: str) -> list[str]:
    """Write polylines as one path, each place to a tenth of a pixel and each line once; none for no lines."""
    pieces: dict[tuple[str, ...], None] = {}
    for line in lines:
        texts = [f"{x:.1f} {y:.1f}".replace(".0", "") for x, y in sheet.flat(line) + 0.0]
        kept = tuple(text for number, text in enumerate(texts) if number == 0 or text != texts[number - 1])
        if len(kept) > 1 and kept[::-1] not in pieces:
            pieces[kept] = None
    content = "".join("M" + "L".join(piece) for piece in _chained(list(pieces)))
    return [f'<path {style} d="{content}"/>'] if content else []


def _chained(pieces: list[tuple[str, ...]]) -> list[list[str]]:
    """Join polylines where one ends and another begins, so that the file is small and dashes run on."""
    begins: dict[str, list[int]] = {}
    for number, piece in enumerate(pieces):
        begins.setdefault(piece[0], []).append(number)
    used: set[int] = set()
    chains: list[list[str]] = []
    for number, piece in enumerate(pieces):
        if number in used:
            continue
        used.add(number)
        chain = list(piece)
        while True:
            following = next((other for other in begins.get(chain[-1], ()) if other not in used), None)
            if following is None:
                break
            used.add(following)
            chain += pieces[following][1:]
        chains.append(chain)
    return chains


def _dimension(pen: _Pen, sheet: _Sheet, size: Size) -> None:
    """Draw one size: two extension lines, a line with two arrows, and the number."""
    flat = size.outwards @ sheet.axes[:2].T * np.array([1.0, -1.0])
    away = flat / max(float(np.linalg.norm(flat)), 1e-9)
    first, last = sheet.solid(size.start), sheet.solid(size.stop)
    length = float(np.linalg.norm(last - first))
    if length < _SHORTEST:
        return
    along = (last - first) / length
    for place in (first, last):
        pen.line(place + away * _GAP, place + away * (_AWAY + _BEYOND))
    a, b = first + away * _AWAY, last + away * _AWAY
    inside = length >= _ROOM_FOR_ARROWS
    tail = along * (0.0 if inside else 2 * _ARROW_LONG)
    pen.line(a - tail, b + tail)
    pen.arrow(a, along if inside else -along)
    pen.arrow(b, -along if inside else along)
    across = np.array([-along[1], along[0]])
    across = across if float(across @ away) > 0 else -across
    middle = (a + b) / 2 + across * 7.0
    anchor = "middle" if abs(across[0]) < 0.35 else ("start" if across[0] > 0 else "end")
    middle[1] += _FONT * (0.36 + 0.4 * float(across[1]))
    pen.text(middle, anchor, size.sign + length_text(size.length_mm))


def _scale_bar(pen: _Pen, scale: float, left: float, right: float, bottom: float) -> None:
    """Draw a bar of a round length (1, 2 or 5 times a power of ten), at most a fifth of the picture long."""
    wanted = (right - left) / 5 / scale
    power = 10.0 ** math.floor(math.log10(wanted))
    length = next(step * power for step in (5, 2, 1) if step * power <= wanted * 1.000001)
    end, base = right - 14.0, bottom + _FOOT - 10.0
    start = end - length * scale
    ends = [np.array([x, y]) for x, y in ((start, base - 4), (start, base), (end, base), (end, base - 4))]
    pen.line(*ends)
    pen.text(np.array([start - 7, base + 1]), "end", f"{length_text(length)} mm")
