"""What commands print: answers for people or as JSON, errors with an exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from mayfly.cli.orders import Failure, OrderFailed

_RED, _YELLOW, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[0m"
_EXIT_CODES: Final = {"caller": 2, "failure": 1}
_CUBIC_INCH_MM3: Final = 25.4**3


@contextmanager
def reporting_errors(as_json: bool) -> Iterator[None]:
    """Turn Mayfly's errors, and a broken environment, into a message and an exit code."""
    try:
        yield
    except OrderFailed as error:
        print_failure(error.failure, as_json)
        raise SystemExit(_EXIT_CODES[error.failure.fault]) from error
    except Exception as error:
        from mayfly.cli.failures import failure_of

        failure = failure_of(error)
        if failure is None:
            raise
        print_failure(failure, as_json)
        raise SystemExit(_EXIT_CODES[failure.fault]) from error


def say(text: str) -> None:
    """Print an answer, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def print_failure(failure: Failure, as_json: bool) -> None:
    """Print why a command could not be carried out: as JSON to standard output, else to standard error."""
    if as_json:
        say(json.dumps({"error": failure.error}, ensure_ascii=False))
        return
    complain(failure.text, asks=failure.asks)
    for suggestion in failure.suggestions:
        sys.stderr.write(f"  This would work: {suggestion}\n")


def complain(text: str, *, asks: bool = False) -> None:
    """Print an error, or a question, to standard error."""
    coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    colour = _YELLOW if asks else _RED
    sys.stderr.write(f"{colour}{text}{_PLAIN}\n" if coloured else f"{text}\n")


def print_answer(card: dict[str, Any], as_json: bool, show: Callable[[dict[str, Any]], None]) -> None:
    """Print the answer for a program or for a person."""
    if as_json:
        known = {name: value for name, value in card.items() if name not in ("said", "life", "unit")}
        say(json.dumps(known, ensure_ascii=False))
    else:
        show(card)


def print_made(card: dict[str, Any]) -> None:
    """Print what came of words: a model, or an answer that is no model."""
    if "step_path" in card:
        print_model(card)
    else:
        say(card["answer"])


def print_model(card: dict[str, Any]) -> None:
    """Print a model that was made: what was measured, until when it lives, its path, where its copies are."""
    say(card["said"])
    if card.get("unit") == "in":
        say(_in_inches(card["report"]))
    if mass := card.get("mass"):
        of = f"{mass['material']} (density {mass['density_g_cm3']:g} g/cm³, {mass['source']})"
        say(f"Mass: {_grams(mass['grams'])} in {of}.")
    say(f"It will be deleted at {local_time(card['expires_at'])}, {card['life']} after it was made.")
    say(card["step_path"])
    for output in card.get("outputs", ()):
        say(f"Written to {output}, which stays.")


def _in_inches(report: Mapping[str, Any]) -> str:
    """Return the size of a model in inches."""
    box = " × ".join(f"{round(side / 25.4, 4):g}" for side in report["bounding_box_mm"])
    return f"In inches: {box} in, {report['volume_mm3'] / _CUBIC_INCH_MM3:.5g} in³."


def _grams(grams: float) -> str:
    """Return a mass with its unit."""
    return f"{grams / 1000:.4g} kg" if grams >= 10_000 else f"{grams:.4g} g"


def local_time(iso: str) -> str:
    """Return a time in ISO 8601 as the clock on the wall shows it, with the day where it is another one."""
    when, now = datetime.fromisoformat(iso).astimezone(), datetime.now().astimezone()
    return f"{when:%H:%M:%S}" if when.date() == now.date() else f"{when:%Y-%m-%d %H:%M:%S}"


def print_parts(card: dict[str, Any]) -> None:
    """Print the catalogue as a table."""
    rows = []
    for part in card["parts"]:
        listed = ", ".join(f"{p['name']}={p['default']}" for p in part["parameters"])
        rows.append((part["name"], part["title"], part["picture"], listed))
    print_table(("part", "what it is", "picture", "parameters (defaults)"), rows)


def print_part(card: dict[str, Any]) -> None:
    """Print one part of the catalogue with a table of its parameters."""
    from mayfly.cad.parts import get_part

    part = card["parts"][0]
    say(f"{part['name']}: {part['title']}")
    say(f"Picture: {get_part(part['name']).picture}")
    columns = ("parameter", "default", "unit", "from", "to", "meaning")
    rows = [
        (p["name"], p["default"], p["unit"], p["low"], p["high"], p["description"])
        for p in part["parameters"]
    ]
    print_table(columns, rows)


def print_layers(card: dict[str, Any]) -> None:
    """Print the layers of the jail as a table, with whether each works."""
    rows = [
        (name, "yes" if layer.get("works") else "no", layer.get("detail", ""))
        if isinstance(layer, Mapping)
        else (name, layer, "")
        for name, layer in card.items()
    ]
    print_table(("layer", "works", "detail"), rows)


def print_table(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Print a table as wide as the terminal."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(*columns, box=None)
    for row in rows:
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 200).print(table)
