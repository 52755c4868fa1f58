"""What docs/chat.md shows and says is so."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mayfly.cad.parts import catalogue
from mayfly.planning.chat import prompt
from mayfly.planning.chat.client import Limits
from mayfly.planning.chat.tools import ANSWERS

CHARACTERS_IN_A_TOKEN = 3.49

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
    (told,) = re.findall(r"catalogue's (\d+) parts", PAGE)
    assert abs(int(told) - len(catalogue())) <= 5


PROMPT_PAGE = Path(__file__).parents[2] / "docs" / "chat-prompt.md"


def prompt_page() -> str:
    """Return the page that shows all that a chat model reads before the request."""
    system, text = (prompt.system_prompt(tools=tools) for tools in (True, False))
    as_text = text[text.index("Write no tool calls") : text.index("\n\nDESIGN: ")]
    tools = json.dumps(ANSWERS, indent=1)
    tokens = (
        round(len(system) / CHARACTERS_IN_A_TOKEN, -1),
        round(len(json.dumps(ANSWERS)) / CHARACTERS_IN_A_TOKEN, -1),
    )
    return (
        "# What a chat model reads\n\n"
        "All that a chat model is given before the request, as [chat.md](chat.md) describes it. Written by\n"
        "`MAYFLY_WRITE_DOCS=1 python -m pytest tests/chat/test_docs.py`; a test holds it against the\n"
        f"code.\n\nThe system message has {len(system):,} characters, about {tokens[0]:,.0f} tokens; the\n"
        "tools about "
        f"{tokens[1]:,.0f} more ({CHARACTERS_IN_A_TOKEN} characters a token).\n\n"
        f"## The system message\n\n`````text\n{system}\n`````\n\n"
        f"## The tools\n\n```json\n{tools}\n```\n\n"
        "## Without tools\n\nA model that has no tool calling reads this instead of the sentence about\n"
        "tools:\n\n"
        f"`````text\n{as_text}\n`````\n"
    )


def test_the_prompt_is_shown_in_full_with_its_size() -> None:
    page = prompt_page()
    if os.environ.get("MAYFLY_WRITE_DOCS"):
        PROMPT_PAGE.write_text(page, encoding="utf-8")
    assert PROMPT_PAGE.read_text(encoding="utf-8") == page


def test_the_sizes_of_the_prompt_in_words_are_about_right() -> None:
    told = re.search(r"about ([\d,]+) tokens\n.*?the four tools are ([\d,]+)\nmore", PAGE, re.DOTALL)
    assert told is not None
    system, tools = (int(each.replace(",", "")) for each in told.groups())
    assert abs(system - len(prompt.system_prompt(tools=True)) / CHARACTERS_IN_A_TOKEN) < 60
    assert abs(tools - len(json.dumps(ANSWERS)) / CHARACTERS_IN_A_TOKEN) < 30
