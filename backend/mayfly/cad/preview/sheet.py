"""Draws a sheet: shaded views of a model with their names, sizes and axes, and a section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mayfly.cad.preview.mesh import Floats, Mesh
from mayfly.cad.preview.raster import png
from mayfly.cad.preview.rendering import HATCH, Window, render
from mayfly.cad.preview.scene import Cut, Scene, cut_scene, scene_of
from mayfly.cad.preview.sheet_layout import Cell, Margins, Size, arrange
from mayfly.cad.preview.stroke_font import Picture, rule, text_width, write
from mayfly.cad.preview.views import FLAT, ISO, SECTION_SIDES, View
from mayfly.number_text import length_text

_AXES = "XYZ"
_AXIS_COLOURS = np.array([[0.80, 0.16, 0.14], [0.10, 0.52, 0.18], [0.12, 0.30, 0.80]])
_TEXT, _RULE = np.array([0.12, 0.14, 0.18]), np.array([0.80, 0.82, 0.85])
_LETTERS_ACROSS = 95.0
"""Large letters that would lie across a sheet on their sides."""
_UNLABELLED = 150
"""Sheets of fewer pixels across have no labels: nobody could read them."""
_EFFORT = 6


class OutsideModel(ValueError):
    """The plane of a section does not go through the model.

    Attributes:
        low: Where the model begins along the axis, in mm.
        high: Where it ends.
    """

    def __init__(self, low: float, high: float) -> None:
        """Keep the range."""
        super().__init__(f"the section is not between {low} and {high}")
        self.low, self.high = low, high


@dataclass(frozen=True)
class _Style:
    """How large letters and margins are.

    Attributes:
        tall: Height of a large letter in pixels; 0 for no labels.
        margins: What surrounds each view.
    """

    tall: float
    margins: Margins


def draw_sheet(mesh: Mesh, order: Mapping[str, Any]) -> bytes:
    """Draw a sheet of views; the same model always gives the same bytes.

    Args:
        mesh: The model.
        order: "views": names; "axis": 0, 1, 2 to cut across X, Y, Z, None for no cut; "at": where in mm, None
            for the middle; "width": pixels across.

    Returns:
        A PNG file.

    Raises:
        OutsideModel: The cut misses the model.
    """
    scene = scene_of(mesh)
    cut = _cut(scene, order.get("axis"), order.get("at"))
    views = _views(order["views"], cut)
    opened = scene if cut is None else cut_scene(scene, cut)
    width = int(order["width"])
    style = _style(width)
    sizes = {view.name: _size(scene, view) for view in views}
    sheet = arrange(views, sizes, width, style.margins)
    picture = np.full((sheet.height, width, 3), 255, dtype=np.uint8)
    for cell in sheet.cells:
        shows_cut = cut is not None and cell.view.name in ("iso", SECTION_SIDES[cut.axis])
        _draw_view(picture, opened if shows_cut else scene, cell, style.margins)
    for cell in sheet.cells:
        _frame(picture, cell, sheet.height)
        if cut is not None and cell.view.name not in ("iso", SECTION_SIDES[cut.axis]):
            _trace(picture, cut, cell, style.margins)
        if style.tall:
            _label(picture, scene, cut, cell, style)
    return png(picture, _EFFORT)


def _cut(scene: Scene, axis: int | None, at: float | None) -> Cut | None:
    """Return the cut, counted from the model's middle.

    Raises:
        OutsideModel: It misses the model.
    """
    if axis is None:
        return None
    low, high, middle = (float(values[axis]) for values in (scene.low, scene.high, scene.middle))
    place = 0.0 if at is None else at - middle
    if not low < place < high:
        raise OutsideModel(low + middle, high + middle)
    return Cut(axis, place, -1 if axis == 1 else 1)


def _views(names: Sequence[str], cut: Cut | None) -> list[View]:
    """Return the views; a cut is seen from its side, whether this side was asked for or not."""
    wanted = [*names] if cut is None else [*names, SECTION_SIDES[cut.axis]]
    return [ISO if name == "iso" else FLAT[name] for name in dict.fromkeys(wanted)]


def _style(width: int) -> _Style:
    if width < _UNLABELLED:
        return _Style(0.0, Margins(0, max(1, width // 40)))
    tall = float(np.clip(width / _LETTERS_ACROSS, 6.0, 44.0))
    return _Style(tall, Margins(round(4.6 * tall), round(1.2 * tall)))


def _size(scene: Scene, view: View) -> Size:
    """Return how large a view is, in mm; nothing is quite flat."""
    if view.across is not None and view.upwards is not None:
        across, upwards = ((scene.high - scene.low)[axis] for axis in (view.across, view.upwards))
    else:
        flat = scene.points @ view.axes[:2].T
        across, upwards = flat.max(axis=0) - flat.min(axis=0)
    least = 1e-6 * float(np.linalg.norm(scene.high - scene.low))
    return max(float(across), least), max(float(upwards), least)


def _middle(scene: Scene, view: View) -> Floats:
    """Return what lies in the middle of a view's place, in mm to the right and upwards."""
    if view.across is not None:
        return np.zeros(2)
    flat = scene.points @ view.axes[:2].T
    return np.asarray((flat.max(axis=0) + flat.min(axis=0)) / 2)


