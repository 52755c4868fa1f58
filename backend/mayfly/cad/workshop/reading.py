"""What a child read in a script before it ran, checked and turned into values and errors by the server."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mayfly.cad import failures
from mayfly.cad.script_imports import Import, import_refusal
from mayfly.cad.script_values import shown
from mayfly.contracts import ScriptValue
from mayfly.errors import BuildError, InvalidParameter, KernelCrash, MayflyError

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
    """Return overrides as they can be sent to a child, which knows what the script makes of them.

    Raises:
        InvalidParameter: A value is of a kind that no parameter has.
    """
    if not isinstance(parameters, Mapping):
        raise InvalidParameter(f"parameters are names with values, not {shown(parameters)}")
    for name, value in parameters.items():
        if not isinstance(name, str) or not _is_encodable(name):
            raise InvalidParameter(f"a parameter's name is text, not {shown(name)}")
        for one in value if isinstance(value, tuple | list) else (value,):
            if not _is_plain(one):
                raise InvalidParameter(
                    f"parameter {name!r} must be a number, text, true or false, or several of these, "
                    f"not {shown(one)}"
                )
    return dict(parameters)


def _is_plain(value: object) -> bool:
    """Tell whether a value can be a parameter's; numbers that JSON or Python would stumble over can't."""
    if isinstance(value, int):  # a truth value is one, too
        return -(2**63) <= value < 2**63
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, str) and _is_encodable(value)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def accept(answer: Mapping[str, Any], script: str, memory_mb: int) -> ScriptRead:
    """Return what a child read.

    Args:
        answer: What the child said before it ran anything of the script.
        script: The script as it was sent.
        memory_mb: What the child might use.

    Raises:
        ScriptError: The script is no Python, or imports what can't be used.
        InvalidParameter: An override is unknown or of the wrong type.
        BuildError: The answer makes no sense.
    """
    if answer.get("ok") is not True:
        raise _failure(failures.mapping(answer.get("error")), answer, script, memory_mb)
    changed = answer.get("script", script)
    values = failures.mapping(answer.get("parameters"))
    if not isinstance(changed, str) or not all(_is_value(value) for value in values.values()):
        raise KernelCrash("The reading of the script answered nonsense.")
    return ScriptRead(script=changed, parameters=values)


def _is_value(value: object) -> bool:
    return all(_is_plain(one) for one in (value if isinstance(value, list) else (value,)))


def _failure(
    error: Mapping[str, Any], answer: Mapping[str, Any], script: str, memory_mb: int
) -> BuildError | MayflyError:
    if error.get("kind") == "parameter":
        return InvalidParameter(failures.safe_text(error.get("message")))
    module, names, line = error.get("module"), error.get("names"), error.get("line")
    if error.get("kind") == "import" and isinstance(module, str) and isinstance(names, list):
        whole = line if isinstance(line, int) else 0
        texts = tuple(name for name in names[:_MOST_NAMES] if isinstance(name, str))
        return import_refusal(Import(module, texts, whole), script)
    return failures.script_failure(answer, memory_mb)
