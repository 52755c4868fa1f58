"""The first answer, which is given before the SDK is imported: it says what the SDK would say."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import anyio
import pytest
from mcp.shared.message import SessionMessage
from mcp_types import jsonrpc_message_adapter
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, MODERN_PROTOCOL_VERSIONS

from mayfly.mcp.handshake import WITH_HANDSHAKE, WITHOUT_HANDSHAKE, first_answer
from mayfly.mcp.server import build_server, options_of
from tests.mcp.test_stdio import COMMAND, INITIALIZE, INITIALIZED, call, hear, say, served

PLAIN: dict[str, Any] = {"name": "a test", "version": "1"}
META = "io.modelcontextprotocol/"


def initialize(version: Any, *, info: Any = PLAIN, number: Any = 1, **capabilities: Any) -> dict[str, Any]:
    params = {"protocolVersion": version, "capabilities": capabilities, "clientInfo": info}
    return {"jsonrpc": "2.0", "id": number, "method": "initialize", "params": params}


def discover(version: Any, **capabilities: Any) -> dict[str, Any]:
    meta = {
        f"{META}protocolVersion": version,
        f"{META}clientInfo": PLAIN,
        f"{META}clientCapabilities": capabilities,
    }
    return {"jsonrpc": "2.0", "id": "first", "method": "server/discover", "params": {"_meta": meta}}


ANSWERED = [
    *(initialize(version) for version in HANDSHAKE_PROTOCOL_VERSIONS),
    initialize("2025-06-18", roots={"listChanged": True}, elicitation={}, sampling={}),
    initialize("2025-11-25", info={**PLAIN, "title": "A test"}, number="one"),
    *(discover(version) for version in MODERN_PROTOCOL_VERSIONS),
    discover("2026-07-28", elicitation={"form": {}}),
]
LEFT_TO_THE_SDK: list[Any] = [
    initialize("2099-01-01"),
    initialize(WITHOUT_HANDSHAKE),
    initialize(7),
    initialize("2025-06-18", info={"name": "without a version"}),
    initialize("2025-06-18", roots=5),
    initialize("2025-06-18", number=None),
    initialize("2025-06-18", number=True),
    discover("2099-01-01"),
    discover("2025-06-18"),
    {"jsonrpc": "2.0", "id": 1, "method": "initialize"},
    {"jsonrpc": "1.0", **{key: value for key, value in INITIALIZE.items() if key != "jsonrpc"}},
    {"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {}},
    [INITIALIZE],
    "initialize",
]


async def answer_of_the_sdk(message: dict[str, Any]) -> Any:
    """Return what a server of the SDK says to a message, without anything before it."""

    def never(_: Any) -> Any:
        raise AssertionError("the answer has to do without the tools")

    server = build_server(never).server
    to_server, read = anyio.create_memory_object_stream[SessionMessage | Exception](1)
    write, from_server = anyio.create_memory_object_stream[SessionMessage](1)
    async with anyio.create_task_group() as tasks, to_server, from_server:
        tasks.start_soon(server.run, read, write, options_of(server))
        await to_server.send(SessionMessage(jsonrpc_message_adapter.validate_python(message)))
        said = await from_server.receive()
        tasks.cancel_scope.cancel()
    return json.loads(said.message.model_dump_json(by_alias=True, exclude_unset=True))


@pytest.mark.parametrize("message", ANSWERED, ids=lambda one: json.dumps(one)[40:120])
async def test_the_first_answer_is_that_of_the_sdk(message: dict[str, Any]) -> None:
    answer = first_answer(json.dumps(message).encode())
    assert answer is not None
    assert answer == await answer_of_the_sdk(message)


def test_all_versions_of_the_sdk_are_answered() -> None:
    assert set(HANDSHAKE_PROTOCOL_VERSIONS) == WITH_HANDSHAKE
    assert MODERN_PROTOCOL_VERSIONS == (WITHOUT_HANDSHAKE,)


@pytest.mark.parametrize("message", LEFT_TO_THE_SDK, ids=lambda one: json.dumps(one)[:90])
def test_what_is_not_plainly_a_first_message_is_left_to_the_sdk(message: Any) -> None:
    assert first_answer(json.dumps(message).encode()) is None


@pytest.mark.parametrize("line", [b"", b"\n", b"{", b"\xff\xfe\n", b"[1" * 40_000, b"[" * 60_000])
def test_what_is_no_json_is_left_to_the_sdk(line: bytes) -> None:
    assert first_answer(line) is None


def test_the_answer_comes_before_the_sdk_is_imported() -> None:
    """A directory in front of the SDK's own whose import never ends stands for one that takes long."""
    never = (
        "import sys, threading\n"
        "class Never:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'mcp_types':\n"
        "            threading.Event().wait()\n"
        "sys.meta_path.insert(0, Never())\n"
        "from mayfly.cli import main\n"
        "main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", never, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        say(process, INITIALIZE)
        assert hear(process, 1)["result"]["serverInfo"]["name"] == "mayfly"
    finally:
        process.kill()
        process.communicate()


def test_each_request_is_answered_once_however_fast_the_client_is() -> None:
    with served() as process:
        say(
            process,
            INITIALIZE,
            INITIALIZED,
            call(2, "describe_parts"),
            {**INITIALIZE, "method": "ping", "id": 3},
        )
        answers = [json.loads(process.stdout.readline()) for _ in range(3)] if process.stdout else []
        assert process.stdin is not None
        process.stdin.close()
        assert process.stdout is not None
        assert process.stdout.read() == ""
    assert sorted(answer["id"] for answer in answers) == [1, 2, 3]
    assert answers[0]["id"] == 1
    assert all("result" in answer for answer in answers)


@pytest.mark.parametrize("first", [initialize("2099-01-01"), {"jsonrpc": "2.0", "id": 1, "method": "ping"}])
def test_a_message_that_is_left_to_the_sdk_is_answered_by_it(first: dict[str, Any]) -> None:
    with served() as process:
        say(process, first)
        answer = hear(process, 1)
        assert process.stdin is not None
        process.stdin.close()
    assert answer["result"].get("protocolVersion", "2025-11-25") == "2025-11-25"


@pytest.mark.parametrize("begun", ["", '{"jsonrpc": "2.0", "id": 1, "meth', "no JSON\n"])
def test_a_client_that_goes_at_once_ends_it(begun: str) -> None:
    with served(COMMAND) as process:
        process.communicate(begun, timeout=200)
    assert process.returncode == 0
