"""The described, bounded parameters of a part: read from their lines in the script, and what they accept."""

from __future__ import annotations

import ast
import io
import math
import re
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from mayfly.cad.parts._formula import Formula, show
from mayfly.contracts import ParameterValue
from mayfly.errors import InvalidParameter

ParameterKind = Literal["length", "angle", "count", "number", "choice", "pairs"]

_KINDS: dict[str, ParameterKind] = {
    "mm": "length",
    "degrees": "angle",
    "count": "count",
    "number": "number",
    "mm x mm": "pairs",
    "choice": "choice",
}
_COMMENT = re.compile(
    r"#\s*(?P<unit>mm x mm|mm|degrees|count|number|choice)"
    r"(?:, (?P<low>-?[\d.]+) to (?P<high>-?[\d.]+))?"
    r"(?:, one of (?P<choices>[^,:]+))?"
    r"(?:, else (?P<fallback>[^:]+))?"
    r": (?P<description>[^()]+?)(?: \((?P<words>[^()]+)\))?$"
)
_MOST_PAIRS = 40
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PartParameter:
    """A top-level parameter of a part's script.

    Attributes:
        name: Its name in the script.
        default: The script's own value.
        kind: What sort of value it takes.
        unit: "mm", "°" or an empty string.
        low: Least value, None for no limit.
        high: Greatest value, None for no limit.
        description: What it is, in a few words.
        choices: The values of a choice.
        words: What people call it, apart from its name ("long", "thick").
        fallback: Formula for the value when it is left out though other sizes are given;
            None means that a planner has to ask for it.
        line: Its line in the script, counted from 1.
    """

    name: str
    default: ParameterValue
    kind: ParameterKind
    unit: str
    low: float | None
    high: float | None
    description: str
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    fallback: Formula | None = None
    line: int = 0

    @property
    def required(self) -> bool:
        """Whether it has to be asked for when other sizes are given and this one is not."""
        return self.fallback is None

    @property
    def label(self) -> str:
        """Its name as people write it: "outer diameter"."""
        return self.name.replace("_", " ")

    def to_dict(self) -> dict[str, Any]:
        """Return the parameter as plain data."""
        return {
            "name": self.name,
            "default": self.default,
            "kind": self.kind,
            "unit": self.unit,
            "low": self.low,
            "high": self.high,
            "choices": list(self.choices),
            "description": self.description,
        }

    def accept(self, value: Any) -> ParameterValue:
        """Return the value in the parameter's own type.

        Raises:
            InvalidParameter: The wrong type, not a finite number, or out of range.
        """
        if self.kind == "choice":
            text = value if isinstance(value, str) else _shown(value)
            if text in self.choices:
                return text
            raise InvalidParameter(
                f"{self.label} is {_shown(value)}, but must be one of {', '.join(self.choices)}."
            )
        if self.kind == "pairs":
            return write_pairs((self._number(a), self._number(b)) for a, b in self._split(value))
        number = self._number(value)
        if self.kind == "count":
            if number != int(number):
                raise InvalidParameter(f"{self.label} is {show(number)}, but must be a whole number.")
            return int(number)
        return number

    def say(self, value: ParameterValue) -> str:
        """Write a value with its unit: "80 mm", "20°", "6"."""
        return show(value) + {"mm": " mm"}.get(self.unit, self.unit)

    def comment(self) -> str:
        """Return the comment in a published script: unit, range, description."""
        unit = next(unit for unit, kind in _KINDS.items() if kind == self.kind)
        limits = f", {show(self.low)} to {show(self.high)}" if self.low is not None else ""
        choices = f", one of {' | '.join(self.choices)}" if self.choices else ""
        return f"# {unit}{limits}{choices}: {self.description}"

    def _number(self, value: Any) -> float:
        """Check one number and round away the noise of unit conversions (below a nanometre)."""
        try:
            number = round(float(value), 6)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if isinstance(value, bool) or not math.isfinite(number):
            raise InvalidParameter(f"{self.label} is {_shown(value)}, but must be a number.")
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        if not low <= number <= high:
            allowed = f"{show(low)} to {self.say(high)}"
            raise InvalidParameter(
                f"{self.label} is {self.say(number)}, but must lie in the range {allowed}."
            )
        return number

    def _split(self, value: Any) -> list[tuple[Any, Any]]:
        """Read pairs like "30x40, 24x60", or a sequence of two-number sequences."""
        try:
            pairs = list(read_pairs(value)) if isinstance(value, str) else [(a, b) for a, b in value]
        except (TypeError, ValueError):
            pairs = []
        if not 1 <= len(pairs) <= _MOST_PAIRS:
            raise InvalidParameter(
                f'{self.label} is {_shown(value)}, but must be 1 to {_MOST_PAIRS} pairs like "30x40, 24x60".'
            )
        return pairs


def _shown(value: Any) -> str:
    """Format a value for a message; a very long one is cut, and Python may refuse to write out a number."""
    try:
        text = repr(value)
    except ValueError:
        return "a number of thousands of digits"
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def read_pairs(text: str) -> tuple[tuple[float, float], ...]:
    """Read "30x40, 24x60" as numbers.

    Raises:
        ValueError: Not pairs of numbers.
    """
    pairs = [tuple(float(number) for number in pair.split("x")) for pair in text.split(",")]
    return tuple((first, second) for first, second in pairs)


def write_pairs(pairs: Iterable[tuple[float, float]]) -> str:
    """Write pairs of numbers as "30x40, 24x60"."""
    return ", ".join(f"{first:.12g}x{second:.12g}" for first, second in pairs)


def _read_parameter(name: str, default: ParameterValue, comment: str, line: int) -> PartParameter:
    """Read one parameter's comment.

    Raises:
        ValueError: The comment does not describe a parameter.
        InvalidParameter: The script's own value does not fit its own range.
    """
    found = _COMMENT.match(comment)
    if found is None:
        raise ValueError(f"the comment of {name} does not describe a parameter: {comment}")
    low, high = found["low"], found["high"]
    parameter = PartParameter(
        name=name,
        default=default,
        kind=_KINDS[found["unit"]],
        unit={"mm": "mm", "mm x mm": "mm", "degrees": "°"}.get(found["unit"], ""),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        description=found["description"],
        choices=tuple(choice.strip() for choice in (found["choices"] or "").split("|") if choice.strip()),
        words=tuple(word.strip() for word in (found["words"] or "").split(",") if word.strip()),
        fallback=Formula(found["fallback"]) if found["fallback"] else None,
        line=line,
    )
    parameter.accept(default)
    return parameter


def read_parameters(tree: ast.Module, source: str) -> tuple[PartParameter, ...]:
    """Read the parameters of a script: assignments of a plain value with a comment that describes it."""
    comments = {
        token.start[0]: token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    found = []
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name, described = node.targets[0].id, node.value.lineno in comments
        if described and isinstance(node.value, ast.Constant):
            if node.lineno != node.end_lineno:
                raise ValueError(f"{name} and its comment must fit on one line")
            default: Any = node.value.value
            found.append(_read_parameter(name, default, comments[node.lineno], node.lineno))
    return tuple(found)
