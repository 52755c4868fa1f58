"""A small server that speaks OpenAI's chat completions, streamed or whole, and every way it can go wrong."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 24
"""Characters of one streamed piece."""


@dataclass(frozen=True)
class Text:
    """An answer in words."""

    text: str
    finish_reason: str = "stop"


@dataclass(frozen=True)
class ToolCall:
    """An answer by a tool; ``arguments`` may be raw text, to be malformed."""

    name: str
    arguments: dict[str, Any] | str
    finish_reason: str = "tool_calls"


@dataclass(frozen=True)
class Refusal:
    """The model declines, in OpenAI's own field."""

    text: str


@dataclass(frozen=True)
class Failure:
    """An HTTP error."""

    status: int
    message: str = "something is wrong"
    code: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Slow:
    """Nothing at all until the test is over (or the time is up)."""

    seconds: float = 30.0


@dataclass(frozen=True)
class CutConnection:
    """An answer whose connection breaks off after some pieces."""

    text: str
    after_pieces: int = 2


@dataclass(frozen=True)
class Endless:
    """Prose that never ends."""

    sentence: str = "Let me think about this part once more. "


@dataclass(frozen=True)
class Malformed:
    """Something with status 200 that is no chat completion."""

    body: str = "<html>It works!</html>"


Answer = Text | ToolCall | Refusal | Failure | Slow | CutConnection | Endless | Malformed


@dataclass
class Stub:
    """The server's answers, and what it was asked."""

    base_url: str = ""
    answers: list[Answer] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def will(self, *answers: Answer) -> None:
        """Set what it answers, one after the other."""
        self.answers = list(answers)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stub: Stub

    def do_POST(self) -> None:
        """Answer one chat completion."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.stub.requests.append(body)
        self.stub.keys.append(self.headers.get("Authorization", ""))
        answer = self.stub.answers.pop(0) if self.stub.answers else Failure(418, "no answer is left")
        try:
            self._give(answer, stream=bool(body.get("stream")))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _give(self, answer: Answer, *, stream: bool) -> None:
        if isinstance(answer, Failure):
            error = {"error": {"message": answer.message, "type": "stub", "code": answer.code}}
            self._whole(answer.status, json.dumps(error), answer.headers)
        elif isinstance(answer, Malformed):
            self._whole(200, answer.body, {"Content-Type": "text/html"})
        elif isinstance(answer, Slow):
            self.stub.over.wait(answer.seconds)
            self.close_connection = True
        elif stream:
            self._stream(answer)
        else:
            self._whole(200, json.dumps(_completion(answer)))

    def _whole(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, answer: Text | ToolCall | Refusal | CutConnection | Endless) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if isinstance(answer, Endless):
            while not self.stub.over.is_set():
                self._event({"content": answer.sentence})
            self.close_connection = True
            return
        if isinstance(answer, CutConnection):
            for piece in _pieces(answer.text)[: answer.after_pieces]:
                self._event({"content": piece})
            self.close_connection = True
            self.connection.close()
            return
        for delta in _deltas(answer):
            self._event(delta)
        self._event({}, getattr(answer, "finish_reason", "stop"))
        self._event({}, usage={"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100})
        self._chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _event(
        self, delta: dict[str, Any], finish_reason: str | None = None, usage: dict[str, int] | None = None
    ) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish_reason}
        event = {
            **_head("chat.completion.chunk"),
            "choices": [] if usage else [choice],
            **({"usage": usage} if usage else {}),
        }
        self._chunk(f"data: {json.dumps(event)}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output clean."""


def start() -> tuple[Stub, Callable[[], None]]:
    """Start a server on a free port of 127.0.0.1; gives it, and what stops it."""
    stub = Stub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"stub": stub}))
    server.daemon_threads = True
    stub.base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()

    def stop() -> None:
        stub.over.set()
        server.shutdown()
        thread.join()
        server.server_close()

    return stub, stop


def _head(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-stub", "object": kind, "created": int(time.time()), "model": "stub-model"}


def _pieces(text: str) -> list[str]:
    return [text[at : at + PIECE] for at in range(0, len(text), PIECE)]


def _arguments(answer: ToolCall) -> str:
    return answer.arguments if isinstance(answer.arguments, str) else json.dumps(answer.arguments)


def _deltas(answer: Text | ToolCall | Refusal | CutConnection | Endless) -> list[dict[str, Any]]:
    if isinstance(answer, Text):
        return [{"content": piece} for piece in _pieces(answer.text)]
    if isinstance(answer, Refusal):
        return [{"refusal": piece} for piece in _pieces(answer.text)]
    assert isinstance(answer, ToolCall)
    opening = {
        "index": 0,
        "id": "call_1",
        "type": "function",
        "function": {"name": answer.name, "arguments": ""},
    }
    rest = [{"index": 0, "function": {"arguments": piece}} for piece in _pieces(_arguments(answer))]
    return [{"tool_calls": [call]} for call in (opening, *rest)]


def _completion(answer: Text | ToolCall | Refusal | CutConnection | Endless) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": None}
    finish_reason = getattr(answer, "finish_reason", "stop")
    if isinstance(answer, ToolCall):
        call = {
            "id": "call_1",
            "type": "function",
            "function": {"name": answer.name, "arguments": _arguments(answer)},
        }
        message["tool_calls"] = [call]
    elif isinstance(answer, Refusal):
        message["refusal"] = answer.text
    elif isinstance(answer, Text):
        message["content"] = answer.text
    return {
        **_head("chat.completion"),
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100},
    }
