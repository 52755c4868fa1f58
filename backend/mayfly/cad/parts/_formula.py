"""Arithmetic on a part's parameters: a small language of its own, so that no formula is ever `eval`-ed."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

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
        tree = ast.parse(self.text, mode="eval").body
        bound = {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        loaded = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        self._evaluate = _translate(tree)
        self.names = frozenset(loaded - bound - _CONSTANTS.keys() - _FUNCTIONS.keys())

    def __repr__(self) -> str:
        """Show the text."""
        return f"Formula({self.text!r})"

    def __call__(self, values: Mapping[str, Any]) -> Any:
        """Work the expression out.

        Raises:
            KeyError: A name has no value.
            ArithmeticError: A division by zero and the like.
            ValueError: A function outside its domain.
        """
        return self._evaluate(values)


def _translate(node: ast.AST) -> _Evaluate:
    """Turn one node into a function of the values; what is not listed here does not exist in the language.

    Raises:
        SyntaxError: The node does not belong to the language.
    """
    match node:
        case ast.Constant(value=int() | float() | str() as constant):
            return lambda values: constant
        case ast.Name(id=name):
            return lambda values: values[name] if name in values else _CONSTANTS[name]
        case ast.BinOp() if type(node.op) in _OPERATORS:
            binary, left, right = _OPERATORS[type(node.op)], _translate(node.left), _translate(node.right)
            return lambda values: binary(left(values), right(values))
        case ast.UnaryOp() if type(node.op) in _OPERATORS:
            unary, operand = _OPERATORS[type(node.op)], _translate(node.operand)
            return lambda values: unary(operand(values))
        case ast.BoolOp():
            pieces, join = [_translate(piece) for piece in node.values], all if _is_and(node) else any
            return lambda values: join(piece(values) for piece in pieces)
        case ast.Compare():
            return _comparison(node)
        case ast.IfExp():
            test, body, other = _translate(node.test), _translate(node.body), _translate(node.orelse)
            return lambda values: body(values) if test(values) else other(values)
        case ast.Tuple():
            items = [_translate(item) for item in node.elts]
            return lambda values: tuple(item(values) for item in items)
        case ast.GeneratorExp(generators=[ast.comprehension(ifs=[], is_async=0) as loop]):
            return _loop(node.elt, loop)
        case ast.Call(func=ast.Name(id=name), keywords=[]) if name in _FUNCTIONS:
            function, arguments = _FUNCTIONS[name], [_translate(argument) for argument in node.args]
            return lambda values: function(*[argument(values) for argument in arguments])
    raise SyntaxError(f"not in the formula language: {ast.unparse(node)}")


def _is_and(node: ast.BoolOp) -> bool:
    return isinstance(node.op, ast.And)


def _comparison(node: ast.Compare) -> _Evaluate:
    """Translate "a < b <= c"."""
    if not all(type(compare) in _OPERATORS for compare in node.ops):
        raise SyntaxError(f"not in the formula language: {ast.unparse(node)}")
    sides = [_translate(side) for side in (node.left, *node.comparators)]
    compares = [_OPERATORS[type(compare)] for compare in node.ops]

    def evaluate(values: Mapping[str, Any]) -> bool:
        known = [side(values) for side in sides]
        return all(compare(known[place], known[place + 1]) for place, compare in enumerate(compares))

    return evaluate


def _loop(element: ast.expr, loop: ast.comprehension) -> _Evaluate:
    """Translate `element for name in items` or `element for a, b in items`."""
    each, items = _translate(element), _translate(loop.iter)
    targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    if isinstance(loop.target, ast.Tuple):
        return lambda values: [
            each({**values, **dict(zip(names, item, strict=True))}) for item in items(values)
        ]
    return lambda values: [each({**values, names[0]: item}) for item in items(values)]


class Template:
    """A sentence with formulas in braces: "the bore of {bore} mm"."""

    def __init__(self, text: str) -> None:
        """Take the sentence apart.

        Raises:
            SyntaxError: What stands between braces is no formula.
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
    return f"{round(float(value), 4):.12g}"
