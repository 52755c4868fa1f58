"""What commands print: answers for people or as JSON, progress on a terminal, errors with an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mayfly.errors import (
    InvalidDesign,
    InvalidLifetime,
    InvalidModelName,
    InvalidParameter,
    MayflyError,
    ModelExpired,
    ModelNotFound,
    NeedsClarification,
    RequirementsNotMet,
    ScriptError,
    UnknownPart,
)
from mayfly.storage_text import stats_answer

STDERR = Console(stderr=True)

USER_ERRORS = (
    NeedsClarification,
    InvalidParameter,
    InvalidDesign,
    UnknownPart,
    ScriptError,
    RequirementsNotMet,
    InvalidModelName,
    ModelNotFound,
    ModelExpired,
    InvalidLifetime,
)
"""What the caller can fix: exit code 2. Everything else is a failure: exit code 1."""


@contextmanager
def reporting_errors(as_json: bool) -> Iterator[None]:
    """Turn Mayfly's errors, and a broken environment, into a message and an exit code."""
    from pydantic import ValidationError

    try:
        yield
    except MayflyError as error:
        if as_json:
            typer.echo(json.dumps({"error": error.to_dict()}, ensure_ascii=False))
        else:
            colour = "yellow" if isinstance(error, NeedsClarification) else "red"
            STDERR.print(f"[{colour}]{escape(str(error))}[/{colour}]", soft_wrap=True)
            for suggestion in getattr(error, "suggestions", ()):
                STDERR.print(f"  This would work: {escape(suggestion)}", soft_wrap=True)
        raise typer.Exit(2 if isinstance(error, USER_ERRORS) else 1) from error
    except ValidationError as error:
        problems = [
            f"MAYFLY_{'_'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}"
            for problem in error.errors()
        ]
        _complain("invalid_setting", "\n".join(problems), as_json)
        raise typer.Exit(2) from error
    except OSError as error:
        _complain("storage_error", str(error), as_json)
        raise typer.Exit(1) from error


def _complain(code: str, message: str, as_json: bool) -> None:
    """Print an error that is not one of Mayfly's own."""
    if as_json:
        typer.echo(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    else:
        STDERR.print(f"[red]{escape(message)}[/red]", soft_wrap=True)


@contextmanager
def showing_progress(as_json: bool) -> Iterator[Callable[[str], None]]:
    """Show the stages on a terminal; stay silent in a pipe and with ``--json``."""
    if as_json or not STDERR.is_terminal:
        yield lambda stage: None  # noqa: ARG005 - nobody sees the stages
        return
    with STDERR.status("starting") as status:
        yield status.update


def print_answer(card: dict[str, Any], as_json: bool, show: Callable[[dict[str, Any]], None]) -> None:
    """Print the answer for a program or for a person."""
    if as_json:
        typer.echo(json.dumps(card, ensure_ascii=False))
    else:
        show(card)


def print_model(card: dict[str, Any]) -> None:
    """Print a model that was made: its text, its path, and where its copies are."""
    typer.echo(card["text"])
    typer.echo(card["step_path"])
    for output in card.get("outputs", ()):
        typer.echo(f"Written to {output}, which stays.")


def print_parts(card: dict[str, Any]) -> None:
    """Print the catalogue as a table."""
    table = Table("part", "what it is", "picture", "parameters (defaults)", box=None)
    for part in card["parts"]:
        listed = ", ".join(f"{p['name']}={p['default']}" for p in part["parameters"])
        table.add_row(part["name"], escape(part["title"]), escape(part["picture"]), escape(listed))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def print_part(card: dict[str, Any]) -> None:
    """Print one part of the catalogue with a table of its parameters."""
    from mayfly.cad.parts import get_part

    part = card["parts"][0]
    typer.echo(f"{part['name']}: {part['title']}")
    typer.echo(f"Picture: {get_part(part['name']).picture}")
    table = Table("parameter", "default", "unit", "from", "to", "meaning", box=None)
    for p in part["parameters"]:
        cells = (p["name"], p["default"], p["unit"], p["low"], p["high"], p["description"])
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in cells))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def stats_text(counted: Mapping[str, Any], details: Mapping[str, Any]) -> str:
    """Return the statistics in words, and which process removes expired models."""
    janitor = details.get("janitor_pid")
    keeper = f"A janitor (process {janitor}) keeps the deadlines." if janitor else "No janitor is running."
    return f"{stats_answer(counted, details)} {keeper}"


def print_layers(card: dict[str, Any]) -> None:
    """Print the layers of the jail as a table, with whether each works."""
    table = Table("layer", "works", "detail", box=None)
    for name, layer in card.items():
        if isinstance(layer, Mapping):
            table.add_row(name, "yes" if layer.get("works") else "no", escape(str(layer.get("detail", ""))))
        else:
            table.add_row(name, escape(str(layer)), "")
    Console(width=None if sys.stdout.isatty() else 200).print(table)
