"""``mayfly chat``: one message a line, each read on top of what was said before."""

from __future__ import annotations

import os
import subprocess
import sys


def chat(*lines: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from mayfly.cli import main; main()", "chat"],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        env=dict(os.environ),
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_question_a_change_and_a_question_about_the_model() -> None:
    said = chat("plate 80 x 60", "6", "2 mm thicker", "how heavy in steel?", "undo", "bye", "cube 20")
    assert "What is the thickness of the plate?" in said
    assert "changed from 6 mm to 8 mm" in said
    assert "301.4 g" in said
    assert "changed from 8 mm to 6 mm" in said
    assert "cube" not in said


def test_what_is_no_model_is_answered_by_make_too() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from mayfly.cli import main; main()", "make", "list"],
        capture_output=True,
        text=True,
        env=dict(os.environ),
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert "temporary storage" in done.stdout
