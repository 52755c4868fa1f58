"""The command line in conversation: ``make`` asks on a terminal, and ``chat`` goes on after each model."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from mayfly.cli.exports import write_copies
from mayfly.cli.orders import Answer, Copy, Order
from mayfly.cli.output import complain, print_made, reporting_errors
from mayfly.cli.progress import clear, showing_progress
from mayfly.cli.route import Route, open_route

_ENDS: Final = frozenset({"bye", "exit", "quit", "goodbye", ":q", "q", "end"})
_PROMPT: Final = "> "


def asks_here() -> bool:
    """Return whether a person sits at a terminal, who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def make_asking(fields: dict[str, Any], copies: Sequence[Copy]) -> Answer:
    """Make what is asked for; the person at the terminal is asked about what is open.

    Args:
        fields: The request, with what else is said about it.
        copies: Copies of the model that are wanted.

    Raises:
        MayflyError: As ``CADModelGenerator.generate_model``.
    """
    said: str | None = str(fields["request"])
    with open_route() as route:
        while said is not None:
            order = Order(kind="say", fields={**fields, "request": said}, copies=copies)
            answer = _asked(route, order)
            if not _is_question(answer.data):
                return answer
            said = _read(answer.data)
    raise SystemExit(2)


def chat(copies: Sequence[Copy], places: Sequence[Path]) -> None:
    """Read messages line by line and answer each, until "bye" or the end of the input.

    Args:
        copies: Copies of each model that are wanted.
        places: Where they go.
    """
    with open_route() as route:
        clear()
        reply: dict[str, Any] | None = None
        while (said := _read(reply)) is not None:
            if said.strip().lower() in _ENDS:
                return
            if said.strip():
                reply = _said(route, Order(kind="say", fields={"request": said}, copies=copies), places)


def _said(route: Route, order: Order, places: Sequence[Path]) -> dict[str, Any] | None:
    """Send a message and print what comes back; an error does not end the conversation."""
    try:
        with reporting_errors(as_json=False):
            data = write_copies(_asked(route, order), places)
    except SystemExit:
        return None
    if not (_is_question(data) and sys.stdin.isatty()):
        print_made(data)
    return data


def _asked(route: Route, order: Order) -> Answer:
    """Send a message while its stages are shown."""
    shown: Callable[[str], None]
    with showing_progress(as_json=False) as shown:
        return route.carry_out(order, shown)


def _is_question(data: dict[str, Any]) -> bool:
    return data.get("status") == "needs_clarification"


def _read(reply: dict[str, Any] | None) -> str | None:
    """Read a line, after the question if one is open; None at the end of the input."""
    if reply is not None and _is_question(reply) and sys.stdin.isatty():
        complain(reply["answer"], asks=True)
    try:
        return input(_PROMPT if sys.stdin.isatty() else "")
    except (EOFError, KeyboardInterrupt):
        return None
