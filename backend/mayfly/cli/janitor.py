"""``mayfly janitor``: the process that deletes expired models when the programs that made them have ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mayfly.errors import InvalidLifetime, MayflyError

if TYPE_CHECKING:
    from mayfly.cleanup.directory.model_directory import ModelDirectory
    from mayfly.settings import Settings

app = typer.Typer(
    help="Look after the process that expires what ended programs left behind.", no_args_is_help=True
)

Directory = Annotated[
    Path | None, typer.Argument(help="Directory of the models; MAYFLY_TEMP_DIR or the default if not given.")
]


def _settings() -> Settings:
    """Return the settings; pydantic, with which they are read, takes half of a command's start."""
    from mayfly.settings import get_settings

    return get_settings()


def _path(directory: Path | None) -> Path:
    from mayfly.cleanup.directory.folders import directory_path

    return directory_path(_settings().temp_dir if directory is None else directory)


def _opened(path: Path) -> ModelDirectory:
    from mayfly.cleanup.directory.model_directory import ModelDirectory

    return ModelDirectory(path)


def _fail(error: MayflyError) -> typer.Exit:
    typer.echo(f"Error: {error}", err=True)
    return typer.Exit(2 if isinstance(error, InvalidLifetime) else 1)


@app.command()
def status(directory: Directory = None) -> None:
    """Show whether a janitor runs for the directory."""
    from mayfly.cleanup.janitor_control import running_janitor

    try:
        path = _path(directory)
        pid = running_janitor(_opened(path)) if path.is_dir() else None
    except MayflyError as error:
        raise _fail(error) from None
    typer.echo(f"No janitor runs for {path}." if pid is None else f"The janitor of {path} is process {pid}.")


@app.command()
def stop(directory: Directory = None) -> None:
    """Stop the janitor, so that the directory's file system can be unmounted.

    A program that makes another model there starts the next one.
    """
    from mayfly.cleanup.janitor_control import stop_janitor

    try:
        path = _path(directory)
        pid = stop_janitor(_opened(path)) if path.is_dir() else None
    except MayflyError as error:
        raise _fail(error) from None
    typer.echo(f"No janitor ran for {path}." if pid is None else f"The janitor (process {pid}) has ended.")


@app.command()
def install(
    directory: Directory = None,
    interval_minutes: Annotated[
        float | None, typer.Option(help="Life of models that nobody registered, in minutes.")
    ] = None,
) -> None:
    """Write a systemd user unit that starts the janitor after a reboot."""
    from mayfly.cleanup.clock import lifetime_seconds
    from mayfly.cleanup.janitor_control import install_unit

    try:
        path = _path(directory)
        minutes = _settings().cleanup_interval_minutes if interval_minutes is None else interval_minutes
        lifetime_seconds(minutes, "The interval")
        _opened(path).make()
        unit = install_unit(path, minutes)
    except MayflyError as error:
        raise _fail(error) from None
    typer.echo(
        f"Wrote {unit}. Switch it on with:\n"
        f"  systemctl --user enable --now {unit.name}\n"
        "To have it run while you are not logged in:\n"
        "  loginctl enable-linger"
    )


@app.command()
def uninstall(directory: Directory = None) -> None:
    """Remove that unit."""
    from mayfly.cleanup.janitor_control import remove_unit

    try:
        unit = remove_unit(_path(directory))
    except MayflyError as error:
        raise _fail(error) from None
    if unit is None:
        typer.echo("There is no such unit.")
    else:
        typer.echo(f"Removed {unit}. Switch it off with:\n  systemctl --user disable --now {unit.name}")
