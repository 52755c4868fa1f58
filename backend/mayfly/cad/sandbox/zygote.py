"""The zygote: a clean process that has CadQuery loaded and forks jailed, warm children on demand.

Started by the pool with an empty environment and one control socket. It never
sees a script, so there is nothing in it to steal or to corrupt. When the server
ends, for whatever reason, the zygote ends, and its children with it.
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
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from mayfly.cad.job_folder import remove_folder
from mayfly.cad.protocol import CONTROL_MESSAGE_LIMIT_BYTES
from mayfly.cad.sandbox.jail import layers, metering, namespaces, procfs, selftest
from mayfly.cad.sandbox.jail.child_user import FIRST_UID, UIDS, is_readable_as_other_user, readable_paths

_PARENT_CHECK_MILLISECONDS = 2000


@dataclass(slots=True, kw_only=True)
class _Child:
    """One child, as the zygote knows it.

    Attributes:
        identity: Its number, given by the pool.
        pid: Its process id.
        folder: Its folder, opened.
        order: What the pool asked for.
        meter: Counts what it writes; None until it has handed that over, or where it is not counted.
        exceeded: What it wanted to write more of than it may, and was ended for: "bytes", "files",
            or "stream", a write whose size can't be known.
    """

    identity: int
    pid: int
    folder: int
    order: dict[str, Any]
    meter: metering.Meter | None = None
    exceeded: str = ""


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
        self.children: dict[int, _Child] = {}  # by pidfd
        self.next_uid = os.getpid() * 97  # servers side by side begin at different ones
        self.readable = readable_paths()
        self.own_uid = os.geteuid() == 0 and is_readable_as_other_user(self.readable)
        self.layers: frozenset[str] = frozenset()
        self.poll = select.poll()
        self.actions: dict[int, Callable[[], None]] = {}  # by descriptor
        # Where new children hand over the descriptor by which the kernel asks about what they write.
        self.notices, self.notices_of_children = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def run(self) -> None:
        """Prove the jail, load CadQuery, then fork on demand until the server is gone."""
        protection = self.prove()
        self.layers = frozenset(row["name"] for row in protection if row["works"])
        self.metered = self.prove_metering(protection)
        from mayfly.cad.sandbox.script import unreadable_links
        from mayfly.cad.sandbox.startup import lazy_imports

        lazy_imports.install()
        unreadable_links.install()
        from mayfly.cad.sandbox import child  # noqa: F401 (a child finds all of it loaded)
        from mayfly.cad.sandbox.startup import prefault, warmup

        warmup.use_one_thread()
        warmup.load_library()
        files = warmup.rehearse()
        warmup.grow_object_table()
        gc.collect()
        gc.freeze()
        prefault.use_huge_pages()
        self.plans = {
            "build": prefault.learn(warmup.rehearse),
            "measure": prefault.learn(lambda: warmup.rehearse_measuring(files)),
        }
        threads = procfs.threads()
        if threads != 1:
            raise RuntimeError(f"{threads} threads are alive; a fork would hang")
        if self.settings["give_way"]:
            _give_way()
        _row(protection, "landlock")["detail"] += "; " + namespaces.hide_host(
            [*self.readable, self.settings["root"]]
        )
        # Not before the cover: a folder that was opened outside of it has no path within.
        self.root = os.open(self.settings["root"], os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self.send({"event": "hello", "protection": protection, "metered": self.metered})
        self.watch(self.control.fileno(), self.serve)
        self.watch(self.notices.fileno(), self.take_meter)
        while os.getppid() == self.parent:
            for descriptor, _ in self.poll.poll(_PARENT_CHECK_MILLISECONDS):
                if action := self.actions.get(descriptor):  # else its child was removed in this turn
                    action()

    def watch(self, descriptor: int, action: Callable[[], None]) -> None:
        """Call something whenever a descriptor is readable, or its other end is gone."""
        self.actions[descriptor] = action
        self.poll.register(descriptor, select.POLLIN)

    def unwatch(self, descriptor: int) -> None:
        """Stop watching a descriptor, and close it."""
        del self.actions[descriptor]
        self.poll.unregister(descriptor)
        os.close(descriptor)

    def serve(self) -> None:
        """Carry out one order of the pool.

        Raises:
            ConnectionError: The server is gone.
        """
        message, connections, _, _ = socket.recv_fds(self.control, CONTROL_MESSAGE_LIMIT_BYTES, 1)
        if not message:
            raise ConnectionError
        order = json.loads(message)
        if "id" not in order:
            self.send({"event": "here"})
            return
        try:
            self.fork(order, connections)
        except (
            OSError,
            IndexError,
        ) as error:  # short of processes, memory, descriptors
            reason = str(error) if isinstance(error, OSError) else "no free descriptor"
            self.send({"event": "ended", "id": order["id"], "code": 0, "peak_kib": 0, "reason": reason})
        finally:
            for connection in connections:
                os.close(connection)

    def fork(self, order: dict[str, Any], connections: list[int]) -> None:
        """Fork a child, and report it to the pool.

        Raises:
            OSError: The system has no process or descriptor for it.
            IndexError: The connection was dropped on its way here, for lack of a descriptor.
        """
        connection, identity = connections[0], order["id"]
        with contextlib.ExitStack() as undo:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
            folder = os.open(f"job-{identity}", flags, dir_fd=self.root)
            undo.callback(os.close, folder)
            policy = self.policy(folder, int(order["file_bytes"]))
            pid = os.fork()
            if pid == 0:
                self.become_child(connection, folder, policy, order)
            undo.callback(os.waitpid, pid, 0)
            undo.callback(os.kill, pid, signal.SIGKILL)
            pidfd = os.pidfd_open(pid)
            undo.pop_all()
        self.children[pidfd] = _Child(identity=identity, pid=pid, folder=folder, order=order)
        self.watch(pidfd, lambda: self.reap(pidfd))
        self.send({"event": "forked", "id": identity, "pid": pid}, [pidfd])

    def send(self, message: dict[str, Any], descriptors: list[int] | None = None) -> None:
        """Send a message to the pool."""
        socket.send_fds(self.control, [json.dumps(message).encode()], descriptors or [])

    def take_meter(self) -> None:
        """Start to count what a new child writes."""
        identity, notices = metering.take_over(self.notices)
        pidfd, child = next(
            ((pidfd, child) for pidfd, child in self.children.items() if child.identity == identity),
            (-1, None),
        )
        if child is None or notices < 0:  # dead already; or it waits for an answer that can't be given
            if notices >= 0:
                os.close(notices)
            if child is not None:
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
            return
        child.meter = metering.Meter(
            notices,
            child.folder,
            folder_bytes=int(child.order["folder_bytes"]),
            files=int(child.order["files"]),
            file_bytes=int(child.order["file_bytes"]),
        )
        self.watch(notices, lambda: self.answer(pidfd, child))

    def answer(self, pidfd: int, child: _Child) -> None:
        """Answer a question about what a child wants to write; end it if that is too much."""
        if child.meter is None or child.exceeded:
            return
        child.exceeded = child.meter.answer()
        if child.exceeded:
            signal.pidfd_send_signal(pidfd, signal.SIGKILL)

    def reap(self, pidfd: int) -> None:
        """Collect a dead child and report its end to the pool."""
        child = self.children.pop(pidfd)
        _, status, usage = os.wait4(child.pid, 0)
        self.unwatch(pidfd)
        if child.meter is not None:
            self.unwatch(child.meter.notices)
        os.close(child.folder)
        end = {"code": os.waitstatus_to_exitcode(status), "peak_kib": usage.ru_maxrss}
        self.send({"event": "ended", "id": child.identity, **end, "exceeded": child.exceeded or None})

    def policy(self, folder: int, file_bytes: int) -> layers.Policy:
        """Return what the next child may do."""
        self.next_uid = (self.next_uid + 1) % UIDS
        return layers.Policy(
            folder=folder,
            readable=self.readable,
            uid=FIRST_UID + self.next_uid if self.own_uid else None,
            memory_bytes=int(self.settings["memory_bytes"]),
            cpu_seconds=int(self.settings["cpu_seconds"]),
            file_bytes=file_bytes,
            layers=self.layers,
        )

    def prove(self) -> list[dict[str, Any]]:
        """Try to break each layer of the jail, and return what was found, a row for each."""
        policy = self.policy(-1, int(self.settings["file_bytes"]))
        rows = selftest.prove(policy, Path(self.settings["root"]))
        seccomp = _row(rows, "seccomp")
        if seccomp["works"] and not selftest.foreign_calls_kill(policy):
            seccomp.update(works=False, detail="system calls of another calling convention get through")
        return rows

    def prove_metering(self, rows: list[dict[str, Any]]) -> bool:
        """Return whether what children write can be counted, and add the finding to the row of the limits."""
        limits = _row(rows, "limits")
        if not {"no_new_privs", "limits", "seccomp"} <= self.layers:
            return False
        trial = tempfile.mkdtemp(prefix="proof-", dir=self.settings["root"])
        folder = os.open(trial, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            policy = self.policy(folder, int(self.settings["file_bytes"]))
            fault = metering.selftest(folder, lambda hand_over: layers.enter(policy, hand_over=hand_over))
        finally:
            os.close(folder)
            shutil.rmtree(trial, ignore_errors=True)
        mebibytes, files = int(self.settings["folder_bytes"]) // 2**20, self.settings["files"]
        counted = "checked while it works: " + fault if fault else "counted before each write"
        limits["detail"] += f", {mebibytes} MiB and {files} files in all, {counted}"
        return not fault

    def become_child(
        self, connection: int, folder: int, policy: layers.Policy, order: dict[str, Any]
    ) -> NoReturn:
        """Populate the pages, enter the jail, do jobs, end; none of the zygote's clean-up runs here."""
        code = 70
        try:
            from mayfly.cad.sandbox import child
            from mayfly.cad.sandbox.startup import warmup

            if not self.plans[order["role"]].populate(looked_up=order["quiet"]):
                warmup.rehearse()
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.dup2(connection, metering.CONNECTION_DESCRIPTOR)
            connection = metering.CONNECTION_DESCRIPTOR
            notices = self.notices_of_children
            child.close_descriptors({0, 1, 2, connection, folder, notices.fileno(), procfs.descriptor()})
            errors = child.own_streams()
            os.fchdir(folder)
            with contextlib.suppress(OSError):
                procfs.write("oom_score_adj", "1000")
            metered = (lambda: metering.hand_over(notices, order["id"])) if self.metered else notices.close
            layers.enter(policy, warmup.start_threads, metered)
            os.close(folder)
            procfs.leave()
            child.silence(errors)
            child.serve(connection)
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
        remove_folder(Path(self.settings["root"]))


def _row(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """Return the row of a layer."""
    return next(row for row in rows if row["name"] == name)


def _give_way() -> None:
    """Run only while no other process needs the processors; the children inherit it.

    A nice value is not enough: a niced process still ends its turn of some milliseconds
    before a thread of the server that wakes gets the processor.
    """
    with contextlib.suppress(OSError, AttributeError):  # refused by a container, or not Linux
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def main() -> None:
    """Run the zygote; the arguments are the control socket's number and the settings as JSON."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    zygote = Zygote(control, json.loads(sys.argv[2]))
    try:
        zygote.run()
    except ConnectionError:
        pass  # the server is gone; nothing can be reported
    finally:
        zygote.close()
