"""What docs/chat.md shows and says is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mayfly.cad.parts import catalogue
from mayfly.planning.chat.client import Limits

PAGE = (Path(__file__).parents[2] / "docs" / "chat.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^````python\n(.*?)^````$", PAGE, re.DOTALL | re.MULTILINE)


def test_both_examples_are_found() -> None:
    assert len(BLOCKS) == 2
    assert all("FakeListChatModel" in block and "show_object" in block for block in BLOCKS)


@pytest.mark.parametrize("block", BLOCKS, ids=["planner", "graph"])
def test_an_example_runs(block: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "made" in done.stdout.lower()


def test_the_limits_in_the_table_are_the_limits() -> None:
    told = {
        name: int(number.replace(",", ""))
        for name, number in re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", PAGE, re.MULTILINE)
    }
    limits = Limits()
    assert told == {
        "answers": limits.answers,
        "tokens": limits.tokens,
        "seconds": limits.seconds,
        "characters": limits.characters,
    }


def test_the_number_of_parts_is_about_right() -> None:
    (told,) = re.findall(r"catalogue of (\d+) parts", PAGE)
    assert abs(int(told) - len(catalogue())) <= 5
