"""The files of a job: handed in to a child, and what it left checked and copied, never used itself."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mayfly.cad import channel
from mayfly.cad.job_folder import folder_size
from mayfly.cad.messages import crash_record
from mayfly.cad.protocol import MODEL_FILE, SCRIPT_FILE, TRACE_FILE
from mayfly.cad.workshop.disk_quota import FILE_LIMIT_BYTES as FILE_LIMIT_BYTES
from mayfly.cad.workshop.disk_quota import DiskQuota
from mayfly.errors import InvalidGeometry, InvalidParameter, StorageError
from mayfly.safe_files import open_for_reading, open_regular

MODEL_ROOM_BYTES, FACE_ROOM_BYTES = 16 * 1024 * 1024, 128 * 1024

_ROOM_BYTES = 1024 * 1024
_SHORTAGES = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)  # the server's, not the fault of the script
_TRACE_CALL = re.compile(r'File "[^"\n]{1,300}", line \d{1,7} in (\w{1,80})')
_CALLS_KEPT = 20
_TRACE_LINE = re.compile(rf'File "{re.escape(SCRIPT_FILE)}", line (\d{{1,7}}) in ')


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[int]:
    """Create a file that did not exist, and remove it again if the block raises.

    Raises:
        FileExistsError: There is something at ``path``.
        StorageError: It can't be created.
    """
    with storage_errors("The model's file can't be created"):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        yield descriptor
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def storage_errors(trouble: str) -> Iterator[None]:
    """Turn an error of the file system into one that says what it hindered.

    Raises:
        FileExistsError: As it was raised.
        StorageError: Anything else that the system said.
    """
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise StorageError(f"{trouble}: {error.strerror or error}. Nothing was published.") from error


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[int, int]]:
    """Open a STEP file for reading; yield its descriptor and size.

    Raises:
        OSError: It can't be opened, or is a link.
        InvalidGeometry: It is not a regular file, empty, or too large.
    """
    with open_for_reading(str(path)) as source:
        yield source.fileno(), regular_size(source.fileno())


def regular_size(descriptor: int) -> int:
    """Return the size of an opened file that must be regular, not empty and not too large.

    Raises:
        InvalidGeometry: It is something else.
    """
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise InvalidGeometry("Not published: what the script left is not a regular file.", "regular_file")
    if not 0 < status.st_size <= FILE_LIMIT_BYTES:
        raise InvalidGeometry(f"Not published: the file has {status.st_size} bytes.", "file_size")
    return status.st_size


@contextlib.contextmanager
def model_file(folder: int, name: str = MODEL_FILE) -> Iterator[tuple[int, int]]:
    """Open a STEP file that a child left in its folder, following no link; yield its descriptor and size.

    Raises:
        InvalidGeometry: There is no regular file of a sensible size.
    """
    try:
        source = open_for_reading(name, folder)
    except OSError as error:
        if error.errno in _SHORTAGES:
            raise StorageError(
                f"The model can't be read: {error.strerror}. Nothing was published."
            ) from error
        raise InvalidGeometry("Not published: the script's process left no model.", "written") from error
    with source:
        if os.fstat(source.fileno()).st_nlink != 1:
            raise InvalidGeometry("Not published: what the script left is a link.", "regular_file")
        yield source.fileno(), regular_size(source.fileno())


def write_model(pieces: Iterable[bytes], target: int) -> str:
    """Write a model into our file, in place of what is there.

    Returns:
        The SHA-256 of what was written.

    Raises:
        StorageError: It could not be written; the disk may be full.
    """
    digest = hashlib.sha256()
    with storage_errors("The model can't be written"):
        os.ftruncate(target, 0)
        os.lseek(target, 0, os.SEEK_SET)
    for piece in pieces:
        digest.update(piece)
        with storage_errors("The model can't be written"):
            channel.write_all(target, piece)
    return digest.hexdigest()


def check_size(size: int, faces: int) -> None:
    """Refuse a file that is larger than a model with this number of faces needs.

    Raises:
        InvalidGeometry: It is.
    """
    if size > MODEL_ROOM_BYTES + faces * FACE_ROOM_BYTES:
        raise InvalidGeometry(
            f"Not published: its STEP file has {size / 2**20:.0f} MiB, too much for {faces} faces; "
            "curves and surfaces with fewer points often look the same.",
            "file_size",
        )


def chunks(descriptor: int, size: int) -> Iterator[bytes]:
    """Read exactly ``size`` bytes from the start of a file, in pieces.

    Raises:
        InvalidGeometry: The file is shorter.
    """
    offset = 0
    while offset < size:
        chunk = os.pread(descriptor, min(channel.CHUNK_BYTES, size - offset), offset)
        if not chunk:
            raise InvalidGeometry("Not published: the file became shorter while it was read.", "file_size")
        offset += len(chunk)
        yield chunk


def hand_in(folder: int, files: Mapping[str, bytes]) -> None:
    """Write files into the folder of a child that has not run anything yet; they are the child's own then.

    Raises:
        InvalidParameter: The workshop itself has a file of such a name there.
        StorageError: They can't be written.
    """
    if not files:
        return
    owner = os.fstat(folder)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with storage_errors("The files for the script can't be written"):
        for name, content in files.items():
            try:
                descriptor = os.open(name, flags, 0o600, dir_fd=folder)
            except FileExistsError:
                raise InvalidParameter(f"A file can't be handed in as {name!r}; rename it.") from None
            try:
                channel.write_all(descriptor, content)
                if owner.st_uid != os.geteuid():
                    os.fchown(descriptor, owner.st_uid, owner.st_gid)
            finally:
                os.close(descriptor)


def watch_folder(folder: int, quota: DiskQuota) -> None:
    """Check that a child does not fill the disk, where its zygote can't count what it writes.

    Args:
        folder: The child's folder, opened.
        quota: What it may have in there.

    Raises:
        ScriptError: It wrote too much.
        StorageError: The folder can't be read, for lack of a descriptor for instance; or the disk has
            too little room for any build.
    """
    with storage_errors("The script's folder can't be read"):
        used_bytes, entries = folder_size(folder, quota.files)
    if entries > quota.files:
        raise quota.exceeded("files")
    if used_bytes > quota.folder_bytes:
        raise quota.exceeded("bytes")


def check_room(folder: int, answer: Mapping[str, Any]) -> None:
    """Raise if the disk is full; a script that only says so is not believed.

    Args:
        folder: The job's folder.
        answer: What the script failed with.

    Raises:
        StorageError: The disk is full, which is not the script's fault.
    """
    disk = os.fstatvfs(folder)
    if os.strerror(errno.ENOSPC) in str(answer.get("error")) and disk.f_bavail * disk.f_frsize < _ROOM_BYTES:
        raise StorageError("The machine's folder for temporary files is full. Nothing was published.")


def last_line(folder: int) -> int | None:
    """Return the script's line that a crashed or interrupted child was at, as its last trace says."""
    match = _TRACE_LINE.search(_trace(folder))
    return int(match[1]) if match else None


def last_step(folder: int) -> list[dict[str, Any]]:
    """Return hints about the step in which a child crashed, as codes with fields that are still unchecked."""
    text = _trace(folder)
    match = _TRACE_LINE.search(text)
    calls = _TRACE_CALL.findall(text, 0, match.start())[-_CALLS_KEPT:] if match else []
    return crash_record.crash_hints(
        _read(folder, crash_record.RECORD_BYTES, crash_record.RECORD_OFFSET), calls
    )


def _trace(folder: int) -> str:
    """Return the start of a child's trace, an empty text if it wrote no trace."""
    return _read(folder, crash_record.RECORD_OFFSET, 0).decode("utf-8", "replace")


def _read(folder: int, size: int, offset: int) -> bytes:
    """Return a piece of the file with a child's trace; nothing where it can't be read."""
    with contextlib.suppress(OSError):
        opened = open_regular(TRACE_FILE, folder)
        if opened is not None:
            with opened[0] as trace:
                return os.pread(trace.fileno(), size, offset)
    return b""
