"""``mayfly warm``: shows the process that stays between commands, or ends it."""

from __future__ import annotations

import typer

from mayfly.cli.options import AsJson

app = typer.Typer(
    help="Show or end the process in which commands build, and which stays for ten idle minutes.",
    invoke_without_command=True,
)


@app.callback()
def warm(context: typer.Context) -> None:
    """Show it where nothing else is asked for."""
    if context.invoked_subcommand is None:
        status()


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show whether it runs."""
    import json

    from mayfly.cli.warm.client import ask_about

    state = ask_about("state")
    if as_json:
        typer.echo(json.dumps({"warm": state}))
    elif state is None:
        typer.echo("No process stays warm now; the next command that builds starts one.")
    else:
        typer.echo(
            f"Process {state['pid']} stays warm; it ends after {state['idle_seconds'] / 60:g} idle minutes."
            f" Commands that it serves now: {state['running']}."
        )


@app.command()
def stop() -> None:
    """End it; a command that it serves goes on by itself."""
    from mayfly.cli.warm.client import ask_about

    state = ask_about("end")
    typer.echo("No process stayed warm." if state is None else f"Process {state['pid']} ends.")
