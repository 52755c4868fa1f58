"""What a child read in a script before it ran: checked, and turned into values or an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mayfly.cad.script_imports import Import, import_refusal
from mayfly.cad.script_text import line_at, lines_of
from mayfly.cad.script_values import checked_name, plain_value, shown
from mayfly.cad.workshop import failures
from mayfly.contracts import ScriptValue
from mayfly.errors import InvalidParameter, KernelCrash, MayflyError, ScriptError

_MOST_NAMES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptRead:
    """A script as it will run.

    Attributes:
        script: Its text with the new values of its parameters.
        parameters: Those values, in the parameters' types.
    """

    script: str
    parameters: Mapping[str, ScriptValue]


def sendable(parameters: Mapping[str, ScriptValue]) -> dict[str, ScriptValue]:
    """Return overrides in a form that can be sent to a child, which checks them against the script.

    Raises:
        InvalidParameter: A value is of a kind that no parameter has.
    """
    if not isinstance(parameters, Mapping):
        raise InvalidParameter(f"parameters are names with values, not {shown(parameters)}")
    return {checked_name(name): plain_value(name, value) for name, value in parameters.items()}


def accept(answer: Mapping[str, Any], script: str, memory_mb: int) -> ScriptRead:
    """Return what a child read, or raise the error that it found.

    Args:
        answer: What the child said before it ran anything of the script.
        script: The script as it was sent.
        memory_mb: What the child might use.

    Raises:
        ScriptError: The script is not Python, or imports what can't be used.
        InvalidParameter: An override is unknown or of the wrong type.
        BuildError: The answer makes no sense.
    """
    if answer.get("ok") is not True:
        raise _failure(failures.mapping(answer.get("error")), script, memory_mb)
    changed = answer.get("script", script)
    values = failures.mapping(answer.get("parameters"))
    if not isinstance(changed, str) or not all(_is_value(value) for value in values.values()):
        raise KernelCrash("The reading of the script sent an invalid answer.")
    return ScriptRead(script=changed, parameters=values)


def _is_value(value: object) -> bool:
    kinds = bool | int | float | str
    return all(isinstance(one, kinds) for one in (value if isinstance(value, list) else (value,)))


def _failure(error: Mapping[str, Any], script: str, memory_mb: int) -> MayflyError:
    """Return the error that a child found before it ran anything of the script."""
    number = error.get("line")
    line = number if isinstance(number, int) and 0 < number <= len(lines_of(script)) else None
    message = failures.safe_text(error.get("message"))
    match error.get("kind"):
        case "memory":
            return failures.out_of_memory(memory_mb)
        case "parameter":
            return InvalidParameter(message)
        case "import":
            module, rows = failures.safe_text(error.get("module")), error.get("names")
            taken = rows[:_MOST_NAMES] if isinstance(rows, list) else []
            names = tuple(failures.safe_text(name) for name in taken)
            return import_refusal(Import(module, names, line or 1), script)
        case "script":
            kind, hint = failures.safe_text(error.get("type")), failures.safe_text(error.get("hint"))
            return ScriptError(kind or "Error", message, line, line_at(script, line), hint)
    return KernelCrash("The reading of the script sent an invalid answer.")
