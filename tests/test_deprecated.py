"""Old public names still work, and say where the new ones are."""

from __future__ import annotations

import importlib
import sys

import pytest


@pytest.mark.parametrize(
    ("old", "name", "new"),
    [
        ("mayfly.planning.chat_client", "Limits", "mayfly.planning.chat"),
        ("mayfly.dialogue", "clarify", "mayfly.clarification"),
    ],
)
def test_an_old_module_warns_and_gives_what_the_new_one_gives(old: str, name: str, new: str) -> None:
    sys.modules.pop(old, None)
    with pytest.warns(DeprecationWarning, match=new):
        module = importlib.import_module(old)
    assert getattr(module, name) is getattr(importlib.import_module(new), name)
