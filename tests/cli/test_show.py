"""``mayfly show``: the page where a server runs that has the model, or else a picture."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.cli.pages import announced, page_of, servers
from mayfly.cli.warm.folder import meeting_folder
from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from mayfly.http.built_page import BuiltPage
from tests.cli.test_cli import mayfly
from tests.cli.warm_folder import WarmFolder
from tests.http.conftest import NOT_BUILT, serving


@pytest.fixture(autouse=True)
def _alone(warm_folder: WarmFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """No other test's servers are found, and no warm process is started."""
    monkeypatch.setenv("MAYFLY_WARM", "off")
    monkeypatch.setenv("DISPLAY", "")
    monkeypatch.setenv("WAYLAND_DISPLAY", "")


def stored(service: TempModelsCleanupService, name: str = "cube-1.step") -> Any:
    """Put a model into a store."""
    (service.temp_dir / name).write_text("ISO-10303-21;", encoding="utf-8")
    service.register_file(service.temp_dir / name)
    return service.get_model(name)


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


def test_a_server_that_has_the_model_shows_it(
    generator: CADModelGenerator, service: TempModelsCleanupService, tmp_path: Path
) -> None:
    stored(service)
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    opener.chmod(0o755)
    path = os.pathsep.join([str(opener.parent), os.environ["PATH"]])
    with serving(create_app(generator, page=NOT_BUILT)) as address:
        with announced("127.0.0.1", port_of(address)):
            shown = mayfly("show", "--json", DISPLAY=":7", PATH=path)
            told = mayfly("show", "cube")
        assert servers() == []
    page = f"{address}/studio#cube-1"
    card = json.loads(shown.stdout)
    assert (card["page"], card["opened"], card["name"]) == (page, True, "cube-1.step")
    assert page in told.stdout
    deadline = time.monotonic() + 30
    while not (tmp_path / "opened").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (tmp_path / "opened").read_text().strip() == page


def test_a_picture_is_shown_where_it_is_asked_for(generator: CADModelGenerator) -> None:
    made = mayfly("make", "cube", "10", "--json")
    assert made.returncode == 0, made.stderr
    with (
        serving(create_app(generator, page=NOT_BUILT)) as address,
        announced("127.0.0.1", port_of(address)),
    ):
        asked = json.loads(mayfly("show", "--picture", "--json").stdout)
    assert Path(asked["picture"]).read_bytes().startswith(b"\x89PNG")


def test_a_server_with_another_store_is_passed_over(
    generator: CADModelGenerator, service: TempModelsCleanupService, tmp_path: Path
) -> None:
    with TempModelsCleanupService(tmp_path / "elsewhere", janitor=False) as other:
        theirs = stored(other)
    with serving(create_app(generator, page=NOT_BUILT)) as address:
        addresses = ["http://127.0.0.1:9", address]
        assert page_of(theirs, addresses) is None
        assert page_of(stored(service), addresses) == f"{address}/studio#cube-1"


def test_a_server_that_asks_for_a_token_gets_it(
    generator: CADModelGenerator, service: TempModelsCleanupService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAYFLY_API_TOKEN", "secret")
    with serving(create_app(generator, page=NOT_BUILT)) as address:
        model = stored(service)
        assert page_of(model, [address]) is None
        assert page_of(model, [address], "secret") == f"{address}/studio#cube-1"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:7"),
        ("localhost", "http://localhost:7"),
        ("0.0.0.0", "http://127.0.0.1:7"),  # noqa: S104
        ("::", "http://[::1]:7"),
        ("::1", "http://[::1]:7"),
    ],
)
def test_a_note_has_an_address_that_can_be_opened(host: str, address: str) -> None:
    with announced(host, 7):
        assert servers() == [address]


def test_what_a_killed_server_left_is_removed() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with announced("127.0.0.1", 7):
        folder = meeting_folder()
        folder.close()
        (note,) = (folder.path / "servers").iterdir()
        left = note.with_name(f"{ended.pid}.7.json")
        left.write_text(note.read_text())
        broken = note.with_name(f"{os.getpid()}.8.json")
        broken.write_text("{")
        assert servers() == ["http://127.0.0.1:7"]
        assert not left.exists()
        assert note.stat().st_mode & 0o077 == 0
    assert not note.exists()


@pytest.mark.skipif(not BuiltPage().exists, reason="the page is not built: make web")
def test_a_server_leaves_a_note_as_long_as_it_runs() -> None:
    command = [sys.executable, "-c", "from mayfly.cli import main; main()", "serve", "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        found = next(filter(None, (re.search(r"http://[\d.]+:\d+", line) for line in process.stderr)))
        assert servers() == [found[0]]
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=200)
    finally:
        process.kill()
        process.wait()
    assert servers() == []
