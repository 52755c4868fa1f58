"""Reads a CadQuery script without running it: its parameters, and the same script with other values."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise

from mayfly.cad.messages.plain_text import safe_text
from mayfly.cad.protocol import SCRIPT_FILE
from mayfly.cad.script_imports import import_refusal, unusable_import
from mayfly.cad.script_text import SIZE_LIMIT_BYTES, checked_text, line_at, lines_of
from mayfly.cad.script_values import converted
from mayfly.contracts import ParameterValue, ScriptValue
from mayfly.errors import InvalidParameter, ScriptError

__all__ = [
    "SIZE_LIMIT_BYTES",
    "Script",
    "ScriptParameter",
    "check_imports",
    "check_overrides",
    "parse",
    "read_script",
    "with_parameters",
]

_MOST_NAMED = 10
_MOST_COMPARED = 1000
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptParameter:
    """A top-level assignment of a plain value, or of several, which a caller may override.

    Attributes:
        name: Name of the variable.
        default: The value in the script; a tuple or a list where it has several.
        type: Type of the default: float, int, bool, str, tuple or list.
        description: From ``describe_parameter`` or the comment behind the value.
        line: Line of the assignment, counted from 1.
        span: Where the value stands in the script, as offsets in its UTF-8 bytes. Names that share one
            value (``a = b = 5``) have the same span.
    """

    name: str
    default: ScriptValue
    type: type
    description: str = ""
    line: int = 0
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A script that was read, not run.

    Attributes:
        source: Its text, without a byte-order mark.
        parameters: What can be overridden, in order.
        docstring: The text at its top, or an empty string.
        tree: What Python's parser made of it.
    """

    source: str
    parameters: tuple[ScriptParameter, ...]
    docstring: str = ""
    tree: ast.Module = field(default_factory=lambda: ast.Module([], []), repr=False, compare=False)


def parse(source: str) -> ast.Module:
    """Parse a script. It takes up to a second of the interpreter: a server has a child do it.

    Raises:
        ScriptError: It is too long, wrongly decoded, or not Python.
    """
    text = checked_text(source)
    try:
        return ast.parse(text, SCRIPT_FILE)
    except SyntaxError as error:
        line = error.lineno or 1
        message = safe_text(error.msg) or "invalid syntax"
        raise ScriptError(type(error).__name__, message, line, line_at(text, line)) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise ScriptError(
            "SyntaxError", f"cannot be read as Python: {error}" if str(error) else "too deeply nested"
        ) from None


def read_script(source: str, *, tree: ast.Module | None = None, described: bool = True) -> Script:
    """Read a script's parameters and docstring.

    Args:
        source: The script.
        tree: What ``parse`` made of it, where that is known.
        described: Look for the parameters' descriptions, too.

    Raises:
        ScriptError: It is too long, wrongly decoded, or not Python (with the line).
    """
    text = checked_text(source)
    tree = parse(text) if tree is None else tree
    texts = _described(tree) if described else {}
    comments = _comments(text) if described else {}
    starts = _line_starts(text)
    found: dict[str, ScriptParameter] = {}
    for node, name, value in _assignments(tree):
        default = _value(value)
        if name in found or default is None:
            continue  # only the first assignment is a parameter
        beside = comments.get(value.end_lineno or 0) or comments.get(node.end_lineno or 0)
        found[name] = ScriptParameter(
            name=name,
            default=default,
            type=type(default),
            description=texts.get(name) or beside or "",
            line=node.lineno,
            span=_span(value, starts),
        )
    docstring = ast.get_docstring(tree) or ""
    return Script(source=text, parameters=tuple(found.values()), docstring=docstring, tree=tree)


def _assignments(tree: ast.Module) -> Iterator[tuple[ast.stmt, str, ast.expr]]:
    """Find what top-level assignments give to names, one by one where they assign several."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name, value in _bound(target, node.value):
                    yield node, name, value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            for name, value in _bound(node.target, node.value):
                yield node, name, value


def _bound(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Pair the names of a target with their values: ``L, (W, H) = 60, (40, 10)``."""
    pairs = [(target, value)]
    while pairs:
        target, value = pairs.pop()
        if isinstance(target, ast.Name):
            yield target.id, value
        elif isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
            both = (*target.elts, *value.elts)
            if len(target.elts) == len(value.elts) and not any(isinstance(one, ast.Starred) for one in both):
                pairs += reversed(list(zip(target.elts, value.elts, strict=True)))


