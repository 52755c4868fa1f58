"""Arithmetic on a part's parameters: a small language of its own, so that no formula is ever `eval`-ed."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mayfly.number_text import compact_text

_CONSTANTS = {"pi": math.pi}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "acos": math.acos,
    "atan": math.atan,
    "radians": math.radians,
    "min": min,
    "max": max,
    "abs": abs,
    "hypot": math.hypot,
    "sum": sum,
    "all": all,
    "len": len,
    "range": range,
}
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}

_Evaluate = Callable[[Mapping[str, Any]], Any]
_NOTHING: Mapping[str, Any] = {}


class Formula:
    """One expression, parsed once: numbers, names, arithmetic, comparisons, `a if b else c`, a few functions.

    Attributes:
        text: The expression as it was written.
        names: The names it needs a value for.
    """

    def __init__(self, text: str) -> None:
        """Parse the expression.

        Raises:
            SyntaxError: Not an expression of the small language.
        """
        self.text = text.strip()
        self._tree = ast.parse(self.text, mode="eval").body
        bound = {
            node.id
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        loaded = {node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name)}
        self._evaluate = _translate(self._tree, _NOTHING)
        self.names = frozenset(loaded - bound - _CONSTANTS.keys() - _FUNCTIONS.keys())

    def __repr__(self) -> str:
        """Return the text as code."""
        return f"Formula({self.text!r})"

    def __call__(self, values: Mapping[str, Any]) -> Any:
        """Return the value of the expression.

        Raises:
            KeyError: A name has no value.
            ArithmeticError: A division by zero and the like.
            ValueError: A function outside its domain.
        """
        return self._evaluate(values)

    def with_known(self, values: Mapping[str, Any]) -> _Evaluate:
        """Return the expression as a function of the names that are left, for the many points of a face."""
        return _translate(self._tree, values)


class _Constant:
    """A piece of an expression whose value is known."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __call__(self, _: Mapping[str, Any]) -> Any:
        return self.value


def _translate(node: ast.AST, known: Mapping[str, Any]) -> _Evaluate:  # noqa: C901 (a case for each kind of node)
    """Turn one node into a function of the values; anything else is not in the language.

    Args:
        node: The node.
        known: Values that are known already; what needs no others is worked out at once.

    Raises:
        SyntaxError: The node does not belong to the language.
    """
    match node:
        case ast.Constant(value=int() | float() | str() as value):
            return _Constant(value)
        case ast.Name(id=name) if name in known or name in _CONSTANTS:
            return _Constant(known[name] if name in known else _CONSTANTS[name])
        case ast.Name(id=name):
            return lambda values: values[name]
        case ast.BinOp() if type(node.op) in _OPERATORS:
            return _applied(_OPERATORS[type(node.op)], [node.left, node.right], known)
        case ast.UnaryOp() if type(node.op) in _OPERATORS:
            return _applied(_OPERATORS[type(node.op)], [node.operand], known)
        case ast.BoolOp():
            pieces = [_translate(piece, known) for piece in node.values]
            if isinstance(node.op, ast.And):
                return lambda values: all(piece(values) for piece in pieces)
            return lambda values: any(piece(values) for piece in pieces)
        case ast.Compare():
            return _comparison(node, known)
        case ast.IfExp():
            test, body, other = (_translate(each, known) for each in (node.test, node.body, node.orelse))
            return lambda values: body(values) if test(values) else other(values)
        case ast.Tuple():
            return _applied(lambda *items: items, node.elts, known)
        case ast.GeneratorExp(generators=[ast.comprehension(ifs=[], is_async=0) as loop]):
            return _loop(node.elt, loop, known)
        case ast.Call(func=ast.Name(id=name), keywords=[]) if name in _FUNCTIONS:
            return _applied(_FUNCTIONS[name], node.args, known)
    raise SyntaxError(f"not in the formula language: {ast.unparse(node)}")


def _applied(function: Callable[..., Any], nodes: Sequence[ast.AST], known: Mapping[str, Any]) -> _Evaluate:
    """Apply a function to pieces; at once where all are known, unless that fails in a branch never taken."""
    pieces = [_translate(node, known) for node in nodes]
    if all(isinstance(piece, _Constant) for piece in pieces):
        try:
            return _Constant(function(*[piece(_NOTHING) for piece in pieces]))
        except (ArithmeticError, ValueError):
            pass  # the error comes when the value is asked for
    if len(pieces) == 2:
        first, second = pieces
        if isinstance(second, _Constant):
            value = second.value
            return lambda values: function(first(values), value)
        return lambda values: function(first(values), second(values))
    return lambda values: function(*[piece(values) for piece in pieces])


def _comparison(node: ast.Compare, known: Mapping[str, Any]) -> _Evaluate:
    """Translate "a < b <= c"."""
    if not all(type(compare) in _OPERATORS for compare in node.ops):
        raise SyntaxError(f"not in the formula language: {ast.unparse(node)}")
    compares = [_OPERATORS[type(compare)] for compare in node.ops]

    def compared(*sides: Any) -> bool:
        return all(compare(sides[place], sides[place + 1]) for place, compare in enumerate(compares))

    one = compares[0] if len(compares) == 1 else compared
    return _applied(one, [node.left, *node.comparators], known)


def _loop(element: ast.expr, loop: ast.comprehension, known: Mapping[str, Any]) -> _Evaluate:
    """Translate `element for name in items` or `element for a, b in items`."""
    targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    items = _translate(loop.iter, known)
    each = _translate(element, {name: value for name, value in known.items() if name not in names})
    if isinstance(loop.target, ast.Tuple):
        return lambda values: [
            each({**values, **dict(zip(names, item, strict=True))}) for item in items(values)
        ]
    return lambda values: [each({**values, names[0]: item}) for item in items(values)]


class Template:
    """A sentence with formulas in braces: "the bore of {bore} mm"."""

    def __init__(self, text: str) -> None:
        """Split the sentence at its braces.

        Raises:
            SyntaxError: What stands between braces is not a formula.
        """
        self.text = text
        pieces = re.split(r"\{(.+?)\}", text)
        self._pieces = [Formula(piece) if place % 2 else piece for place, piece in enumerate(pieces)]

    @property
    def names(self) -> frozenset[str]:
        """The names that the sentence needs a value for."""
        return frozenset().union(*(piece.names for piece in self._pieces if isinstance(piece, Formula)))

    def __call__(self, values: Mapping[str, Any]) -> str:
        """Fill in the values."""
        return "".join(piece if isinstance(piece, str) else show(piece(values)) for piece in self._pieces)


def show(value: Any) -> str:
    """Write a value as a drawing would: 80 instead of 80.0, four decimals at most."""
    if isinstance(value, bool | str):
        return str(value)
    return compact_text(float(value))
