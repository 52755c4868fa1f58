"""What to say about a selector string that can't be read, or that selected nothing.

Reads the calls that led to an error, in the script's own child alone, and trusts
nothing that it finds there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from types import TracebackType
from typing import Any

_KINDS = "vertices|edges|wires|faces|shells|solids"
_SELECTION = re.compile(rf"""\.({_KINDS})\(\s*(?:(['"])(.*?)\2)?""")
_NOTHING = re.compile(r"requires that \w+ be selected|Cannot build|No edges|IndexError|empty|no objects")
_TEXT_LIMIT = 120
_LINES_BACK = 30


def unreadable_selector(error: BaseException) -> dict[str, Any] | None:
    """Return at which character a selector string can't be read, as a code; None if it can."""
    if not type(error).__module__.startswith("pyparsing"):
        return None
    for trace in _steps(error):
        text = trace.tb_frame.f_locals.get("selectorString")
        if isinstance(text, str):
            place = getattr(error, "loc", None)
            return {
                "code": "selector",
                "text": text[:_TEXT_LIMIT],
                "place": place + 1 if isinstance(place, int) else None,
            }
    return None


def nothing_selected(error: BaseException, message: str, source: str, script: str) -> list[dict[str, Any]]:
    """Return what a selector that found nothing had to choose from, as hints; none if it found something.

    Args:
        error: The error, with its traceback.
        message: Its type and text.
        source: The script.
        script: The file name that the script was compiled under.
    """
    if not _NOTHING.search(message):
        return []
    steps = list(_steps(error))
    ours = [n for n, step in enumerate(steps) if step.tb_frame.f_code.co_filename == script]
    if not ours:
        return []
    trace = steps[ours[-1]]
    below = trace.tb_next
    chain = below.tb_frame.f_locals.get("self") if below is not None else None
    parent = getattr(chain, "parent", None)
    if chain is None or parent is None or getattr(chain, "objects", None) != []:
        return []
    return [_account(parent, _last_selection(trace, source, parent))]


def _steps(error: BaseException) -> Iterator[TracebackType]:
    """Return the steps of an error's traceback, the outermost first."""
    trace = error.__traceback__
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _account(parent: Any, selection: tuple[str, str] | None) -> dict[str, Any]:
    """Return the selector, and how many objects there were before it."""
    held = Counter(type(one).__name__.lower() for one in parent.objects)
    stack = [{"kind": kind, "count": number} for kind, number in held.items()]
    if selection is None:
        return {"code": "selection_empty", "held": stack}
    kind, text = selection
    choice = len(parent._collectProperty(kind.capitalize()))
    singular = {"vertices": "vertex"}.get(kind, kind.removesuffix("s"))
    return {
        "code": "selected_nothing",
        "method": kind,
        "text": text[:_TEXT_LIMIT],
        "held": stack,
        "choice": [{"kind": singular, "count": choice}],
    }


def _last_selection(trace: TracebackType, source: str, parent: Any) -> tuple[str, str] | None:
    """Return method and text of the selector that was written last before the failing call.

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
