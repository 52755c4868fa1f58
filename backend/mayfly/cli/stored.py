"""The commands about models that are there: list, stats, sweep, keep, delete, show, draw."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from mayfly.cad.picture_options import read_picture_options
from mayfly.cli import completing
from mayfly.cli.exports import Written, write_copies
from mayfly.cli.options import USUAL, AsJson, Model, Outputs, Section, Views
from mayfly.cli.orders import Copy, Order
from mayfly.cli.output import local_time, print_answer, reporting_errors
from mayfly.cli.progress import showing_progress
from mayfly.cli.route import carry_out
from mayfly.contracts import iso_time

_PANEL: Final = "Models that are there"


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("list", rich_help_panel=_PANEL)(list_)
    for command in (show, draw, keep, delete, stats, sweep):
        app.command(rich_help_panel=_PANEL)(command)


def list_(as_json: AsJson = False) -> None:
    """List the models, the next one to expire first."""
    with reporting_errors(as_json):
        from mayfly.storage_text import listing_answer

        models = _service().list_models()
    print_answer(
        {"models": [model.to_dict() for model in models]},
        as_json,
        lambda _: typer.echo(listing_answer(models, local=True)),
    )


def stats(as_json: AsJson = False) -> None:
    """Show how many models there are, their size, the next expiry, and whether a janitor runs."""
    with reporting_errors(as_json):
        from mayfly.storage_text import stats_answer

        service = _service()
        counted, details = service.get_stats(), service.get_details()
    pid = details.get("janitor_pid")
    janitor = f"A janitor (process {pid}) keeps the deadlines." if pid else "No janitor is running."
    print_answer(
        {"cleanup_stats": counted, "details": details},
        as_json,
        lambda _: typer.echo(f"{stats_answer(counted, details, local=True)} {janitor}"),
    )


def sweep(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only report what would be deleted.")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete models that are past their deadlines; others stay."""
    with reporting_errors(as_json):
        from mayfly.storage_text import sweep_answer

        report = _service().sweep(dry_run=dry_run)
    print_answer(report.to_dict(), as_json, lambda _: typer.echo(sweep_answer(report, local=True)))
    if report.failed:
        raise typer.Exit(1)


def keep(
    model: Model = "last",
    minutes: Annotated[float, typer.Option("--minutes", "-m", help="How much longer.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Keep a model longer; its whole life may be a day at most: mayfly keep washer --minutes 60."""
    with reporting_errors(as_json):
        from mayfly.cli.stored_models import find_model

        service = _service()
        kept = service.extend(find_model(service, model).name, minutes).to_dict()
    print_answer(
        kept, as_json, lambda _: typer.echo(f"{kept['name']} stays until {local_time(kept['expires'])}.")
    )


def delete(
    models: Annotated[
        list[str],
        typer.Argument(
            help='Names of models, or the beginnings of them; "last" is the last one made.',
            autocompletion=completing.models,
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Delete models before their time: mayfly delete last."""
    with reporting_errors(as_json):
        from mayfly.cli.stored_models import find_model

        service = _service()
        found = {find_model(service, model).name: None for model in models}  # all of them, before any goes
        for name in found:
            service.delete(name)
    print_answer({"deleted": list(found)}, as_json, lambda _: typer.echo(f"Deleted {', '.join(found)}."))


def show(
    model: Model = "last",
    picture: Annotated[
        bool, typer.Option("--picture", help="A picture, even where a server shows the page.")
    ] = False,
    views: Views = USUAL,
    section: Section = None,
    as_json: AsJson = False,
) -> None:
    """Show a model: on the page where `mayfly serve` runs, or else as a picture.

    With --views or --section it is a picture: mayfly show washer --section y.
    """
    with reporting_errors(as_json):
        plain = not picture and views == USUAL and section is None
        shown = (_on_page(model) if plain else None) or _as_picture(model, views, section, as_json)
    print_answer(shown.data, as_json, lambda _: typer.echo(shown.text))


@dataclass(frozen=True, slots=True)
class _Shown:
    """How a model is shown, as data and in words."""

    data: dict[str, Any]
    text: str


def _on_page(said: str) -> _Shown | None:
    """Open the page with a model; return None where no server shows it."""
    from mayfly.cli import pages, pictures
    from mayfly.cli.stored_models import find_model
    from mayfly.settings import get_settings

    addresses = pages.servers()
    if not addresses:
        return None
    token = get_settings().api_token
    model = find_model(_service(), said)
    page = pages.page_of(model, addresses, token.get_secret_value() if token else None)
    if page is None:
        return None
    opened = pictures.open_here(page)
    lead = f"Opened the page with {model.name}" if opened else f"The page shows {model.name}"
    data = {"name": model.name, "step_path": model.place, "expires_at": iso_time(model.expires_at)}
    return _Shown(
        {**data, "page": page, "opened": opened},
        f"{lead} until {local_time(data['expires_at'])}:\n{page}",
    )


def _as_picture(model: str, views: str, section: str | None, as_json: bool) -> _Shown:
    """Write a picture of a model, and open it where there is a desktop."""
    from mayfly.cli import pictures

    copy = Copy(format="png", options=read_picture_options(views, section).to_dict())
    answer = _drawn(model, (copy,), as_json)
    path = pictures.keep(answer.data["name"], answer.data["expires_at"], answer.copies[0])
    opened = pictures.open_here(path)
    name, until = answer.data["name"], local_time(answer.data["expires_at"])
    lead = (
        f"Opened the picture of {name}, which"
        if opened
        else f"There is no display here; the picture of {name}"
    )
    return _Shown(
        {**_named(answer.data), "picture": str(path), "opened": opened},
        f"{lead} is there until {until}:\n{path}",
    )


def draw(
    model: Model = "last",
    output: Outputs = None,
    views: Views = USUAL,
    section: Section = None,
    as_json: AsJson = False,
) -> None:
    """Write a drawing of a model, or a copy in any other format: mayfly draw washer -o washer.pdf.

    Without -o it is an .svg file in the folder that you are in.
    """
    with reporting_errors(as_json):
        written = Written(places=output or (), views=views, section=section)
        copies = written.copies() or (Copy(format="svg"),)
        answer = _drawn(model, copies, as_json)
        if not written.places:
            written = Written(places=[Path(answer.data["name"]).with_suffix(".svg")])
            written.copies()  # which refuses a place that is taken
        card = write_copies(answer, written.places)
    print_answer(
        {**_named(card), "outputs": card["outputs"]},
        as_json,
        lambda _: typer.echo("\n".join(f"Written to {place}, which stays." for place in card["outputs"])),
    )


def _drawn(model: str, copies: tuple[Copy, ...], as_json: bool) -> Any:
    """Return a stored model with copies of it."""
    order = Order(kind="copy", fields={"name": model}, copies=copies)
    with showing_progress(as_json) as on_progress:
        return carry_out(order, on_progress)


def _named(data: dict[str, Any]) -> dict[str, Any]:
    """Return which model it is."""
    return {name: data[name] for name in ("name", "step_path", "expires_at")}


def _service() -> Any:
    """Return the configured store without starting its thread."""
    from mayfly.settings import get_settings
    from mayfly.stores.configured import configured_store

    return configured_store(get_settings())
