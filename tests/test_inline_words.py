"""Words are data: sets of words that code tests with stand in the vocabulary, not in the code; a ratchet."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "backend" / "mayfly"
#: Modules that hold words as data.
VOCABULARY = frozenset(
    {"vocabulary", "lexicon", "stopwords", "numerals", "units", "english", "patterns", "questions"}
)
WORD = re.compile(r"[a-z][a-z' -]*")
#: How many sets of words may stand in the code of each folder: what there are, and a little room. The bound
#: may only fall: the reader that weighs stands beside the one that it replaces, whose sets go with it.
MOST = {
    "language": 87,
    "planning": 362,
}


def _is_set_of_words(node: ast.AST) -> bool:
    return isinstance(node, ast.Set) and all(
        isinstance(each, ast.Constant) and isinstance(each.value, str) and WORD.fullmatch(each.value)
        for each in node.elts
    )


def _inline(source: str) -> int:
    """Count the sets of words within functions: those at the top of a module have a name."""
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return len({id(node) for function in functions for node in ast.walk(function) if _is_set_of_words(node)})


def _found(folder: str) -> dict[str, int]:
    paths = (path for path in (PACKAGE / folder).rglob("*.py") if not {path.stem, *path.parts} & VOCABULARY)
    counted = {
        path.relative_to(PACKAGE).as_posix(): _inline(path.read_text(encoding="utf-8")) for path in paths
    }
    return {name: count for name, count in counted.items() if count}


@pytest.mark.parametrize("folder", MOST)
def test_code_has_no_more_sets_of_words_than_it_had(folder: str) -> None:
    found = _found(folder)
    assert sum(found.values()) <= MOST[folder], found


@pytest.mark.parametrize("folder", MOST)
def test_the_bound_follows_when_there_are_fewer(folder: str) -> None:
    assert sum(_found(folder).values()) > MOST[folder] - 40, "lower MOST"


def test_a_set_of_words_in_a_function_is_found() -> None:
    assert _inline("def f(word):\n    return word in {'top', 'upper'}") == 1
    assert _inline("TOP = {'top', 'upper'}\ndef f(word):\n    return word in TOP") == 0
