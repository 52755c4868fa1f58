"""Where a janitor is started and where not, which directory it keeps to, and how it is sent home."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mayfly.cleanup import janitor_control
from mayfly.cleanup.clock import Waits
from mayfly.cleanup.directory.model_directory import ModelDirectory
from mayfly.cleanup.janitor_control import JanitorLauncher, NoJanitor, janitor_program, running_janitor
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.cli import app
from mayfly.errors import StorageError
from tests.cleanup.kit import models_in, publish, wait_until

FROZEN = """
import sys
sys.executable, sys.frozen = sys.argv[2], True
from mayfly.cleanup.service import TempModelsCleanupService
with TempModelsCleanupService(sys.argv[1], janitor=True) as service:
    for name in ("a.step", "b.step"):
        with service.partial() as partial:
            partial.path.write_text("x")
            partial.publish(name)
    print(service.get_details()["janitor_trouble"])
"""


@pytest.fixture
def janitor_folder(folder: Path) -> Iterator[Path]:
    """A directory whose janitor is ended afterwards, wherever it was moved to."""
    yield folder
    for place in folder.parent.glob("*/**/.mayfly"):
        pid = running_janitor(ModelDirectory(place.parent))
        if pid:
            os.kill(pid, signal.SIGKILL)


def make(folder: Path, minutes: float) -> None:
    """Publish a model in a process of its own that leaves a janitor."""
    code = (
        "import sys\n"
        "from mayfly.cleanup.service import TempModelsCleanupService\n"
        "service = TempModelsCleanupService(sys.argv[1], janitor=True)\n"
        "with service.partial() as partial:\n"
        "    partial.path.write_text('x')\n"
        "    partial.publish('a.step', ttl_minutes=float(sys.argv[2]))\n"
    )
    subprocess.run([sys.executable, "-c", code, str(folder), str(minutes)], check=True, timeout=200)
    wait_until(lambda: bool(running_janitor(ModelDirectory(folder))))


def test_a_frozen_application_starts_nothing_and_says_so_once(folder: Path, tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    program = tmp_path / "application"
    program.write_text(f"#!/bin/sh\necho started >> '{starts}'\n")
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", FROZEN, str(folder), str(program)], capture_output=True, text=True, timeout=200
    )
    assert not starts.exists()
    assert "frozen application" in done.stdout
    assert done.stderr.count("No janitor could be started") == 1


def test_a_server_that_embeds_python_has_its_environments_interpreter_run_the_janitor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    found = janitor_program()
    asked = subprocess.run(
        [found, "-c", "import sys; print(sys.prefix, sys.version_info[:2])"], capture_output=True, text=True
    )
    assert asked.stdout.split(" ", 1) == [sys.prefix, f"{sys.version_info[:2]}\n"]


def test_without_any_interpreter_there_is_no_janitor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    monkeypatch.setattr(sys, "prefix", "/nowhere")
    monkeypatch.setattr(sys, "base_prefix", "/nowhere")
    with pytest.raises(NoJanitor, match="/bin/false is no Python"):
        janitor_program()


def test_process_1_starts_no_janitor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 1)
    with pytest.raises(NoJanitor, match="process 1"):
        janitor_program()


def test_a_start_that_fails_is_told_once_and_tried_ever_more_rarely(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing, starts = folder.parent / "python3", folder.parent / "starts"
    failing.write_text(f"#!/bin/sh\necho started >> '{starts}'\nexit 7\n")
    failing.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(failing))
    waits = Waits(janitor_start_seconds=0.01)
    launcher = JanitorLauncher(ModelDirectory(folder), 30, wanted=True, waits=waits)

    def started_three_times() -> bool:
        launcher.ensure()
        return starts.exists() and len(starts.read_text().splitlines()) >= 3

    with caplog.at_level(logging.WARNING, "mayfly.cleanup"):
        wait_until(started_three_times)
    assert launcher.trouble == "what was started ended with 7"
    assert caplog.text.count("No janitor could be started") == 1


def test_the_janitor_keeps_to_the_directory_behind_a_link_that_was_switched(
    janitor_folder: Path, tmp_path: Path
) -> None:
    for release in ("r1", "r2"):
        (tmp_path / release / "models").mkdir(parents=True)
    (tmp_path / "current").symlink_to("r1")
    make(tmp_path / "current" / "models", 3 / 60)
    (tmp_path / "next").symlink_to("r2")
    (tmp_path / "next").rename(tmp_path / "current")
    assert models_in(tmp_path / "r1" / "models") == {"a.step"}
    wait_until(lambda: models_in(tmp_path / "r1" / "models") == set())
    assert not (tmp_path / "r2" / "models" / ".mayfly").exists()


def test_the_janitor_keeps_to_a_directory_that_is_renamed(janitor_folder: Path, tmp_path: Path) -> None:
    make(janitor_folder, 3 / 60)
    moved = tmp_path / "moved"
    janitor_folder.rename(moved)
    wait_until(lambda: models_in(moved) == set())
    assert not janitor_folder.exists()


def test_the_janitor_is_sent_home_and_its_model_kept(janitor_folder: Path) -> None:
    make(janitor_folder, 5)
    pid = running_janitor(ModelDirectory(janitor_folder))
    ended = CliRunner().invoke(app, ["janitor", "stop", str(janitor_folder)])
    assert ended.output == f"The janitor (process {pid}) has ended.\n"
    assert models_in(janitor_folder) == {"a.step"}
    again = CliRunner().invoke(app, ["janitor", "stop", str(janitor_folder)])
    assert again.output == f"No janitor ran for {janitor_folder}.\n"
    status = CliRunner().invoke(app, ["janitor", "status", str(janitor_folder)])
    assert status.output == f"No janitor runs for {janitor_folder}.\n"


def test_a_process_that_was_given_the_janitors_number_is_left_alone(
    janitor_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(janitor_control, "running_janitor", lambda _: os.getpid())
    with pytest.raises(StorageError, match="which process"):
        janitor_control.stop_janitor(ModelDirectory(janitor_folder))


def test_the_unit_for_after_a_reboot_is_one_that_systemd_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / 'a "strange" 50% $HOME folder'
    made = CliRunner().invoke(app, ["janitor", "install", str(folder), "--interval-minutes", "45"])
    assert made.exit_code == 0, made.output
    unit = janitor_control.unit_path(folder)
    assert unit.name in made.output
    text = unit.read_text()
    assert "--interval-minutes 45" in text
    analyze = shutil.which("systemd-analyze")
    if analyze:
        verified = subprocess.run(
            [analyze, "verify", "--user", str(unit)],
            env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=200,
        )
        assert (verified.returncode, unit.name in verified.stderr) == (0, False), verified.stderr
    removed = CliRunner().invoke(app, ["janitor", "uninstall", str(folder)])
    assert removed.exit_code == 0
    assert not unit.exists()


def test_what_the_unit_starts_expires_what_is_there(folder: Path) -> None:
    publish(TempModelsCleanupService(folder, janitor=False), "a.step", ttl_minutes=1 / 60)
    command = [janitor_program(), "-P", "-m", "mayfly.cleanup.janitor", "--interval-minutes", "30", "--"]
    assert subprocess.run([*command, str(folder)], timeout=200).returncode == 0
    assert models_in(folder) == set()


def test_an_impossible_interval_is_refused(tmp_path: Path) -> None:
    made = CliRunner().invoke(app, ["janitor", "install", str(tmp_path), "--interval-minutes", "-1"])
    assert made.exit_code == 2
    assert "above 0" in made.output
