"""Old public names still work, and say where the new ones are."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "backend" / "mayfly"
CHANGELOG = ROOT / "CHANGELOG.md"


OLD = [
    ("mayfly.planning.chat_client", "Limits", "mayfly.planning.chat"),
    ("mayfly.dialogue", "clarify", "mayfly.clarification"),
]


def test_the_changelog_lists_each_with_what_to_use_instead() -> None:
    listed = re.findall(
        r"^\| `([\w.]+)` \| `([\w.]+)` \|$", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(listed) == sorted((old, new) for old, _, new in OLD)


def test_each_module_that_warns_is_tested_here() -> None:
    warning = {
        path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".")
        for path in PACKAGE.rglob("*.py")
        if "DeprecationWarning" in path.read_text(encoding="utf-8")
    }
    assert warning == {old for old, _, _ in OLD}


@pytest.mark.parametrize(("old", "name", "new"), OLD)
def test_an_old_module_warns_and_gives_what_the_new_one_gives(old: str, name: str, new: str) -> None:
    sys.modules.pop(old, None)
    with pytest.warns(DeprecationWarning, match=new):
        module = importlib.import_module(old)
    assert getattr(module, name) is getattr(importlib.import_module(new), name)
