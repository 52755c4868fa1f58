"""Where things stand in the cleanup: files in ``directory``, SQL in ``index``, and who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mayfly import cleanup

FOLDER = Path(cleanup.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
BELOW = {
    "directory": {"directory"},
    "index": {"directory", "index", "clock", "messages"},
}


def name_of(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def imports_of(path: Path) -> set[str]:
    """The modules and folders of the cleanup that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name.split(".")[2] for name in names if name.startswith("mayfly.cleanup.")}
    return found


@pytest.mark.parametrize("folder", BELOW)
def test_a_folder_imports_only_what_is_below_it(folder: str) -> None:
    wrong = {name_of(path): imports_of(path) - BELOW[folder] for path in (FOLDER / folder).glob("*.py")}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_sql_stands_in_the_index_alone() -> None:
    importers = {
        name_of(path)
        for path in MODULES
        if any(
            isinstance(node, ast.Import) and any(alias.name == "sqlite3" for alias in node.names)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    }
    assert importers and all(name.startswith("index/") for name in importers)


def test_each_attribute_is_set_by_the_class_that_declares_it() -> None:
    """A class that declares what only a subclass sets is half a class."""
    wrong = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ClassDef) or node.decorator_list:
                continue  # a dataclass sets what it declares
            if {ast.unparse(base) for base in node.bases} & {"NamedTuple", "Protocol"}:
                continue
            declared = {
                ast.unparse(item.target)
                for item in node.body
                if isinstance(item, ast.AnnAssign) and item.value is None
            }
            wrong += [
                f"{name_of(path)}: {node.name}.{name}"
                for name in declared
                if f"self.{name} = " not in ast.unparse(node)
            ]
    assert wrong == []
