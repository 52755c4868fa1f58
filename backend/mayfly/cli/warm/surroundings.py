"""What a command and the warm process must have in common, so that a build is the same in either.

The warm process takes nothing else from the command that starts it. Settings of the storage come with each
order; a chat model's keys never leave the command, which then works without the warm process.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import Any, Final

from mayfly import __version__
from mayfly.default_folder import default_temp_dir

PASSED_ON: Final = (
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LD_LIBRARY_PATH",
    "PATH",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONPATH",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
)
"""Variables that the warm process is started with; all others stay behind."""
_COMPARED: Final = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "TMPDIR")
"""Those that make a difference to what it does: two terminals with different paths share it."""
_WORKSHOP: Final = (
    "MAYFLY_BUILD_MEMORY_MB",
    "MAYFLY_BUILD_TIMEOUT_SECONDS",
    "MAYFLY_UNSAFE_SCRIPTS",
    "MAYFLY_WARM_IDLE_MINUTES",
    "MAYFLY_WORKSHOP_QUEUE",
    "MAYFLY_WORKSHOP_SIZE",
)
"""Settings of the workshop, which stay the same as long as it lives."""
_NAMESPACES: Final = ("mnt", "pid", "user")
_LIMITS: Final = ("AS", "CPU", "DATA", "FSIZE")
_MODE_OF_MODELS: Final = 0o644

SOURCE_ROOT: Final = Path(__file__).resolve().parents[3]
"""The folder from which ``mayfly`` is imported."""


def settings_variables() -> dict[str, str]:
    """Return the ``MAYFLY_*`` variables in capitals, but no secret."""
    named = {name.upper(): value for name, value in os.environ.items()}
    return {
        name: value for name, value in named.items() if name.startswith("MAYFLY_") and "TOKEN" not in name
    }


def own_temp_dir() -> str:
    """Return the absolute path of the directory of this command's models."""
    given = settings_variables().get("MAYFLY_TEMP_DIR")
    return os.path.abspath(given or default_temp_dir())  # noqa: PTH100 (follows no link)


def surroundings() -> dict[str, Any]:
    """Return what must be the same on both sides, as plain data."""
    variables = settings_variables()
    top = os.stat("/")  # noqa: PTH116 (called by each command)
    return {
        "version": __version__,
        "source": str(SOURCE_ROOT),
        "python": [sys.executable, sys.version],
        "user": [os.getuid(), os.geteuid(), os.getgid(), os.getegid(), sorted(os.getgroups())],
        "root": [top.st_dev, top.st_ino],
        "namespaces": [_namespace(name) for name in _NAMESPACES],
        "processors": sorted(os.sched_getaffinity(0)),
        "limits": {name: list(resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))) for name in _LIMITS},
        "umask": _umask(),
        "variables": {name: os.environ[name] for name in _COMPARED if name in os.environ},
        "workshop": {name: variables[name] for name in _WORKSHOP if variables.get(name)},
    }


def passed_on() -> dict[str, str]:
    """Return the environment that the warm process is started with."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}


def code_state() -> list[Any]:
    """Return what changes when Mayfly's files or the packages beside them do, without reading any."""
    found: list[Any] = [_changed_at(path) for path in sys.path if path.endswith("-packages")]
    folders = [str(Path(__file__).resolve().parents[2])]
    while folders:
        with os.scandir(folders.pop()) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    folders += [entry.path] if entry.name != "__pycache__" else []
                elif entry.name.endswith(".py"):
                    status = entry.stat()
                    found.append([entry.path, status.st_size, status.st_mtime_ns])
    return sorted(found, key=str)


def _changed_at(path: str) -> list[Any]:
    try:
        return [path, os.stat(path).st_mtime_ns]  # noqa: PTH116 (as above)
    except OSError:
        return [path, 0]


def _namespace(name: str) -> str:
    try:
        return os.readlink(f"/proc/self/ns/{name}")  # noqa: PTH115 (as above)
    except OSError:
        return ""


def _umask() -> int:
    """Return what the mask takes from a model's rights; only /proc names it without setting it."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:  # noqa: PTH123 (as above)
        masks = [line.split()[1] for line in status if line.startswith("Umask:")]
    return int(masks[0], 8) & _MODE_OF_MODELS if masks else 0
