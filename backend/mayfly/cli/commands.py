"""The commands of ``mayfly``, one function each."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from mayfly import __version__
from mayfly.cad.input_files import read_file
from mayfly.cad.picture_options import USUAL_VIEWS, VIEWS, PictureOptions, read_picture_options
from mayfly.cad.script import read_script
from mayfly.cad.script_text import read_source
from mayfly.cad.script_values import read_value
from mayfly.cli import janitor, talking
from mayfly.cli.edits import read_edits
from mayfly.cli.exports import check_places, write_copies
from mayfly.cli.output import (
    STDERR,
    print_answer,
    print_layers,
    print_model,
    print_part,
    print_parts,
    reporting_errors,
    showing_progress,
    stats_text,
)
from mayfly.contracts import ScriptValue
from mayfly.errors import InvalidParameter, PlanningError
from mayfly.extras import install_advice
from mayfly.storage_text import listing_answer, sweep_answer

if TYPE_CHECKING:
    from mayfly.design import Design

app = typer.Typer(
    name="mayfly",
    help="A request becomes a STEP file, and the file is gone 30 minutes later.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(janitor.app, name="janitor")

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
def make(  # noqa: PLR0913 - one argument for each option of the command
    request: Annotated[str | None, typer.Argument(help="What to make, in words; quote it.")] = None,
    design: Annotated[
        Path | None,
        typer.Option("--design", help="Instead of words: a design in a JSON file, or - for standard input."),
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option("--with", help="A STEP file that the design begins with; as often as needed."),
    ] = None,
    change: Annotated[
        list[str] | None,
        typer.Option("--set", help="With --design: PATH=VALUE, as in hole.diameter=5; as often as needed."),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option("--remove", help="With --design: a feature to leave out, by its name, kind or path."),
    ] = None,
    output: Outputs = None,
    views: Views = _USUAL_VIEWS,
    section: Section = None,
    as_json: AsJson = False,
) -> None:
    """Make a STEP file from a request: mayfly make "80x60x6 plate, four 5 mm corner holes, 8 mm inset".

    Or from a design, as `mayfly design` writes one: mayfly make --design plate.json --set thickness=10.
    A STEP file that it begins with is read from the folder of the design's file, unless --with names it.
    """
    asks = request is not None and talking.asks_here() and not as_json  # it then shows the stages itself
    with reporting_errors(as_json), showing_progress(as_json or asks) as on_progress:
        from mayfly.app import get_generator

        check_places(output or ())
        order = read_picture_options(views, section)
        wanted = _wanted(request, design)
        edits = read_edits(change or (), remove or ())
        if isinstance(wanted, str):
            if edits:
                raise InvalidParameter("--set and --remove change a design; give it with --design.")
            card = talking.make(wanted, asks=asks, on_progress=on_progress)
        else:
            handed = _step_files(wanted, design, files or [])
            card = get_generator().make_design(wanted, files=handed, edits=edits, on_progress=on_progress)
        if "step_path" in card:
            _keep_copies(card, output or [], order)
    print_answer(card, as_json, print_model if "step_path" in card else talking.print_reply)


@app.command()
def chat(
    output: Outputs = None,
    views: Views = _USUAL_VIEWS,
    section: Section = None,
) -> None:
    """Talk about models: ask for one, answer questions, change it, ask about it; "bye" ends it."""
    with reporting_errors(as_json=False):
        check_places(output or ())
        order = read_picture_options(views, section)
        talking.chat(lambda card: _keep_copies(card, output or [], order))


@app.command()
def design(
    request: Annotated[str, typer.Argument(help="What it is, in words; quote it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer with JSON where it fails, too.")] = False,
) -> None:
    """Print a request as a design in JSON, without building it: mayfly design "M6 washer" > washer.json."""
    with reporting_errors(as_json):
        from mayfly.generator import default_planner
        from mayfly.settings import get_settings

        planned = default_planner(get_settings()).plan(request)
        if planned.design is None:
            raise PlanningError(
                "This request has no design yet, since one of its features can't be written as one;"
                " `mayfly make` builds it."
            )
    typer.echo(json.dumps(planned.design, indent=2, ensure_ascii=False))


@app.command()
def run(  # noqa: PLR0913 - one argument for each option of the command
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
    with reporting_errors(as_json), showing_progress(as_json) as on_progress:
        from mayfly.app import get_generator

        check_places(output or ())
        order = read_picture_options(views, section)
        source = read_source(script)
        known = read_script(source, described=False).parameters
        defaults = {each.name: each.default for each in known}
        values = dict(_override(text, defaults) for text in parameter or ())
        handed = _handed_in(files or [])
        card = get_generator().run_script(
            source, values, files=handed, title=script.stem, on_progress=on_progress
        )
        _keep_copies(card, output or [], order)
    print_answer(card, as_json, print_model)


@app.command()
def parts(
    name: Annotated[str | None, typer.Argument(help="Show one part with its parameters.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the catalogue, or show one part and its parameters."""
    with reporting_errors(as_json):
        from mayfly.cad.parts import catalogue, get_part

        chosen = [get_part(name)] if name else list(catalogue().values())
    rows = [part.to_dict() for part in chosen]
    print_answer({"parts": rows}, as_json, print_part if name else print_parts)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the models, the next one to expire first."""
    with reporting_errors(as_json):
        models = _service().list_models()
    print_answer(
        {"models": [model.to_dict() for model in models]},
        as_json,
        lambda _: typer.echo(listing_answer(models)),
    )


@app.command()
def stats(as_json: AsJson = False) -> None:
    """Show how many models there are, their size, the next expiry, and whether a janitor runs."""
    with reporting_errors(as_json):
        service = _service()
        counted, details = service.get_stats(), service.get_details()
    print_answer(
        {"cleanup_stats": counted, "details": details},
        as_json,
        lambda _: typer.echo(stats_text(counted, details)),
    )


@app.command()
def sweep(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only report what would be deleted.")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete models that are past their deadlines; others stay."""
    with reporting_errors(as_json):
        report = _service().sweep(dry_run=dry_run)
    print_answer(report.to_dict(), as_json, lambda _: typer.echo(sweep_answer(report)))
    if report.failed:
        raise typer.Exit(1)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Show what protects this machine from the scripts that are run on it."""
    with reporting_errors(as_json):
        from mayfly.generator import shared_workshop

        layers = shared_workshop().protection()
    print_answer(dict(layers), as_json, print_layers)


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
        STDERR.print(f"[red]{advice}[/red]")
        raise typer.Exit(1) from error
    with reporting_errors(as_json=False):
        serve_http(host, port)


def _wanted(request: str | None, design: Path | None) -> str | Design:
    """Return what to make: words, or the design in a file or on standard input.

    Raises:
        InvalidParameter: Both are given, or neither, or the file can't be read.
        InvalidDesign: It holds no design.
    """
    if (request is None) == (design is None):
        raise InvalidParameter("Give either a request in words, or --design with a file.")
    if design is None:
        return request or ""
    from mayfly.design import Design

    return Design.read(sys.stdin.buffer.read() if str(design) == "-" else read_file(design))


def _step_files(wanted: Design, path: Path | None, paths: list[Path]) -> dict[str, bytes]:
    """Return the STEP files that a design begins with: those of --with, and those beside the design's file.

    Raises:
        InvalidParameter: One can't be read.
    """
    from mayfly.design import step_files

    files = _handed_in(paths)
    for base in step_files(wanted):
        beside = None if path is None or str(path) == "-" else path.parent / base.file
        if base.file not in files and beside is not None and beside.exists():
            files[base.file] = read_file(beside)
    return files


def _service() -> Any:
    """Return the configured store without starting its thread."""
    from mayfly.settings import get_settings
    from mayfly.stores.configured import configured_store

    return configured_store(get_settings())


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


def _keep_copies(card: dict[str, Any], places: list[Path], order: PictureOptions) -> None:
    """Write the copies that the caller asked for, and list them in the answer."""
    from mayfly.app import get_generator

    write_copies(get_generator(), card["name"], places, order)
    if places:
        card["outputs"] = [str(place) for place in places]
