"""Answer the first message of a client on standard input, before the SDK is imported.

That import takes a second and more, and a host waits for this answer before it shows anything. What the
answer says is known without the SDK; ``tests/mcp/test_handshake.py`` compares it with the SDK's own, version
by version. The SDK gets the message, too; its own answer to it is left out (``mayfly.mcp.stdio_session``).
A message that is not plainly one of those that clients begin with is left to the SDK. Standard library only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mayfly import __version__

NAME: Final = "mayfly"
TITLE: Final = "Mayfly"
INSTRUCTIONS: Final = (
    "Mayfly makes STEP files of mechanical parts from words, designs, catalogue parts and CadQuery scripts, "
    "measures them, and deletes them 30 minutes later unless they are kept. Lengths are in mm. Put a "
    "question ('needs_clarification') to the person; never answer it yourself. After making something, look "
    "at it."
)

WITH_HANDSHAKE: Final = frozenset({"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
"""Protocol versions in which a client begins with ``initialize``."""
WITHOUT_HANDSHAKE: Final = "2026-07-28"
"""The protocol version in which a client may begin with ``server/discover``."""

_LONGEST_LINE_BYTES: Final = 65_536
_META: Final = "io.modelcontextprotocol/"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a client began with.

    Attributes:
        line: What was read: its first line, or less where the client had no more to say.
        answered: The id of the request that was answered; None if it was left to the SDK.
    """

    line: bytes
    answered: int | str | None


def answer_opening(source: int, target: int) -> Opening:
    """Read the first line and answer it if it can be answered here; what follows it is not touched.

    Args:
        source: File descriptor of standard input; no stream may have read from it yet.
        target: File descriptor of standard output.
    """
    line = _first_line(source)
    answer = first_answer(line)
    if answer is None:
        return Opening(line, None)
    coded = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    while coded:
        coded = coded[os.write(target, coded) :]
    return Opening(line, answer["id"])


def first_answer(line: bytes) -> dict[str, Any] | None:
    """Return the answer to a client's first message; None if the SDK has to find it."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return None
    number, params = message.get("id"), message.get("params")
    if not isinstance(number, int | str) or isinstance(number, bool) or not isinstance(params, dict):
        return None
    result = None
    if message.get("method") == "initialize":
        result = _initialized(params)
    elif message.get("method") == "server/discover":
        result = _discovered(params)
    return None if result is None else {"jsonrpc": "2.0", "id": number, "result": result}


def _initialized(params: Mapping[str, Any]) -> dict[str, Any] | None:
    version = params.get("protocolVersion")
    if version not in WITH_HANDSHAKE or "_meta" in params:
        return None
    if not _is_client(params.get("clientInfo"), params.get("capabilities")):
        return None
    return {
        "protocolVersion": version,
        "capabilities": _capabilities(lists_change=False),
        "serverInfo": _server_info(),
        "instructions": INSTRUCTIONS,
    }


def _discovered(params: Mapping[str, Any]) -> dict[str, Any] | None:
    meta = params.get("_meta")
    if not isinstance(meta, dict) or meta.get(f"{_META}protocolVersion") != WITHOUT_HANDSHAKE:
        return None
    if not _is_client(meta.get(f"{_META}clientInfo"), meta.get(f"{_META}clientCapabilities")):
        return None
    return {
        "resultType": "complete",
        "supportedVersions": [WITHOUT_HANDSHAKE],
        "capabilities": _capabilities(lists_change=True),
        "instructions": INSTRUCTIONS,
        "ttlMs": 0,
        "cacheScope": "private",
        "_meta": {f"{_META}serverInfo": _server_info()},
    }


def _capabilities(*, lists_change: bool) -> dict[str, Any]:
    """Return what the server can do.

    Args:
        lists_change: Clients of this version listen for changes of every list; before, for those of the
            resources alone.
    """
    return {
        "completions": {},
        "prompts": {"listChanged": lists_change},
        "resources": {"listChanged": True, "subscribe": True},
        "tools": {"listChanged": lists_change},
    }


def _server_info() -> dict[str, Any]:
    return {"name": NAME, "title": TITLE, "version": __version__}


def _is_client(info: Any, capabilities: Any) -> bool:
    """Return whether this describes a client in the plain form that all versions of the protocol accept."""
    if not isinstance(info, dict) or not isinstance(capabilities, dict):
        return False
    named = all(isinstance(info.get(key), str) for key in ("name", "version"))
    return named and all(isinstance(value, dict) for value in capabilities.values())


def _first_line(source: int) -> bytes:
    """Read one line byte by byte, so that nothing of the next one is taken."""
    line = bytearray()
    while len(line) < _LONGEST_LINE_BYTES:
        byte = os.read(source, 1)
        line += byte
        if byte in (b"", b"\n"):
            break
    return bytes(line)
