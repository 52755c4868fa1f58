"""A model's whole life on LangGraph Server, from the request to its end, and the end of the server."""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from langgraph_sdk import get_sync_client

pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc"),
]

LIFE_SECONDS = 7
WAIT_SECONDS = 60


def test_a_model_is_made_seen_downloaded_and_gone_and_the_server_leaves_nothing_behind(start: Any) -> None:
    server = start(MAYFLY_CLEANUP_INTERVAL_MINUTES=str(LIFE_SECONDS / 60))
    model = make_a_cube(server)
    assert tracked(server) == 1
    status, body = server.get(model["model_url"])
    assert status == 200
    assert body.startswith(b"ISO-10303-21")
    assert len(body) == model["size_bytes"]

    wait_until(lambda: tracked(server) == 0)
    assert not Path(model["step_path"]).exists()
    assert server.get(model["model_url"])[0] in (404, 410)

    family = descendants(server.process.pid)
    assert family, "the workshop runs in processes of its own"
    assert server.stop()
    wait_until(lambda: not any(alive(process) for process in family))
    assert not processes_that_name(server.models)
    assert not locked_files(server.models)
    assert not list(server.models.glob("*.step"))


def test_a_server_that_leaves_a_model_behind_leaves_a_janitor_for_it(start: Any) -> None:
    server = start(MAYFLY_CLEANUP_INTERVAL_MINUTES=str(LIFE_SECONDS / 60), MAYFLY_JANITOR="on")
    model = make_a_cube(server)
    assert server.stop()
    left = processes_that_name(server.models)
    assert Path(model["step_path"]).exists()
    assert [command for command in map(command_line, left) if "mayfly.cleanup.janitor" not in command] == []
    assert len(left) == 1
    wait_until(lambda: not Path(model["step_path"]).exists())
    wait_until(lambda: not processes_that_name(server.models))


def make_a_cube(server: Any) -> dict[str, Any]:
    with get_sync_client(url=server.url) as client:
        made: Any = client.runs.wait(None, "cad_workflow", input={"request": "cube 20 mm"})
    model: dict[str, Any] = made["model"]
    return model


def tracked(server: Any) -> int:
    status, body = server.get("/cleanup/stats")
    assert status == 200
    return int(json.loads(body)["cleanup_stats"]["tracked_files"])


def wait_until(holds: Any) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def descendants(pid: int) -> set[tuple[int, str]]:
    """Return all processes below one, each with its start time, since numbers are used again."""
    parents = {process: fields[1] for process, fields in processes()}
    family, newest = set(), {pid}
    while newest := {child for child, parent in parents.items() if int(parent) in newest}:
        family |= newest
    return {(process, fields[19]) for process, fields in processes() if process in family}


def alive(process: tuple[int, str]) -> bool:
    return any(pid == process[0] and fields[19] == process[1] for pid, fields in processes())


def processes() -> list[tuple[int, list[str]]]:
    """Return every process that is no zombie with its fields of /proc/PID/stat, from the state on."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                found.append((int(folder.name), fields))
    return found


def processes_that_name(path: Path) -> list[int]:
    """Return the processes, except this one, whose command line or working directory names a path."""
    found = []
    for pid, _ in processes():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            folder = Path(f"/proc/{pid}/cwd").readlink()
        except OSError:
            continue
        if pid != os.getpid() and (str(path).encode() in command or folder.is_relative_to(path)):
            found.append(pid)
    return found


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def locked_files(folder: Path) -> list[Path]:
    """Return the files below a folder that somebody holds a lock on, whether flock's or POSIX's."""
    locked = []
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("r+b") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    locked.append(path)
    return locked
