"""On LangGraph Server a conversation ends with its model, on the disk too."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from langgraph_sdk import get_sync_client

pytestmark = pytest.mark.timeout(240)

LIFE_SECONDS = 7
WAIT_SECONDS = 90
TURN_SECONDS = 1


def test_threads_of_our_graphs_go_a_models_life_after_their_last_run(start: Any, tmp_path: Path) -> None:
    server = start(MAYFLY_CLEANUP_INTERVAL_MINUTES=str(LIFE_SECONDS / 60))
    with get_sync_client(url=server.url) as client:
        thread = client.threads.create()["thread_id"]
        made: Any = client.runs.wait(thread, "cad_workflow", input={"request": "cube 417.25 mm"})
        assert made["status"] == "made"
        talk = client.threads.create()["thread_id"]
        message = {"role": "user", "content": "make a 427.25 mm cube"}
        client.runs.wait(talk, "cad_agent", input={"messages": [message]})
        asked = client.threads.create()["thread_id"]
        client.runs.wait(asked, "cad_workflow", input={"request": "a plate 437.25 x 60 mm"})
        idle = client.threads.create()["thread_id"]
        client.runs.wait(None, "cad_workflow", input={"request": "cube 447.25 mm"})
        client.runs.wait(None, "cad_workflow", input={"request": "a plate 457.25 x 60 mm"})
        left = {found["thread_id"] for found in client.threads.search()}
        assert left <= {thread, talk, asked, idle}, "a run without a thread leaves none"
        wait_until(lambda: [left["thread_id"] for left in client.threads.search()] == [idle])
    time.sleep(12 * TURN_SECONDS)  # the server's leftovers go a turn or two later, and turns may be slow
    assert server.stop()
    sizes = (b"417.25", b"427.25", b"437.25", b"447.25", b"457.25")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [size for size in sizes if size in content], path


def wait_until(holds: Any) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.5)
