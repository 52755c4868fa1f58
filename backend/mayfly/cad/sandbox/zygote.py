"""The zygote: a clean process that has CadQuery loaded and forks jailed, warm children on demand.

Started by the pool with an empty environment and one control socket. It never
sees a script, so there is nothing in it to steal or to spoil. When the server
goes, however it goes, the zygote ends, and its children with it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
import sysconfig
from pathlib import Path
from typing import Any, NoReturn

from mayfly.cad.sandbox import jail, jail_selftest

_FIRST_UID, _UIDS = 1_879_048_192, 65_536  # far from what distributions and user namespaces hand out
_MESSAGE_LIMIT_BYTES = 64 * 1024
_PARENT_CHECK_MILLISECONDS = 2000


class Zygote:
    """The fork server.

    Args:
        control: Sequenced-packet socket to the pool.
        settings: Limits and the folder for jobs, as the pool sent them.
    """

    def __init__(self, control: socket.socket, settings: dict[str, Any]) -> None:
        """Keep the socket and the settings."""
        self.control = control
        self.settings = settings
        self.parent = os.getppid()
        self.children: dict[int, tuple[int, int]] = {}  # pidfd -> (id, pid)
        self.next_uid = os.getpid() * 97  # servers side by side begin at different ones
        self.readable = _readable()
        self.own_uid = os.geteuid() == 0 and _can_read_as_stranger(self.readable)
        self.layers: frozenset[str] = frozenset()

    def run(self) -> None:
        """Prove the jail, load CadQuery, then fork on demand until the server is gone."""
        protection = self.prove()
        self.layers = frozenset(row["name"] for row in protection if row["works"])
        from mayfly.cad.sandbox import lazy_imports

        lazy_imports.install()
        from mayfly.cad.sandbox import child, prefault, warmup  # noqa: F401 (a child finds all of it loaded)

        warmup.calm_kernel()
        files = warmup.rehearse()
        warmup.make_room()
        gc.collect()
        gc.freeze()
        prefault.gather()
        self.plans = {
            "build": prefault.learn(warmup.rehearse),
            "measure": prefault.learn(lambda: warmup.rehearse_measuring(files)),
        }
        threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208
        if threads != 1:
            raise RuntimeError(f"{threads} threads are alive; a fork would hang")
        if self.settings["give_way"]:
            _give_way()
        self.send({"event": "hello", "protection": protection})
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        while os.getppid() == self.parent:
            for descriptor, _ in poll.poll(_PARENT_CHECK_MILLISECONDS):
                if descriptor in self.children:
                    poll.unregister(descriptor)
                    self.reap(descriptor)
                elif not self.serve(poll):
                    return

    def serve(self, poll: select.poll) -> bool:
        """Answer one order; False when the server is gone."""
        message, descriptors, _, _ = socket.recv_fds(self.control, _MESSAGE_LIMIT_BYTES, 2)
        if not message:
            return False
        order = json.loads(message)
        identity = order["id"]
        line, folder = descriptors
        cell = self.cell(folder)
        pid = os.fork()
        if pid == 0:
            self.become_child(line, folder, cell, order)
        os.close(line)
        os.close(folder)
        pidfd = os.pidfd_open(pid)
        self.children[pidfd] = (identity, pid)
        poll.register(pidfd, select.POLLIN)
        self.send({"event": "forked", "id": identity, "pid": pid}, [pidfd])
        return True

    def send(self, message: dict[str, Any], descriptors: list[int] | None = None) -> None:
        """Send a message to the pool."""
        socket.send_fds(self.control, [json.dumps(message).encode()], descriptors or [])

    def reap(self, pidfd: int) -> None:
        """Collect a dead child and tell the pool how it ended."""
        identity, pid = self.children.pop(pidfd)
        _, status, usage = os.wait4(pid, 0)
        os.close(pidfd)
        code = os.waitstatus_to_exitcode(status)
        self.send({"event": "ended", "id": identity, "code": code, "peak_kib": usage.ru_maxrss})

    def cell(self, folder: int) -> jail.Cell:
        """Describe the jail of the next child."""
        self.next_uid = (self.next_uid + 1) % _UIDS
        return jail.Cell(
            folder=folder,
            readable=self.readable,
            uid=_FIRST_UID + self.next_uid if self.own_uid else None,
            memory_bytes=int(self.settings["memory_bytes"]),
            cpu_seconds=int(self.settings["cpu_seconds"]),
            file_bytes=int(self.settings["file_bytes"]),
            layers=self.layers,
        )

    def prove(self) -> list[dict[str, Any]]:
        """Try to break each layer; what does not hold is not relied upon."""
        rows = jail_selftest.prove(self.cell(-1), Path(self.settings["root"]))
        for row in rows:
            if (
                row["name"] == "seccomp"
                and row["works"]
                and not jail_selftest.foreign_calls_kill(self.cell(-1))
            ):
                row.update(works=False, detail="system calls of another calling convention get through")
        return rows

    def become_child(self, line: int, folder: int, cell: jail.Cell, order: dict[str, Any]) -> NoReturn:
        """Take over the pages, enter the jail, work, end; none of the zygote's clean-up runs here."""
        code = 70
        try:
            from mayfly.cad.sandbox import child, warmup

            if not self.plans[order["role"]].take_over(looked_up=order["quiet"]):
                warmup.rehearse()
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            child.close_descriptors({0, 1, 2, line, folder})
            os.fchdir(folder)
            with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123
                score.write("1000")
            jail.enter(cell, warmup.start_threads)
            os.close(folder)
            child.silence()
            child.serve(line)
            code = 0
        except BaseException as error:
            with contextlib.suppress(OSError):
                os.write(2, f"{type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(code)

    def close(self) -> None:
        """End all children and remove the folder of jobs."""
        for pidfd in self.children:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        shutil.rmtree(self.settings["root"], ignore_errors=True)


def _give_way() -> None:
    """Leave the processors to whoever wants them; the children will do the same.

    A niced process would not do: it still ends its turn of some milliseconds before
    a thread of the server that wakes gets the processor.
    """
    with contextlib.suppress(OSError, AttributeError):  # refused by a container, or not Linux
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _readable() -> list[str]:
    """Give the paths of the interpreter, its packages, the system's fonts and time zones.

    Of the import path only folders of installed packages: an editable install puts
    a project's own folder there, with whatever lies in it.
    """
    library = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    packages = {path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")}
    system = ("/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "/usr/share/zoneinfo", "/dev/null")
    return [*sorted(library | packages), *system]


def _can_read_as_stranger(paths: list[str]) -> bool:
    """Tell, by trying it in a process of its own, whether another user id could read the interpreter."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setgroups([])
            os.setresgid(_FIRST_UID, _FIRST_UID, _FIRST_UID)
            os.setresuid(_FIRST_UID, _FIRST_UID, _FIRST_UID)
            here = [path for path in paths if Path(path).is_dir()]
            code = 0 if all(os.access(path, os.R_OK | os.X_OK) for path in here) else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def main() -> None:
    """Run the zygote; the arguments are the control socket's number and the settings as JSON."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    zygote = Zygote(control, json.loads(sys.argv[2]))
    try:
        zygote.run()
    except ConnectionError:
        pass  # the server is gone; there is nobody to tell
    finally:
        zygote.close()
