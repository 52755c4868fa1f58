"""The commands of ``mayfly`` that make something, and the command line that all of them belong to."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from mayfly import __version__
from mayfly.cli import completing, completions, janitor, making, stored, talking, warm_command
from mayfly.cli.agent_server import serve_agent
from mayfly.cli.exports import Written, write_copies
from mayfly.cli.options import USUAL, AsJson, Files, Outputs, Section, Views
from mayfly.cli.orders import Order
from mayfly.cli.output import (
    complain,
    print_answer,
    print_layers,
    print_model,
    print_part,
    print_parts,
    reporting_errors,
)
from mayfly.cli.progress import showing_progress
from mayfly.cli.request import Wanted, handed_in, named_value
from mayfly.cli.route import carry_out
from mayfly.cli.unknown_command import Commands

app = typer.Typer(
    cls=Commands,
    name="mayfly",
    help="A request becomes a STEP file, and the file is gone 30 minutes later.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_MAKING, _SERVING, _MACHINE = "Make models", "Serve them to others", "This machine"
"""The groups of commands in the help, besides that of stored models."""


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
        import logging

        logging.basicConfig(
            level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
        )


@app.command(rich_help_panel=_MAKING)
def make(  # noqa: PLR0913 - one argument for each option of the command
    request: Annotated[
        list[str] | None,
        typer.Argument(help="What to make, in words, quoted or not; - or nothing reads standard input."),
    ] = None,
    design: Annotated[
        Path | None,
        typer.Option("--design", help="Instead of words: a design in a JSON file, or - for standard input."),
    ] = None,
    part: Annotated[
        str | None,
        typer.Option(
            "--part",
            help="Instead of words: a part of the catalogue (mayfly parts).",
            autocompletion=completing.part_names,
        ),
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            "--parameter",
            help="With --part: NAME=VALUE, as in size=M10 or width=2in; as often as needed.",
            autocompletion=completing.sizes,
        ),
    ] = None,
    files: Files = None,
    change: Annotated[
        list[str] | None,
        typer.Option("--set", help="With --design: PATH=VALUE, as in hole.diameter=5; as often as needed."),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option("--remove", help="With --design: a feature to leave out, by its name, kind or path."),
    ] = None,
    unit: Annotated[
        str,
        typer.Option("--unit", help="Unit of numbers that have none.", autocompletion=completing.units),
    ] = "mm",
    material: Annotated[
        str | None,
        typer.Option(
            "--material", help="What it is made of: adds its mass.", autocompletion=completing.materials
        ),
    ] = None,
    output: Outputs = None,
    views: Views = USUAL,
    section: Section = None,
    as_json: AsJson = False,
) -> None:
    """Make a STEP file from a request: mayfly make 80x60x6 plate, four 5 mm corner holes, 8 mm inset.

    Or from a design, as `mayfly design` writes one: mayfly make --design plate.json --set thickness=10.
    A STEP file that it begins with is read from the folder of the design's file, unless --with names it.
    Or a part of the catalogue: mayfly make --part washer -p size=M10.
    """
    making.make(
        Wanted(
            words=request or (),
            design=design,
            part=part,
            sizes=parameter or (),
            files=files or (),
            changes=change or (),
            removals=remove or (),
            unit=unit,
            material=material,
        ),
        Written(places=output or (), views=views, section=section),
        as_json=as_json,
    )


@app.command(rich_help_panel=_MAKING)
def chat(output: Outputs = None, views: Views = USUAL, section: Section = None) -> None:
    """Talk about models: ask for one, answer questions, change it, ask about it; "bye" ends it."""
    with reporting_errors(as_json=False):
        written = Written(places=output or (), views=views, section=section)
        talking.chat(written.copies(), written.places)


@app.command(rich_help_panel=_MAKING)
def design(
    request: Annotated[list[str], typer.Argument(help="What it is, in words, quoted or not.")],
    unit: Annotated[
        str,
        typer.Option("--unit", help="Unit of numbers that have none.", autocompletion=completing.units),
    ] = "mm",
    as_json: Annotated[bool, typer.Option("--json", help="Answer with JSON where it fails, too.")] = False,
) -> None:
    """Print a request as a design in JSON, without building it: mayfly design M6 washer > washer.json."""
    with reporting_errors(as_json):
        words = Wanted(words=request, unit=unit).order(()).fields["request"]
        with showing_progress(as_json) as on_progress:
            answer = carry_out(Order(kind="plan", fields={"request": words}), on_progress)
    typer.echo(json.dumps(answer.data["design"], indent=2, ensure_ascii=False))


@app.command(rich_help_panel=_MAKING)
def run(  # noqa: PLR0913 - one argument for each option of the command
    script: Annotated[Path, typer.Argument(help="A CadQuery script in CQGI form.", dir_okay=False)],
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p", "--parameter", help="NAME=VALUE, or NAME=VALUE,VALUE for several; as often as needed."
        ),
    ] = None,
    files: Files = None,
    output: Outputs = None,
    views: Views = USUAL,
    section: Section = None,
    as_json: AsJson = False,
) -> None:
    """Build a CadQuery script in the jail: mayfly run bracket.py -p width=20 --with bearing.step."""
    with reporting_errors(as_json):
        from mayfly.cad.script_text import read_source

        written = Written(places=output or (), views=views, section=section)
        copies = written.copies()
        values = dict(named_value(text) for text in parameter or ())
        fields = {"script": read_source(script), "title": script.stem, "values": values}
        order = Order(kind="script", fields=fields, files=handed_in(files or ()), copies=copies)
        with showing_progress(as_json) as on_progress:
            card = write_copies(carry_out(order, on_progress), written.places)
    print_answer(card, as_json, print_model)


@app.command(rich_help_panel=_MAKING)
def parts(
    name: Annotated[
        str | None,
        typer.Argument(help="Show one part with its parameters.", autocompletion=completing.part_names),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the catalogue, or show one part and its parameters."""
    with reporting_errors(as_json):
        from mayfly.cad.parts import catalogue, get_part

        chosen = [get_part(name)] if name else list(catalogue().values())
    rows = [part.to_dict() for part in chosen]
    print_answer({"parts": rows}, as_json, print_part if name else print_parts)


