"""Sends an order to the warm process, or carries it out here if none runs: the answer is the same."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from mayfly.cli.orders import Answer, Order

if TYPE_CHECKING:
    from mayfly.cli.performing import Performer
    from mayfly.cli.warm.client import WarmProcess

Progress = Callable[[str], None]


class Route:
    """The way of one command's orders; those of a conversation take the same route.

    When the warm process is lost between two messages of a conversation, or while it works on one, the
    conversation is caught up here.

    Args:
        warm: The warm process; None if none runs.
    """

    def __init__(self, warm: WarmProcess | None) -> None:
        """Keep the connection."""
        self._warm = warm
        self._here: Performer | None = None
        self._said: list[tuple[Order, Answer]] = []

    def carry_out(self, order: Order, on_progress: Progress) -> Answer:
        """Carry out an order.

        Raises:
            OrderFailed: The warm process could not carry it out.
            MayflyError: This process could not.
            pydantic.ValidationError: A setting makes no sense.
            OSError: The directory of the models can't be used.
        """
        if self._warm is not None:
            answer = self._warm.ask(order, on_progress)
            if answer is not None:
                if order.kind == "say":
                    self._said.append((order, answer))
                return answer
            self._warm.close()
            self._warm = None
        return self._performer(on_progress).perform(order, on_progress)

    def _performer(self, on_progress: Progress) -> Performer:
        if self._here is None:
            on_progress("starting")
            from mayfly.app import get_generator
            from mayfly.cli.performing import Performer

            self._here = Performer(get_generator())
            self._here.catch_up(self._said)
        return self._here


@contextlib.contextmanager
def open_route() -> Iterator[Route]:
    """Yield the route of one command's orders."""
    from mayfly.cli.warm import client

    if not client.is_wanted():
        yield Route(None)
        return
    with client.warm_process() as warm:
        yield Route(warm)


def carry_out(order: Order, on_progress: Progress) -> Answer:
    """Carry out the only order of a command; errors as for ``Route.carry_out``."""
    with open_route() as route:
        return route.carry_out(order, on_progress)


__all__: Sequence[str] = ("Route", "carry_out", "open_route")
