"""The command line: ``mayfly make | run | parts | list | stats | sweep | serve | doctor | janitor``.

What a command answers goes to standard output, everything else to standard
error. Exit codes: 0 done, 1 it failed, 2 the request or the call must be mended.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mayfly import __version__, cli_janitor
from mayfly.answers import listing_answer, stats_answer, sweep_answer
from mayfly.cad.input_files import read_file
from mayfly.cad.pictures import USUAL_VIEWS, VIEWS, PictureOrder, read_order
from mayfly.cad.script import read_script
from mayfly.cad.script_text import read_source
from mayfly.cad.script_values import read_value
from mayfly.contracts import ScriptValue
from mayfly.errors import (
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
from mayfly.extras import install_advice
from mayfly.keepsakes import check_places, write_copies

USER_ERRORS = (
    NeedsClarification,
    InvalidParameter,
    UnknownPart,
    ScriptError,
    RequirementsNotMet,
    InvalidModelName,
    ModelNotFound,
    ModelExpired,
    InvalidLifetime,
)
"""What the caller can mend: exit code 2. Everything else is a failure: exit code 1."""

app = typer.Typer(
    name="mayfly",
    help="A request becomes a STEP file, and the file is gone 30 minutes later.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(cli_janitor.app, name="janitor")
_errors = Console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "-o",
        "--output",
        help="Also write it to this .step, .stl, .svg, .png or .glb file, which stays; as often as needed.",
    ),
]
Views = Annotated[
    str,
    typer.Option("--views", help=f"What a .png shows, with commas between: {', '.join(VIEWS)}."),
]
Section = Annotated[
    str | None,
    typer.Option("--section", help="Cut the model open in a .png: x, y or z, or where in mm, as in x=12.5."),
]
_USUAL_VIEWS = ",".join(USUAL_VIEWS)


def main() -> None:
    """Run the command line; the entry point ``mayfly``."""
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end."),
    ] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Show the log.")] = False,
) -> None:
    if verbose:
        logging.basicConfig(
            level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
        )


@app.command()
def make(
    request: Annotated[str, typer.Argument(help="What to make, in words; quote it.")],
    output: Outputs = None,
    views: Views = _USUAL_VIEWS,
    section: Section = None,
    as_json: AsJson = False,
) -> None:
    """Make a STEP file from a request: mayfly make "80x60x6 plate, four 5 mm corner holes, 8 mm inset"."""
    with _speaking(as_json), _progress(as_json) as tell:
        from mayfly.app import get_generator

        check_places(output or ())
        order = read_order(views, section)
        card = get_generator().generate_model(request, on_progress=tell)
        _keep_copies(card, output or [], order)
    _answer(card, as_json, _show_card)


@app.command()
def run(
    script: Annotated[Path, typer.Argument(help="A CadQuery script in CQGI form.", dir_okay=False)],
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p", "--parameter", help="NAME=VALUE, or NAME=VALUE,VALUE for several; as often as needed."
        ),
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option("--with", help="A file that the script reads by its name; as often as needed."),
    ] = None,
    output: Outputs = None,
    views: Views = _USUAL_VIEWS,
    section: Section = None,
    as_json: AsJson = False,
) -> None:
    """Build a CadQuery script in the jail: mayfly run bracket.py -p width=20 --with bearing.step."""
    with _speaking(as_json), _progress(as_json) as tell:
        from mayfly.app import get_generator

        check_places(output or ())
        order = read_order(views, section)
        source = read_source(script)
        known = read_script(source, described=False).parameters
        defaults = {each.name: each.default for each in known}
        values = dict(_override(text, defaults) for text in parameter or ())
        handed = _handed_in(files or [])
        card = get_generator().run_script(source, values, files=handed, title=script.stem, on_progress=tell)
        _keep_copies(card, output or [], order)
    _answer(card, as_json, _show_card)


@app.command()
def parts(
    name: Annotated[str | None, typer.Argument(help="Show one part with its parameters.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the catalogue, or show one part and its parameters."""
    with _speaking(as_json):
        from mayfly.cad.parts import catalogue, get_part

        chosen = [get_part(name)] if name else list(catalogue().values())
    rows = [part.to_dict() for part in chosen]
    _answer({"parts": rows}, as_json, _show_part if name else _show_parts)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the models, the one that goes first on top."""
    with _speaking(as_json):
        models = _service().list_models()
    _answer(
        {"models": [model.to_dict() for model in models]},
        as_json,
        lambda _: typer.echo(listing_answer(models)),
    )


@app.command()
def stats(as_json: AsJson = False) -> None:
    """Count the models, tell their size, the next expiry and who keeps the deadlines."""
    with _speaking(as_json):
        service = _service()
        counted, details = service.get_stats(), service.get_details()
    _answer(
        {"cleanup_stats": counted, "details": details},
        as_json,
        lambda _: typer.echo(_stats_text(counted, details)),
    )


@app.command()
def sweep(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete what is past its time; what has time left stays."""
    with _speaking(as_json):
        report = _service().sweep(dry_run=dry_run)
    _answer(report.to_dict(), as_json, lambda _: typer.echo(sweep_answer(report)))
    if report.failed:
        raise typer.Exit(1)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what protects this machine from the scripts that are run on it."""
    with _speaking(as_json):
        from mayfly.generator import shared_workshop

        layers = shared_workshop().protection()
    _answer(dict(layers), as_json, _show_layers)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
) -> None:
    """Serve the HTTP interface."""
    try:
        from mayfly.http.serving.server import serve as serve_http
    except ModuleNotFoundError as error:
        advice = escape(f"The HTTP service needs {error.name}: {install_advice('serve')}")
        _errors.print(f"[red]{advice}[/red]")
        raise typer.Exit(1) from error
    with _speaking(as_json=False):
        serve_http(host, port)


def _service() -> Any:
    """Give the service of the configured directory without starting its thread."""
    from mayfly.cleanup.service import TempModelsCleanupService
    from mayfly.settings import get_settings

    settings = get_settings()
    return TempModelsCleanupService(
        settings.temp_dir,
        settings.cleanup_interval_minutes,
        janitor=settings.janitor == "on",
        storage_mb=settings.storage_mb,
    )


@contextmanager
def _speaking(as_json: bool) -> Iterator[None]:
    """Turn Mayfly's errors, and a broken environment, into a message and an exit code."""
    from pydantic import ValidationError

    try:
        yield
    except MayflyError as error:
        if as_json:
            typer.echo(json.dumps({"error": error.to_dict()}, ensure_ascii=False))
        else:
            colour = "yellow" if isinstance(error, NeedsClarification) else "red"
            _errors.print(f"[{colour}]{escape(str(error))}[/{colour}]", soft_wrap=True)
            for suggestion in getattr(error, "suggestions", ()):
                _errors.print(f"  This would work: {escape(suggestion)}", soft_wrap=True)
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
    """Say what went wrong outside of Mayfly's own errors."""
    if as_json:
        typer.echo(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    else:
        _errors.print(f"[red]{escape(message)}[/red]", soft_wrap=True)


@contextmanager
def _progress(as_json: bool) -> Iterator[Callable[[str], None]]:
    """Show the stages on a terminal; stay silent in a pipe and with ``--json``."""
    if as_json or not _errors.is_terminal:
        yield lambda stage: None
        return
    with _errors.status("starting") as status:
        yield status.update


def _answer(card: dict[str, Any], as_json: bool, show: Callable[[dict[str, Any]], None]) -> None:
    """Print the answer for a program or for a person."""
    if as_json:
        typer.echo(json.dumps(card, ensure_ascii=False))
    else:
        show(card)


def _handed_in(paths: list[Path]) -> dict[str, bytes]:
    """Read the files that are handed in with a script; it finds each under its own name.

    Raises:
        InvalidParameter: One can't be read, or two have the same name.
    """
    files: dict[str, bytes] = {}
    for path in paths:
        if path.name in files:
            raise InvalidParameter(f"--with was given two files called {path.name}; the script sees one")
        files[path.name] = read_file(path)
    return files


def _override(text: str, defaults: Mapping[str, ScriptValue]) -> tuple[str, ScriptValue]:
    """Read ``name=value``; the type is that of the script's own value, which is checked later.

    Raises:
        InvalidParameter: There is no name or no equals sign.
    """
    name, equals, value = text.partition("=")
    name, value = name.strip(), value.strip()
    if not (equals and name):
        raise InvalidParameter(f"-p takes NAME=VALUE, for instance -p width=20; got {text!r}")
    return name, read_value(value, defaults.get(name))


def _keep_copies(card: dict[str, Any], places: list[Path], order: PictureOrder) -> None:
    """Write the copies that the caller asked for, and note them on the card."""
    from mayfly.app import get_generator

    write_copies(get_generator(), Path(card["step_path"]), places, order)
    if places:
        card["outputs"] = [str(place) for place in places]


def _show_card(card: dict[str, Any]) -> None:
    """Show a made model: its text and, on a terminal, where it is."""
    typer.echo(card["text"])
    typer.echo(card["step_path"])
    for output in card.get("outputs", ()):
        typer.echo(f"Written to {output}, which stays.")


def _show_parts(card: dict[str, Any]) -> None:
    table = Table("part", "what it is", "picture", "parameters (defaults)", box=None)
    for part in card["parts"]:
        listed = ", ".join(f"{p['name']}={p['default']}" for p in part["parameters"])
        table.add_row(part["name"], escape(part["title"]), escape(part["picture"]), escape(listed))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def _show_part(card: dict[str, Any]) -> None:
    from mayfly.cad.parts import get_part

    part = card["parts"][0]
    typer.echo(f"{part['name']}: {part['title']}")
    typer.echo(f"Picture: {get_part(part['name']).picture}")
    table = Table("parameter", "default", "unit", "from", "to", "meaning", box=None)
    for p in part["parameters"]:
        cells = (p["name"], p["default"], p["unit"], p["low"], p["high"], p["description"])
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in cells))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def _stats_text(counted: Mapping[str, Any], details: Mapping[str, Any]) -> str:
    janitor = details.get("janitor_pid")
    keeper = f"A janitor (process {janitor}) keeps the deadlines." if janitor else "No janitor is running."
    return f"{stats_answer(counted, details)} {keeper}"


def _show_layers(card: dict[str, Any]) -> None:
    table = Table("layer", "works", "detail", box=None)
    for name, layer in card.items():
        if isinstance(layer, Mapping):
            table.add_row(name, "yes" if layer.get("works") else "no", escape(str(layer.get("detail", ""))))
        else:
            table.add_row(name, escape(str(layer)), "")
    Console(width=None if sys.stdout.isatty() else 200).print(table)
