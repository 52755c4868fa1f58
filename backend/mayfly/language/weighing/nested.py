"""Reads a specification whose lines are nested by their indentation, as YAML is, into a mapping."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

_KEY: Final = re.compile(r"(?P<key>[A-Za-z][\w /().-]{0,40}?)\s*[:=]\s*(?P<value>.*)")
_ITEM: Final = re.compile(r"-\s+(?P<rest>.+)")
_NUMBER: Final = re.compile(r"[-+]?\d*\.?\d+")
_LIST: Final = re.compile(r"\[(?P<items>.*)\]")
_MAPPING: Final = re.compile(r"\{(?P<items>.*)\}")
_COMMENT: Final = re.compile(r"\s+#\s.*$")
_FENCE: Final = re.compile(r"\s*(?:`{3}\w*|-{3}|\.{3})\s*$")
_AT_COMMAS: Final = re.compile(r",(?![^\[{(]*[\]})])")


@dataclass(frozen=True, slots=True)
class _Line:
    indent: int
    text: str


def read_nested(text: str) -> tuple[str, dict[str, Any]] | None:
    """Return the words before a nested specification, and what it says; None where the text has none.

    A specification is nested where the lines behind a key without a value are keys further in.
    """
    lines = [_Line(len(line) - len(line.lstrip()), line.strip()) for line in _plain_lines(in_lines(text))]
    begin = next((i for i, line in enumerate(lines) if _KEY.fullmatch(line.text)), len(lines))
    before, body = lines[:begin], lines[begin:]
    if not _is_nested(body):
        return None
    data, taken = _mapping(body, 0)
    if taken < len(body) or any(_ITEM.fullmatch(line.text) for line in before):
        return None
    return " ".join(line.text for line in before), data


def in_lines(text: str) -> str:
    """Return a text of keys between semicolons, some of which have several values, with a line for each."""
    pieces = [one.strip() for one in text.split(";") if one.strip()]
    keyed = len(pieces) > 2 and "\n" not in text.strip() and all(map(_KEY.fullmatch, pieces))
    return "\n".join(pieces) if keyed and any(map(_is_mapping, pieces)) else text


def _plain_lines(text: str) -> list[str]:
    lines = (_COMMENT.sub("", line.expandtabs(4)) for line in text.splitlines())
    return [line for line in lines if line.strip() and not _FENCE.fullmatch(line)]


def _is_nested(lines: Sequence[_Line]) -> bool:
    """Return whether keys stand below a key, or items of several keys each; a plain list is no such thing."""
    if all(_KEY.fullmatch(line.text) for line in lines) and any(_is_mapping(line.text) for line in lines):
        return True
    for at, line in enumerate(lines[:-1]):
        match, behind = _KEY.fullmatch(line.text), lines[at + 1]
        braced = match is not None and behind.indent >= line.indent and _is_mapping(behind.text)
        if braced and match is not None and not match["value"]:
            return True
        if match is None or match["value"]:
            continue
        if _KEY.fullmatch(behind.text) is not None and behind.indent > line.indent:
            return True
        item, last = _ITEM.fullmatch(behind.text), lines[at + 2 : at + 3]
        if item is not None and _KEY.fullmatch(item["rest"]) is not None:
            return any(one.indent > behind.indent and _KEY.fullmatch(one.text) is not None for one in last)
    return False


def _is_mapping(text: str) -> bool:
    """Return whether a line is a key, or an item with a key, whose value is a mapping in braces."""
    item = _ITEM.fullmatch(text)
    match = _KEY.fullmatch(item["rest"] if item else text)
    return match is not None and isinstance(value_of(match["value"]), dict)


def _mapping(lines: Sequence[_Line], at: int) -> tuple[dict[str, Any], int]:
    """Read the keys of one level, from a line on; return them and the line that they end before."""
    found: dict[str, Any] = {}
    indent = lines[at].indent
    while at < len(lines) and lines[at].indent == indent:
        match = _KEY.fullmatch(lines[at].text)
        if match is None:
            break
        at += 1
        if match["value"]:
            found[match["key"]] = value_of(match["value"])
            continue
        if at < len(lines) and _ITEM.fullmatch(lines[at].text) and lines[at].indent >= indent:
            found[match["key"]], at = _items(lines, at)
        elif at < len(lines) and lines[at].indent > indent:
            found[match["key"]], at = _mapping(lines, at)
    return found, at


def _items(lines: Sequence[_Line], at: int) -> tuple[list[Any], int]:
    """Read the items of a list; the keys of one are as far in as what stands behind its dash."""
    found: list[Any] = []
    indent = lines[at].indent
    while at < len(lines) and lines[at].indent == indent:
        match = _ITEM.fullmatch(lines[at].text)
        if match is None:
            break
        if _KEY.fullmatch(match["rest"]) is None:
            found.append(value_of(match["rest"]))
            at += 1
            continue
        inner = indent + match.start("rest")
        end = at + 1
        while end < len(lines) and lines[end].indent > indent:
            end += 1
        own = [_Line(inner, match["rest"]), *lines[at + 1 : end]]
        item, taken = _mapping(own, 0)
        found.append(item)
        if taken < len(own):
            return found, at  # it is not written as a list of mappings
        at = end
    return found, at


def value_of(text: str) -> Any:
    """Return what is written behind a key: a number, yes or no, a list, a mapping, or the words."""
    text = text.strip().rstrip(",")
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if text.lower() in {"true", "yes"}:
        return True
    if text.lower() in {"false", "no", "none", "null", "~"}:
        return False
    listed, mapped = _LIST.fullmatch(text), _MAPPING.fullmatch(text)
    if listed is not None:
        return [value_of(one) for one in _AT_COMMAS.split(listed["items"]) if one.strip()]
    pairs = [_KEY.fullmatch(one) for one in _pairs(mapped["items"])] if mapped else []
    if pairs and all(pairs):
        return {pair["key"]: value_of(pair["value"]) for pair in pairs if pair is not None}
    return text.strip("\"'")


def _pairs(items: str) -> list[str]:
    """Return the pairs of a mapping; what stands between commas without a key belongs to the value before."""
    found: list[str] = []
    for one in (piece.strip() for piece in _AT_COMMAS.split(items)):
        if found and _KEY.fullmatch(one) is None:
            found[-1] += f", {one}"
        else:
            found.append(one)
    return found
