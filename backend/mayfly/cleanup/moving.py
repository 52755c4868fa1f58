"""Moving a file from one open folder to another so that nothing is replaced."""

from __future__ import annotations

import ctypes
import errno
import os
from contextlib import suppress
from functools import lru_cache

from mayfly.cleanup.files import Folder, open_held

_RENAME_NOREPLACE = 1
_NO_HARD_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES}
_NO_SUCH_RENAME = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}


def move(name: str | bytes, folder: Folder, new_name: str | bytes, new_folder: Folder) -> None:
    """Move a file, replacing nothing (``os.rename`` would clobber).

    A link under the new name, then the old name goes; where the file system or
    the file's owner does not allow links, ``renameat2(RENAME_NOREPLACE)``.

    Raises:
        FileExistsError: The new name is taken.
        OSError: The file system refused.
    """
    try:
        os.link(
            name,
            new_name,
            src_dir_fd=folder.descriptor,
            dst_dir_fd=new_folder.descriptor,
            follow_symlinks=False,
        )
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        try:
            rename_without_replacing(name, folder, new_name, new_folder)
        except OSError as problem:
            if problem.errno not in _NO_SUCH_RENAME:
                raise
            _rename_over_placeholder(name, folder, new_name, new_folder)
        return
    with suppress(FileNotFoundError):  # somebody who found both names has finished the move
        os.unlink(name, dir_fd=folder.descriptor)


def _rename_over_placeholder(
    name: str | bytes, folder: Folder, new_name: str | bytes, new_folder: Folder
) -> None:
    """Move a file where there are neither links nor such a rename: take the name with an empty file first.

    Raises:
        FileExistsError: The new name is taken.
        OSError: The file system refused.
    """
    open_held(
        new_name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, new_folder
    ).close()
    try:
        os.rename(name, new_name, src_dir_fd=folder.descriptor, dst_dir_fd=new_folder.descriptor)
    except OSError:
        with suppress(OSError):
            os.unlink(new_name, dir_fd=new_folder.descriptor)
        raise


def rename_without_replacing(
    name: str | bytes, folder: Folder, new_name: str | bytes, new_folder: Folder
) -> None:
    """Rename in one step of the kernel, replacing nothing.

    Raises:
        FileExistsError: The new name is taken.
        OSError: The file system refused or does not know how.
    """
    renameat2 = _renameat2()
    if renameat2 is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    old, new = os.fsencode(name), os.fsencode(new_name)
    if renameat2(folder.descriptor, old, new_folder.descriptor, new, _RENAME_NOREPLACE) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), new_name)


@lru_cache(maxsize=1)
def _renameat2() -> ctypes._NamedFuncPointer | None:
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is not None:
        function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return function
