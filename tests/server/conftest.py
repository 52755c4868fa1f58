"""A LangGraph Server of the test's own: `langgraph dev` as a child, with the project's langgraph.json."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90

# Loaded by every Python process of the server that has an environment. It notes each
# attempt to look a name up or to connect that leaves this machine. uvloop would pass
# beneath Python's audit hooks, so it is hidden.
WATCH = """
import os, sys
sys.modules["uvloop"] = None
open(os.environ["OUTBOUND_LOG"], "a").close()
LOCAL = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None}
def watch(event, args):
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in LOCAL:
        with open(os.environ["OUTBOUND_LOG"], "a") as log:
            log.write(f"{event} {host}\\n")
sys.addaudithook(watch)
"""


@dataclass
class Server:
    """A running server.

    Attributes:
        url: Where it listens.
        models: Its directory of models.
        process: The child process.
        log: What it printed.
        outbound: Where attempts to leave this machine are noted.
    """

    url: str
    models: Path
    process: subprocess.Popen[bytes]
    log: Path
    outbound: Path

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=200) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send a request with any headers, the ``Host`` too; ``_`` in a name stands for ``-``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with httpx.Client(base_url=self.url, timeout=200, trust_env=False) as client:
            return client.request(method, path, json=body, headers=named)

    def post(self, path: str, body: dict[str, Any], **headers: str) -> tuple[int, bytes]:
        request = urllib.request.Request(  # noqa: S310
            self.url + path,
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **headers},
        )
        with urllib.request.urlopen(request, timeout=200) as answer:  # noqa: S310
            return answer.status, answer.read()

    def stop(self) -> bool:
        """Send SIGTERM, wait for the end, and tell whether the lifespan was closed properly.

        uvicorn raises the signal anew when it has shut down, so the exit code may be the signal's.
        """
        self.process.send_signal(signal.SIGTERM)
        ended_well = self.process.wait(timeout=200) in (0, -signal.SIGTERM)
        return ended_well and "Cleanup service stopped" in self.log.read_text(errors="replace")


Start = Callable[..., Server]


def start_server(
    folder: Path, config: dict[str, Any] | None = None, package: Path | None = None, **environment: str
) -> Server:
    """Start a server that keeps its files in a folder, and wait until it answers.

    Args:
        folder: The folder.
        config: Its langgraph.json; the project's if not given.
        package: Where the package ``mayfly`` is; in the checkout if not given.
        environment: Environment variables.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "langgraph.json").write_text(json.dumps(config or project_config()))
    (folder / "sitecustomize.py").write_text(WATCH)
    inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "langgraph_cli", "dev", "--no-browser", "--no-reload"),
                *("--port", str(port), "--n-jobs-per-worker", "4"),
            ],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={
                **inherited,
                "HOME": str(folder),
                "PYTHONPATH": os.pathsep.join([str(folder), str(package or ROOT / "backend")]),
                "OUTBOUND_LOG": str(folder / "outbound.log"),
                "LANGGRAPH_CLI_NO_ANALYTICS": "1",
                "LANGGRAPH_NO_VERSION_CHECK": "true",
                "MAYFLY_TEMP_DIR": str(folder / "models"),
                "MAYFLY_JANITOR": "off",
                **environment,
            },
        )
    server = Server(f"http://127.0.0.1:{port}", folder / "models", process, log, folder / "outbound.log")
    _wait_until_ready(server)
    return server


def project_config() -> dict[str, Any]:
    """Return the project's langgraph.json, the checkout by its path, with no .env of whoever runs this."""
    config = json.loads((ROOT / "langgraph.json").read_text(encoding="utf-8"))
    return {**config, "dependencies": [str(ROOT)], "env": {}}


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        if server.process.poll() is not None or time.monotonic() > deadline:
            server.process.kill()
            pytest.fail(f"the server did not start:\n{server.log.read_text(errors='replace')[-4000:]}")
        try:
            if server.get("/ok")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)


@pytest.fixture
def config() -> dict[str, Any]:
    """The project's langgraph.json, to be changed."""
    return project_config()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a server for one test."""
    started: list[Server] = []

    def starting(
        config: dict[str, Any] | None = None, package: Path | None = None, **environment: str
    ) -> Server:
        started.append(start_server(tmp_path, config, package, **environment))
        return started[-1]

    yield starting
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests of a module."""
    running = start_server(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()
