"""A child's user id, and the paths that it may read: the interpreter, its packages, fonts, time zones."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

FIRST_UID, UIDS = 1_879_048_192, 65_536  # far from what distributions and user namespaces hand out


def readable_paths() -> list[str]:
    """Return the paths of the interpreter, its packages, the system's fonts and time zones.

    Of the import path only folders of installed packages: an editable install puts
    a project's own folder there, with all that is in it.
    """
    library = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    packages = {path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")}
    system = ("/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "/usr/share/zoneinfo", "/dev/null")
    return [*sorted(library | packages), *system]


def is_readable_as_other_user(paths: list[str]) -> bool:
    """Return whether another user id could read the interpreter, by trying it in a process of its own."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setgroups([])
            os.setresgid(FIRST_UID, FIRST_UID, FIRST_UID)
            os.setresuid(FIRST_UID, FIRST_UID, FIRST_UID)
            here = [path for path in paths if Path(path).is_dir()]
            code = 0 if all(os.access(path, os.R_OK | os.X_OK) for path in here) else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
