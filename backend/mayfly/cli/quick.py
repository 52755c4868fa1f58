"""Reads the arguments of ``mayfly make`` without Typer, whose import takes longer than the whole command.

It reads what it knows for certain and nothing else: for help, an unknown option or a value that is missing,
Typer reads the same arguments again and says what is wrong. A test holds that both know the same options.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from mayfly.cli.exports import Written
from mayfly.cli.request import Wanted

ONE: Final = {
    "--design": "design",
    "--part": "part",
    "--unit": "unit",
    "--material": "material",
    "--views": "views",
    "--section": "section",
}
"""Options with one value, and what it is of."""
SEVERAL: Final = {
    "-p": "sizes",
    "--parameter": "sizes",
    "--with": "files",
    "--set": "changes",
    "--remove": "removals",
    "-o": "places",
    "--output": "places",
}
"""Options that may be repeated."""
JSON: Final = "--json"
_PATHS: Final = frozenset({"design", "files", "places"})
_OF_COPIES: Final = frozenset({"places", "views", "section"})


def read_make(arguments: Sequence[str]) -> tuple[Wanted, Written, bool] | None:
    """Return what ``mayfly make`` is asked for, and whether it answers with JSON.

    Returns:
        None where Typer has to read it.
    """
    found: dict[str, Any] = {}
    words: list[str] = []
    as_json = only_words = False
    waiting = list(reversed(arguments))
    while waiting:
        word = waiting.pop()
        if only_words or word == "-" or not word.startswith("-"):
            words.append(word)
        elif word == "--":
            only_words = True
        elif word == JSON:
            as_json = True
        elif not _read_option(word, waiting, found):
            return None
    copies = {name: found.pop(name) for name in _OF_COPIES & found.keys()}
    return Wanted(words=words, **found), Written(**copies), as_json


def _read_option(word: str, waiting: list[str], found: dict[str, Any]) -> bool:
    """Read an option with its value; False if the option is unknown or its value is missing."""
    name, equals, value = word.partition("=")
    if not name.startswith("--"):
        name, equals, value = word, "", ""
    field = ONE.get(name) or SEVERAL.get(name)
    if field is None or (
        not equals and (not waiting or (waiting[-1].startswith("-") and waiting[-1] != "-"))
    ):
        return False
    read: Any = value if equals else waiting.pop()
    if field in _PATHS:
        read = Path(read)
    if name in ONE:
        found[field] = read
    else:
        found.setdefault(field, []).append(read)
    return True
