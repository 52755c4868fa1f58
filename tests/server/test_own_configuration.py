"""A langgraph.json of one's own names what the wheel holds: the page shows one, and it is served."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from langgraph_sdk import get_sync_client

pytestmark = pytest.mark.timeout(240)

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "langgraph-server.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout and unpacked; its dependencies come from this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = [*pip, "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = folder.glob("mayfly_cad-*.whl")
    install = [*pip, "install", str(built), "--no-deps", "--target", str(folder / "site")]
    subprocess.run(install, check=True, capture_output=True)
    where = "import mayfly.graphs; print(mayfly.graphs.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(folder / "site")}
    found = subprocess.run([sys.executable, "-c", where], env=environment, cwd=folder, capture_output=True)
    assert found.stdout.decode().startswith(str(folder)), "it is the wheel that is tried, not the checkout"
    return folder / "site"


def shown() -> dict[str, Any]:
    """Return the langgraph.json that the page shows."""
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    config: dict[str, Any] = json.loads(block)
    return config


def test_the_langgraph_json_of_the_page_serves_the_wheel(start: Any, wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("", encoding="utf-8")  # what it names is installed already
    server = start(shown(), wheel)
    with get_sync_client(url=server.url) as client:
        made: Any = client.runs.wait(None, "cad", input={"request": "cube 20 mm"})
        assert made["status"] == "made"
        status, file = server.get(made["model"]["model_url"])
        assert status == 200
        assert file.startswith(b"ISO-10303-21")
        thread = client.threads.create()["thread_id"]
        client.runs.wait(thread, "cad", input={"request": "a plate 80 x 60 mm"})
        answered: Any = client.runs.wait(thread, "cad", command={"resume": "6 mm thick"})
        assert answered["status"] == "made"
        messages = [{"role": "user", "content": "how many models are there?"}]
        told: Any = client.runs.wait(None, "agent", input={"messages": messages})
        assert "2 models" in told["messages"][-1]["content"]
    assert server.ask("POST", "/threads", {}, Origin="https://evil.example").status_code == 403
    assert server.ask("GET", "/models", Origin="https://evil.example").status_code == 403


def test_the_page_names_the_same_origins_and_times_as_the_projects_own_file(config: dict[str, Any]) -> None:
    page = shown()
    assert page["http"]["cors"] == config["http"]["cors"]
    assert (page["checkpointer"], page["store"]) == (config["checkpointer"], config["store"])
    assert page["auth"]["disable_studio_auth"] is True
