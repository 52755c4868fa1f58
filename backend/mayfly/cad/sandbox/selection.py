"""What to say about a selector string that can't be read, or that selected nothing.

Looks at the calls that led to an error; used in a script's own child alone, and
believes nothing of what it finds there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from types import TracebackType
from typing import Any

SYNTAX_HINT = (
    "A selector is built like '>Z' (farthest in Z), '<X', '|Z' (parallel to Z), '#Z' (perpendicular to Z), "
    "'+Y' (facing Y), '%CIRCLE' (of a kind) or '>Z[-2]' (second to last in Z), joined by and, or, not, exc "
    "and brackets."
)

_KINDS = "vertices|edges|wires|faces|shells|solids"
_SELECTION = re.compile(rf"""\.({_KINDS})\(\s*(?:(['"])(.*?)\2)?""")
_NOTHING = re.compile(r"requires that \w+ be selected|Cannot build|No edges|IndexError|empty|no objects")
_TEXT_LIMIT = 120
_LINES_BACK = 30


def unreadable_selector(error: BaseException) -> str:
    """Say at which character a selector string can't be read; empty if that is not the trouble."""
    if not type(error).__module__.startswith("pyparsing"):
        return ""
    for trace in _steps(error):
        text = trace.tb_frame.f_locals.get("selectorString")
        if isinstance(text, str):
            place = getattr(error, "loc", 0)
            where = f", from character {place + 1} on" if isinstance(place, int) else ""
            return f"{text[:_TEXT_LIMIT]!r} is no selector that can be read{where}"
    return ""


def nothing_selected(error: BaseException, message: str, source: str, script: str) -> str:
    """Say what a selector that found nothing had to choose from; empty if that is not the trouble.

    Args:
        error: The error, with its traceback.
        message: Its type and text.
        source: The script.
        script: The file name that the script was compiled under.
    """
    if not _NOTHING.search(message):
        return ""
    steps = list(_steps(error))
    ours = [n for n, step in enumerate(steps) if step.tb_frame.f_code.co_filename == script]
    if not ours:
        return ""
    trace = steps[ours[-1]]
    below = trace.tb_next
    chain = below.tb_frame.f_locals.get("self") if below is not None else None
    parent = getattr(chain, "parent", None)
    if chain is None or parent is None or getattr(chain, "objects", None) != []:
        return ""
    return _account(parent, _last_selection(trace, source, parent))


def _steps(error: BaseException) -> Iterator[TracebackType]:
    """Give the steps of an error's traceback, the outermost first."""
    trace = error.__traceback__
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _account(parent: Any, selection: tuple[str, str] | None) -> str:
    """Name the selector, and count what was there before it."""
    held = Counter(type(one).__name__.lower() for one in parent.objects)
    stack = ", ".join(_counted(number, kind) for kind, number in held.items()) or "nothing"
    if selection is None:
        return f"The selection is empty; before it the stack held {stack}."
    kind, text = selection
    choice = len(parent._collectProperty(kind.capitalize()))
    name = f"{kind}({text[:_TEXT_LIMIT]!r})"
    singular = {"vertices": "vertex"}.get(kind, kind.removesuffix("s"))
    return (
        f"{name} selected nothing; the stack held {stack}, with {_counted(choice, singular)} to choose from."
    )


def _counted(number: int, kind: str) -> str:
    """Give "1 face" or "4 faces"."""
    plural = {"vertex": "vertices"}.get(kind, kind + "s")
    return f"{number} {kind if number == 1 else plural}"


def _last_selection(trace: TracebackType, source: str, parent: Any) -> tuple[str, str] | None:
    """Give method and text of the selector that was written last before the failing call.

    It may stand in an earlier statement, or belong to another chain; so it is
    tried, and taken only if it does select nothing.
    """
    _, last, _, end = list(trace.tb_frame.f_code.co_positions())[trace.tb_lasti // 2]
    if last is None or end is None:
        return None
    lines = source.encode("utf-8", "replace").splitlines()[max(0, last - _LINES_BACK) : last]
    lines[-1:] = [line[:end] for line in lines[-1:]]
    found = _SELECTION.findall(b"\n".join(lines).decode("utf-8", "replace"))
    if not found or not found[-1][2]:
        return None
    kind, _, text = found[-1]
    return None if getattr(parent, kind)(text).objects else (kind, text)
