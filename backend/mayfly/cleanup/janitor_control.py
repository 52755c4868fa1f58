"""What a person may do with a directory's janitor: end it, and have one started after each reboot."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.janitor_launch import NoJanitor, janitor_program, running_janitor
from mayfly.errors import StorageError

_END_SECONDS = 5.0
_MODULE = b"mayfly.cleanup.janitor"

_UNIT = """\
[Unit]
Description=Mayfly's janitor: removes expired models from {directory}

[Service]
Type=exec
Environment="PYTHONPATH={package_root}" PYTHONDONTWRITEBYTECODE=1
ExecStart={program} -P -m mayfly.cleanup.janitor --interval-minutes {interval:g} -- {directory}
Restart=on-failure
RestartSec=30
Nice=10

[Install]
WantedBy=default.target
"""


def stop_janitor(directory: ModelDirectory) -> int | None:
    """End a directory's janitor, so that the directory can be unmounted or removed; wait for its end.

    Returns:
        Its process id; None if there was none.

    Raises:
        StorageError: The directory can't be used, or the janitor can't be ended.
    """
    pid = running_janitor(directory)
    if pid is None:
        return None
    if not pid or not _is_janitor(pid):
        raise StorageError("There is a janitor, but it is not known which process it is; try again later.")
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return pid
    except PermissionError as error:
        raise StorageError(f"The janitor (process {pid}) belongs to another user.") from error
    deadline = time.monotonic() + _END_SECONDS
    while running_janitor(directory) == pid:
        if time.monotonic() > deadline:
            raise StorageError(f"The janitor (process {pid}) did not end within {_END_SECONDS:g} s.")
        time.sleep(0.02)
    return pid


def unit_path(directory: Path) -> Path:
    """Return where the systemd user unit of a directory's janitor belongs."""
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    mark = hashlib.sha256(os.fsencode(directory)).hexdigest()[:8]
    return Path(home) / "systemd" / "user" / f"mayfly-janitor-{mark}.service"


def install_unit(directory: Path, interval_minutes: float) -> Path:
    """Write the systemd user unit that starts a directory's janitor with the user's session.

    A janitor that finds nothing to do ends; one is started again with the next model.

    Args:
        directory: The directory, absolute.
        interval_minutes: Life of models that nobody registered, in minutes.

    Returns:
        Where the unit is.

    Raises:
        StorageError: It can't be written, or no janitor can be started here.
    """
    try:
        program = janitor_program()
    except NoJanitor as error:
        raise StorageError(f"No janitor can be started: {error}.") from error
    text = _UNIT.format(
        directory=_quoted(str(directory)),
        package_root=_escaped(str(Path(__file__).resolve().parents[2])),
        program=_quoted(program),
        interval=interval_minutes,
    )
    path = unit_path(directory)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"The unit {path} can't be written: {error.strerror}.") from error
    return path


def remove_unit(directory: Path) -> Path | None:
    """Remove the unit of a directory's janitor; return where it was, None if there was none.

    Raises:
        StorageError: It can't be removed.
    """
    path = unit_path(directory)
    try:
        path.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"The unit {path} can't be removed: {error.strerror}.") from error
    return path


def _is_janitor(pid: int) -> bool:
    """Return whether a process is a janitor and not another one that has its number since."""
    if sys.platform != "linux":
        return True
    with suppress(OSError):
        return _MODULE in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return False


def _escaped(text: str) -> str:
    """Escape what systemd would replace in a unit's line."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("\n", "\\n")


def _quoted(text: str) -> str:
    """Quote one word of a command, as ``systemd.service(5)`` says."""
    return '"' + _escaped(text).replace("$", "$$") + '"'
