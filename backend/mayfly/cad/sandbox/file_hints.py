"""What to do about a file that a script could not read, write or remove."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterator
from pathlib import PurePath

# How CadQuery says that it could not read a file, there or not.
_UNREADABLE = re.compile(r"STEP File could not be loaded|Error reading STEP file|Could not import ")
_QUOTED_FILE = re.compile(r"""["']([^"'\n]{1,200}\.\w{1,8})["']""")
_NAMES_OF_FILES = ("fileName", "filename", "file_name", "path", "f")  # arguments of CadQuery's importers
_REMOVES = re.compile(r"\b(remove|unlink|rmdir|removedirs|rmtree|rename|renames|replace|move)\b")
_WRITES = re.compile(r"""\b(mkdir|makedirs|export\w*|save\w*|write\w*|touch|dump)\b|["'][wax]b?\+?["']""")

_REMOVING = (
    "Nothing can be removed or renamed in a script's folder, and need not be: all of it is thrown away after "
    "the build. Leave that line out."
)
_WRITING = (
    "A script can write into its own folder only: name the file without a place before it. The folder is "
    "thrown away after the build; what is passed to show_object is written for the caller."
)
_NO_FOLDER = "There is no folder {folder!r} yet: make it before, with os.makedirs({folder!r}, exist_ok=True)."
_READING = (
    "A script sees only the files that are handed in with it: mayfly run SCRIPT --with {name} (files= in "
    "Python and over HTTP). It finds them in its own folder, by their plain names."
)
_OTHER_CONTENT = "The file {name} is there, but it does not hold what the script reads it as."


def file_hint(error: BaseException, message: str, line: str) -> str:
    """Return what to do about a file that is the matter; an empty string where none is.

    Args:
        error: What the script raised.
        message: Type and text of it.
        line: The failing line.
    """
    unreadable = bool(_UNREADABLE.search(message))
    if not unreadable and not isinstance(error, FileNotFoundError | PermissionError):
        return ""
    if isinstance(error, PermissionError) and _REMOVES.search(line):
        return _REMOVING
    if not unreadable and _WRITES.search(line):
        named = str(getattr(error, "filename", None) or "")
        folder = os.path.dirname(named)  # noqa: PTH120
        absent = isinstance(error, FileNotFoundError) and folder and not os.path.isabs(folder)  # noqa: PTH117
        return _NO_FOLDER.format(folder=folder[:100]) if absent else _WRITING
    names = list(_names(error, line))
    missing = [name for name in names if os.path.isabs(name) or not os.path.exists(name)]  # noqa: PTH110, PTH117
    if missing:
        return _READING.format(name=_last(missing[0]))
    return _OTHER_CONTENT.format(name=_last(names[0])) if unreadable and names else ""


def _names(error: BaseException, line: str) -> Iterator[str]:
    """Give the names of files that an error may be about, the likeliest first."""
    named = getattr(error, "filename", None)
    if isinstance(named, str):
        yield named
    for frame, _ in reversed(list(traceback.walk_tb(error.__traceback__))):
        if not frame.f_code.co_filename.endswith("script.py"):
            for name in _NAMES_OF_FILES:
                value = frame.f_locals.get(name)
                if isinstance(value, str | os.PathLike):
                    yield os.fspath(value)
    yield from _QUOTED_FILE.findall(line)


def _last(name: str) -> str:
    """Return a path's last part, as it would be handed in."""
    return PurePath(str(name).replace("\\", "/")).name[:100] or "FILE"
