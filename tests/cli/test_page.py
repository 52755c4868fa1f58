"""docs/command-line.md: each of its commands runs, and prints what the page shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from mayfly.cli.exports import ENDINGS

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
MAYFLY = f'mayfly() {{ {shlex.quote(sys.executable)} -c "from mayfly.cli import main; main()" "$@"; }}'
_CHANGING = re.compile(r"-[0-9a-f]{8}\b|\d\d:\d\d:\d\d|/\S+/")
"""What is different each time: the numbers in names, times, folders."""


def settled(line: str) -> str:
    """Return a line without what is different each time."""
    return _CHANGING.sub("…", line.strip())


def test_each_command_of_the_page_prints_what_is_shown(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if "DISPLAY" not in key}
    count = 0
    for block in BLOCKS:
        for part in filter(None, block.split("$ ")):
            command, *shown = part.strip().splitlines()
            count += 1
            done = subprocess.run(
                ["/bin/sh", "-c", f"{MAYFLY}\n{command}"],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                env=environment,
            )
            assert done.returncode == (2 if "# ends with 2" in command else 0), (command, done.stderr)
            said = [settled(line) for line in (done.stdout + done.stderr).splitlines()]
            assert not [line for line in shown if settled(line) not in said], (command, said)
            assert said or ">" in command, command
    assert count > 25


def test_each_format_is_in_the_table() -> None:
    assert set(re.findall(r"`(\.\w+)`", PAGE.partition("| ending")[2].partition("\n\n")[0])) == set(ENDINGS)
