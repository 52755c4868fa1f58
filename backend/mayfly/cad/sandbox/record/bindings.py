"""Which names a script bound, and in which order: its code reports each binding of a module-level name.

The order of a namespace is that in which names were *first* bound, so it does not say
what was assigned last. A pass over the syntax tree adds a call behind each statement
that binds, and around each value that a statement leaves unused. Locations are those of
the statement, so lines and tracebacks stay as they are.

A report costs a tenth of a microsecond, since loops over numbers report, too: it moves its
key, a constant of the code, to the end of an ordered dictionary.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

_BOUND, _LEFT = "__mayfly_bound__", "__mayfly_left__"
_DEEPEST = 6000  # nested expressions, as many as Python's own parser takes
_MOST_LEFT = 50
_SILENT = "append extend insert update print show_object debug log describe_parameter"  # they make no object
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a name got its value.

    Attributes:
        line: The line, counted from 1.
        how: "assigned", "item" (a part of the value was), by a "loop" (the target of a ``for``), or
            "named" as the script's last line.
    """

    line: int
    how: str


_Report = tuple[str, int, str]
_START: _Report = ("", 0, "")  # what stands before it in the order has not happened


class Bindings:
    """What a script bound while it ran.

    Attributes:
        left: Values that a statement of the module made and left unused, with its line; the last ones.
    """

    def __init__(self, *kinds: type) -> None:
        """Start without bindings; of unused values, only those of the given kinds will be kept."""
        self.left: deque[tuple[Any, int]] = deque(maxlen=_MOST_LEFT)
        self._order: OrderedDict[_Report, None] = OrderedDict()
        self._kinds = kinds

    def names(self) -> dict[str, Bound]:
        """Return where each name was bound the last time; the one that was bound last is the last."""
        reports = list(self._order)
        found: dict[str, Bound] = {}
        for name, line, how in reports[reports.index(_START) + 1 :] if reports else ():
            found.pop(name, None)
            found[name] = Bound(line, how)
        return found

    def expect(self, reports: Sequence[_Report]) -> None:
        """Receive the reports of code from now on.

        Args:
            reports: All that it can make.
        """
        self._order = OrderedDict.fromkeys([*reports, _START])
        setattr(builtins, _BOUND, self._order.move_to_end)
        setattr(builtins, _LEFT, self._left)

    def _left(self, value: Any, line: int) -> Any:
        if isinstance(value, self._kinds):
            self.left.append((value, line))
        return value


def compile_watched(source: str, tree: ast.Module, filename: str, bindings: Bindings) -> CodeType:
    """Compile a script so that it reports what it binds; one that is nested too deeply reports nothing.

    Args:
        source: The script.
        tree: The same, parsed; it is changed.
        filename: What its code is called in tracebacks.
        bindings: What it reports to.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST))
    try:
        reporter = _Reporter(walrus=":=" in source)
        tree.body = reporter.reporting(tree.body, None)
        reporter.report_last_name(tree.body)
        bindings.expect(reporter.reports)
        return compile(tree, filename, "exec", dont_inherit=True)
    except RecursionError:
        return compile(source, filename, "exec", dont_inherit=True)
    finally:
        sys.setrecursionlimit(limit)


class _Reporter:
    """Adds the reports to a script's tree.

    Attributes:
        reports: All reports that the script can make.
    """

    def __init__(self, *, walrus: bool) -> None:
        """Start without reports; in a script without ``:=``, expressions bind nothing."""
        self.reports: list[_Report] = []
        self._walrus = walrus

    def report_last_name(self, body: list[ast.stmt]) -> None:
        """Report a last line that only names an object, as in a notebook."""
        if body and isinstance(body[-1], ast.Expr) and isinstance(body[-1].value, ast.Name):
            body.append(self._report(body[-1].value.id, body[-1], "named"))

    def reporting(self, body: Sequence[ast.stmt], wanted: set[str] | None) -> list[ast.stmt]:
        """Return statements that report what they bind.

        Args:
            body: The statements.
            wanted: The names that are the module's here; None at its own level, where all of them are.
        """
        result: list[ast.stmt] = []
        for statement in body:
            result.append(statement)
            if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr):
                if wanted is None:
                    _report_unused(statement)
                result += self._reports(self._header_names(statement), statement, wanted)
                for name, how in _assigned(statement):
                    result += self._reports([name], statement, wanted, how)
            elif isinstance(statement, _SCOPES):
                self._enter(statement)
            elif hasattr(statement, "body") or isinstance(statement, ast.Match):
                self._report_within(statement, wanted)
            else:
                result += self._reports(self._header_names(statement), statement, wanted)
        return result

    def _report_within(self, statement: ast.stmt, wanted: set[str] | None) -> None:
        """Make the blocks of a statement report what they bind, and what it binds for them."""
        header = self._header_names(statement)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(statement, name, None)
            if block:
                setattr(statement, name, self.reporting(block, wanted))
        for handler in getattr(statement, "handlers", ()):
            handler.body = self.reporting(handler.body, wanted)
        for case in getattr(statement, "cases", ()):
            captured = self._reports(_captured(case.pattern), statement, wanted)
            case.body = captured + self.reporting(case.body, wanted)
        if isinstance(statement, ast.If | ast.While):
            statement.body[:0] = self._reports(header, statement, wanted)
            statement.orelse[:0] = self._reports(header, statement, wanted)
        elif isinstance(statement, ast.For | ast.AsyncFor | ast.With | ast.AsyncWith):
            names, how = _inner_targets(statement)
            statement.body[:0] = self._reports(names, statement, wanted, how)
            statement.body[:0] = self._reports(header, statement, wanted)

    def _enter(self, statement: ast.stmt) -> None:
        """Make a function or class, and those within it, report what it binds by ``global``."""
        body: list[ast.stmt] = statement.body  # type: ignore[attr-defined]
        nodes = list(_own_nodes(body))
        declared = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
        if declared or any(isinstance(node, _SCOPES) for node in nodes):
            statement.body = self.reporting(body, declared)  # type: ignore[attr-defined]

    def _header_names(self, statement: ast.stmt) -> list[str]:
        """Return the names that ``:=`` binds in a statement's own expressions."""
        return list(_walrus_targets(_header(statement))) if self._walrus else []

    def _reports(
        self, names: Sequence[str], statement: ast.stmt, wanted: set[str] | None, how: str = "assigned"
    ) -> list[ast.stmt]:
        return [self._report(name, statement, how) for name in names if wanted is None or name in wanted]

    def _report(self, name: str, statement: ast.stmt, how: str) -> ast.stmt:
        """Return the call that reports a binding, on the first line of the statement that binds."""
        report: _Report = (name, statement.lineno, how)
        self.reports.append(report)
        constant: Any = ast.Constant(report)  # type: ignore[arg-type]  # a tuple is one, too
        call = ast.Call(ast.Name(_BOUND, ast.Load()), [constant], [])
        made = ast.Expr(call)
        for node in (made, call, call.func, constant):
            node.lineno = node.end_lineno = statement.lineno
            node.col_offset = node.end_col_offset = statement.col_offset
        return made


