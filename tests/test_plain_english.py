"""Docstrings open with a verb that a reader would search for: Return, Raise, Read, Write, Check, Build."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "backend" / "mayfly"
OPENERS = re.compile(r"(?:Give|Tell|Say|Have|See|Be|Know|Keep whom|Use up)\b")


@cache
def _openings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node) or ""
                if OPENERS.match(text):
                    found[name.parts[0]].append(f"{name}: {text.splitlines()[0]}")
    return found


@pytest.mark.parametrize(
    "folder", sorted(path.name for path in PACKAGE.iterdir() if path.name != "__pycache__")
)
def test_docstrings_open_with_a_verb_that_a_reader_would_search_for(folder: str) -> None:
    openings = _openings().get(folder, [])
    assert not openings, "\n".join(openings)


def test_docstrings_are_read_at_all() -> None:
    assert OPENERS.match("Give the model.") and not OPENERS.match("Given a model, return it.")
    assert len(list(PACKAGE.rglob("*.py"))) > 200
