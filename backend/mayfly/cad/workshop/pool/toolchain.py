"""A digest of the code that builds: the interpreter, the kernel's packages, and Mayfly's own files."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

_SOURCES = Path(__file__).resolve().parents[2]
_KERNEL = ("cadquery", "cadquery-ocp", "numpy")


def code_on_disk() -> str:
    """Return a digest of the interpreter, the kernel's packages and Mayfly's files as they are now."""
    what = [sys.version, [_package_state(name) for name in _KERNEL], _source_states()]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


def _package_state(name: str) -> list[Any]:
    """Return where a package's metadata are, whose path names its version, and when they were written."""
    try:
        return [_metadata_folder(name), os.stat(_metadata_folder(name)).st_mtime_ns]  # noqa: PTH116 (each time)
    except OSError:  # another version has taken its place
        _metadata_folder.cache_clear()
        return [_metadata_folder(name), 0]


@lru_cache
def _metadata_folder(name: str) -> str:
    try:
        return str(getattr(metadata.distribution(name), "_path", ""))
    except metadata.PackageNotFoundError:
        return ""


def _source_states() -> list[list[Any]]:
    """Return name, size and time of each of Mayfly's own files that a child loads."""
    found: list[list[Any]] = []
    folders = [str(_SOURCES)]
    while folders:
        with os.scandir(folders.pop()) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    folders += [entry.path] if entry.name != "__pycache__" else []
                elif entry.name.endswith(".py"):
                    state = entry.stat()
                    found.append([entry.name, state.st_size, state.st_mtime_ns])
    return sorted(found)
