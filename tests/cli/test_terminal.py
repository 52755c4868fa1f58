"""What a person at a terminal sees and types."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal, in_terminal
from tests.cli.test_cli import mayfly
from tests.cli.warm_folder import WarmFolder

CALL = [sys.executable, "-c", "from mayfly.cli import main; main()"]


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A folder with the command ``mayfly``, as an installation has it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "mayfly"
    command.write_text(f"#!{sys.executable}\nfrom mayfly.cli import main\nmain()\n")
    command.chmod(0o755)
    return folder


def test_a_question_is_asked_and_its_answer_taken() -> None:
    with in_terminal([*CALL, "make", "plate", "80x60"]) as terminal:
        terminal.wait_for("thickness of the plate?")
        terminal.type("5\n")
        code, text = terminal.wait_end()
    assert code == 0, text
    assert "80 × 60 × 5 mm" in text


def test_a_question_may_be_left_open() -> None:
    with in_terminal([*CALL, "make", "plate", "80x60"]) as terminal:
        terminal.wait_for("thickness of the plate?")
        terminal.type("\x04")
        code, _ = terminal.wait_end()
    assert code == 2
    assert not json.loads(mayfly("list", "--json").stdout)["models"]


def test_the_copies_that_were_asked_for_come_after_the_answer(tmp_path: Path) -> None:
    with in_terminal([*CALL, "make", "plate", "80x60", "-o", "plate.stl"], tmp_path) as terminal:
        terminal.wait_for("thickness of the plate?")
        terminal.type("5 mm\n")
        code, text = terminal.wait_end()
    assert code == 0, text
    assert (tmp_path / "plate.stl").stat().st_size > 100


def test_a_chat_goes_on_after_each_model_and_when_its_process_is_lost(warm_folder: WarmFolder) -> None:
    with in_terminal([*CALL, "chat"]) as terminal:
        terminal.wait_for("> ")
        assert terminal.line == "> "
        terminal.type("plate 80 x 60\n")
        terminal.wait_for("thickness of the plate?")
        terminal.type("6\n")
        first = terminal.wait_for(".step\n")
        warm_folder.kill()
        terminal.forget()
        terminal.type("2 mm thicker\n")
        assert "changed from 6 mm to 8 mm" in terminal.wait_for(".step\n")
        terminal.forget()
        terminal.type("how heavy in steel?\n")
        terminal.wait_for("301.4 g")
        terminal.type("bye\n")
        code, _ = terminal.wait_end()
    assert code == 0
    assert "80 × 60 × 6 mm" in first
    assert len(json.loads(mayfly("list", "--json").stdout)["models"]) == 2


def test_there_is_a_sign_of_life_before_anything_is_loaded(tmp_path: Path) -> None:
    slow = tmp_path / "site"
    slow.mkdir()
    (slow / "sitecustomize.py").write_text(
        "import builtins, time\n"
        "usual = builtins.__import__\n"
        "def slow(name, *rest, **named):\n"
        "    if name.startswith('mayfly.cli.') and 'progress' not in name: time.sleep(3600)\n"
        "    return usual(name, *rest, **named)\n"
        "builtins.__import__ = slow\n"
    )
    path = os.pathsep.join(filter(None, [str(slow), os.environ.get("PYTHONPATH")]))
    for command in ("make", "chat", "run"):
        with in_terminal([*CALL, command, "cube", "20"], PYTHONPATH=path) as terminal:
            terminal.wait_for("starting")


def test_the_sign_of_life_leaves_nothing_behind() -> None:
    with in_terminal([*CALL, "make", "cube", "20"]) as terminal:
        _, text = terminal.wait_end()
    last = text.rsplit("\r", 1)[-1]
    assert last.startswith("Made cube-")
    with in_terminal([*CALL, "make", "cube", "20"], TERM="dumb") as terminal:
        _, text = terminal.wait_end()
    assert text.startswith("Made cube-")


def test_times_are_those_of_the_clock_on_the_wall() -> None:
    zone = {"TZ": "XXX-05:30"}
    shown = mayfly("make", "cube", "20", **zone).stdout
    model = json.loads(mayfly("list", "--json").stdout)["models"][0]
    utc = datetime.fromisoformat(model["expires"])
    there = datetime.fromtimestamp(utc.timestamp() + 5.5 * 3600, utc.tzinfo)
    assert f"deleted at {there:%H:%M:%S}," in shown or f"{there:%Y-%m-%d %H:%M:%S}," in shown
    assert f"{there:%H:%M:%S}" in mayfly("list", **zone).stdout


def test_ctrl_c_ends_a_command_without_a_traceback(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text("while True:\n    pass\n")
    with in_terminal([*CALL, "run", str(script)]) as terminal:
        terminal.wait_for("building")
        terminal.type("\x03")
        code, text = terminal.wait_end()
    assert code in (130, 1, -signal.SIGINT)
    assert "Traceback" not in text


SHELLS = {
    "bash": (["bash", "--norc", "-i"], "PS1='$ '; bind 'set enable-bracketed-paste off'\n"),
    "zsh": (["zsh", "-f", "-i"], "PS1='$ '; autoload -Uz compinit; compinit -u\n"),
    "fish": (["fish", "--no-config", "--interactive"], "function fish_prompt; echo '$ '; end\n"),
}


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, bin_folder: Path, tmp_path: Path) -> Iterator[Terminal]:
    """A shell in a terminal, which completes Mayfly's commands."""
    call, setup = SHELLS[request.param]
    path = os.pathsep.join([str(bin_folder), os.environ["PATH"]])
    if not any((Path(folder) / call[0]).exists() for folder in path.split(os.pathsep)):
        pytest.skip(f"there is no {call[0]} here")
    load = (
        "mayfly completions fish | source\n"
        if request.param == "fish"
        else f'eval "$(mayfly completions {request.param})"\n'
    )
    with in_terminal(call, tmp_path, PATH=path, HOME=str(tmp_path), INPUTRC="/dev/null") as terminal:
        terminal.type(setup + load)
        terminal.type("echo re''ady\n")
        terminal.wait_for("ready\n")
        time.sleep(0.5)  # a shell draws its prompt again
        yield terminal


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("mayfly comp", "mayfly completions"),
        ("mayfly make --part wash", "--part washer"),
        ("mayfly make --part washer -p thick", "-p thickness="),
        ("mayfly make --mat", "--material"),
        ("mayfly make --material tita", "titanium"),
        ("mayfly completions fi", "fish"),
    ],
)
def test_the_tabulator_key_completes(shell: Terminal, typed: str, completed: str) -> None:
    shell.forget()
    shell.type(typed + "\t")
    shell.wait_for(completed, 60)


def test_the_tabulator_key_completes_models(shell: Terminal) -> None:
    name = json.loads(mayfly("make", "cube", "20", "--json").stdout)["model_id"]
    shell.forget()
    shell.type("mayfly keep cub\t")
    shell.wait_for(name, 60)
