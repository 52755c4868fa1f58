"""Carries out the orders of one command within the warm process, and shows the command that it is alive."""

from __future__ import annotations

import contextlib
import os
import select
import threading
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Final, Self

from mayfly.cad.workshop import Builder, CancelToken
from mayfly.cli.failures import failure_of
from mayfly.cli.orders import Order
from mayfly.cli.performing import Performer
from mayfly.cli.warm.messages import BadPeer, Link
from mayfly.generator import CADModelGenerator, default_planner
from mayfly.settings import settings_of
from mayfly.stores.configured import configured_store

_BEAT_SECONDS: Final = 1.0
_SEND_SECONDS: Final = 120.0


class Serving:
    """One command's orders, carried out with that command's own settings of the storage.

    Args:
        link: The connection to the command.
        workshop: Where models are built.
        variables: The command's ``MAYFLY_*`` variables.
    """

    def __init__(self, link: Link, workshop: Builder, variables: dict[str, str]) -> None:
        """Keep the arguments; the directory of the models is opened with the first order."""
        self._link = link
        self._workshop = workshop
        self._variables = variables
        self._cancel = CancelToken()
        self._performer: Performer | None = None
        self._generator: CADModelGenerator | None = None
        self.served = 0

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the directory of the models; a janitor looks after them from now on."""
        if self._generator is not None:
            self._generator.cleanup_service.stop_cleanup_service()

    def carry_out(self, message: dict[str, Any], files: Sequence[bytes]) -> None:
        """Carry out one order, and send its answer; the order is given up when the command hangs up.

        Raises:
            BadPeer: The command is gone, or sent what is no order.
        """
        try:
            order = Order.from_message(message, files)
        except (ValueError, KeyError, TypeError) as error:
            raise BadPeer("no order") from error
        with self._watched():
            try:
                answer = self._ready().perform(order, self._show_stage)
                sent, copies = {"answer": answer.data}, answer.copies
            except Exception as error:
                failure = failure_of(error)
                if failure is None:
                    raise
                sent, copies = {"failure": failure.to_message()}, ()
        self.served += 1
        self._link.send(sent, copies, seconds=_SEND_SECONDS)

    def _ready(self) -> Performer:
        """Return what carries orders out; made with the first one.

        Raises:
            pydantic.ValidationError: One of the command's settings makes no sense.
            StorageError: The directory of the models can't be used.
        """
        if self._performer is None:
            settings = settings_of(self._variables)
            service = configured_store(settings)
            self._generator = CADModelGenerator(
                cleanup_service=service,
                planner=default_planner(settings),
                workshop=self._workshop,
                cancel=self._cancel,
            )
            service.start_cleanup_service()
            self._performer = Performer(self._generator, self._cancel)
        return self._performer

    def _show_stage(self, stage: str) -> None:
        """Send a stage; a command that is gone is noticed elsewhere."""
        try:
            self._link.send({"stage": stage}, seconds=_BEAT_SECONDS)
        except BadPeer:
            self._cancel.cancel()

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """Within the block, show that the work goes on, and cancel it when the command hangs up."""
        over = os.eventfd(0, os.EFD_CLOEXEC)
        watching = threading.Thread(target=self._watch, args=(over,), name="mayfly-beat", daemon=True)
        watching.start()
        try:
            yield
        finally:
            os.eventfd_write(over, 1)
            watching.join()
            os.close(over)

    def _watch(self, over: int) -> None:
        poll = select.poll()
        poll.register(over, select.POLLIN)
        poll.register(self._link, select.POLLRDHUP)
        while True:
            happened = dict(poll.poll(_BEAT_SECONDS * 1000))
            if over in happened:
                return
            try:
                if happened:
                    raise BadPeer("it hung up")
                self._link.send({"beat": True}, seconds=_BEAT_SECONDS)
            except BadPeer:
                self._cancel.cancel()
                return
