"""The two endpoints that clients of the first version know, byte for byte in shape."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_statistics_have_the_body_that_their_clients_know(
    client: httpx.Client, stored: Callable[..., Path], service: object
) -> None:
    for name in ("a.step", "b.step"):
        stored(name)
    folder = stored("c.step").parent
    for name in ("stranger.step", "another.step"):
        (folder / name).write_bytes(b"ISO-10303-21;\n")
    (folder / "notes.txt").write_text("no model")
    answer = client.get("/cleanup/stats")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == (
        b'{"status":"success","cleanup_stats":{"total_files":5,"tracked_files":3,'
        b'"cleanup_interval_minutes":30,"service_running":true}}'
    )


def test_a_manual_cleanup_removes_what_is_due_and_has_the_body_that_its_clients_know(
    client: httpx.Client, stored: Callable[..., Path]
) -> None:
    due, young = stored("due.step", ttl_minutes=0.0005), stored("young.step")
    time.sleep(0.05)
    answer = client.post("/cleanup/manual")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == (
        b'{"status":"success","message":"Manual cleanup completed","cleanup_stats":{"total_files":1,'
        b'"tracked_files":1,"cleanup_interval_minutes":30,"service_running":true}}'
    )
    assert not due.exists()
    assert young.exists()


@pytest.mark.parametrize(("folder", "module"), [(".", "backend.main"), ("backend", "main")])
def test_the_app_is_served_under_both_of_its_names_and_its_log_is_seen(
    folder: str, module: str, tmp_path: Path
) -> None:
    models = tmp_path / "models"
    models.mkdir()
    command = [sys.executable, "-m", "uvicorn", f"{module}:app", "--port", "0"]
    environment = {**os.environ, "MAYFLY_TEMP_DIR": str(models)}
    with subprocess.Popen(
        command,
        cwd=ROOT / folder,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stderr is not None
        lines: list[str] = []
        while not lines or "running on http" not in lines[-1]:
            lines.append(process.stderr.readline())
            assert lines[-1], lines
        port = re.findall(r":(\d+)", lines[-1])[0]
        stats = httpx.get(f"http://127.0.0.1:{port}/cleanup/stats", trust_env=False).json()
        assert stats["cleanup_stats"]["service_running"] is True
        assert httpx.post(f"http://127.0.0.1:{port}/cleanup/manual", trust_env=False).status_code == 200
        process.terminate()
        lines += process.stderr.readlines()
    log = "".join(lines)
    assert "🧹 Temp cleanup service initialized" in log
    assert "🧹 Cleanup check: no files older than 30 minutes found" in log
    assert "🛑 Cleanup service stopped" in log
    assert "Traceback" not in log
