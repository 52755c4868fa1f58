"""Finds scripts, JSON objects and questions in text that a chat model wrote."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^\n]*$", re.MULTILINE)
_PYTHON = frozenset({"python", "py", "python3", "cadquery", "cq"})
_IMPORTS = re.compile(r"^[ \t]*(?:import|from)[ \t]+cadquery\b", re.MULTILINE)
_CADQUERY = re.compile(r"\b(?:show_object|cq\.|cadquery|Workplane)\b")
_QUESTION = re.compile(r"^\W*question\W*:\W*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_LONGEST_QUESTION = 600
_MOST_CUTS = 20
_ANSWERS = frozenset({"part", "script", "question", "bodies", "design"})
_WRAPPERS = ("arguments", "parameters", "args", "input")


@dataclass(frozen=True, slots=True)
class Found:
    """What a text holds.

    Attributes:
        script: The most complete CadQuery script in it.
        objects: The JSON objects in it, outside of the scripts.
        question: What it asks, if it is short and ends with a question mark, or says "Question:".
        cut_off: The script's block is not closed and shows nothing, so its end may be missing.
    """

    script: str | None = None
    objects: tuple[dict[str, Any], ...] = ()
    question: str | None = None
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    language: str
    text: str
    closed: bool = True


def find_answer(text: str) -> Found:
    """Look through a text for whatever an answer can be made of."""
    text = _THINKING.sub("", text).replace("\r\n", "\n")
    blocks, prose = _split(text)
    open_end = bool(blocks) and not blocks[-1].closed and "show_object" not in blocks[-1].text
    return Found(_script(blocks, text), _all_objects(blocks, prose), _question(prose), open_end)


def bare_script(text: str) -> str:
    """Take the fence off a script that came inside one, and give it the import it relies on."""
    blocks, _ = _split(text.replace("\r\n", "\n"))
    script = _script(blocks, "") if blocks else None
    return _complete(script if script is not None else text)


def load_json(text: str, otherwise: Any) -> Any:
    """Read JSON, or Python's way of writing the same; ``otherwise`` if it is neither."""
    try:
        return json.loads(text, strict=False)
    except ValueError:
        pass
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return otherwise


def _split(text: str) -> tuple[list[_Block], str]:
    """Split into fenced blocks and the prose between them; a fence left open reaches to the end."""
    blocks: list[_Block] = []
    prose: list[str] = []
    at = 0
    while opening := _FENCE.search(text, at):
        prose.append(text[at : opening.start()])
        closing = re.compile(rf"^[ \t]*{re.escape(opening[1])}[ \t]*$", re.MULTILINE)
        end = closing.search(text, opening.end())
        inside = text[opening.end() + 1 : end.start() if end else None]
        blocks.append(_Block(opening[2].lower(), inside, end is not None))
        at = end.end() if end else len(text)
    prose.append(text[at:])
    return blocks, "".join(prose)


def _script(blocks: list[_Block], text: str) -> str | None:
    """Choose the script: the last whole one, else all pieces joined, else the last piece, else bare text."""
    pieces = [
        _dedent(block.text)
        for block in blocks
        if block.language in _PYTHON or (not block.language and _CADQUERY.search(block.text))
    ]
    pieces = [piece for piece in pieces if _CADQUERY.search(piece)] or pieces
    if not pieces:
        return None if blocks else _unfenced(text)
    joined = "\n".join(pieces)
    parsing = [piece for piece in pieces if _parses(piece)]
    whole = [piece for piece in parsing if "show_object" in piece and _CADQUERY.search(piece)]
    if not whole and len(pieces) > 1 and _parses(joined):
        return _complete(joined)
    return _complete((whole or parsing or pieces)[-1])


def _unfenced(text: str) -> str | None:
    """Find a script that stands in the text without a fence, from its import to where it stops being code.

    Where what is left shows nothing, it was not prose that stopped the code but a mistake in it: then
    all of it is taken, and the mistake will be named.
    """
    start = _IMPORTS.search(text)
    if start is None:
        return None
    lines = text[start.start() :].splitlines()
    everything = "\n".join(lines)
    for _ in range(_MOST_CUTS):
        candidate = "\n".join(lines)
        try:
            ast.parse(candidate)
        except SyntaxError as error:
            del lines[max(0, min(error.lineno or 1, len(lines)) - 1) :]
        except (ValueError, MemoryError, RecursionError):
            return None
        else:
            return _complete(candidate if "show_object" in candidate else everything)
    return None


def _all_objects(blocks: list[_Block], prose: str) -> tuple[dict[str, Any], ...]:
    """Find the JSON objects in blocks that are not Python, and in the prose."""
    texts = [block.text for block in blocks if block.language not in _PYTHON]
    return tuple(value for text in (*texts, prose) for value in _objects(text))


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Return each JSON object in a text, a tool call's wrapping taken off."""
    decoder = json.JSONDecoder(strict=False)
    at = text.find("{")
    while at != -1:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at = text.find("{", at + 1)
            continue
        yield _unwrapped(value)
        at = text.find("{", end)


def _unwrapped(value: dict[str, Any]) -> dict[str, Any]:
    """Take off the wrapping of a tool call that was written as text: a name, and its arguments."""
    if isinstance(value.get("function"), dict):
        value = value["function"]
    if value.keys() & {"name", "tool", "tool_name"} and not value.keys() & _ANSWERS:
        for key in _WRAPPERS:
            inner = value.get(key)
            inner = load_json(inner, None) if isinstance(inner, str) else inner
            if isinstance(inner, dict):
                return inner
    return value


def _question(prose: str) -> str | None:
    if marked := _QUESTION.search(prose):
        return marked[1].strip(" *_\"'")
    prose = prose.strip()
    return prose if prose.endswith("?") and len(prose) <= _LONGEST_QUESTION else None


def _complete(script: str) -> str:
    """Add the import of CadQuery where a script uses ``cq`` without it."""
    if re.search(r"\bcq\.", script) and not _IMPORTS.search(script):
        script = "import cadquery as cq\n\n" + script.lstrip("\n")
    return script.strip("\n") + "\n"


def _parses(script: str) -> bool:
    try:
        ast.parse(script)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def _dedent(text: str) -> str:
    """Take off the indentation that a block has inside a list, measured on its first line of code."""
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    if indent:
        lines = [line.removeprefix(indent) for line in lines]
    return "\n".join(lines)
