"""The drawing: hidden lines dashed, the three outer sizes, a scale bar; readable on light and on dark."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mayfly.cad.preview.camera import best_camera
from mayfly.cad.preview.mesh import Body, Floats, tessellate
from mayfly.cad.preview.outline import find_outline
from mayfly.cad.preview.sizes import Size, outer_sizes

# Middle tones: each keeps a contrast of 3:1 or more to white and to near-black.
_INK = "#3d7cc4"
_FINE_INK = "#5b8fca"
_HIDDEN_INK = "#7d8a99"
_TEXT_INK = "#727e8c"

_WIDTH, _HEIGHT = 420.0, 330.0
_ROOM, _HEAD, _FOOT = 58.0, 14.0, 16.0
"""Pixels beside and below the model for its dimensions, above it, and for the scale bar."""
_GAP, _AWAY, _BEYOND = 5.0, 30.0, 5.0
"""Pixels from the model to an extension line, to the dimension line, and over it."""
_ARROW_LONG, _ARROW_WIDE = 8.0, 2.6
_SHORT = 30.0
"""Dimension lines below so many pixels get their arrows from outside."""
_FONT = 13


@dataclass(frozen=True)
class _Sheet:
    """Where things lie on the drawing.

    Attributes:
        axes: The camera's axes.
        scale: Pixels a mm.
        left: Least place to the right, in mm.
        top: Greatest place upwards, in mm.
        margin_x: Pixels to the left of the model.
        margin_y: Pixels above the model.
    """

    axes: Floats
    scale: float
    left: float
    top: float
    margin_x: float
    margin_y: float

    def flat(self, points: Floats) -> Floats:
        """Turn places on the picture plane (mm, upwards) into pixels (downwards)."""
        x = (points[..., 0] - self.left) * self.scale + self.margin_x
        y = (self.top - points[..., 1]) * self.scale + self.margin_y
        return np.stack([x, y], axis=-1)

    def solid(self, point: Floats) -> Floats:
        """Turn a place in space (mm) into pixels."""
        return self.flat(point @ self.axes[:2].T)


def draw(bodies: list[Body]) -> str:
    """Draw a model as SVG; the same model always gives the same text."""
    mesh = tessellate(bodies)
    axes = best_camera(mesh).axes
    sizes = outer_sizes(mesh, axes)
    ends = np.array([end for size in sizes for end in (size.start, size.stop)])
    projected = np.concatenate([mesh.points, ends]) @ axes[:2].T
    low, high = projected.min(axis=0), projected.max(axis=0)
    span = np.maximum(high - low, 1e-9)
    scale = float(min(_WIDTH / span[0], _HEIGHT / span[1]))
    outline = find_outline(bodies, axes, 0.12 / scale)
    width = max(220.0, math.ceil(span[0] * scale + 2 * _ROOM))
    height = math.ceil(span[1] * scale + _HEAD + _ROOM + _FOOT)
    sheet = _Sheet(axes, scale, float(low[0]), float(high[1]), (width - float(span[0]) * scale) / 2, _HEAD)
    title = " × ".join(_number(side) for side in mesh.high - mesh.low)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
            f'height="{height:g}" role="img" font-family="Helvetica, Arial, \'DejaVu Sans\', sans-serif" '
            f'font-size="{_FONT}" fill="none" stroke-linecap="round" stroke-linejoin="round">',
            f"<title>{title} mm</title>",
            _paths(
                outline.hidden, sheet, f'stroke="{_HIDDEN_INK}" stroke-width="0.9" stroke-dasharray="3.5 3"'
            ),
            _paths(outline.smooth, sheet, f'stroke="{_FINE_INK}" stroke-width="0.6"'),
            _paths(outline.visible, sheet, f'stroke="{_INK}" stroke-width="1.7"'),
            f'<g stroke="{_TEXT_INK}" stroke-width="0.9">',
            *(line for size in sizes for line in _dimension(sheet, size)),
            *_scale_bar(scale, width, height),
            "</g>",
            "</svg>",
            "",
        ]
    )


def _paths(lines: tuple[Floats, ...], sheet: _Sheet, style: str) -> str:
    """Write polylines as one path, each place to a tenth of a pixel and each line once."""
    pieces: dict[str, None] = {}
    for line in lines:
        texts = [f"{x:.1f} {y:.1f}".replace(".0", "") for x, y in sheet.flat(line) + 0.0]
        kept = [text for number, text in enumerate(texts) if number == 0 or text != texts[number - 1]]
        if len(kept) > 1:
            backwards = "M" + "L".join(reversed(kept))
            if backwards not in pieces:
                pieces["M" + "L".join(kept)] = None
    return f'<path {style} d="{"".join(pieces)}"/>'


def _dimension(sheet: _Sheet, size: Size) -> list[str]:
    """Draw one size: two extension lines, a line with two arrows, and the number."""
    flat = size.outwards @ sheet.axes[:2].T * np.array([1.0, -1.0])
    away = flat / max(float(np.linalg.norm(flat)), 1e-9)
    first, last = sheet.solid(size.start), sheet.solid(size.stop)
    length = float(np.linalg.norm(last - first))
    if length < 1.0:
        return []
    along = (last - first) / length
    a, b = first + away * _AWAY, last + away * _AWAY
    lines = [_line(point + away * _GAP, point + away * (_AWAY + _BEYOND)) for point in (first, last)]
    if length >= _SHORT:
        lines += [_line(a, b), _arrow(a, along), _arrow(b, -along)]
    else:
        lines += [
            _line(a - along * 2 * _ARROW_LONG, b + along * 2 * _ARROW_LONG),
            _arrow(a, -along),
            _arrow(b, along),
        ]
    across = np.array([-along[1], along[0]])
    across = across if float(across @ away) > 0 else -across
    middle = (a + b) / 2 + across * 7.0
    anchor = "middle" if abs(across[0]) < 0.35 else ("start" if across[0] > 0 else "end")
    x, y = middle[0], middle[1] + _FONT * (0.36 + 0.4 * float(across[1]))
    lines.append(
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_TEXT_INK}" stroke="none">'
        f"{size.sign}{_number(size.length_mm)}</text>"
    )
    return lines


def _scale_bar(scale: float, width: float, height: float) -> list[str]:
    """Draw a bar of a round length (1, 2 or 5 times a power of ten), about a fifth of the picture long."""
    wanted = width / 5 / scale
    power = 10.0 ** math.floor(math.log10(wanted))
    length = next(step * power for step in (5, 2, 1) if step * power <= wanted)
    right, y = width - 14.0, height - 12.0
    left = right - length * scale
    ticks = f"M{left:.1f} {y - 4:.1f}V{y:.1f}H{right:.1f}V{y - 4:.1f}"
    return [
        f'<path d="{ticks}"/>',
        f'<text x="{left - 7:.1f}" y="{y + 1:.1f}" text-anchor="end" fill="{_TEXT_INK}" stroke="none">'
        f"{_number(length)} mm</text>",
    ]


def _line(start: Floats, stop: Floats) -> str:
    return f'<path d="M{start[0]:.1f} {start[1]:.1f}L{stop[0]:.1f} {stop[1]:.1f}"/>'


def _arrow(tip: Floats, inwards: Floats) -> str:
    """Draw a filled arrow head whose shaft goes inwards from its tip."""
    across = np.array([-inwards[1], inwards[0]])
    base = tip + inwards * _ARROW_LONG
    corners = (tip, base + across * _ARROW_WIDE, base - across * _ARROW_WIDE)
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
    return f'<path d="M{path}Z" fill="{_TEXT_INK}" stroke="none"/>'


def _number(value: float) -> str:
    """Write a length in mm with at most two decimals; smaller ones with two digits that count."""
    if 0 < abs(value) < 0.01:
        return f"{value:.2g}"
    return f"{value:.2f}".rstrip("0").rstrip(".")
