"""The warm process: hears commands on a socket, carries out their orders, and ends when nobody needs it.

It ends after some idle minutes, when its socket's path leads elsewhere (the session is over), when a command
of another version or with other settings comes, and when it is asked to.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import select
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mayfly.cli.pictures import remove_due
from mayfly.cli.warm.folder import MeetingFolder
from mayfly.cli.warm.messages import BadPeer, Link
from mayfly.cli.warm.surroundings import code_state

if TYPE_CHECKING:
    from mayfly.cad.workshop import Builder
    from mayfly.settings import Settings

log = logging.getLogger("mayfly.warm")

MOST_CONNECTIONS: Final = 128
"""Commands that are served at the same time; others do their work themselves."""
_TICK_SECONDS: Final = 1.0
_HELLO_SECONDS: Final = 5.0
_ORDER_SECONDS: Final = 60.0
_SHORT_SECONDS: Final = 0.05


class WarmServer:
    """Serves commands.

    Args:
        folder: Where it is met; its lock is held.
        surroundings: What a command must have in common with it.
        settings: Those of the workshop.
    """

    def __init__(self, folder: MeetingFolder, surroundings: dict[str, Any], settings: Settings) -> None:
        """Listen; nothing else is started yet.

        Raises:
            OSError: The socket can't be made.
        """
        self._folder = folder
        self._surroundings = surroundings
        self._settings = settings
        self._idle_seconds = settings.warm_idle_minutes * 60
        self._code = code_state()
        self._change = threading.Condition()
        self._links: set[Link] = set()
        self._running = 0
        self._used_at = time.monotonic()
        self._retired = ""
        self._workshop: Builder | None = None
        self._listening = folder.listen()
        self._identity = folder.socket_identity()
        # Written to by signals and threads, so that the loop looks at once.
        self._wakes, self._wake = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)

    def run(self) -> None:
        """Serve until it is time to end, then end what runs."""
        threading.Thread(target=self._get_ready, name="mayfly-warm-up", daemon=True).start()
        poll = select.poll()
        poll.register(self._listening, select.POLLIN)
        poll.register(self._wakes, select.POLLIN)
        self._listening.setblocking(False)
        while not self._is_over():
            poll.poll(_TICK_SECONDS * 1000)
            with contextlib.suppress(BlockingIOError):
                os.read(self._wakes, 4096)
            self._accept_all()
            remove_due(self._folder.path)
        self._end()

    def retire(self, reason: str) -> None:
        """Hear no more commands, and end once those that are heard have their answers."""
        self._retired = self._retired or reason
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake, b"x")

    def _is_over(self) -> bool:
        """Return whether it is time to end."""
        with self._change:
            if self._retired:
                return not self._running or self._retired == "ended"
            idle = not self._running and time.monotonic() - self._used_at > self._idle_seconds
        if idle:
            self._retired = "idle"
        elif self._folder.socket_identity() != self._identity:
            self.retire("its socket is gone")
        return idle

    def _end(self) -> None:
        """Close everything; the lock goes with the process."""
        self._listening.close()
        if self._folder.socket_identity() == self._identity:
            self._folder.remove_socket()
        with self._change:
            links = list(self._links)
        for link in links:
            link.close()
        if self._workshop is not None:
            self._workshop.close()

    def _get_ready(self) -> None:
        """Start the workshop's children, and load what plans while they start."""
        try:
            workshop = self._shared_workshop()
            starting = threading.Thread(target=_warmed, args=(workshop,), name="mayfly-children", daemon=True)
            starting.start()
            from mayfly.generator import default_planner
            from mayfly.planning.conversation.intent import read_intent

            request = "80 x 60 x 6 mm plate, four 5 mm corner holes, 8 mm inset"
            read_intent(request)
            default_planner(self._settings).plan(request)
        except Exception:  # the first order meets the same error, and reports it
            log.exception("Getting ready failed.")

    def _shared_workshop(self) -> Builder:
        """Return the one workshop."""
        from mayfly.generator import configured_builder

        with self._change:
            if self._workshop is None:
                self._workshop = configured_builder(self._settings)
            return self._workshop

    # --- one command ---------------------------------------------------------------------------

    def _accept_all(self) -> None:
        """Take in the commands that wait."""
        while True:
            try:
                sock, _ = self._listening.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError:  # no free descriptor; some come free as commands end
                time.sleep(_SHORT_SECONDS)
                return
            self._accept(sock)

    def _accept(self, sock: socket.socket) -> None:
        """Serve a command in a thread of its own; another user's, or one too many, is hung up on."""
        try:
            link = Link(sock)
        except (BadPeer, OSError):
            sock.close()
            return
        with self._change:
            if len(self._links) >= MOST_CONNECTIONS:
                link.close()
                return
            self._links.add(link)
        threading.Thread(target=self._serve, args=(link,), name="mayfly-command", daemon=True).start()

    def _serve(self, link: Link) -> None:
        """Greet a command, and carry out its orders until it hangs up."""
        try:
            message, _ = link.receive(seconds=_HELLO_SECONDS)
            if "ask" in message:
                self._answer_about_itself(link, message["ask"])
            elif self._greet(link, message.get("hello")):
                self._carry_out(link, message.get("settings"))
        except BadPeer:
            pass
        except Exception:
            log.exception("Serving a command failed.")
        finally:
            link.close()
            with self._change:
                self._links.discard(link)

    def _answer_about_itself(self, link: Link, asked: Any) -> None:
        """Answer what it does, or end."""
        with self._change:
            state = {"pid": os.getpid(), "running": self._running, "idle_seconds": self._idle_seconds}
        link.send({"state": state}, seconds=_HELLO_SECONDS)
        if asked == "end":
            self._retired = ""
            self.retire("ended")

    def _greet(self, link: Link, hello: Any) -> bool:
        """Return whether a command is served here; one of another version or with other settings is not."""
        outdated = ""
        if hello != self._surroundings:
            outdated = "another version or other settings"
        elif code_state() != self._code:
            outdated = "files were changed"
        if outdated or self._retired:
            self.retire(outdated)
            link.send({"outdated": outdated or self._retired}, seconds=_HELLO_SECONDS)
            return False
        link.send({"welcome": os.getpid()}, seconds=_HELLO_SECONDS)
        return True

    def _carry_out(self, link: Link, variables: Any) -> None:
        """Carry out a command's orders, one after the other."""
        from mayfly.cli.warm.serving import Serving

        with Serving(link, self._shared_workshop(), dict(variables or {})) as serving:
            while True:
                message, files = link.receive(seconds=_ORDER_SECONDS if not serving.served else 24 * 3600.0)
                with self._busy():
                    serving.carry_out(message, files)

    @contextlib.contextmanager
    def _busy(self) -> Any:
        """Count a command as running within the block."""
        with self._change:
            self._running += 1
        try:
            yield
        finally:
            with self._change:
                self._running -= 1
                self._used_at = time.monotonic()
            if self._retired:
                self.retire(self._retired)


def _warmed(workshop: Builder) -> None:
    """Start the children; the first order meets the same error, and reports it."""
    from mayfly.errors import MayflyError

    with contextlib.suppress(MayflyError):
        workshop.warm()


def main() -> None:
    """Run the warm process; the argument is JSON, with the folder and the surroundings of its commands."""
    given = json.loads(sys.argv[1])
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = MeetingFolder(Path(given["folder"]))
    if folder.lock_serving() is None:
        return  # another one serves
    from mayfly.settings import settings_of

    server = WarmServer(folder, given["surroundings"], settings_of(given["surroundings"]["workshop"]))
    signal.signal(signal.SIGTERM, lambda *_: server.retire("ended"))
    server.run()
