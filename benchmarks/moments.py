"""Ways to raise an exception in the middle of a call, as time limits, interrupts and thread kills do.

Two come at random moments: a signal handler, and `PyThreadState_SetAsyncExc` from another thread. The third
goes through all moments there are: CPython lets such an exception in at certain byte codes only (a call that
has come back, a function's begin, a jump backwards), and `ByStep` has one wait at each of them in turn.
"""

from __future__ import annotations

import ctypes
import dis
import functools
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from types import CodeType, FrameType
from typing import Any, Protocol

LONGEST_SECONDS = 0.002
_SHORTEST_SECONDS = 5e-5
_SWITCH_SECONDS = 2e-5
# A sleep ends this much too late.
_SLEPT_SECONDS = 2e-4
_LETTING_IN = tuple(
    number
    for name, number in dis.opmap.items()
    if name.startswith(("CALL", "RESUME", "JUMP_BACKWARD", "POP_JUMP_BACKWARD"))
)
# With one value more than it takes, which a property brings along.
_set_async_exc = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_ulong, ctypes.py_object, ctypes.py_object)(
    ("PyThreadState_SetAsyncExc", ctypes.pythonapi)
)


class TimeLimit(Exception):
    """What is raised."""


@functools.cache
def _byte_codes(code: CodeType) -> bytes:
    """Return a function's byte codes, which CPython makes up each time that it is asked."""
    return code.co_code


def raise_in(thread: int, error: type[BaseException]) -> None:
    """Have an exception raised in a thread as soon as it can be."""
    _set_async_exc(thread, error, None)


class Way(Protocol):
    """One way to raise."""

    def once(self, call: Callable[[], object]) -> bool:
        """Make a call and raise at the next moment; return whether the call was cut off."""
        ...


class ByStep:
    """Raises at each moment at which it is possible, in their order.

    Attributes:
        stride: Only each so-many-th moment is taken.
    """

    def __init__(self) -> None:
        """Begin with the first moment, and take them all."""
        self.stride = 1
        self._at = 1
        self._steps = 0
        self._left = -1

        class Trigger:
            # A property, because the interpreter looks for waiting exceptions after a call and not after
            # an attribute was read: it must not find this one before the traced code goes on.
            now = property(functools.partial(_set_async_exc, threading.get_ident(), TimeLimit))

        self._trigger = Trigger()

    def count(self, call: Callable[[], object]) -> int:
        """Make a call that is not cut off; return how many moments it has."""
        self.cut(call, -1)
        return self._steps

    def once(self, call: Callable[[], object]) -> bool:
        """Raise at the next moment; after the last one begin again."""
        at, self._at = self._at, self._at + self.stride
        cut_off = self.cut(call, at)
        if self._left > 0:
            self._at = 1
        return cut_off

    def cut(self, call: Callable[[], object], at: int) -> bool:
        """Raise at the moment of this number; return whether the call was cut off."""
        self._steps, self._left = 0, at
        before = sys.gettrace()
        with _unheard_in_callbacks():
            try:
                try:
                    sys.settrace(self._tracer)
                    call()
                finally:
                    sys.settrace(before)
            except TimeLimit:
                return True
        return False

    def _tracer(self, frame: FrameType, event: str, _: Any) -> Any:
        if event == "call":
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        elif event == "opcode" and _byte_codes(frame.f_code)[frame.f_lasti] in _LETTING_IN:
            self._steps += 1
            self._left -= 1
            if self._left == 0:
                frame.f_trace = None  # so that nothing of ours runs until it is raised
                self._trigger.now  # noqa: B018 - reading it is what matters
                return None
        return self._tracer


@contextmanager
def _unheard_in_callbacks() -> Iterator[None]:
    """Say nothing of exceptions raised in callbacks (of weak references), where nobody can catch them."""
    hook = sys.unraisablehook

    def say(found: Any) -> None:
        if not isinstance(found.exc_value, TimeLimit):
            hook(found)

    sys.unraisablehook = say
    try:
        yield
    finally:
        sys.unraisablehook = hook


class _AtRandom:
    """What both random ways share: moments that follow the time that a call takes."""

    def __init__(self, seed: str) -> None:
        self._moments = random.Random(seed)  # noqa: S311 (moments)
        self._takes = LONGEST_SECONDS

    def once(self, call: Callable[[], object]) -> bool:
        """Raise at a random moment."""
        begun = time.monotonic()
        cut_off = self._raise_after(call, self._moments.uniform(1e-5, self._takes))
        if not cut_off:
            self._takes = max(_SHORTEST_SECONDS, min(self._takes * 1.05, time.monotonic() - begun))
        return cut_off

    def _raise_after(self, call: Callable[[], object], seconds: float) -> bool:
        raise NotImplementedError


class BySignal(_AtRandom):
    """Raises from the handler of SIGALRM."""

    def __init__(self, seed: str) -> None:
        """Take the signal over."""
        super().__init__(seed)

        def on_alarm(*_: object) -> None:
            raise TimeLimit

        signal.signal(signal.SIGALRM, on_alarm)

    def _raise_after(self, call: Callable[[], object], seconds: float) -> bool:
        try:
            try:
                signal.setitimer(signal.ITIMER_REAL, seconds)
                call()
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except TimeLimit:
            return True
        return False


class ByThread(_AtRandom):
    """Raises from another thread, which is started once, since a new one may be hit itself."""

    def __init__(self, seed: str) -> None:
        """Start the thread."""
        super().__init__(seed)
        self._identity = threading.get_ident()
        self._orders: SimpleQueue[float | None] = SimpleQueue()
        self._armed = self._busy = False
        # A short call would be over before the other thread has the interpreter.
        self._switch = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        """End the thread."""
        self._orders.put(None)
        sys.setswitchinterval(self._switch)

    def _run(self) -> None:
        while (seconds := self._orders.get()) is not None:
            until = time.monotonic() + seconds
            if seconds > _SLEPT_SECONDS:
                time.sleep(seconds - _SLEPT_SECONDS)
            while time.monotonic() < until:
                pass
            if self._armed:
                raise_in(self._identity, TimeLimit)
            self._busy = False

    def _raise_after(self, call: Callable[[], object], seconds: float) -> bool:
        cut_off = False
        self._armed = self._busy = True
        try:
            self._orders.put(seconds)  # which may be hit itself
            call()
            self._armed = False
        except TimeLimit:
            cut_off = True
        while True:
            try:
                while self._busy:
                    time.sleep(0.0002)
                time.sleep(0.0002)
                return cut_off
            except TimeLimit:
                cut_off = True


def open_descriptors() -> list[str]:
    """Return what this process has open, one entry for each descriptor."""
    found = []
    for number in os.listdir("/proc/self/fd"):  # noqa: PTH208 - numbers, not paths
        with suppress(OSError):  # the folder itself, which is closed by now
            found.append(os.readlink(f"/proc/self/fd/{number}"))  # noqa: PTH115
    return found
