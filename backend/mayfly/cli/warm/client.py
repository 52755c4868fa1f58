"""A command's side of the warm process: finds it or starts it, sends an order, and waits for the answer.

Whatever goes wrong in here, the command does its work itself: ``None`` says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from mayfly.cli.orders import Answer, Failure, Order, OrderFailed
from mayfly.cli.warm.folder import MeetingFolder, NoFolder, meeting_folder
from mayfly.cli.warm.messages import BadPeer, Link
from mayfly.cli.warm.surroundings import (
    SOURCE_ROOT,
    own_temp_dir,
    passed_on,
    settings_variables,
    surroundings,
)

if TYPE_CHECKING:
    import subprocess

_PROGRAM: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from mayfly.cli.warm import server; server.main()"
)
_FIND_SECONDS: Final = 10.0
"""How long it may take to find or to start the warm process; starting it takes a quarter of a second."""
_HELLO_SECONDS: Final = 2.0
_SILENT_SECONDS: Final = 15.0
"""How long nothing may be heard while it works; it shows each second that it is alive."""
_WHOLE_SECONDS: Final = 1800.0
_END_SECONDS: Final = 3.0
"""How long the last warm process may take to end."""
_LOOK_SECONDS: Final = 0.01


def is_wanted() -> bool:
    """Return whether this command's work can be done by the warm process.

    Not with a chat model, whose key and whose settings of the network stay in the command.
    """
    variables = settings_variables()
    if variables.get("MAYFLY_WARM", "on") != "on" or variables.get("MAYFLY_MODEL"):
        return False
    return sys.platform == "linux" and bool(sys.executable) and not getattr(sys, "frozen", False)


class WarmProcess:
    """The connection of one command to the warm process.

    Args:
        link: The connection, after the greeting.
    """

    def __init__(self, link: Link) -> None:
        """Keep the link."""
        self._link = link

    def ask(self, order: Order, on_progress: Callable[[str], None]) -> Answer | None:
        """Send an order, and return its answer; None where the warm process is lost meanwhile.

        Raises:
            OrderFailed: It could not be carried out.
        """
        message, files = order.to_message()
        until = time.monotonic() + _WHOLE_SECONDS
        try:
            self._link.send(message, files, seconds=_SILENT_SECONDS)
            while time.monotonic() < until:
                said, copies = self._link.receive(seconds=_SILENT_SECONDS)
                if isinstance(stage := said.get("stage"), str):
                    on_progress(stage)
                elif isinstance(answer := said.get("answer"), dict):
                    return Answer(data=answer, copies=copies)
                elif isinstance(failure := said.get("failure"), dict):
                    raise OrderFailed(Failure.from_message(failure))
        except (BadPeer, ValueError):
            pass
        return None

    def close(self) -> None:
        """Hang up; what it is doing for this command is cancelled."""
        self._link.close()


@contextlib.contextmanager
def warm_process(*, start: bool = True) -> Iterator[WarmProcess | None]:
    """Yield a connection to the warm process, which is started if need be; None if it cannot be.

    Args:
        start: Start one; else only one that runs already is used.
    """
    try:
        folder = meeting_folder()
    except NoFolder:
        yield None
        return
    found: WarmProcess | None = None
    try:
        with contextlib.suppress(OSError):
            found = _Search(folder, start=start).find()
        yield found
    finally:
        if found is not None:
            found.close()
        folder.close()


def ask_about(asked: str) -> dict[str, Any] | None:
    """Ask the warm process about its state ("state"), or to end ("end"); None where none answers.

    Returns:
        ``pid``, ``running`` (orders) and ``idle_seconds`` (after which it ends).
    """
    try:
        folder = meeting_folder()
    except NoFolder:
        return None
    try:
        sock = folder.connect()
        if sock is None:
            return None
        with contextlib.closing(Link(sock)) as link:
            link.send({"ask": asked}, seconds=_HELLO_SECONDS)
            state = link.receive(seconds=_HELLO_SECONDS)[0].get("state")
            return state if isinstance(state, dict) else None
    except (BadPeer, OSError):
        return None
    finally:
        folder.close()


class _Search:
    """One command's search for the warm process.

    Args:
        folder: Where it is met.
        start: Start one where none runs.
    """

    def __init__(self, folder: MeetingFolder, *, start: bool) -> None:
        """Keep the arguments, and what it must have in common with this command."""
        self._folder = folder
        self._start = start
        self._surroundings = surroundings()
        self._starting: int | None = None
        self._started: subprocess.Popen[bytes] | None = None
        self._patient_until = time.monotonic() + _END_SECONDS

    def find(self) -> WarmProcess | None:
        """Return a connection after the greeting; None if no greeting comes in time."""
        until = time.monotonic() + _FIND_SECONDS
        try:
            while time.monotonic() < until:
                sock = self._folder.connect()
                if sock is not None:
                    greeted = self._greeted(Link(sock))
                    if greeted is not None:
                        return greeted
                elif not self._launch():
                    return None
                time.sleep(_LOOK_SECONDS)
        except BadPeer:
            pass
        finally:
            if self._starting is not None:
                os.close(self._starting)
        return None

    def _greeted(self, link: Link) -> WarmProcess | None:
        """Greet it; None where it is about to end, since it is of another version or has other settings.

        Raises:
            BadPeer: It does not answer as it should.
        """
        try:
            variables = {**settings_variables(), "MAYFLY_TEMP_DIR": own_temp_dir()}
            link.send({"hello": self._surroundings, "settings": variables}, seconds=_HELLO_SECONDS)
            answer, _ = link.receive(seconds=_HELLO_SECONDS)
        except BadPeer:
            link.close()
            raise
        if "welcome" in answer:
            return WarmProcess(link)
        link.close()
        if "outdated" not in answer or not self._start:
            raise BadPeer("it serves no more commands")
        return None

    def _launch(self) -> bool:
        """Start one, unless another command does; return whether it makes sense to go on looking."""
        if not self._start:
            return False
        if self._starting is None:
            self._starting = self._folder.lock_starting()
            return True
        if self._started is None:
            serving = self._folder.lock_serving()
            if serving is None:  # the last one is about to end, or hangs
                return time.monotonic() < self._patient_until
            os.close(serving)
            self._started = _start(self._folder, self._surroundings)
        return self._started.poll() is None


def _start(folder: MeetingFolder, shared: dict[str, Any]) -> subprocess.Popen[bytes]:
    """Start the warm process, in a session of its own, with nothing of this command's but ``shared``."""
    import subprocess

    given = json.dumps({"folder": str(folder.path), "surroundings": shared})
    log = folder.open_log()
    try:
        return subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
            [sys.executable, "-P", "-c", _PROGRAM, str(SOURCE_ROOT), given],
            env=passed_on(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
    finally:
        os.close(log)