stored.add_to(app)


@app.command(rich_help_panel=_SERVING)
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
) -> None:
    """Serve the web page and the HTTP interface: http://127.0.0.1:8000/."""
    try:
        from mayfly.http.serving.server import serve as serve_http
    except ModuleNotFoundError as error:
        from mayfly.extras import install_advice

        complain(f"The HTTP service needs {error.name}: {install_advice('serve')}")
        raise typer.Exit(1) from error
    from mayfly.cli.pages import announced
    from mayfly.http.built_page import BuiltPage

    with reporting_errors(as_json=False):
        serve_http(host, port, while_listening=announced if BuiltPage().exists else None)


@app.command(rich_help_panel=_SERVING)
def worker() -> None:
    """Build models for the services that share a store (MAYFLY_STORE, MAYFLY_BUCKET), until it is ended."""
    with reporting_errors(as_json=False):
        import logging

        from mayfly.workers.worker import serve_jobs

        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s: %(message)s")
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        serve_jobs()


@app.command(rich_help_panel=_SERVING)
def mcp() -> None:
    """Serve an agent on standard input and output, over the Model Context Protocol.

    `mayfly serve` does the same over HTTP, at /mcp.
    """
    serve_agent()


@app.command(rich_help_panel=_MACHINE)
def doctor(as_json: AsJson = False) -> None:
    """Show what protects this machine from the scripts that are run on it."""
    with reporting_errors(as_json), showing_progress(as_json) as on_progress:
        layers = carry_out(Order(kind="protection"), on_progress).data
    print_answer(layers, as_json, print_layers)


app.add_typer(warm_command.app, name="warm", rich_help_panel=_MACHINE)
app.add_typer(janitor.app, name="janitor", rich_help_panel=_MACHINE)
app.command("completions", rich_help_panel=_MACHINE)(completions.completions)
