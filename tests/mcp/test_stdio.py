"""``mayfly mcp`` as hosts start it: a child process that speaks the protocol on its standard streams."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from tests.mcp.conftest import ENDLESS, made

COMMAND = [sys.executable, "-c", "from mayfly.cli import main; main()", "mcp"]
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "a test", "version": "1"},
    },
}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}

# A library that prints wherever it can, even without the end of a line.
CHATTY = """
import atexit, subprocess, sys
print("at the start")
import mayfly.mcp.stdio as stdio
import mayfly.operations.making as making
spoken = making.catalogue
def catalogue():
    print("in a tool", end="")
    subprocess.run([sys.executable, "-c", "print('in a child')"])
    return spoken()
making.catalogue = catalogue
atexit.register(print, "at the exit")
sys.stdout.flush()
sys.stdout = open(1, "w", closefd=False)
stdio.serve_stdio()
"""


@contextmanager
def served(command: list[str] = COMMAND, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Start a server for a ``with`` block; it has to have ended by itself at its end."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        yield process
        process.wait(60)
    finally:
        process.kill()
        for stream in (process.stdin, process.stdout, process.stderr):
            assert stream is not None
            stream.close()
        process.wait()


def say(process: subprocess.Popen[str], *messages: dict[str, Any]) -> None:
    assert process.stdin is not None
    for message in messages:
        process.stdin.write(json.dumps(message) + "\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str], number: int) -> dict[str, Any]:
    """Return the answer to a request; what comes before it has to be a message, too."""
    assert process.stdout is not None
    for line in process.stdout:
        message: dict[str, Any] = json.loads(line)
        assert message["jsonrpc"] == "2.0"
        if message.get("id") == number:
            return message
    raise AssertionError("the server ended without an answer")


def call(number: int, name: str, **arguments: Any) -> dict[str, Any]:
    params = {"name": name, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_client_makes_changes_looks_and_fetches(mode: Any, tmp_path: Path) -> None:
    parameters = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=dict(os.environ))
    with (tmp_path / "errors").open("w") as errors:
        async with Client(stdio_client(parameters, errlog=errors), mode=mode) as client:
            first = await made(client)
            changed = await client.call_tool("change_step_model", {"request": "10 mm thick"})
            seen = await client.call_tool("show_temp_model", {})
            fetched = await client.call_tool("get_temp_file", {})
    assert first["bounding_box_mm"] == [80, 60, 6]
    assert changed.structured_content["bounding_box_mm"] == [80, 60, 10]
    assert seen.structured_content["name"] == changed.structured_content["name"]
    assert Path(fetched.structured_content["path"]).name == changed.structured_content["name"]
    assert (tmp_path / "errors").read_text() == ""


def test_nothing_but_messages_reaches_standard_output() -> None:
    with served([sys.executable, "-c", CHATTY]) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "at the start\n", "before the server: not ours to keep away"
        say(process, INITIALIZE)
        assert hear(process, 1)["result"]["serverInfo"]["name"] == "mayfly"
        say(process, INITIALIZED, call(2, "describe_parts"))
        assert "washer" in hear(process, 2)["result"]["content"][0]["text"]
        assert process.stdin is not None
        process.stdin.close()
        rest = process.stdout.read()
        errors = process.stderr.read()
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())
    assert "in a tool" in errors
    assert "in a child" in errors
    assert "at the exit" in errors


def test_it_ends_with_its_client_and_leaves_no_process_behind() -> None:
    with served() as process:
        say(process, INITIALIZE)
        hear(process, 1)
        say(process, INITIALIZED, call(2, "generate_step_model", request="cube 20 mm"))
        assert not hear(process, 2)["result"].get("isError")
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        assert process.stdin is not None
        process.stdin.close()
    assert process.returncode == 0
    _, alive = psutil.wait_procs(children, timeout=200)
    assert not alive


def test_a_signal_ends_it_in_order_even_within_a_build() -> None:
    with served() as process:
        say(process, INITIALIZE)
        hear(process, 1)
        say(process, INITIALIZED, call(2, "generate_step_model", request="cube 20 mm"))
        hear(process, 2)
        say(process, call(3, "run_cadquery_script", script=ENDLESS))
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 0
    _, alive = psutil.wait_procs(children, timeout=200)
    assert not alive


def test_a_setting_that_makes_no_sense_is_said_in_an_answer() -> None:
    with served(MAYFLY_BUILD_MEMORY_MB="little") as process:
        say(process, INITIALIZE)
        hear(process, 1)
        say(process, INITIALIZED, call(2, "list_temp_models"))
        answer = hear(process, 2)
        assert process.stdin is not None
        process.stdin.close()
    assert "misconfigured: MAYFLY_BUILD_MEMORY_MB" in answer["error"]["message"]


async def test_two_hosts_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    parameters = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=dict(os.environ))

    async def host(size: int) -> list[float]:
        async with Client(stdio_client(parameters)) as client:
            await made(client, f"cube {size} mm")
            result = await client.call_tool("change_step_model", {"sizes": {"side": size + 1}})
            box: list[float] = result.structured_content["bounding_box_mm"]
            return box

    boxes = await asyncio.gather(host(10), host(20))
    assert boxes == [[11, 11, 11], [21, 21, 21]]
