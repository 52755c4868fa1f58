"""Each row of the grammar carries an example; it has to match that from end to end.

What has to stand before it is written before "||", what has to follow behind "…".
"""

from pathlib import Path

import pytest

from mayfly.language.weighing import patterns
from mayfly.language.weighing.chart import Chart
from mayfly.language.weighing.grammar import GRAMMAR, Row
from mayfly.language.weighing.text import read_text
from mayfly.planning.parts.names import words

ROWS = [row for rows in GRAMMAR.rows.values() for row in rows]


def test_each_module_of_patterns_fills_the_grammar() -> None:
    folder = Path(patterns.__file__).parent
    modules = {
        ".".join(path.relative_to(folder).with_suffix("").parts)
        for path in folder.rglob("*.py")
        if "@row(" in path.read_text(encoding="utf-8")
    }
    assert modules == set(patterns.IN_ORDER)
    assert len(ROWS) > 100


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}: {row.pattern}"[:80])
def test_a_row_reads_its_example(row: Row) -> None:
    assert row.example, "each row needs an example"
    before, _, rest = row.example.rpartition(" || ")
    matched, _, behind = rest.partition(" …")
    text = read_text(f"{before} {matched}{behind}", words())
    begin = len(read_text(before, words()).terms)
    ends = [end for end, _, _ in Chart(text, GRAMMAR).match_row(row, begin)]
    assert begin + len(read_text(matched, words()).terms) in ends


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}: {row.pattern}"[:80])
def test_a_row_is_tried_wherever_it_matches(row: Row) -> None:
    chart = Chart(read_text(row.example.replace(" …", "").replace(" ||", ""), words()), GRAMMAR)
    for at in range(len(chart.terms)):
        if any(chart.match_row(row, at)):
            assert row in chart.possible(row.kind, at)