def _value(node: ast.expr) -> ScriptValue | None:
    """Return a plain value, or several in a tuple or a list; None where it is something else."""
    if not isinstance(node, ast.Tuple | ast.List):
        return _plain(node)
    row = [_plain(one) for one in node.elts]
    known = [one for one in row if one is not None]
    if len(known) < len(row):
        return None
    return tuple(known) if isinstance(node, ast.Tuple) else known


def _plain(node: ast.expr) -> ParameterValue | None:
    """Return the value of a number, bool or string, with a sign if there is one."""
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


def _line_starts(text: str) -> list[int]:
    """Return where each line begins, in bytes."""
    starts = [0]
    for line in text.encode().splitlines(keepends=True):  # of bytes: at line ends only
        starts.append(starts[-1] + len(line))
    return starts


def _span(node: ast.expr, starts: list[int]) -> tuple[int, int]:
    """Return where an expression stands, in bytes."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    return starts[first] + node.col_offset, starts[last] + (node.end_col_offset or 0)


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
    text = "\n".join(lines_of(source))
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and not token.line.lstrip().startswith("#"):
                found[token.start[0]] = token.string.lstrip("#").strip()
    except (tokenize.TokenError, SyntaxError):  # the parser has checked it already; comments are optional
        pass
    return found


def check_overrides(script: Script, overrides: Mapping[str, ScriptValue]) -> dict[str, ScriptValue]:
    """Check values for a script's parameters and turn them into the parameters' types.

    Raises:
        InvalidParameter: A name is unknown, a value is of another type or length, or two names that share
            one value are given different ones.
    """
    known = {parameter.name: parameter for parameter in script.parameters}
    checked: dict[str, ScriptValue] = {}
    for name, value in overrides.items():
        if name not in known:
            raise InvalidParameter(_unknown(name, tuple(known)))
        checked[name] = converted(name, known[name].default, value)
    _check_shared([(known[name], value) for name, value in checked.items()])
    return checked


def _unknown(name: str, known: tuple[str, ...]) -> str:
    name = name[:_LONGEST_NAME]
    near = get_close_matches(name, [each[:_LONGEST_NAME] for each in known[:_MOST_COMPARED]], n=1)
    guess = f" (did you mean {near[0]!r}?)" if near else ""
    listed = ", ".join(each[:_LONGEST_NAME] for each in known[:_MOST_NAMED]) or "none"
    more = f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
    return f"unknown parameter {name!r}{guess}; this script's parameters: {listed}{more}"


def _check_shared(given: list[tuple[ScriptParameter, ScriptValue]]) -> None:
    """Refuse two values for one place in the script."""
    given.sort(key=lambda pair: (pair[0].span[0], -pair[0].span[1]))
    for (outer, value), (inner, other) in pairwise(given):
        if inner.span[0] < outer.span[1] and (inner.span != outer.span or value != other):
            first, second = outer.name[:_LONGEST_NAME], inner.name[:_LONGEST_NAME]
            raise InvalidParameter(
                f"parameters {first!r} and {second!r} are one value in line {inner.line} of the script: "
                "override one of them"
            )


def check_imports(script: Script, files: Collection[str] = ()) -> None:
    """Raise early, with advice, for an import that will not work; the jail is the boundary, not this.

    Args:
        script: The script as it was read.
        files: Names of the files handed in with it.

    Raises:
        ScriptError: The script imports a module that it can't use here.
    """
    found = unusable_import(script.tree, files)
    if found is not None:
        raise import_refusal(found, script.source)


def with_parameters(source: str | Script, values: Mapping[str, ScriptValue]) -> str:
    """Return the same script with the parameters' values replaced, and nothing else changed.

    Raises:
        ScriptError: The source is not Python.
        InvalidParameter: As for ``check_overrides``.
    """
    script = source if isinstance(source, Script) else read_script(source, described=False)
    checked = check_overrides(script, values)
    spans = {parameter.name: parameter.span for parameter in script.parameters}
    edits = {spans[name]: repr(value) for name, value in checked.items()}
    raw, pieces, done = script.source.encode(), [], 0
    for (start, end), text in sorted(edits.items()):
        pieces += [raw[done:start], text.encode()]
        done = end
    mark = "\ufeff" if isinstance(source, str) and source.startswith("\ufeff") else ""
    return mark + b"".join([*pieces, raw[done:]]).decode()
