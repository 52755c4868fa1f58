"""The processes under test: HTTP services, workers for graph and agent, an MCP server, one-shot commands."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from benchmarks.soak.place import ROOT, Place
from benchmarks.soak.sampling import children, command_line

_COMMAND = "from mayfly.cli import main; main()"
Answer = tuple[int, dict[str, str], bytes]


class Service:
    """``mayfly serve`` as a process of its own; it may be killed and started again elsewhere.

    Attributes:
        models: The directory that it serves.
        up: It answers.
    """

    def __init__(self, name: str, place: Place) -> None:
        """Start nothing."""
        self.name = name
        self.place = place
        self.models = place.a
        self.up = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def start(self, models: Path) -> None:
        """Start it on a directory and wait until it answers.

        Raises:
            RuntimeError: It did not within a minute.
        """
        self.models = models
        self.port = free_port()
        with (self.place.path / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _COMMAND, "serve", "--port", str(self.port)],
                env=self.place.environment(models, size=2),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        for _ in range(600):
            with suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/health/live", seconds=2)[0] == 200:
                    self.up.set()
                    return
            time.sleep(0.1)
        raise RuntimeError(f"the service {self.name} did not start")

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self.process is not None
        return self.process.pid

    def kill(self) -> None:
        """Kill it without a warning."""
        assert self.process is not None
        self.up.clear()
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        """End it as an operator would; give its exit code."""
        assert self.process is not None
        self.up.clear()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(90)

    def ask(
        self,
        method: str,
        path: str,
        body: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        seconds: float = 120,
    ) -> Answer:
        """Ask once, on a connection of its own.

        Raises:
            OSError: It is not there, or went in the middle.
            http.client.HTTPException: It went in the middle.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            content = None if body is None else json.dumps(body).encode()
            more = {"Content-Type": "application/json"} if content else {}
            connection.request(method, path, content, {**more, **(headers or {})})
            answer = connection.getresponse()
            named = {key.lower(): value for key, value in answer.getheaders()}
            return answer.status, named, answer.read()
        finally:
            connection.close()


class Worker:
    """A process with the graph, the agent and the Python interface in it."""

    def __init__(self, name: str, place: Place, *, stepped: bool = False) -> None:
        """Start it on directory ``a``.

        Args:
            name: What to call it.
            place: Where everything is.
            stepped: Its wall clock can be moved.
        """
        self.name = name
        self.stepped = stepped and place.stepper is not None
        self._one_at_a_time = threading.Lock()
        with (place.path / f"{name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.soak.worker"],
                env=place.environment(place.a, stepped=stepped),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def do(self, door: str, text: str) -> dict[str, Any]:
        """Have one order carried out.

        Raises:
            RuntimeError: The process has ended.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with self._one_at_a_time:
            self.process.stdin.write(json.dumps({"do": door, "text": text}).encode() + b"\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> int:
        """Close its input and give its exit code."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        code = self.process.wait(90)
        self.process.stdout.close()
        return code


class McpServer:
    """``mayfly mcp``, started by its client as hosts start it; it may lose its children.

    Attributes:
        name: What to call it.
    """

    name = "mcp"

    def __init__(self, place: Place) -> None:
        """Start nothing."""
        self.place = place

    @property
    def pid(self) -> int:
        """Its process id; that of no process before it runs."""
        found = [child for child in children(os.getpid()) if command_line(child).endswith(b"\0mcp\0")]
        return found[0] if found else -1

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Any]:
        """Start it on directory ``a``, and end it as a host does: by closing its input."""
        from mcp import Client, StdioServerParameters
        from mcp.client.stdio import stdio_client

        command = StdioServerParameters(
            command=sys.executable,
            args=["-c", _COMMAND, "mcp"],
            env=self.place.environment(self.place.a),
            cwd=str(ROOT),
        )
        with (self.place.path / "mcp.log").open("a") as log:
            async with Client(stdio_client(command, errlog=log)) as client:
                yield client


def command(place: Place, models: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """Run ``mayfly`` once with ``--json``; give exit code and answer."""
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *words, "--json"],
        env=place.environment(models),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=180,
        check=False,
    )
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        text = (done.stdout + done.stderr).decode(errors="replace")
        answer = {"error": {"code": f"no JSON, exit {done.returncode}", "message": text[-500:]}}
    return done.returncode, answer


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
