"""What a benchmark gives: tables of figures with their targets, as text and as JSON.

Every benchmark is a function that gives a `Part`; `command` makes a command of it:
``python -m benchmarks.NAME [--quick] [--json FILE]``. `benchmarks.report` writes the page.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from benchmarks.machine import Machine, look

Value = float | int | str | None


@dataclass(frozen=True)
class Row:
    """One line of a table.

    Attributes:
        name: Who or what was measured.
        values: A figure for each of the table's columns; None where there is none.
        ours: It is Mayfly's figure, not another's.
        note: What has to be known beside the figures: "not installed here: ...".
    """

    name: str
    values: tuple[Value, ...] = ()
    ours: bool = False
    note: str = ""

    @property
    def first(self) -> float | None:
        """The row's first figure, by which rows are compared."""
        return number(self.values[0]) if self.values else None


@dataclass(frozen=True)
class Target:
    """What the project wants of a figure.

    Attributes:
        what: The figure, in words that stand alone.
        measured: What came out; None where it could not be measured here.
        least: It has to be this or more.
        most: It has to be this or less.
        unit: Of all three.
        aim: What would be better still.
    """

    what: str
    measured: float | None
    least: float | None = None
    most: float | None = None
    unit: str = ""
    aim: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the figure is as wanted; None where it could not be measured here."""
        if self.measured is None:
            return None
        return (self.least is None or self.measured >= self.least) and (
            self.most is None or self.measured <= self.most
        )

    @property
    def wanted(self) -> str:
        """The bound in words."""
        bound = f"at least {said(self.least)}" if self.least is not None else f"at most {said(self.most)}"
        aim = f" (better: {said(self.aim)})" if self.aim is not None else ""
        return f"{bound} {self.unit}".strip() + aim


@dataclass(frozen=True)
class Table:
    """Figures that belong together.

    Attributes:
        title: What is measured.
        columns: Heads of the columns of figures, with their units.
        rows: The lines.
        targets: What is wanted of them.
        notes: What has to be known to read them.
        better: Where rows compare us with others by their first figure: which end is the better one.
        chart: How it is drawn: the first column as bars, or each row as a line over the columns.
        axis: What the figures are, and what the columns are where they are numbers.
        machine: Where and when it was measured, if that was not together with its part.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    targets: tuple[Target, ...] = ()
    notes: tuple[str, ...] = ()
    better: Literal["less", "more"] | None = None
    chart: Literal["bars", "lines"] | None = None
    axis: tuple[str, str] = ("", "")
    machine: Machine | None = None


@dataclass(frozen=True)
class Part:
    """All figures of one benchmark.

    Attributes:
        name: The benchmark's module.
        title: Its subject.
        about: What is compared with what, and how.
        tables: The figures.
        machine: Where and when they were measured.
        versions: Of what was compared.
        quick: With small sizes, for trying the benchmark out.
    """

    name: str
    title: str
    about: str
    tables: tuple[Table, ...]
    machine: Machine
    versions: dict[str, str]
    quick: bool = False

    def with_newer(self, other: Part) -> Part:
        """Return this with the tables of a part of which only some were measured again, on their own."""
        newer = {table.title: replace(table, machine=other.machine) for table in other.tables}
        kept = [newer.pop(table.title, table) for table in self.tables]
        return replace(self, tables=(*kept, *newer.values()))


PART: TypeAdapter[Part] = TypeAdapter(Part)


def number(value: Value) -> float | None:
    """Give a figure as a number; None for words and for none."""
    return value if isinstance(value, int | float) else None


def said(value: Value) -> str:
    """Write a figure with three digits that count; nothing for none."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}".removesuffix(".0")
    if size >= 1:
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{value:.2g}"


def told(table: Table) -> str:
    """Write a table for a terminal."""
    width = max(len(name) for name in (table.axis[1], *(row.name for row in table.rows)))
    cells = [[said(value) for value in row.values] for row in table.rows]
    widths = [
        max([len(head), *(len(row[at]) for row in cells if at < len(row))])
        for at, head in enumerate(table.columns)
    ]
    heads = "  ".join(head.rjust(wide) for head, wide in zip(table.columns, widths, strict=True))
    lines = [table.title, f"  {table.axis[1]:{width}}  {heads}"]
    for row, found in zip(table.rows, cells, strict=True):
        figures = "  ".join(cell.rjust(wide) for cell, wide in zip(found, widths, strict=False))
        lines.append(f"  {row.name:{width}}  {figures}  {row.note}".rstrip())
    for target in table.targets:
        verdict = {True: "met", False: "NOT MET", None: "not measured here"}[target.met]
        lines.append(f"  {target.what}: {said(target.measured)}, wanted {target.wanted}: {verdict}")
    return "\n".join(lines)


def command(
    name: str,
    title: str,
    about: str,
    measure: Callable[[argparse.Namespace], Iterable[Table]],
    versions: Callable[[], dict[str, str]],
    extend: Callable[[argparse.ArgumentParser], object] = lambda parser: None,
) -> None:
    """Measure, print each table as it is there, and write JSON where that was asked for.

    Args:
        name: The benchmark's module.
        title: Its subject.
        about: What is compared with what, and how.
        measure: Gives the tables; told the options, of which ``quick`` asks for small sizes.
        versions: Gives the versions of what is compared.
        extend: Adds the benchmark's own options.
    """
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}", description=f"{title}. {about}")
    parser.add_argument("--quick", action="store_true", help="small sizes, to try it out")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    extend(parser)
    options = parser.parse_args()
    machine = look()
    print(f"{title}\n{machine.line}", flush=True)
    tables = []
    for table in measure(options):
        print(f"\n{told(table)}", flush=True)
        tables.append(table)
    part = Part(name, title, about, tuple(tables), machine, versions(), options.quick)
    if options.json:
        options.json.write_bytes(PART.dump_json(part, indent=1) + b"\n")
