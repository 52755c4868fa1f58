"""docs/comparison.md claims nothing for Mayfly that no test holds, and nothing of others without a source."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "comparison.md"
BODY, SOURCES = PAGE.read_text(encoding="utf-8").split("\n## Sources\n")
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", BODY)))
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for part in BODY.split("\n| feature | Mayfly | others |\n|---|---|---|\n")[1:]
    for line in part.split("\n\n")[0].splitlines()
]


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name for node in functions if node.name.startswith("test_")}


@pytest.mark.parametrize(("file", "test"), NAMED, ids=[f"{file}::{test}" for file, test in NAMED])
def test_a_test_that_is_named_exists(file: str, test: str) -> None:
    path = ROOT / "tests" / file
    assert path.is_file()
    assert test in names_in(path)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_has_a_test_for_us_and_a_source_for_the_others(row: list[str]) -> None:
    _, ours, others = row
    assert re.search(r"`[\w/]+\.py::test_\w+`", ours)
    assert re.search(r"\[\d+\]", others)


def test_the_page_has_its_three_tables() -> None:
    assert len(ROWS) > 25
    assert BODY.count("| feature | Mayfly | others |") == 3


def test_every_source_is_listed_and_used() -> None:
    listed = re.findall(r"^(\d+)\. ", SOURCES, re.MULTILINE)
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    assert set(re.findall(r"\[(\d+)\]", BODY)) == set(listed)


def test_every_page_that_is_linked_exists() -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", BODY + SOURCES):
        assert (PAGE.parent / link).exists(), link
