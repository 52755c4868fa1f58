"""Reading a CadQuery script without running it: parameters, imports, and the same with other values."""

from __future__ import annotations

import ast
import io
import math
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from mayfly.cad.failures import safe_text
from mayfly.contracts import ParameterValue
from mayfly.errors import InvalidParameter, ScriptError

SIZE_LIMIT_BYTES = 256 * 1024

ALLOWED_IMPORTS = frozenset(
    [
        "cadquery",
        "OCP",
        "math",
        "cmath",
        "numpy",
        "random",
        "typing",
        "typing_extensions",
        "collections",
        "dataclasses",
        "enum",
        "itertools",
        "functools",
        "operator",
        "fractions",
        "decimal",
        "statistics",
        "string",
        "re",
        "copy",
        "bisect",
        "heapq",
        "json",
        "textwrap",
        "abc",
        "numbers",
        "time",
        "datetime",
        "warnings",
        "contextlib",
        "__future__",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptParameter:
    """A top-level assignment of a plain value, which a caller may override.

    Attributes:
        name: Name of the variable.
        default: The value in the script.
        type: Type of the default: float, int, bool or str.
        description: From ``describe_parameter`` or the comment behind the assignment.
        line: Line of the assignment, counted from 1.
    """

    name: str
    default: ParameterValue
    type: type
    description: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A script that was read, not run.

    Attributes:
        source: Its text.
        parameters: What can be overridden, in order.
        docstring: The text at its top, or an empty string.
    """

    source: str
    parameters: tuple[ScriptParameter, ...]
    docstring: str = ""


def parse(source: str) -> ast.Module:
    """Parse a script.

    Raises:
        ScriptError: It is too long, or no Python.
    """
    if len(source.encode("utf-8", "replace")) > SIZE_LIMIT_BYTES:
        raise ScriptError("ScriptTooLong", f"a script may have {SIZE_LIMIT_BYTES // 1024} KiB at most")
    try:
        return ast.parse(source, "script.py")
    except SyntaxError as error:
        lines = source.splitlines()
        line = error.lineno or 1
        source_line = safe_text(lines[line - 1]) if 0 < line <= len(lines) else ""
        message = safe_text(error.msg) or "invalid syntax"
        raise ScriptError(type(error).__name__, message, line, source_line) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise ScriptError(
            "SyntaxError", f"cannot be read as Python: {error}" if str(error) else "too deeply nested"
        ) from None


def read_script(source: str) -> Script:
    """Read a script's parameters and docstring.

    Raises:
        ScriptError: It is too long, or no Python (with the line).
    """
    tree = parse(source)
    described = _described(tree)
    comments = _comments(source)
    found: dict[str, ScriptParameter] = {}
    for node, name, value in _assignments(tree):
        if name in found:
            continue  # a later assignment is the script's own business
        found[name] = ScriptParameter(
            name=name,
            default=value,
            type=type(value),
            description=described.get(name) or comments.get(node.end_lineno or node.lineno, ""),
            line=node.lineno,
        )
    return Script(source=source, parameters=tuple(found.values()), docstring=ast.get_docstring(tree) or "")


def _assignments(tree: ast.Module) -> list[tuple[ast.Assign | ast.AnnAssign, str, ParameterValue]]:
    """Find top-level assignments of one plain value to one name."""
    found: list[tuple[ast.Assign | ast.AnnAssign, str, ParameterValue]] = []
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target: ast.expr = node.targets[0]
        elif isinstance(node, ast.AnnAssign):
            target = node.target
        else:
            continue
        value = _plain(node.value)
        if isinstance(target, ast.Name) and value is not None:
            found.append((node, target.id, value))
    return found


def _plain(node: ast.expr | None) -> ParameterValue | None:
    """Give the value of a number, bool or string, with a sign if there is one."""
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        sign = -1 if isinstance(node.op, ast.USub) else 1
        node = node.operand
        if isinstance(node, ast.Constant) and isinstance(node.value, bool | str):
            return None
    if not isinstance(node, ast.Constant) or not isinstance(node.value, bool | int | float | str):
        return None
    value = node.value
    return sign * value if not isinstance(value, bool | str) else value


def _described(tree: ast.Module) -> dict[str, str]:
    """Collect ``describe_parameter(name, "text")``, the name given as a variable or as a string."""
    texts: dict[str, str] = {}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id != "describe_parameter" or len(node.args) < 2:
            continue
        subject, text = node.args[:2]
        name = subject.id if isinstance(subject, ast.Name) else getattr(subject, "value", None)
        if isinstance(name, str) and isinstance(text, ast.Constant) and isinstance(text.value, str):
            texts[name] = text.value
    return texts


def _comments(source: str) -> dict[int, str]:
    """Collect comments by line."""
    found: dict[int, str] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT and not token.line.lstrip().startswith("#"):
                found[token.start[0]] = token.string.lstrip("#").strip()
    except (tokenize.TokenError, SyntaxError):  # the parser judged it already; comments are only a comfort
        pass
    return found


def check_overrides(script: Script, overrides: Mapping[str, ParameterValue]) -> dict[str, ParameterValue]:
    """Check values for a script's parameters and turn them into the parameters' types.

    Raises:
        InvalidParameter: A name is unknown, or a value is of another type.
    """
    known = {parameter.name: parameter for parameter in script.parameters}
    checked: dict[str, ParameterValue] = {}
    for name, value in overrides.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            guess = f" (did you mean {near[0]!r}?)" if near else ""
            listed = ", ".join(known) or "none"
            raise InvalidParameter(f"unknown parameter {name!r}{guess}; this script's parameters: {listed}")
        checked[name] = _convert(known[name], value)
    return checked


def _convert(parameter: ScriptParameter, value: ParameterValue) -> ParameterValue:
    """Turn a value into the parameter's type where nothing is lost by it."""
    default = parameter.default
    if isinstance(default, bool):
        if isinstance(value, bool):
            return value
    elif isinstance(default, str):
        if isinstance(value, str):
            return value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise InvalidParameter(f"parameter {parameter.name!r} must be a finite number, not {value}")
        if isinstance(default, float):
            return float(value)
        return int(value) if float(value).is_integer() else value
    wanted = (
        "true or false" if isinstance(default, bool) else "text" if isinstance(default, str) else "a number"
    )
    raise InvalidParameter(f"parameter {parameter.name!r} must be {wanted}, not {value!r}")


def check_imports(script: Script) -> None:
    """Say early, and kindly, that an import will not work; the jail is the boundary, not this.

    Raises:
        ScriptError: The script imports a module that it can't use here.
    """
    lines = script.source.splitlines()
    for node in ast.walk(parse(script.source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "." if not node.level else "." + (node.module or "")]
        for name in names:
            if name.partition(".")[0] not in ALLOWED_IMPORTS:
                raise ScriptError(
                    "ImportNotAllowed",
                    f"the module {name!r} can't be used here",
                    node.lineno,  # type: ignore[attr-defined]
                    safe_text(lines[node.lineno - 1]),  # type: ignore[attr-defined]
                    "A script may import cadquery, math, numpy and a few more of the standard library; "
                    "it needs no files: what it passes to show_object is written for it.",
                )


def with_parameters(source: str, values: Mapping[str, ParameterValue]) -> str:
    """Give the same script with the parameters' top-level assignments replaced.

    Raises:
        ScriptError: The source is no Python.
        InvalidParameter: A name is no parameter of the script, or a value has the wrong type.
    """
    checked = check_overrides(read_script(source), values)
    raw = source.encode()
    lines = [0]
    for line in raw.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    seen: set[str] = set()
    edits: list[tuple[int, int, str]] = []
    for node, name, _ in _assignments(parse(source)):
        if name in checked and name not in seen and node.value is not None:
            seen.add(name)
            value = node.value
            start = lines[value.lineno - 1] + value.col_offset
            end = lines[(value.end_lineno or value.lineno) - 1] + (value.end_col_offset or 0)
            edits.append((start, end, repr(checked[name])))
    for start, end, text in sorted(edits, reverse=True):
        raw = raw[:start] + text.encode() + raw[end:]
    return raw.decode()
