"""Scripts of bodies as text: how that of a base is written, and how one becomes a block of another."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from mayfly.contracts import ParameterValue
from mayfly.language.units import LARGEST_MM, SMALLEST_MM

#: The most that a count may be.
MOST_COUNTED: Final = 10_000


@dataclass(slots=True)
class BaseScript:
    """A script as it is written: its parameters, and the steps of the base."""

    title: str
    parameters: dict[str, tuple[float, str, str]] = field(default_factory=dict)

    def name(self, name: str, value: float, what: str, unit: Literal["mm", "degrees"] = "mm") -> str:
        """Add a parameter; return the name that it got."""
        unique, index = name, 2
        while unique in self.parameters:
            unique, index = f"{name}_{index}", index + 1
        self.parameters[unique] = (value, what, unit)
        return unique

    def write(self, comment: str, steps: Sequence[str]) -> str:
        """Return the whole script, which shows ``result``."""
        lines = [f'"""{self.title}"""', ""]
        if any("math." in step for step in steps):
            lines += ["import math", ""]
        lines += ["import cadquery as cq", ""]
        for name, (value, what, unit) in self.parameters.items():
            lines.append(f"{name} = {float(value)!r}  # {unit}, {range_text(unit, value)}: {what}")
        lines += [
            "",
            f"# {comment}",
            "result = (",
            *(f"    {step}" for step in steps),
            ")",
            "",
            "show_object(result)",
            "",
        ]
        return "\n".join(lines)

    @property
    def values(self) -> dict[str, ParameterValue]:
        """The parameters and their values."""
        return {name: value for name, (value, _, _) in self.parameters.items()}


def range_text(unit: str, value: float) -> str:
    """Return the range that a parameter may have, as the comment in its line says it."""
    if unit == "degrees":
        return "-360 to 360"
    if unit == "count":
        return f"1 to {MOST_COUNTED}"
    return f"{SMALLEST_MM if value > 0 else -LARGEST_MM:g} to {LARGEST_MM:g}"


def printable(text: str) -> str:
    """Return a text that ends no comment and no docstring: names come from strangers, scripts are run."""
    return "".join(c if c.isprintable() else " " for c in text).replace("\\", "/").replace('"', "'")


def identifier(name: str, taken: Collection[str]) -> str:
    """Return a name of Python made from what a body is called."""
    plain = re.sub(r"\W+", "_", name.lower(), flags=re.ASCII).strip("_") or "body"
    plain = plain if plain[0].isalpha() else f"body_{plain}"
    unique, index = plain, 2
    while unique in taken:
        unique, index = f"{plain}_{index}", index + 1
    return unique


def renamed_script(script: str, prefix: str) -> list[str]:
    """Return a body's script without its imports and its end, its own names behind a prefix."""
    tree = ast.parse(script)
    own = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    } | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    local = {arg.arg for node in ast.walk(tree) if isinstance(node, ast.arguments) for arg in node.args}
    lines = script.splitlines()
    places = sorted(
        (
            (node.lineno - 1, node.col_offset, node.id)
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and node.id in own - local
        ),
        reverse=True,
    )
    for row, column, name in places:
        line = lines[row].encode()
        lines[row] = (line[:column] + f"{prefix}_{name}".encode() + line[column + len(name) :]).decode()
    gone: set[int] = set()
    for node in tree.body:
        shows = (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Name)
            and node.value.func.id == "show_object"
        )
        if isinstance(node, ast.Import | ast.ImportFrom) or shows or node is tree.body[0]:
            gone |= set(range(node.lineno - 1, node.end_lineno or node.lineno))
    kept = [line for row, line in enumerate(lines) if row not in gone]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    return text.splitlines()


def parameters_and_steps(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the lines of a script that set a plain value, and all others."""
    tree = ast.parse("\n".join(lines))
    rows = {
        row
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for row in range(node.lineno - 1, node.end_lineno or node.lineno)
    }
    steps = "\n".join(line for row, line in enumerate(lines) if row not in rows)
    return [line for row, line in enumerate(lines) if row in rows], (
        re.sub(r"\n{3,}", "\n\n", steps).strip("\n").splitlines()
    )


def names_of(lines: Sequence[str]) -> set[str]:
    """Return the names that a script sets."""
    tree = ast.parse("\n".join(lines))
    stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return stored | {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}


def inserted(script: str, parameters: Sequence[str], steps: Sequence[str]) -> str:
    """Return a script with parameters behind its own and steps in front of ``show_object``."""
    if not steps:
        return script
    if any("math." in step for step in steps) and "import math" not in script:
        script = script.replace("import cadquery as cq", "import math\n\nimport cadquery as cq", 1)
    lines = script.splitlines()
    top, show = _rows_to_insert_at(script)
    body = [line for step in steps for line in (*step.splitlines(), "")]
    return "\n".join([*lines[:top], *parameters, *lines[top:show], *body, *lines[show:]]).rstrip() + "\n"


@lru_cache(maxsize=64)
def _rows_to_insert_at(script: str) -> tuple[int, int]:
    """Return the rows in front of which parameters and steps go."""
    tree = ast.parse(script)
    constants = [
        node.end_lineno or 0
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    ]
    show = next(
        node.lineno - 1
        for node in tree.body
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "show_object"
    )
    return max(constants, default=0), show