def _draw_view(picture: Picture, scene: Scene, cell: Cell, margins: Margins) -> None:
    """Draw the model into its place."""
    top, bottom = cell.top + margins.head, cell.top + cell.height
    middle = _middle(scene, cell.view)
    bold = max(2, round(cell.width / 350))
    window = Window(cell.width, bottom - top, middle, cell.scale, bold)
    picture[top:bottom, cell.left : cell.left + cell.width] = render(scene, cell.view.axes, window)


def _frame(picture: Picture, cell: Cell, height: int) -> None:
    """Draw fine lines between a view's place and those to its left and above it."""
    left, top = float(cell.left), float(cell.top)
    if cell.left:
        rule(picture, np.array([left, top]), np.array([left, min(height, top + cell.height)]), _RULE)
    if cell.top:
        rule(picture, np.array([left, top]), np.array([left + cell.width, top]), _RULE)


def _trace(picture: Picture, cut: Cut, cell: Cell, margins: Margins) -> None:
    """Draw where the cut runs in a view that looks along it."""
    view = cell.view
    top, bottom = cell.top + margins.head, cell.top + cell.height
    center = np.array([cell.left + cell.width / 2, (top + bottom) / 2])
    along = 0 if view.across == cut.axis else 1
    off = float(view.axes[along][cut.axis]) * cut.at * cell.scale * (1.0 if along == 0 else -1.0)
    start, stop = (
        np.array([cell.left + 2.0, top + 2.0]),
        np.array([cell.left + cell.width - 2.0, bottom - 2.0]),
    )
    start[along] = stop[along] = center[along] + off
    rule(picture, start, stop, HATCH, max(1.0, cell.width / 400), max(6.0, cell.width / 40))


def _label(picture: Picture, scene: Scene, cut: Cut | None, cell: Cell, style: _Style) -> None:
    """Write a view's name and sizes above it, and draw the model's axes beside them."""
    tall, left = style.tall, cell.left + round(0.8 * style.tall)
    room = cell.width - round(1.6 * tall)
    axes_room = _triad_size(tall)
    with_axes = room >= 2.2 * axes_room
    room -= axes_room if with_axes else 0
    for line, texts in enumerate((_names(scene, cut, cell), _sizes(scene, cell.view))):
        text = next((text for text in texts if text_width(text, tall) <= room), "")
        base = cell.top + round((1.7 + 1.9 * line) * tall)
        write(picture, left, base, text, tall, _TEXT)
    if with_axes:
        middle = np.array([cell.left + cell.width - axes_room / 2, cell.top + 0.5 * style.margins.head])
        _triad(picture, cell.view, middle, tall)


def _names(scene: Scene, cut: Cut | None, cell: Cell) -> Sequence[str]:
    """Return what to call a view, the longest text first."""
    name = cell.view.name
    if cut is not None and name in ("iso", SECTION_SIDES[cut.axis]):
        at = round(cut.at + float(scene.middle[cut.axis]), 6) + 0.0
        place = f"{_AXES[cut.axis]} = {length_text(at)}"
        if name == "iso":
            return f"iso, cut at {place} mm", f"iso, cut {place}", "iso, cut", "iso"
        return f"section {place} mm, seen from the {name}", f"section {place} mm", f"section {place}", place
    if cell.enlarged > 1:
        return f"{name}, {cell.enlarged} times as large", f"{name}, {cell.enlarged}×", name
    return (name,)


def _sizes(scene: Scene, view: View) -> Sequence[str]:
    """Return the sizes that a view shows, the longest text first."""
    flat = [axis for axis in (view.across, view.upwards) if axis is not None]
    lengths = [(axis, length_text(float((scene.high - scene.low)[axis]))) for axis in flat or range(3)]
    long = " × ".join(f"{_AXES[axis]} {text}" for axis, text in lengths)
    short = " × ".join(text for _, text in lengths)
    return f"{long} mm", long, short, short.replace(" ", "")


def _triad_size(tall: float) -> int:
    return round(4.4 * tall)


def _triad(picture: Picture, view: View, middle: Floats, tall: float) -> None:
    """Draw the directions of X, Y and Z; an axis that points at or away from the eye is a dot."""
    flat = view.axes[:2].T * np.array([1.0, -1.0])
    reach = 1.7 * tall
    tips = flat * reach
    low, high = np.minimum(tips.min(axis=0), 0), np.maximum(tips.max(axis=0), 0)
    start = middle - (low + high) / 2
    for number in np.argsort(view.axes[2], kind="stable"):  # axes that point away from the eye come first
        colour = _AXIS_COLOURS[number]
        length = float(np.linalg.norm(flat[number]))
        wide = max(1.5, tall / 6)
        if length < 0.05:
            rule(picture, start, start, colour, 2.5 * wide)
            continue
        tip = start + tips[number]
        rule(picture, start, tip, colour, wide)
        small = 0.75 * tall
        letter = tip + flat[number] / length * 0.75 * small
        place = round(letter[0] - 2 * small / 6), round(letter[1] + small / 2)
        write(picture, *place, _AXES[number], small, colour)
