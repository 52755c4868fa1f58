"""How much a child may write: a fixed limit, or a fair part of the free disk space where that is less."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

from mayfly.errors import MayflyError, ScriptError, StorageError

Excess = Literal["bytes", "files", "stream"]
"""What a child wanted more of than it may have; "stream" is explained at ``DiskQuota.stream_bytes``."""

FOLDER_LIMIT_BYTES = 256 * 1024 * 1024
FOLDER_LIMIT_FILES = 1000
# Less than the folder: room for other files besides the largest one, and for one write of the kernel's
# file streams, of which the size is not known before (sandbox/jail/metering.py).
_FILE_SIXTEENTHS = 13
FILE_LIMIT_BYTES = FOLDER_LIMIT_BYTES * _FILE_SIXTEENTHS // 16

_LEAST_BYTES, _LEAST_FILES = 1024 * 1024, 32  # below these the disk itself says that it is full
_SCARCE_BYTES = 16 * 1024 * 1024  # a limit below this is the machine's fault, not the script's


@dataclass(frozen=True, slots=True)
class DiskQuota:
    """What a child may have in its folder at any moment.

    Attributes:
        folder_bytes: On the disk, all files together.
        files: Files and folders.
    """

    folder_bytes: int = FOLDER_LIMIT_BYTES
    files: int = FOLDER_LIMIT_FILES

    @property
    def file_bytes(self) -> int:
        """The largest single file, in bytes."""
        return self.folder_bytes * _FILE_SIXTEENTHS // 16

    @property
    def stream_bytes(self) -> int:
        """What may be in the folder, in bytes, when a file stream of the CAD kernel writes on.

        How much such a write will add is not known before, but that no file outgrows ``file_bytes``.
        """
        return self.folder_bytes - self.file_bytes

    def is_outgrown(self, now: DiskQuota) -> bool:
        """Return whether there is more than twice as much room now, of bytes or of files."""
        return now.folder_bytes > 2 * self.folder_bytes or now.files > 2 * self.files

    def exceeded(self, excess: Excess) -> MayflyError:
        """Return the error for a child that wanted more: the script's, or a full disk's."""
        limit = {
            "bytes": f"{self.folder_bytes // 2**20} MiB",
            "files": f"{self.files} files",
            "stream": f"{self.stream_bytes // 2**20} MiB through file streams of the CAD kernel",
        }[excess]
        if self.folder_bytes < min(_SCARCE_BYTES, FOLDER_LIMIT_BYTES):
            return StorageError(
                f"The machine's folder for temporary files has too little room: a build may write no more "
                f"than {limit} there now. Nothing was published."
            )
        return ScriptError("TooMuchOutput", f"the script wrote more than {limit}")


def fair_quota(folder: int | os.PathLike[str], shares: int) -> DiskQuota:
    """Return what each of some children may write, so that all together find room on the disk.

    Args:
        folder: Where their folders are.
        shares: How many may write at the same time.

    Raises:
        OSError: The disk can't be asked.
    """
    disk = os.statvfs(folder)
    free_bytes = disk.f_bavail * disk.f_frsize // shares
    # Some file systems have no fixed number of files, and say 0 of 0.
    free_files = disk.f_favail // shares if disk.f_files else FOLDER_LIMIT_FILES
    return DiskQuota(
        min(FOLDER_LIMIT_BYTES, max(_LEAST_BYTES, free_bytes)),
        min(FOLDER_LIMIT_FILES, max(_LEAST_FILES, free_files)),
    )
