"""Pictures that ``mayfly show`` opens: only the user can reach them, and they go with the model.

A picture's name holds the deadline. Each later ``mayfly show`` and the warm process remove what is due.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from mayfly.cli.warm.folder import NoFolder, is_private, meeting_folder
from mayfly.errors import StorageError


def keep(name: str, expires_at: str, content: bytes) -> Path:
    """Write the picture of a model, and return where it is.

    Args:
        name: The model's file name.
        expires_at: Its deadline in ISO 8601.
        content: The PNG file.

    Raises:
        StorageError: There is no folder that only this user can reach.
        OSError: It can't be written.
    """
    try:
        folder = meeting_folder()
    except NoFolder as error:
        raise StorageError(f"A picture can't be kept here: {error}. `mayfly draw` writes one.") from error
    try:
        pictures = folder.path / "pictures"
        pictures.mkdir(mode=0o700, exist_ok=True)
        if not is_private(os.lstat(pictures)):
            raise StorageError(f"A picture can't be kept here: {pictures} is not private.")
        remove_due(folder.path)
        deadline = int(datetime.fromisoformat(expires_at).timestamp())
        path = pictures / f"{Path(name).stem}.{os.getpid()}.{deadline}.png"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 (a descriptor)
            file.write(content)
        return path
    finally:
        folder.close()


def remove_due(folder: Path, now: float | None = None) -> None:
    """Remove the pictures whose models are past their deadlines.

    Args:
        folder: Where commands and the warm process meet.
        now: Epoch seconds; the machine's own time if not given.
    """
    now = time.time() if now is None else now
    with suppress(OSError):
        for path in (folder / "pictures").glob("*.png"):
            deadline = path.stem.rpartition(".")[2]
            if deadline.isdigit() and int(deadline) <= now:
                path.unlink(missing_ok=True)


def open_here(what: Path | str) -> bool:
    """Open a file or an address with the desktop's own program; return False where there is no desktop."""
    desktop = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if not desktop or program is None:
        return False
    null = subprocess.DEVNULL
    subprocess.Popen(  # noqa: S603 (the desktop's own opener, our own file or page)
        [program, str(what)], stdin=null, stdout=null, stderr=null, start_new_session=True
    )
    return True
