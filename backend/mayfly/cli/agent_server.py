"""``mayfly mcp``, loaded without Typer: a host waits for the first answer."""

from __future__ import annotations


def serve_agent() -> None:
    """Serve an agent on standard input and output; end the command where the SDK is not installed."""
    from mayfly.cli.output import complain, reporting_errors
    from mayfly.mcp.stdio import serve_stdio

    with reporting_errors(as_json=False):
        try:
            serve_stdio()
        except ModuleNotFoundError as error:
            from mayfly.extras import install_advice

            complain(f"Serving agents needs {error.name}: {install_advice('mcp')}")
            raise SystemExit(1) from error
