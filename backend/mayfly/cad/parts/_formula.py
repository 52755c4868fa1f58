"""Arithmetic on a part's parameters: a small language of its own, so that no formula is ever `eval`-ed."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
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
        self.names = frozenset(loaded - bound - _CONSTANTS.keys() - _FUNCTIONS.keys())

    def __repr__(self) -> str:
        """Show the text."""
        return f"Formula({self.text!r})"

    def __call__(self, values: Mapping[str, Any]) -> Any:
        """Work the expression out.

        Raises:
            SyntaxError: The expression uses something that the small language lacks.
            ArithmeticError: A division by zero and the like.
            ValueError: A function outside its domain.
        """
        return _evaluate(self._tree, values)


def _evaluate(node: ast.AST, values: Mapping[str, Any]) -> Any:
    """Work out one node; what is not listed here does not exist in the language."""
    match node:
        case ast.Constant(value=int() | float() | str()):
            return node.value
        case ast.Name():
            return values[node.id] if node.id in values else _CONSTANTS[node.id]
        case ast.BinOp():
            return _OPERATORS[type(node.op)](_evaluate(node.left, values), _evaluate(node.right, values))
        case ast.UnaryOp():
            return _OPERATORS[type(node.op)](_evaluate(node.operand, values))
        case ast.BoolOp(op=ast.And()):
            return all(_evaluate(part, values) for part in node.values)
        case ast.BoolOp():
            return any(_evaluate(part, values) for part in node.values)
        case ast.Compare():
            sides = [_evaluate(side, values) for side in (node.left, *node.comparators)]
            return all(
                _OPERATORS[type(compare)](sides[place], sides[place + 1])
                for place, compare in enumerate(node.ops)
            )
        case ast.IfExp():
            return _evaluate(node.body if _evaluate(node.test, values) else node.orelse, values)
        case ast.Tuple():
            return tuple(_evaluate(part, values) for part in node.elts)
        case ast.GeneratorExp(generators=[ast.comprehension(ifs=[], is_async=0) as loop]):
            return list(_each(node.elt, loop, values))
        case ast.Call(func=ast.Name(id=name), keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*(_evaluate(argument, values) for argument in node.args))
    raise SyntaxError(f"not in the formula language: {ast.unparse(node)}")


def _each(element: ast.expr, loop: ast.comprehension, values: Mapping[str, Any]) -> Iterator[Any]:
    """Go through `element for name in items` or `element for a, b in items`."""
    for item in _evaluate(loop.iter, values):
        if isinstance(loop.target, ast.Tuple):
            names = [target.id for target in loop.target.elts if isinstance(target, ast.Name)]
            bound = dict(zip(names, item, strict=True))
        else:
            bound = {loop.target.id: item} if isinstance(loop.target, ast.Name) else {}
        yield _evaluate(element, {**values, **bound})


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
