"""Draws tables as small SVG files, to be read on white and on black; the same figures give the same bytes."""

from __future__ import annotations

import re
from io import StringIO
from itertools import cycle
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from benchmarks.figures import Row, Table, number, said

INK = "#808080"
OURS = "#2f8f6f"
THEIRS = "#8a8fa3"
LINES = ("#2f8f6f", "#3f7fbf", "#b8860b", "#a06cc0", "#c0504d", "#5f9ea0", "#c77c3a", "#7a8fd0")
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "mayfly",
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def drawn(table: Table) -> str | None:
    """Give a table's drawing as SVG; None where it has none."""
    if table.chart is None:
        return None
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(6.4, 2.8), layout="constrained")
        axes = figure.add_subplot()
        (_bars if table.chart == "bars" else _lines)(axes, table)
        figure.suptitle(table.title, fontsize=10, x=0.01, ha="left")
        stream = StringIO()
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return re.sub(r"[ \t]+$", "", stream.getvalue(), flags=re.MULTILINE)


def _bars(axes: Axes, table: Table) -> None:
    rows = [(row, row.first) for row in reversed(table.rows) if row.first is not None]
    figures = [value for _, value in rows]
    bars = axes.barh(
        [_short(row) for row, _ in rows],
        figures,
        color=[OURS if row.ours else THEIRS for row, _ in rows],
    )
    axes.bar_label(bars, [said(value) for value in figures], padding=3, color=INK)
    if min(figures) > 0 and max(figures) > 8 * min(figures):
        axes.set_xscale("log")
        _logarithmic(axes.xaxis)
    axes.margins(x=0.15)
    axes.set_xlabel(table.axis[0])


def _lines(axes: Axes, table: Table) -> None:
    places = [float(head.replace(",", "")) for head in table.columns]
    for row, colour in zip(table.rows, cycle(LINES), strict=False):
        heights = [number(value) for value in row.values]
        points = [(x, y) for x, y in zip(places, heights, strict=True) if y is not None]
        if points:
            style = "-" if row.ours else "--"
            name = _short(row)
            axes.plot(
                *zip(*points, strict=True),
                style,
                marker="o",
                markersize=3,
                color=colour,
                label=name,
            )
    axes.set_xscale("log")
    axes.set_yscale("log")
    _logarithmic(axes.yaxis)
    axes.set_xticks(places, table.columns)
    axes.minorticks_off()
    axes.set_xlabel(table.axis[1])
    axes.set_ylabel(table.axis[0])
    axes.legend(fontsize=7, frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))


def _logarithmic(axis: Axis) -> None:
    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high < 50 * low else (1.0,)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: said(value)))
    axis.set_minor_formatter(NullFormatter())


def _short(row: Row) -> str:
    return row.name.split(" (")[0]
