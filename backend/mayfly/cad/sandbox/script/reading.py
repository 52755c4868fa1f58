"""Reads a script in its child before any of it runs, so that the server does not parse what users send."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from mayfly.cad.script import check_overrides, parse, read_script, with_parameters
from mayfly.cad.script_imports import unusable_import
from mayfly.errors import InvalidParameter, ScriptError


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a script.

    Attributes:
        answer: The answer to the server, sent before the script can send anything itself.
        source: The script with its parameters' new values.
        tree: The same, parsed; None where it is not to be run.
    """

    answer: dict[str, Any]
    source: str = ""
    tree: ast.Module | None = None


def read(job: dict[str, Any]) -> Reading:
    """Read a job's script; check that it is Python, and check its imports and the overrides."""
    source: str = job["script"]
    try:
        tree = parse(source)
        refused = None if job["trusted"] else unusable_import(tree, job["files"])
        if refused is not None:
            found = {"module": refused.module, "names": list(refused.names), "line": refused.line}
            return _failed({"kind": "import", **found})
        values = {}
        if job["parameters"]:
            script = read_script(source, tree=tree, described=False)
            values = check_overrides(script, job["parameters"])
            source = with_parameters(script, values)
            tree = parse(source)
    except ScriptError as error:
        account = {"type": error.error_type, "message": error.message, "hint": error.hint}
        return _failed({"kind": "script", **account, "line": error.line})
    except InvalidParameter as error:
        return _failed({"kind": "parameter", "message": str(error)})
    except MemoryError:
        return _failed({"kind": "memory"})
    changed = {"script": source} if values else {}
    return Reading({"ok": True, "parameters": values, **changed}, source, tree)


def _failed(error: dict[str, Any]) -> Reading:
    return Reading({"ok": False, "error": error})
