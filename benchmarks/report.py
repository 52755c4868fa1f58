"""Writes ``docs/benchmarks.md`` and its drawings from the figures of all benchmarks.

The figures lie in ``benchmarks/results.json``: the page is made from them and from
nothing else, and a test holds it against them. ``python -m benchmarks.report`` writes
it again; ``python -m benchmarks`` measures first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import TypeAdapter

from benchmarks.charts import drawn
from benchmarks.figures import Part, Table, Target, said
from benchmarks.machine import ROOT

RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "benchmarks.md"
DRAWINGS = ROOT / "docs" / "images" / "bench"
PARTS: TypeAdapter[list[Part]] = TypeAdapter(list[Part])
HEAD = """# Benchmarks

Made by `make bench` from `benchmarks/results.json`; not by hand. What is compared is measured in turns, round
by round, so that a busy machine is busy for everybody; figures are medians unless it says otherwise.
Ratios hold from machine to machine, figures do not. [comparison.md](comparison.md) compares the features.
"""
QUICK = """> **A trial run.** Some of these figures come from small sizes (`--quick`), on a machine that
> others used: they show that the benchmarks work. Run `make bench` for figures to go by.
"""
LOSSES = """
## Where we lose

Targets that are missed, and whoever is better than Mayfly in a table below.
"""
VERDICT = {True: "met", False: "**not met**", None: "not measured here"}


def load() -> list[Part]:
    """Read the figures."""
    return PARTS.validate_json(RESULTS.read_bytes())


def save(parts: Sequence[Part]) -> None:
    """Keep the figures."""
    RESULTS.write_bytes(PARTS.dump_json(list(parts), indent=1) + b"\n")


def write(parts: Sequence[Part]) -> None:
    """Write the page and its drawings."""
    DRAWINGS.mkdir(parents=True, exist_ok=True)
    wanted = {drawing(part, table).name for part in parts for table in part.tables if table.chart}
    for old in DRAWINGS.glob("*.svg"):
        if old.name not in wanted:
            old.unlink()
    for part in parts:
        for table in part.tables:
            picture = drawn(table)
            if picture is not None:
                drawing(part, table).write_text(picture, encoding="utf-8")
    PAGE.write_text(page(parts), encoding="utf-8")


def drawing(part: Part, table: Table) -> Path:
    """Give the file of a table's drawing; sizes in its title do not change the name."""
    words = re.findall(r"[a-z]+", table.title.lower())
    return DRAWINGS / f"{part.name}-{'-'.join(words[:4])}.svg"


def page(parts: Sequence[Part]) -> str:
    """Give the page's text."""
    lines = [HEAD]
    if any(part.quick for part in parts):
        lines.append(QUICK)
    lines += ["## Targets\n", *_targets(parts), LOSSES, *_losses(parts)]
    for part in parts:
        lines += [f"\n## {part.title}\n", part.about, f"\nMeasured on {part.machine.line}."]
        lines += _versions(part)
        for table in part.tables:
            lines += ["", *_table(part, table)]
    return "\n".join(lines) + "\n"


def _targets(parts: Sequence[Part]) -> Iterator[str]:
    yield "| what | measured | wanted | |\n|---|---:|---|---|"
    for part in parts:
        for table in part.tables:
            for target in table.targets:
                yield f"| {target.what} | {_measured(target)} | {target.wanted} | {VERDICT[target.met]} |"


def _measured(target: Target) -> str:
    return f"{said(target.measured)} {target.unit}".strip() if target.measured is not None else "–"


def _losses(parts: Sequence[Part]) -> Iterator[str]:
    """Name every target that is missed, and everybody who is better than we are."""
    found = False
    for part in parts:
        for table in part.tables:
            missed = [
                f"{one.what}: {_measured(one)}, wanted {one.wanted}"
                for one in table.targets
                if one.met is False
            ]
            for text in [*missed, *_beaten(table)]:
                found = True
                yield f"- {part.title}: {text}."
    if not found:
        yield "Nowhere in these tables: every target is met, and nobody in them is faster."


def _beaten(table: Table) -> Iterator[str]:
    ours = [row for row in table.rows if row.ours and row.first is not None]
    if table.better is None or not ours:
        return
    best = ours[0].first
    for row in table.rows:
        theirs = row.first
        if row.ours or theirs is None or best is None:
            continue
        if theirs < best if table.better == "less" else theirs > best:
            yield f"{table.title} ({table.columns[0]}): {row.name} {said(theirs)}, Mayfly {said(best)}"


def _versions(part: Part) -> Iterator[str]:
    here = ", ".join(f"{name} {version}" for name, version in part.versions.items() if version)
    if here:
        yield f"Versions: {here}."


def _table(part: Part, table: Table) -> Iterator[str]:
    yield f"### {table.title}\n"
    if table.chart:
        yield f"![{table.title}](images/bench/{drawing(part, table).name})\n"
    if table.machine is not None:
        yield f"Measured by itself on {table.machine.line}.\n"
    yield f"| {table.axis[1]} | {' | '.join(table.columns)} |"
    yield "|---|" + "---:|" * len(table.columns)
    for row in table.rows:
        cells = [said(value) for value in row.values]
        cells += ["–"] * (len(table.columns) - len(cells))
        name = f"**{row.name}**" if row.ours and table.better else row.name
        yield f"| {name}{f' ({row.note})' if row.note else ''} | {' | '.join(cells)} |"
    for note in table.notes:
        yield f"\n{note}"


if __name__ == "__main__":
    write(load())
