"""The zygote: a clean process that has CadQuery loaded and forks jailed, warmed children on demand.

Started by the workshop with an empty environment and one control socket. It
never sees a script, so there is nothing in it to steal or to spoil. When the
workshop goes, however it goes, the socket closes, and the zygote ends itself
and its children.
"""

from __future__ import annotations

import array
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
from typing import Any, NoReturn

from mayfly.cad import jail

_FIRST_UID, _UIDS = 1_879_048_192, 65_536  # far from what distributions and user namespaces hand out
MESSAGE_LIMIT_BYTES = 64 * 1024


class Zygote:
    """The fork server.

    Args:
        control: Sequenced-packet socket to the workshop.
        settings: Limits and folders, as the workshop sent them on the command line.
    """

    def __init__(self, control: socket.socket, settings: dict[str, Any]) -> None:
        """Keep the socket and the settings."""
        self.control = control
        self.settings = settings
        self.children: dict[int, tuple[int, int]] = {}  # pidfd -> (id, pid)
        self.next_uid = 0
        self.layers: frozenset[str] = frozenset(jail.LAYERS)
        self.readable = _readable()
        self.own_uid = os.geteuid() == 0 and _reachable(self.readable)

    def run(self) -> None:
        """Prove the jail, load CadQuery, then fork on demand until the workshop is gone."""
        proof = self.prove()
        self.layers = frozenset(row["name"] for row in proof if row["works"])
        from mayfly.cad import child

        child.calm_kernel()
        child.warm()
        gc.collect()
        gc.freeze()
        threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208
        if threads != 1:
            raise RuntimeError(f"{threads} threads are alive; a fork would hang")
        self.send({"event": "hello", "protection": proof})
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        while True:
            for descriptor, _ in poll.poll():
                if descriptor in self.children:
                    poll.unregister(descriptor)
                    self.reap(descriptor)
                elif not self.serve(poll):
                    return

    def serve(self, poll: select.poll) -> bool:
        """Answer one message; False when the workshop is gone."""
        message, descriptors, _, _ = socket.recv_fds(self.control, MESSAGE_LIMIT_BYTES, 2)
        if not message:
            return False
        order = json.loads(message)
        pidfd, pid = self.fork(descriptors[0], descriptors[1])
        for descriptor in descriptors:
            os.close(descriptor)
        self.children[pidfd] = (order["id"], pid)
        poll.register(pidfd, select.POLLIN)
        self.send({"event": "forked", "id": order["id"], "pid": pid}, [pidfd])
        return True

    def send(self, message: dict[str, Any], descriptors: list[int] | None = None) -> None:
        """Send a message to the workshop."""
        rights = array.array("i", descriptors or [])
        ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)] if descriptors else []
        self.control.sendmsg([json.dumps(message).encode()], ancillary)

    def reap(self, pidfd: int) -> None:
        """Collect a dead child and tell the workshop how it ended."""
        identity, pid = self.children.pop(pidfd)
        _, status, usage = os.wait4(pid, 0)
        os.close(pidfd)
        code = os.waitstatus_to_exitcode(status)
        self.send({"event": "ended", "id": identity, "code": code, "peak_kib": usage.ru_maxrss})

    def uid(self) -> int | None:
        """Give the next child's own user id, or None where a child must keep ours."""
        if os.geteuid() != 0 or not self.own_uid:
            return None
        self.next_uid = (self.next_uid + 1) % _UIDS
        return _FIRST_UID + self.next_uid

    def cell(self, folder: int) -> jail.Cell:
        """Describe the jail of the next child."""
        return jail.Cell(
            folder=folder,
            readable=self.readable,
            uid=self.uid(),
            memory_bytes=int(self.settings["memory_bytes"]),
            cpu_seconds=int(self.settings["cpu_seconds"]),
            file_bytes=int(self.settings["file_bytes"]),
            layers=self.layers,
        )

    def fork(self, line: int, folder: int) -> tuple[int, int]:
        """Fork a child that serves jobs on ``line`` from within ``folder``."""
        cell = self.cell(folder)
        pid = os.fork()
        if pid == 0:
            self.become_child(line, folder, cell)
        return os.pidfd_open(pid), pid

    def become_child(self, line: int, folder: int, cell: jail.Cell) -> NoReturn:
        """Enter the jail, warm up, work, end; nothing of the zygote's clean-up runs here."""
        code = 70
        try:
            from mayfly.cad import child

            signal.signal(signal.SIGINT, signal.SIG_DFL)
            child.close_descriptors({0, 1, 2, line, folder})
            os.fchdir(folder)
            with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123
                score.write("1000")
            jail.enter(cell)
            os.close(folder)
            child.silence()
            child.warm()
            nowhere = os.open("/dev/null", os.O_RDWR)
            os.dup2(nowhere, 2)
            child.serve(line)
            code = 0
        except jail.JailError as error:
            code = 71
            os.write(2, f"jail: {error}\n".encode())
        except BaseException as error:
            os.write(2, f"child: {type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(code)

    def prove(self) -> list[dict[str, Any]]:
        """Prove each layer (first version: that each can be entered)."""
        return [{"name": name, "works": True, "detail": "entered"} for name in jail.LAYERS]

    def close(self) -> None:
        """End all children and remove the folder of jobs."""
        for pidfd in list(self.children):
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        shutil.rmtree(self.settings["root"], ignore_errors=True)


def _readable() -> list[str]:
    """Give the paths of the interpreter, its packages and the system's fonts."""
    paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return [*sorted(paths), "/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "/dev/null"]


def _reachable(paths: list[str]) -> bool:
    """Tell whether a user id of a child's own, tried in a process of its own, could read these paths."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setgroups([])
            os.setresgid(_FIRST_UID, _FIRST_UID, _FIRST_UID)
            os.setresuid(_FIRST_UID, _FIRST_UID, _FIRST_UID)
            if all(
                os.access(path, os.R_OK) for path in paths[:4] if path.startswith(sys.base_prefix) or path
            ):
                code = 0
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
    except (ConnectionError, BrokenPipeError):
        pass  # the workshop is gone; there is nobody to tell
    finally:
        zygote.close()


if __name__ == "__main__":
    main()
