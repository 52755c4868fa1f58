"""One idea has one name: words that gave way stay away, and docs/words.md lists the present ones."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "backend" / "mayfly"
PAGE = ROOT / "docs" / "words.md"


class Row(NamedTuple):
    """A word that is gone.

    Attributes:
        old: The word, in lower case, in the singular.
        new: What it is called now.
        folders: Where it may not come back, folders or modules of the package.
        gone_as: A part of any name; a whole name, as it is an everyday word; or the name of a module.
    """

    old: str
    new: str
    folders: tuple[str, ...]
    gone_as: Literal["part", "name", "module"] = "part"


_LANGUAGE = ("language",)
_PLANNING = ("planning", "design")
#: A row for each word that was replaced; a further one for each further rename.
GONE = (
    Row("stand", "support", _PLANNING, gone_as="name"),
    Row("region", "occupied volume", _PLANNING),
    Row("frame", "mention", (*_LANGUAGE, *_PLANNING)),
    Row("host", "part face", _PLANNING),
    Row("drill", "hole size", _PLANNING, gone_as="module"),
    Row("uneven", "asymmetric", _PLANNING),
    Row("remark", "modifier", _PLANNING),
    Row("rim", "turned edge", _PLANNING, gone_as="module"),
    Row("ring", "ring groove", _PLANNING, gone_as="module"),
    Row("shape", "resolve", ("planning",), gone_as="module"),
    Row("group", "dimensions", _PLANNING, gone_as="module"),
    Row("sizing", "sizes", _PLANNING, gone_as="module"),
    Row("speech", "reader state", _LANGUAGE),
    Row("thing", "noun", _LANGUAGE),
    Row("wording", "vocabulary", _LANGUAGE),
    Row("gluing", "token fixups", _LANGUAGE),
    Row("mend", "correct", (*_LANGUAGE, *_PLANNING)),
    Row("told", "described", (*_LANGUAGE, *_PLANNING, "cad")),
    Row("mend", "repair", ("cad",)),
    Row("saying", "message", ("cad",)),
    Row("crumb", "crash record", ("cad",)),
    Row("cure", "free form", ("cad",)),
    Row("stranger", "child user", ("cad",)),
    Row("desk", "dispatcher", ("cad",)),
    Row("crew", "child registry", ("cad",)),
    Row("reception", "event handler", ("cad",)),
    Row("veteran", "used child", ("cad",)),
    Row("newcomer", "starting child", ("cad",)),
    Row("manner", "convention", ("cad", *_PLANNING)),
    Row("lifespan", "lifetime", ("cleanup",)),
    Row("launch", "control", ("cleanup",), gone_as="module"),
    Row("admission", "access rules", ("http",)),
    Row("folder", "job folder", ("cad",), gone_as="module"),
)
#: Words that a translator would choose; and an idiom that the folders of the second list still have.
TRANSLATED = re.compile(r"\b(?:whoever|anew|nought|mend(?:s|ed|able)?|is told|are told|can't be told)\b")
NOBODY_SAYS = re.compile(r"\b(?:is|are) none\b")
NOT_READ_AGAIN = {TRANSLATED: ("design",), NOBODY_SAYS: ("design", "language", "planning")}
FOLDERS = sorted({path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")})


def _modules(folder: str) -> list[Path]:
    path = PACKAGE / folder
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def _names(path: Path) -> Iterator[str]:
    """The module's own name, and every name that it gives to a function, class, argument or variable."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _words(name: str) -> set[str]:
    """The words of a name, in the singular: those of ``_ring_grooves`` and of ``RingGrooves``."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return {part.lower().removesuffix("s") for part in parts} | {part.lower() for part in parts}


@pytest.mark.parametrize("row", GONE, ids=lambda row: row.old)
def test_a_word_that_gave_way_stays_away(row: Row) -> None:
    found = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for folder in row.folders
        for path in _modules(folder)
        for name in ([path.stem] if row.gone_as == "module" else _names(path))
        if row.old in (_words(name) if row.gone_as == "part" else {name.strip("_").removesuffix("s")})
    }
    assert not found, f"{row.old} is called {row.new} now"


def test_the_folders_that_the_rows_name_are_there() -> None:
    folders = {folder for row in GONE for folder in row.folders}
    folders |= {folder for left in NOT_READ_AGAIN.values() for folder in left}
    assert not [folder for folder in folders if not _modules(folder) or not _modules(folder)[0].exists()]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_docstring_sounds_translated(folder: str) -> None:
    patterns = [pattern for pattern, left in NOT_READ_AGAIN.items() if folder not in left]
    wrong: list[str] = []
    for path in _modules(folder):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
                text = ast.get_docstring(node) or ""
                wrong += [
                    f"{path.relative_to(PACKAGE)}: {found[0]}"
                    for pattern in patterns
                    if (found := pattern.search(text))
                ]
    assert not wrong


def test_the_page_of_words_lists_names_that_the_code_has() -> None:
    listed = re.findall(r"^- \*\*([^*]+)\*\*", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    names = {word for path in PACKAGE.rglob("*.py") for name in _names(path) for word in _words(name)}
    assert 15 <= len(listed) <= 30
    assert not [term for term in listed for word in term.lower().split() if word not in names]
    assert listed == sorted(listed, key=str.lower)


def test_what_is_gone_is_no_word_of_the_page() -> None:
    listed = re.findall(r"^- \*\*([^*]+)\*\*", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert not {row.old for row in GONE} & {word for term in listed for word in term.lower().split()}
