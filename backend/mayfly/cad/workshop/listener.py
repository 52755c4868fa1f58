"""Listening to one zygote: what it and its new children say becomes calls to the pool.

Whatever goes wrong in here ends this listener, not the workshop: the pool is told,
and begins again with a new zygote.
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
from mayfly.cad.workshop.child_process import ChildProcess
from mayfly.cad.workshop.reception import Reception
from mayfly.cad.workshop.zygote_process import ZygoteProcess

log = logging.getLogger("mayfly.workshop")

_MESSAGE_LIMIT_BYTES = 64 * 1024
_FIRST_WORDS_SECONDS = 1.0


class Listener:
    """Follows one zygote in a thread of its own.

    Args:
        zygote: Whom to listen to.
        reception: Takes what is heard.
        tick_seconds: How often to ask whether it is idle.
        close_if_idle: Asked so, with monotonic seconds; True where everything was ended.
        on_end: Told with the zygote, and why, when nobody listens to it any more.
    """

    def __init__(
        self,
        zygote: ZygoteProcess,
        reception: Reception,
        *,
        tick_seconds: float,
        close_if_idle: Callable[[float], bool],
        on_end: Callable[[ZygoteProcess, str], None],
    ) -> None:
        """Keep all that; ``start`` starts it."""
        self._close_if_idle = close_if_idle
        self._zygote = zygote
        self._reception = reception
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
        """Tell whether it listens."""
        return self._thread.is_alive()

    def join(self, seconds: float) -> None:
        """Wait until it has ended, unless it is the listener that asks."""
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(seconds)

    def _run(self) -> None:
        reason = ""
        try:
            self._follow()
        except (OSError, ValueError, channel.ChannelClosed):
            reason = "its process ended: " + self._zygote.last_words()
        except BaseException as error:  # none may end building for good
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
        newcomers: dict[int, ChildProcess] = {}
        while True:
            for descriptor, _ in poll.poll(self._tick_milliseconds):
                if descriptor in newcomers:
                    poll.unregister(descriptor)
                    self._greet(newcomers.pop(descriptor))
                elif (child := self._hear(control)) is not None:
                    newcomers[child.line.sock.fileno()] = child
                    poll.register(child.line.sock, select.POLLIN)
            if self._close_if_idle(time.monotonic()):
                return

    def _hear(self, control: socket.socket) -> ChildProcess | None:
        """Pass on a message of the zygote; return the child that was forked, if it says so.

        Raises:
            ChannelClosed: The zygote is gone.
        """
        message, descriptors, _, _ = socket.recv_fds(control, _MESSAGE_LIMIT_BYTES, 1)
        try:
            if not message:
                raise channel.ChannelClosed
            return self._reception.hear(self._zygote, json.loads(message), descriptors)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def _greet(self, child: ChildProcess) -> None:
        """Take a newcomer's first words; a dead one's end is told by the zygote, a silent one is ended."""
        try:
            child.line.receive(time.monotonic() + _FIRST_WORDS_SECONDS)
        except channel.ChannelClosed:
            return
        except (channel.ChannelTimeout, channel.BadMessage):
            child.kill()
            return
        self._reception.welcome(child)
