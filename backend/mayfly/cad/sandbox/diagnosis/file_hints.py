"""Finds the advice for a file that a script could not read, write or remove."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from mayfly.cad.protocol import SCRIPT_FILE

# How CadQuery says that it could not read a file, there or not.
_UNREADABLE = re.compile(r"STEP File could not be loaded|Error reading STEP file|Could not import ")
_QUOTED_FILE = re.compile(r"""["']([^"'\n]{1,200}\.\w{1,8})["']""")
_NAMES_OF_FILES = ("fileName", "filename", "file_name", "path", "f")  # arguments of CadQuery's importers
_NAME_LIMIT = 80
_REMOVES = re.compile(r"\b(remove|unlink|rmdir|removedirs|rmtree|rename|renames|replace|move)\b")
_WRITES = re.compile(r"""\b(mkdir|makedirs|export\w*|save\w*|write\w*|touch|dump)\b|["'][wax]b?\+?["']""")


def file_hint(error: BaseException, message: str, line: str) -> list[dict[str, Any]]:
    """Return hints about the file that an error is about; none where it is about no file.

    Args:
        error: What the script raised.
        message: Type and text of it.
        line: The failing line.
    """
    unreadable = bool(_UNREADABLE.search(message))
    if not unreadable and not isinstance(error, FileNotFoundError | PermissionError):
        return []
    if isinstance(error, PermissionError) and _REMOVES.search(line):
        return [{"code": "file_removing"}]
    if not unreadable and _WRITES.search(line):
        named = str(getattr(error, "filename", None) or "")
        folder = os.path.dirname(named)  # noqa: PTH120
        absent = isinstance(error, FileNotFoundError) and folder and not os.path.isabs(folder)  # noqa: PTH117
        return [{"code": "no_folder", "folder": folder[:_NAME_LIMIT]} if absent else {"code": "file_writing"}]
    names = list(_names(error, line))
    missing = [name for name in names if os.path.isabs(name) or not os.path.exists(name)]  # noqa: PTH110, PTH117
    if missing:
        return [{"code": "file_reading", "file": _last(missing[0])}]
    return [{"code": "file_content", "file": _last(names[0])}] if unreadable and names else []


def _names(error: BaseException, line: str) -> Iterator[str]:
    """Return the names of files that an error may be about, the likeliest first."""
    named = getattr(error, "filename", None)
    if isinstance(named, str):
        yield named
    for frame, _ in reversed(list(traceback.walk_tb(error.__traceback__))):
        if not frame.f_code.co_filename.endswith(SCRIPT_FILE):
            for name in _NAMES_OF_FILES:
                value = frame.f_locals.get(name)
                if isinstance(value, str | os.PathLike):
                    yield os.fspath(value)
    yield from _QUOTED_FILE.findall(line)


def _last(name: str) -> str:
    """Return a path's last part, as the file would be handed in."""
    return PurePath(str(name).replace("\\", "/")).name[:_NAME_LIMIT] or "FILE"
