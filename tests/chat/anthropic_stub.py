"""A small server that speaks Anthropic's messages, streamed or whole, and fails as that does."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 24
"""Characters of one streamed piece."""


@dataclass(frozen=True)
class Said:
    """An answer: text, or a call of a tool.

    Attributes:
        text: What it says.
        tool: The tool that it calls.
        arguments: The tool's arguments.
        stop_reason: How it ends; None: as it should.
    """

    text: str = ""
    tool: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    stop_reason: str | None = None


@dataclass(frozen=True)
class Failure:
    """An HTTP error."""

    status: int
    kind: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Stub:
    """The server's answers, and what it was asked."""

    base_url: str = ""
    answers: list[Said | Failure] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stub: Stub

    def do_POST(self) -> None:
        """Answer one message."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.stub.requests.append(body)
        answer = self.stub.answers.pop(0) if self.stub.answers else Failure(418, "no_answer_left")
        if isinstance(answer, Failure):
            error = {
                "type": "error",
                "error": {"type": answer.kind, "message": f"{answer.kind}, says the stub"},
            }
            self._send(answer.status, json.dumps(error), "application/json", answer.headers)
        elif body.get("stream"):
            events = [f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in _events(answer)]
            self._send(200, "".join(events), "text/event-stream")
        else:
            self._send(200, json.dumps(_message(answer)), "application/json")

    def _send(self, status: int, body: str, kind: str, headers: dict[str, str] | None = None) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output clean."""


def start() -> tuple[Stub, Callable[[], None]]:
    """Start a server on a free port of 127.0.0.1; gives it, and what stops it."""
    stub = Stub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"stub": stub}))
    server.daemon_threads = True
    stub.base_url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        thread.join()
        server.server_close()

    return stub, stop


def _block(answer: Said) -> dict[str, Any]:
    if answer.tool:
        return {"type": "tool_use", "id": "call_1", "name": answer.tool, "input": answer.arguments}
    return {"type": "text", "text": answer.text}


def _reason(answer: Said) -> str:
    return answer.stop_reason or ("tool_use" if answer.tool else "end_turn")


def _message(answer: Said) -> dict[str, Any]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "stub-model",
        "content": [_block(answer)],
        "stop_reason": _reason(answer),
        "stop_sequence": None,
        "usage": {"input_tokens": 1000, "output_tokens": 100},
    }


def _events(answer: Said) -> Iterator[dict[str, Any]]:
    """Yield the events of a streamed answer."""
    begun = {**_message(answer), "content": [], "stop_reason": None}
    yield {"type": "message_start", "message": {**begun, "usage": {"input_tokens": 1000, "output_tokens": 1}}}
    empty = {**_block(answer), **({"input": {}} if answer.tool else {"text": ""})}
    yield {"type": "content_block_start", "index": 0, "content_block": empty}
    whole = json.dumps(answer.arguments) if answer.tool else answer.text
    for at in range(0, len(whole), PIECE):
        piece = whole[at : at + PIECE]
        delta = (
            {"type": "input_json_delta", "partial_json": piece}
            if answer.tool
            else {"type": "text_delta", "text": piece}
        )
        yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    ending = {"stop_reason": _reason(answer), "stop_sequence": None}
    yield {"type": "message_delta", "delta": ending, "usage": {"input_tokens": 1000, "output_tokens": 100}}
    yield {"type": "message_stop"}