def _own_nodes(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """Iterate over the statements of one scope, at any depth, without those of scopes within."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _SCOPES):
            waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr)]


def _header(statement: ast.stmt) -> list[ast.expr]:
    """Return the expressions of a statement, without those of the statements within it."""
    found: list[ast.expr] = []
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            found.append(child)
        elif isinstance(child, ast.withitem):
            found.append(child.context_expr)
    return found


def _walrus_targets(expressions: list[ast.expr]) -> Iterator[str]:
    """Iterate over the names that ``:=`` binds in expressions."""
    waiting: list[ast.AST] = list(expressions)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.NamedExpr):
            yield node.target.id
        if not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def _inner_targets(statement: ast.stmt) -> tuple[list[str], str]:
    """Return what a ``for`` or ``with`` binds at the start of its block."""
    if isinstance(statement, ast.For | ast.AsyncFor):
        return list(_target_names(statement.target)), "loop"
    if isinstance(statement, ast.With | ast.AsyncWith):
        targets = [item.optional_vars for item in statement.items if item.optional_vars]
        return [name for target in targets for name in _target_names(target)], "assigned"
    return [], "assigned"


def _captured(pattern: ast.pattern) -> list[str]:
    """Return the names that a ``case`` binds."""
    found = [getattr(node, "name", None) or getattr(node, "rest", None) for node in ast.walk(pattern)]
    return [name for name in found if name]


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    """Iterate over the names that an assignment binds, and how; those for plain values are left out."""
    if not isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign) or _is_plain(statement.value):
        return
    for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
        for part in _parts(target):
            for name in _target_names(part):
                yield name, "assigned" if isinstance(part, ast.Name) else "item"


def _is_plain(value: ast.expr | None) -> bool:
    """Return whether an expression can't hold an object: a number, a text, or something empty."""
    if isinstance(value, ast.List | ast.Tuple):
        return all(_is_plain(element) for element in value.elts)
    if isinstance(value, ast.BinOp):
        return _is_plain(value.left) and _is_plain(value.right)
    if isinstance(value, ast.UnaryOp):
        return _is_plain(value.operand)
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id in ("list", "dict", "set") and not value.args and not value.keywords
    return value is None or isinstance(value, ast.Constant | ast.JoinedStr | ast.Compare)


def _parts(target: ast.expr) -> Iterator[ast.expr]:
    """Iterate over the single targets in a target."""
    if isinstance(target, ast.Tuple | ast.List):
        for element in target.elts:
            yield from _parts(element)
    else:
        yield target.value if isinstance(target, ast.Starred) else target


def _target_names(target: ast.expr) -> Iterator[str]:
    """Iterate over the names in a target; for ``parts[0]`` and ``part.body`` it is that of the whole."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for element in target.elts:
            yield from _target_names(element)
    elif isinstance(target, ast.Starred | ast.Attribute | ast.Subscript):
        yield from _target_names(target.value)


def _report_unused(statement: ast.stmt) -> None:
    """Make a statement report a value that it leaves unused."""
    if isinstance(statement, ast.Expr) and _may_make(statement.value):
        arguments: list[ast.expr] = [statement.value, ast.Constant(statement.lineno)]
        call = ast.Call(ast.Name(_LEFT, ast.Load()), arguments, [])
        for node in (call, call.func, arguments[1]):
            ast.copy_location(node, statement.value)
        statement.value = call


def _may_make(value: ast.expr) -> bool:
    """Return whether an expression by itself may make an object."""
    if isinstance(value, ast.Call):
        name = getattr(value.func, "id", None) or getattr(value.func, "attr", None)
        return name not in _SILENT.split()
    return isinstance(value, ast.BinOp | ast.Attribute | ast.Subscript)
