"""What can't be known is said at every door in that door's own way, never as a wrong number."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from mayfly import app
from mayfly.cleanup.clock import Waits
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.nodes import cleanup
from mayfly.tools import MayflyToolkit
from tests.cleanup.kit import publish


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The process's own directory, with a registered model, while somebody else keeps the index locked.

    This process waits a twentieth of the usual time for it; the commands wait as long as they always do.
    """
    monkeypatch.setattr("mayfly.cleanup.service.Waits", partial(Waits, busy_seconds=0.1))
    folder = tmp_path / "temp_models"
    service = TempModelsCleanupService(folder, janitor=False)
    publish(service, "a.step")
    service.stop_cleanup_service()
    blocker = sqlite3.connect(folder / ".mayfly" / "index.sqlite3", isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    yield folder
    blocker.close()


@pytest.mark.parametrize("action", ["stats", "sweep", "list"])
def test_the_graph_answers_with_a_problem(locked: Path, action: str) -> None:
    answer = cleanup({"intent": action})
    assert answer["problem"]["code"] == "storage_error"
    assert "cleanup_stats" not in answer


@pytest.mark.parametrize("action", ["stats", "sweep"])
def test_the_tool_answers_with_an_error_message(locked: Path, action: str) -> None:
    tool = {tool.name: tool for tool in MayflyToolkit().get_tools()}["temp_models_cleanup"]
    message = tool.invoke({"type": "tool_call", "id": "1", "name": tool.name, "args": {"action": action}})
    assert (message.status, message.content.split(":")[0]) == ("error", "storage_error")


@pytest.mark.parametrize(("method", "path"), [("GET", "/cleanup/stats"), ("POST", "/cleanup/manual")])
async def test_http_answers_503_with_a_problem(locked: Path, method: str, path: str) -> None:
    from mayfly.http.app import create_app

    transport = httpx.ASGITransport(app=create_app(app.get_generator()))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_error")


@pytest.mark.parametrize("command", ["stats", "sweep"])
def test_the_command_line_says_so_and_ends_with_1(locked: Path, command: str) -> None:
    words = [sys.executable, "-c", "from mayfly.cli import main; main()", command, "--json"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=200)
    assert done.returncode == 1
    assert "locked" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "cleanup_stats" not in (json.loads(done.stdout) if done.stdout else {})


async def test_prometheus_is_told_what_is_known(locked: Path) -> None:
    from mayfly.http.app import create_app

    transport = httpx.ASGITransport(app=create_app(app.get_generator()))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        lines = (await client.get("/metrics")).text.splitlines()
    assert {"mayfly_store_readable 0.0", "mayfly_cleanup_running 1.0"} <= set(lines)
    assert not [line for line in lines if line.startswith("mayfly_models")]
