"""The log has one vocabulary: ``mayfly.cleanup.messages``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from mayfly.cleanup import messages

FOLDER = Path(messages.__file__).parent
SAYING = {"debug", "info", "info_of_each", "warning", "error", "exception", "critical", "log"}
SAID = {name: value for name, value in vars(messages).items() if name.isupper()}


def calls_of_the_log() -> Iterator[tuple[str, ast.Call]]:
    """Give each call that says something to the log, and where it is."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                said_to = ast.unparse(node.func.value)
                if node.func.attr in SAYING and said_to.rpartition(".")[2].lstrip("_") in {
                    "log",
                    "deferred_log",
                }:
                    yield f"{path.name}:{node.lineno}", node


def test_the_seeds_five_lines_are_unchanged() -> None:
    assert list(SAID.values())[:5] == [
        "🧹 Temp cleanup service initialized",
        "📝 Registered file for cleanup: %s",
        "🧹 Cleanup check: no files older than %s minutes found",
        "🗑️ Cleaned up old file: %s",
        "🛑 Cleanup service stopped",
    ]


def test_whatever_is_logged_is_one_of_the_messages() -> None:
    found = {where: ast.unparse(call.args[0]) for where, call in calls_of_the_log()}
    assert len(found) > 10
    assert {
        where: said
        for where, said in found.items()
        if said.removeprefix("messages.") not in SAID and where.partition(":")[0] != "messages.py"
    } == {}


def test_each_message_is_used_and_no_two_say_the_same() -> None:
    used = {ast.unparse(call.args[0]).removeprefix("messages.") for _, call in calls_of_the_log()}
    assert SAID.keys() - used == set()
    assert len(set(SAID.values())) == len(SAID)


def test_there_is_one_logger() -> None:
    names = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "logging.getLogger":
                names |= {ast.literal_eval(argument) for argument in node.args}
    assert names == {"mayfly.cleanup"}
