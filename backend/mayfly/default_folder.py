"""Where models live if no setting says otherwise; standard library only, for commands without pydantic."""

from __future__ import annotations

import os
from pathlib import Path


def default_temp_dir() -> Path:
    """Return ``backend/temp_models`` in a checkout, the user's cache folder when installed."""
    backend = Path(__file__).resolve().parent.parent
    if (backend / "temp_models" / ".gitkeep").is_file() and (backend.parent / "pyproject.toml").is_file():
        return backend / "temp_models"
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "mayfly" / "temp_models"
