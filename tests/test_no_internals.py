"""Tests work through what modules offer: attributes and arguments, no private names; a ratchet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parent
#: How often the tests reach for a private name of Mayfly's. It may only become less.
MOST = 40
#: What Python, IPython and LangChain call by these names.
OFFERED = (
    "_repr_",
    "_replace",
    "_fields",
    "_asdict",
    "_exit",
    "_generate",
    "_stream",
    "_get_request_payload",
)


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith(("__", *OFFERED))


def _reaches(source: str) -> Iterator[int]:
    """Yield the line of each private attribute, of a private name that is replaced or imported."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                pass
            case ast.Attribute(attr=name, lineno=line) if _private(name):
                yield line
            case ast.Call(func=ast.Attribute(attr="setattr"), args=[*args], lineno=line):
                texts = [each.value for each in args[:2] if isinstance(each, ast.Constant)]
                if any(isinstance(text, str) and _private(text.rpartition(".")[2]) for text in texts):
                    yield line
            case ast.ImportFrom(module=str(module), names=names, lineno=line) if module.startswith("mayfly"):
                if any(map(_private, [*module.split("."), *(alias.name for alias in names)])):
                    yield line


def test_no_more_private_names_are_used_than_there_were() -> None:
    files = [path for path in TESTS.rglob("*.py") if "public_scripts" not in path.parts]
    found = {
        path.relative_to(TESTS).as_posix(): list(_reaches(path.read_text(encoding="utf-8"))) for path in files
    }
    assert sum(map(len, found.values())) <= MOST, {name: lines for name, lines in found.items() if lines}


def test_a_private_name_is_found() -> None:
    assert list(_reaches("pool._children")) == [1]
    assert list(_reaches("patch.setattr('mayfly.a._SECONDS', 1)")) == [1]
    assert list(_reaches("from mayfly.a import _b")) == [1]
    assert not list(_reaches("self._own = made._repr_html_()"))
