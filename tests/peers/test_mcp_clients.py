"""Other people's MCP clients against the server, each in an environment of its own: `make test-peers`."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from tests.http.conftest import NOT_BUILT, serving
from tests.mcp.test_stdio import COMMAND
from tests.peers.node import node

HERE = Path(__file__).parent
ADAPTERS = HERE.parents[1] / ".venv-mcpclient" / "bin" / "python"
INSPECTOR = HERE / "inspector" / "node_modules" / "@modelcontextprotocol" / "inspector"
NEEDED_NODE = (22, 19)
TOKEN = "secret"  # noqa: S105 - of the test's own server
TRANSPORTS = pytest.mark.parametrize("transport", ["stdio", "http"])
WAITING = ["--connect-timeout", "120000"]  # in ms: the machine may have much to do
PLATE = "plate 80 x 60 x 6 mm with four 5.5 mm corner holes, 8 mm inset"

pytestmark = pytest.mark.timeout(300)


NODE = node(at_least=NEEDED_NODE) if INSPECTOR.is_dir() else None
needs_inspector = pytest.mark.skipif(NODE is None, reason="make test-peers installs the Inspector")
needs_adapters = pytest.mark.skipif(not ADAPTERS.exists(), reason="make test-peers has it")


@pytest.fixture
def address(generator: CADModelGenerator, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A service with a token."""
    monkeypatch.setenv("MAYFLY_API_TOKEN", TOKEN)
    with serving(create_app(generator, page=NOT_BUILT)) as url:
        yield f"{url}/mcp"


def run(command: list[str]) -> Any:
    """Run a client, and return the JSON that it prints."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@needs_adapters
@TRANSPORTS
def test_an_agent_of_langchain_makes_changes_looks_and_measures(transport: str, address: str) -> None:
    stdio = {"transport": "stdio", "command": COMMAND[0], "args": COMMAND[1:], "env": dict(os.environ)}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    http = {"transport": "streamable_http", "url": address, "headers": headers}
    # Not this process's Python path: that environment has no mcp 2, and the server gets it by its own.
    seen = run(
        [str(ADAPTERS), str(HERE / "mcp_agent.py"), json.dumps(stdio if transport == "stdio" else http)]
    )
    assert seen["made"]["bounding_box_mm"] == [80, 60, 10]
    assert seen["made"]["changes"] == ["The thickness of the plate changed from 6 mm to 10 mm."]
    assert seen["edges"] == 8
    assert "image" in seen["answers"][2]
    assert seen["statuses"] == ["success"] * 4 + ["error"]
    assert "needs_clarification" in seen["texts"][4]
    assert seen["resource"] == {"type": "model/step", "size": seen["made"]["size_bytes"]}
    assert seen["last"] == "Done."


def inspect(target: list[str], *arguments: str) -> Any:
    """Run the Inspector's command line."""
    assert NODE is not None
    package = json.loads((INSPECTOR / "package.json").read_text(encoding="utf-8"))
    entry = package["bin"] if isinstance(package["bin"], str) else package["bin"]["mcp-inspector"]
    return run([NODE, str(INSPECTOR / entry), "--cli", *WAITING, *target, *arguments])


@pytest.fixture
def target(transport: str, address: str) -> list[str]:
    if transport == "http":
        return [address, "--transport", "http", "--header", f"Authorization: Bearer {TOKEN}"]
    environment = [
        f"{name}={os.environ[name]}" for name in os.environ if name.startswith(("MAYFLY_", "PYTHON"))
    ]
    return [*(part for pair in environment for part in ("-e", pair)), *COMMAND]


@needs_inspector
@TRANSPORTS
def test_the_inspector_finds_no_fault_with_the_tools(target: list[str]) -> None:
    listed = inspect(target, "--method", "tools/list", "--strict")
    assert len(listed["tools"]) == 11
    assert all(tool["inputSchema"]["type"] == "object" and tool["outputSchema"] for tool in listed["tools"])


@needs_inspector
@TRANSPORTS
def test_the_inspector_makes_a_model(target: list[str]) -> None:
    call = ("--method", "tools/call", "--tool-name", "generate_step_model", "--tool-arg", f"request={PLATE}")
    result = inspect(target, *call)
    assert result["structuredContent"]["bounding_box_mm"] == [80, 60, 6]
    assert [block["type"] for block in result["content"]] == ["text", "resource_link"]


@needs_inspector
@TRANSPORTS
def test_the_inspector_reads_resources_and_prompts(target: list[str]) -> None:
    parts = inspect(target, "--method", "resources/read", "--uri", "mayfly://parts/washer")
    prompts = inspect(target, "--method", "prompts/list")
    assert json.loads(parts["contents"][0]["text"])["name"] == "washer"
    assert [prompt["name"] for prompt in prompts["prompts"]] == ["design_part", "review_part"]
