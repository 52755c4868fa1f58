"""Arranges the views of a sheet: the six sides in third-angle order and at one scale, and the iso view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mayfly.cad.preview.views import View

Size = tuple[float, float]
"""Across and upwards, in mm."""

_MANY_VIEWS, _ONE_VIEW = 0.8, 0.75
"""Height that a sheet may have, as a part of its width."""
_NARROWEST, _LOWEST = 0.14, 0.09
"""Width and height that a view has at least, as parts of the sheet's width."""
_ISO_HEIGHTS = (0.15, 0.25, 0.35)
_ISO_WIDTHS = (0.35, 0.45, 0.55, 0.65)
_SPECK = 0.03
"""A view that takes less of the sheet's width in both directions is enlarged by itself."""
_ENLARGED = tuple(step * 10**power for power in range(6) for step in (1, 2, 5))


@dataclass(frozen=True)
class Cell:
    """The place of one view.

    Attributes:
        view: The view.
        left: Where its place begins, in pixels.
        top: The same downwards; the label stands there.
        width: Pixels across.
        height: Pixels down, the label's included.
        scale: Pixels a mm.
        enlarged: How much larger it is than the other sides.
    """

    view: View
    left: int
    top: int
    width: int
    height: int
    scale: float
    enlarged: int = 1


@dataclass(frozen=True)
class Sheet:
    """All views of a sheet.

    Attributes:
        cells: Their places.
        height: Pixels down.
    """

    cells: tuple[Cell, ...]
    height: int


@dataclass(frozen=True)
class Margins:
    """What surrounds a view, in pixels: the label above it, and space on all sides."""

    head: int
    pad: int


@dataclass(frozen=True)
class _Space:
    """What views may take.

    Attributes:
        width: Pixels across.
        most: Pixels down, at most.
        margins: What surrounds each view.
    """

    width: int
    most: int
    margins: Margins


