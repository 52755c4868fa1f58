"""What a caller and a worker must have in common: the code that builds, and what it stands on."""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_KERNEL: Final = ("cadquery", "cadquery-ocp", "numpy")
#: What decides a model's bytes and measures, and how jobs are written.
_PARTS: Final = ("cad", "workers", "contracts.py", "requirements.py")


@lru_cache(maxsize=1)
def build_version() -> str:
    """Return a digest that is the same on all machines with the same code, kernel and Python.

    It is made of contents, not of times and paths as ``Workshop.code`` is: two machines are compared.
    """
    digest = hashlib.sha256(".".join(map(str, sys.version_info[:2])).encode())
    for name in _KERNEL:
        digest.update(f"\n{name} {_version(name)}".encode())
    for part in _PARTS:
        place = _PACKAGE / part
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(f"\n{path.relative_to(_PACKAGE).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"
