"""Listens to one zygote in a thread: its messages, and the first ones of new children, become events.

Whatever goes wrong in here ends this listener, not the workshop: the pool is informed,
and starts a new zygote.
"""

from __future__ import annotations

import json
import logging
import os
import select
import socket
import threading
import time
from collections.abc import Callable

from mayfly.cad import channel
from mayfly.cad.protocol import CONTROL_MESSAGE_LIMIT_BYTES
from mayfly.cad.workshop.pool.child_process import ChildProcess
from mayfly.cad.workshop.pool.events import EventHandler
from mayfly.cad.workshop.pool.zygote_process import ZygoteProcess

log = logging.getLogger("mayfly.workshop")

_FIRST_MESSAGE_SECONDS = 1.0


class Listener:
    """Follows one zygote in a thread of its own.

    Args:
        zygote: The zygote to listen to.
        events: Handles what it reports.
        tick_seconds: How often ``close_if_idle`` is called.
        close_if_idle: Called with monotonic seconds; True where everything was ended.
        on_end: Called with the zygote and the reason when nothing listens to it any more.
    """

    def __init__(
        self,
        zygote: ZygoteProcess,
        events: EventHandler,
        *,
        tick_seconds: float,
        close_if_idle: Callable[[float], bool],
        on_end: Callable[[ZygoteProcess, str], None],
    ) -> None:
        """Keep the arguments; ``start`` starts the thread."""
        self._close_if_idle = close_if_idle
        self._zygote = zygote
        self._events = events
        self._on_end = on_end
        self._tick_milliseconds = max(10.0, tick_seconds * 1000)
        self._thread = threading.Thread(target=self._run, name="mayfly-workshop", daemon=True)

    def start(self) -> None:
        """Start listening.

        Raises:
            RuntimeError: No thread can be had.
        """
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Return whether it listens."""
        return self._thread.is_alive()

    def join(self, seconds: float) -> None:
        """Wait until it has ended, unless the listener itself calls."""
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(seconds)

    def _run(self) -> None:
        reason = ""
        try:
            self._follow()
        except (OSError, ValueError, channel.ChannelClosed):
            reason = "its process ended: " + self._zygote.last_words()
        except BaseException as error:  # no error may end building for good
            reason = f"listening to it failed ({type(error).__name__})"
            log.exception("The workshop's listener failed; the next build starts new processes.")
        finally:
            if reason:
                self._on_end(self._zygote, reason)

    def _follow(self) -> None:
        """Listen until the zygote or the pool ends."""
        control = self._zygote.control
        poll = select.poll()
        poll.register(control, select.POLLIN)
        starting: dict[int, ChildProcess] = {}
        while True:
            for descriptor, _ in poll.poll(self._tick_milliseconds):
                if descriptor in starting:
                    poll.unregister(descriptor)
                    self._receive_ready(starting.pop(descriptor))
                elif (child := self._receive_event(control)) is not None:
                    starting[child.connection.sock.fileno()] = child
                    poll.register(child.connection.sock, select.POLLIN)
            if self._close_if_idle(time.monotonic()):
                return

    def _receive_event(self, control: socket.socket) -> ChildProcess | None:
        """Receive one event of the zygote; return the child that was forked, if it is about one.

        Raises:
            ChannelClosed: The zygote is gone.
        """
        message, descriptors, _, _ = socket.recv_fds(control, CONTROL_MESSAGE_LIMIT_BYTES, 1)
        try:
            if not message:
                raise channel.ChannelClosed
            return self._events.handle(self._zygote, json.loads(message), descriptors)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def _receive_ready(self, child: ChildProcess) -> None:
        """Receive a new child's first message; the zygote reports a dead one, and a silent one is ended."""
        try:
            child.connection.receive(time.monotonic() + _FIRST_MESSAGE_SECONDS)
        except channel.ChannelClosed:
            return
        except (channel.ChannelTimeout, channel.BadMessage):
            child.kill()
            return
        self._events.mark_ready(child)