@dataclass(frozen=True)
class _Grid:
    """The six sides in columns and rows.

    Attributes:
        columns: Width of what stands in each column, in mm.
        rows: Height of what stands in each row, in mm.
        places: Column and row of each view.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    places: Mapping[str, tuple[int, int]]


def arrange(views: Sequence[View], sizes: Mapping[str, Size], width: int, margins: Margins) -> Sheet:
    """Find places for views.

    Args:
        views: The views; at most one of them is not of a side.
        sizes: How large each is, by its name.
        width: Pixels across.
        margins: What surrounds each.
    """
    sides = [view for view in views if view.across is not None]
    slanted = next((view for view in views if view.across is None), None)
    most = round(width * (_ONE_VIEW if len(views) == 1 else _MANY_VIEWS))
    space = _Space(width, most, margins)
    if slanted is None:
        return _of_sides(sides, _grid(sides, sizes), sizes, space)
    if not sides:
        return _alone(slanted, sizes[slanted.name], space)
    return max(_candidates(sides, slanted, sizes, space), key=_worth)


def _worth(sheet: Sheet) -> float:
    """Return how large a sheet shows its sides and its iso view, both together."""
    sides = max(cell.scale / cell.enlarged for cell in sheet.cells if cell.view.across is not None)
    slanted = next(cell.scale for cell in sheet.cells if cell.view.across is None)
    return sides * slanted


def _candidates(
    sides: Sequence[View], slanted: View, sizes: Mapping[str, Size], space: _Space
) -> Iterator[Sheet]:
    """Put the iso view into a free corner, or beside all others."""
    grid = _grid(sides, sizes)
    taken = set(grid.places.values())
    corners = [
        (column, row)
        for row in range(len(grid.rows))
        for column in reversed(range(len(grid.columns)))
        if (column, row) not in taken
    ]
    for corner in corners[:1]:
        within = replace(grid, places={**grid.places, slanted.name: corner})
        for part in _ISO_HEIGHTS:
            lowest = ((corner[1], part * space.width),)
            yield _of_sides([*sides, slanted], within, sizes, space, lowest)
    for part in _ISO_WIDTHS:
        right = replace(space, width=round(part * space.width))
        left = replace(space, width=space.width - right.width)
        group = _of_sides(sides, grid, sizes, left)
        alone = _alone(slanted, sizes[slanted.name], right).cells[0]
        height = max(group.height, alone.height)
        yield Sheet((*group.cells, replace(alone, left=left.width, height=height)), height)


def _grid(sides: Sequence[View], sizes: Mapping[str, Size]) -> _Grid:
    """Put the sides into third-angle order; into one row where a row or a column would not be lined up."""
    places = {view.name: (view.column, view.row) for view in sides}
    if {1} < {row for _, row in places.values()} and "front" not in places and len({*places.values()}) > 1:
        places = {view.name: (number, 1) for number, view in enumerate(sides)}
    columns = sorted({column for column, _ in places.values()})
    rows = sorted({row for _, row in places.values()})
    places = {name: (columns.index(column), rows.index(row)) for name, (column, row) in places.items()}
    return _Grid(
        tuple(
            max(sizes[name][0] for name, place in places.items() if place[0] == column)
            for column in range(len(columns))
        ),
        tuple(
            max(sizes[name][1] for name, place in places.items() if place[1] == row)
            for row in range(len(rows))
        ),
        places,
    )


def _alone(view: View, size: Size, space: _Space) -> Sheet:
    """Return a sheet on which one view takes all of the width, or all of the height."""
    room = (
        max(1, space.width - 2 * space.margins.pad),
        max(1, space.most - space.margins.head - 2 * space.margins.pad),
    )
    scale = min(room[0] / size[0], room[1] / size[1])
    height = (
        max(round(size[1] * scale), round(_LOWEST * space.width)) + space.margins.head + 2 * space.margins.pad
    )
    return Sheet((Cell(view, 0, 0, space.width, height, scale),), height)


def _of_sides(
    views: Sequence[View],
    grid: _Grid,
    sizes: Mapping[str, Size],
    space: _Space,
    lowest: Sequence[tuple[int, float]] = (),
) -> Sheet:
    """Find the largest scale at which columns and rows fit, and their places.

    Args:
        views: What stands in them.
        grid: The columns and rows.
        sizes: How large each view is.
        space: What they may take.
        lowest: Rows that have to be so many pixels high at least.
    """
    room = (
        space.width - 2 * space.margins.pad * len(grid.columns),
        space.most - (space.margins.head + 2 * space.margins.pad) * len(grid.rows),
    )
    narrowest = min(_NARROWEST * space.width, 0.9 * max(1, room[0]) / len(grid.columns))
    least = [min(_LOWEST * space.width, 0.9 * max(1, room[1]) / len(grid.rows))] * len(grid.rows)
    for row, pixels in lowest:
        least[row] = max(least[row], min(pixels, 0.6 * max(1, room[1])))
    low, high = 0.0, max(1, space.width) / max(*grid.columns, *grid.rows)
    for _ in range(60):
        scale = (low + high) / 2
        across = sum(max(column * scale, narrowest) for column in grid.columns)
        down = sum(max(row * scale, few) for row, few in zip(grid.rows, least, strict=True))
        low, high = (scale, high) if across <= room[0] and down <= room[1] else (low, scale)
    scale = low
    wide = [max(column * scale, narrowest) + 2 * space.margins.pad for column in grid.columns]
    spare = max(0.0, space.width - sum(wide)) / len(wide)
    lefts = _places([each + spare for each in wide])
    tall = [max(row * scale, few) for row, few in zip(grid.rows, least, strict=True)]
    tops = _places([each + space.margins.head + 2 * space.margins.pad for each in tall])
    cells = []
    for view in views:
        column, row = grid.places[view.name]
        cell = Cell(
            view,
            lefts[column],
            tops[row],
            lefts[column + 1] - lefts[column],
            tops[row + 1] - tops[row],
            scale,
        )
        cells.append(_fitted(cell, sizes[view.name], space))
    return Sheet(tuple(cells), tops[-1])


def _places(lengths: Sequence[float]) -> list[int]:
    """Return where each of several lengths begins, and where the last one ends."""
    found, at = [0], 0.0
    for length in lengths:
        at += length
        found.append(round(at))
    return found


def _fitted(cell: Cell, size: Size, space: _Space) -> Cell:
    """Scale the iso view to its place, and enlarge a side that would be a speck."""
    room = (
        max(1, cell.width - 2 * space.margins.pad),
        max(1, cell.height - space.margins.head - 2 * space.margins.pad),
    )
    fits = min(room[0] / size[0], room[1] / size[1])
    if cell.view.across is None:
        return replace(cell, scale=fits)
    if max(size) * cell.scale >= _SPECK * space.width:
        return cell
    times = max((times for times in _ENLARGED if times * cell.scale <= fits), default=1)
    return replace(cell, scale=cell.scale * times, enlarged=times)
