"""The command line in conversation: ``make`` asks on a terminal, and ``chat`` goes on after each model."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

import typer
from rich.markup import escape

from mayfly.cli.output import STDERR, print_model, reporting_errors, showing_progress

_ENDS: Final = frozenset({"bye", "exit", "quit", "goodbye", ":q", "q", "end"})
_PROMPT: Final = "> "


def asks_here() -> bool:
    """Return whether a person sits at a terminal, who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def make(request: str, *, asks: bool, on_progress: Callable[[str], None]) -> dict[str, Any]:
    """Make what is asked for; on a terminal the person is asked about what is open.

    Args:
        request: What to make, in words; "list" and "stats" are what they are elsewhere, too.
        asks: A person is there who can be asked.
        on_progress: Called with each stage where nobody is asked.

    Returns:
        What ``generate_model`` returns; where no model was asked for, ``status`` and ``answer``.

    Raises:
        MayflyError: As ``CADModelGenerator.generate_model``.
    """
    from mayfly.app import get_generator
    from mayfly.planning.conversation.intent import read_intent

    if not asks and read_intent(request) == "make":
        return get_generator().generate_model(request, on_progress=on_progress)
    from mayfly.session import Session

    session = Session()
    said: str | None = request
    while said is not None:
        with showing_progress(not asks) as shown:
            reply = session.say(said, on_progress=shown if asks else on_progress)
        if not asks or reply["status"] != "needs_clarification":
            return reply["model"] or {"status": reply["status"], "answer": reply["answer"]}
        said = _read(reply)
    raise typer.Exit(2)


def chat(keep_copies: Callable[[dict[str, Any]], None]) -> None:
    """Read messages line by line and answer each, until "bye" or the end of the input.

    Args:
        keep_copies: Writes the copies of a model that were asked for.
    """
    from mayfly.session import Session

    session = Session()
    reply: dict[str, Any] | None = None
    while (said := _read(reply)) is not None:
        if said.strip().lower() in _ENDS:
            return
        if not said.strip():
            continue
        reply = _said(session, said, keep_copies)


def _said(session: Any, text: str, keep_copies: Callable[[dict[str, Any]], None]) -> dict[str, Any] | None:
    """Send a message and print what comes back; an error does not end the conversation."""
    try:
        with reporting_errors(as_json=False), showing_progress(as_json=False) as on_progress:
            reply: dict[str, Any] = session.say(text, on_progress=on_progress)
            if reply["model"]:
                keep_copies(reply["model"])
    except typer.Exit:
        return None
    if reply["model"]:
        print_model(reply["model"])
    elif reply["status"] != "needs_clarification" or not sys.stdin.isatty():
        print_reply(reply)
    return reply


def print_reply(reply: dict[str, Any]) -> None:
    """Print an answer that is no model."""
    typer.echo(reply["answer"])


def _read(reply: dict[str, Any] | None) -> str | None:
    """Read a line, after the question if one is open; None at the end of the input."""
    if reply is not None and reply["status"] == "needs_clarification" and sys.stdin.isatty():
        STDERR.print(f"[yellow]{escape(reply['answer'])}[/yellow]", soft_wrap=True)
    try:
        return input(_PROMPT if sys.stdin.isatty() else "")
    except (EOFError, KeyboardInterrupt):
        return None
