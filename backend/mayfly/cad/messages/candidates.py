"""Formats the objects of a script that could be its model, and the line to add."""

from __future__ import annotations

from typing import Any

from mayfly.cad.messages.fields import is_whole, place

_MOST_NAMED = 8


def candidates(value: Any) -> str | None:
    """Format which objects a script makes and how it can show them, as the end of a sentence, or return None.

    Args:
        value: A list of ``{"place", "line", "whole"}``: how the script reaches an object, empty for one
            that it does not keep; the line on which it was made; whether it holds a solid at its end.
    """
    if not isinstance(value, list):
        return None
    texts = [_in_words(item) for item in value[-_MOST_NAMED:]]
    if any(text is None for text in texts):
        return None
    listed = [str(text) for text in texts]
    if len(value) > _MOST_NAMED:
        listed.insert(0, f"{len(value) - _MOST_NAMED} more")
    made = f": it makes {', '.join(listed)}" if listed else ""
    named = [text for item in value if isinstance(item, dict) and item.get("whole") and (text := _name(item))]
    if not named:
        return f"{made}. Keep the model in a variable, and end with show_object(variable)"
    advice = f"{made}. End it with show_object({named[-1]})"
    if len(named) > 1:
        every = ", ".join(named) if len(named) <= _MOST_NAMED else "..."
        holder = named[0].partition("[")[0]
        in_one = all(name.startswith(f"{holder}[") for name in named)
        advice += f", or show_object({holder if in_one else f'[{every}]'}) for all of them"
    return advice


def _name(item: dict[str, Any]) -> str:
    """Return an object's place without quotation marks, an empty text if it has none."""
    return (place(item.get("place")) or "").strip("`")


def _in_words(item: Any) -> str | None:
    """Return an object in words, or None."""
    if not isinstance(item, dict):
        return None
    line = item.get("line")
    if line is not None and not is_whole(line):
        return None
    if not item.get("place"):
        return f"one in line {line} that it does not keep" if line else "one without a name"
    name = place(item["place"])
    if name is None:
        return f"one in line {line}" if line else "one without a name"
    where = f" (line {line})" if line else ""
    return f"{name}{where}" + ("" if item.get("whole") else ", which ends in a workplane or a selection")
