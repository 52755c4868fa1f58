"""docs/mcp.md is true: each configuration starts a server, the example runs, the tables are complete."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.server.lowlevel.server import Server

from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from mayfly.operations.catalogue import OPERATIONS
from tests.http.conftest import NOT_BUILT, serving

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"


def _servers(text: str) -> list[dict[str, Any]]:
    """Return the entries of all configurations that a page shows, whatever a host calls the list."""
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]
    return [block["mayfly"] for whole in blocks for block in whole.values() if "mayfly" in block]


CONFIGURATIONS = _servers(PAGE) + _servers(README)
LOCAL = [entry for entry in CONFIGURATIONS if "command" in entry]
REMOTE = [entry for entry in CONFIGURATIONS if "url" in entry]


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """A folder with a ``mayfly`` of this checkout, for a host's path."""
    script = tmp_path / "bin" / "mayfly"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\nfrom mayfly.cli import main\nmain()\n", encoding="utf-8")
    script.chmod(0o755)
    return script


def test_the_page_has_configurations_of_both_kinds() -> None:
    assert len(LOCAL) >= 7
    assert len(REMOTE) >= 2


@pytest.mark.parametrize("entry", [json.loads(e) for e in {json.dumps(e, sort_keys=True) for e in LOCAL}])
async def test_a_host_starts_the_server_as_shown(
    entry: dict[str, Any], command: Path, tmp_path: Path
) -> None:
    assert entry["command"] == command.name
    environment = {**os.environ, **entry.get("env", {})}
    started = StdioServerParameters(command=str(command), args=entry["args"], env=environment)
    with (tmp_path / "errors").open("w") as errors:
        async with Client(stdio_client(started, errlog=errors)) as client:
            stats = await client.call_tool("temp_models_cleanup", {})
    life = float(environment.get("MAYFLY_CLEANUP_INTERVAL_MINUTES", 30))
    assert stats.structured_content["life_minutes"] == life


@pytest.fixture
def address(generator: CADModelGenerator, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("MAYFLY_API_TOKEN", "TOKEN")
    with serving(create_app(generator, page=NOT_BUILT)) as url:
        yield url


@pytest.mark.parametrize("entry", REMOTE)
async def test_a_host_connects_over_http_as_shown(entry: dict[str, Any], address: str) -> None:
    url = entry["url"].replace(ADDRESS, address)
    assert url.startswith(address)
    async with (
        httpx2.AsyncClient(headers=entry["headers"], trust_env=False) as http,
        Client(streamable_http_client(url, http_client=http)) as client,
    ):
        assert len((await client.list_tools()).tools) == len(OPERATIONS)


def test_the_example_runs(command: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    searched = os.pathsep.join([str(command.parent), os.environ.get("PATH", "")])
    # The SDK gives a server only part of the environment; a host's file would name the folder.
    example = example.replace('args=["mcp"]', f'args=["mcp"], env={ {**os.environ, "PATH": searched}!r}')
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", example],
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": searched},
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) == 80 * 60 * 6


def test_the_table_of_tools_is_complete() -> None:
    table = re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
    named = {name for row in table for name in re.findall(r"`(\w+)`", row)}
    assert {operation.name for operation in OPERATIONS} <= named


async def test_the_table_of_resources_is_complete(server: Server[None]) -> None:
    async with Client(server) as client:
        templates = {row.uri_template for row in (await client.list_resource_templates()).resource_templates}
        listed = {row.uri for row in (await client.list_resources()).resources}
    for uri in templates | listed:
        whole, _, last = uri.rpartition("/")
        assert f"`{uri}`" in PAGE or (f"`{whole}" in PAGE and f"`/{last}`" in PAGE), uri


def test_the_error_codes_that_are_named_exist() -> None:
    codes = {"invalid_parameter", "script_error", "busy", "needs_clarification", "model_expired"}
    assert codes <= set(re.findall(r"`([a-z_]+)`", PAGE))
    from mayfly import errors

    known = {error.code for error in vars(errors).values() if isinstance(getattr(error, "code", None), str)}
    assert codes <= known
