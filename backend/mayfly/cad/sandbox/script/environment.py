"""The environment of a script: its name and folder, and a standard library that works within the jail.

Nothing can be removed in a job's folder (see ``file_removal``), and no rights can be changed; the folder is
removed after the job. The library's functions that would do either leave it out.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from mayfly.cad.sandbox.script import file_removal

_DELETE_ARGUMENT = 7  # place of ``delete`` in NamedTemporaryFile's positional arguments


def prepare(script_name: str, files: Collection[str] = ()) -> None:
    """Prepare the process as a script expects it.

    Args:
        script_name: What the script is called.
        files: Names of the files that were handed in with it; modules among them can be imported.
    """
    sys.argv = [script_name]  # not the zygote's arguments
    sys.dont_write_bytecode = True
    here = os.getcwd()  # noqa: PTH109
    if not os.access(here, os.X_OK):  # the folder's path leads through one that only the server may enter
        here = "."
    tempfile.tempdir = here
    if any(name.endswith(".py") for name in files):
        sys.path.insert(0, here)
    _fit_library()
    file_removal.install(here)


def go_back(home: str) -> None:
    """Change back into a job's folder, by a relative path.

    Args:
        home: The folder's path.

    Raises:
        OSError: There is no such path.
    """
    here = os.getcwd()  # noqa: PTH109
    if here != home:
        os.chdir(os.path.relpath(home, here))


def _fit_library() -> None:
    """Make the standard library leave out what it can't do here; a second call changes nothing."""
    library: Any = tempfile
    if hasattr(library.NamedTemporaryFile, "__wrapped__"):
        return
    library.NamedTemporaryFile = _kept(tempfile.NamedTemporaryFile)
    library.TemporaryFile = library.NamedTemporaryFile
    library.TemporaryDirectory._rmtree = classmethod(_leave)
    for name in ("copymode", "copystat"):
        setattr(shutil, name, _if_permitted(getattr(shutil, name)))


def _kept(make: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap what makes a temporary file so that closing the file does not remove it."""

    @wraps(make)
    def keep(*arguments: Any, **named: Any) -> Any:
        return make(*arguments[:_DELETE_ARGUMENT], **{**named, "delete": False})

    return keep


def _leave(*_: Any, **__: Any) -> None:
    """Do nothing instead of removing a folder."""


def _if_permitted(act: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap what sets a file's rights or times: without them the copy is as good."""

    @wraps(act)
    def attempt(*arguments: Any, **named: Any) -> Any:
        try:
            return act(*arguments, **named)
        except PermissionError:
            return None

    return attempt
