"""Finds imports of a script that will not work here, before it runs, with what to do instead.

The jail is the boundary, not this. What is installed besides CadQuery may be imported, and the
standard library except for what the jail takes away.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath

from mayfly.cad.messages.notes import VIEWERS
from mayfly.cad.script_text import line_at
from mayfly.errors import ScriptError

_ALONE = (
    "A script runs alone and in one thread: it can't start programs, processes or threads. Do the work in a "
    "plain loop; if a program's output is needed, hand the file in with the script (mayfly run SCRIPT --with "
    "FILE; files= in Python and over HTTP)."
)
_NO_NETWORK = (
    "There is no network here. Hand the file in with the script (mayfly run SCRIPT --with FILE; files= in "
    "Python and over HTTP) and open it by its name."
)
_NO_SCREEN = (
    "There is no screen, and no user to ask: leave it out. What is passed to show_object is shown, and a "
    "number at the top of the script is a parameter that can be set from outside."
)
_NO_DATABASE = (
    "There is no database here. Hand the data in with the script as a CSV or JSON file (mayfly run SCRIPT "
    "--with FILE; files= in Python and over HTTP)."
)


def _advised(*groups: tuple[str, str]) -> dict[str, str]:
    """Return each module's advice, from groups of modules with the same."""
    return {module: advice for modules, advice in groups for module in modules.split()}


# What the jail takes away, installed or not.
_UNUSABLE = _advised(
    ("subprocess multiprocessing threading _thread concurrent.futures asyncio pty", _ALONE),
    ("joblib dask ray pexpect sh", _ALONE),
    ("socket _socket socketserver ssl urllib.request http.client http.server ftplib smtplib", _NO_NETWORK),
    ("poplib imaplib nntplib telnetlib xmlrpc webbrowser", _NO_NETWORK),
    ("requests urllib3 httpx aiohttp websocket websockets paramiko", _NO_NETWORK),
    ("tkinter turtle curses readline getpass winsound msvcrt winreg", _NO_SCREEN),
    ("PyQt4 PyQt5 PyQt6 PySide2 PySide6 qtpy wx pygame pyglet", _NO_SCREEN),
    ("sqlite3 dbm", _NO_DATABASE),
)

_DRAW_IT = "{module} is not installed here. Draw the part with CadQuery itself, or take {part}."
_CADQUERY_ONLY = (
    "Scripts here are CadQuery, and {module} is another library: write the part with cq.Workplane(), for "
    "instance cq.Workplane().box(10, 20, 30)."
)
_PYTHONOCC = (
    "{module} belongs to pythonocc; the same kernel is called OCP here: from OCP.gp import gp_Pnt instead of "
    "from OCC.Core.gp import gp_Pnt."
)
_VIEWER = "No viewer is needed: leave it out. show_object is there without an import, and takes the model."
# What people's scripts use; where one is installed, it may be imported.
_LIBRARIES = _advised(
    ("build123d solid solid2 openpyscad bpy", _CADQUERY_ONLY),
    ("FreeCAD FreeCADGui Part PartDesign Sketcher Draft Mesh Import", _CADQUERY_ONLY),
    ("OCC pythonocc", _PYTHONOCC),
    ("ocp_tessellate cq_jupyter cq_editor cq_viewer pyvista vedo", _VIEWER),
)
_PLUGINS = re.compile(r"(cq|cadquery)\w*|bd_\w*")
_ABSENT = (
    "{module} is not installed here; CadQuery, NumPy and Python's standard library are. If it is a module of "
    "your own, hand it in with the script: mayfly run SCRIPT --with {file} (files= in Python and over HTTP)."
)
_RELATIVE = (
    "A script is not a package. Hand the other module in with it (mayfly run SCRIPT --with {file}; files= in "
    "Python and over HTTP) and write: import {module}."
)
_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class Import:
    """One import of a script.

    Attributes:
        module: The module as it is written, dots and all ("." for ``from . import x``).
        names: What is taken from it.
        line: Line of the statement, counted from 1.
        alias: Another name that the module itself is given.
    """

    module: str
    names: tuple[str, ...]
    line: int
    alias: str = ""


def unusable_import(tree: ast.Module, files: Collection[str] = ()) -> Import | None:
    """Find the first import that can't work here; None where all can, or the script handles the failure.

    An import within ``try`` with an ``except ImportError``, within ``suppress(ImportError)`` or
    under ``if TYPE_CHECKING`` is left to the script.

    Args:
        tree: The script as parsed.
        files: Names of the files handed in with it; a module may be among them.
    """
    own = {PurePath(name).stem for name in files if name.endswith(".py")}
    refused = [found for found in _imports(tree) if not _usable(found, own)]
    first = min(refused, key=lambda found: found.line, default=None)
    return first and _with_uses(first, tree)


def import_refusal(found: Import, source: str) -> ScriptError:
    """Return the error for an import that will not work, with what to do instead."""
    shown = f"{found.module}.{found.names[0]}" if _named(found) else found.module
    return ScriptError(
        "ImportNotAllowed",
        f"the module {shown!r} can't be used here",
        found.line,
        line_at(source, found.line),
        _advice(found),
    )


def _imports(tree: ast.Module) -> Iterator[Import]:
    """Find the imports whose failure is not handled, at any depth; only statements hold any."""
    waiting: list[ast.AST] = [*tree.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, (), node.lineno, alias.asname or "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            yield Import("." * node.level + (node.module or ""), names, node.lineno)
        else:
            handled = _handles_failure(node)
            for block in ("body", "handlers", "orelse", "finalbody", "cases"):
                inner = getattr(node, block, None)
                if isinstance(inner, list) and not (handled and block == "body"):
                    waiting += inner


def _with_uses(found: Import, tree: ast.Module) -> Import:
    """Add what a script takes from a module that it imports as a whole: ``cq_gears.SpurGear``."""
    if found.names:
        return found
    called = found.alias or found.module
    uses = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    names = (node.attr for node in uses if _dotted(node.value) == called)
    return replace(found, names=tuple(islice(names, _MOST_NAMES)))


def _dotted(node: ast.expr) -> str:
    """Return a dotted name as it is written; of a longer chain than a module's name has, anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < _MOST_NAMES:
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id if isinstance(node, ast.Name) else "", *reversed(parts)])


def _handles_failure(node: ast.AST) -> bool:
    """Return whether a statement's body may fail to import, or is not carried out."""
    if isinstance(node, ast.Try | ast.TryStar):
        return any(_catches(handler.type) for handler in node.handlers)
    if isinstance(node, ast.With):
        calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        suppressed = [kind for call in calls if _last_name(call.func) == "suppress" for kind in call.args]
        return any(_catches(kind) for kind in suppressed)
    return isinstance(node, ast.If) and _last_name(node.test) == "TYPE_CHECKING"


def _catches(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(one is None or _last_name(one) in _IMPORT_ERRORS for one in kinds)


def _last_name(node: ast.expr) -> str:
    """Return the last part of a dotted name: ``TYPE_CHECKING`` of ``typing.TYPE_CHECKING``."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _usable(found: Import, own: Collection[str]) -> bool:
    top = found.module.partition(".")[0]
    if top in own:
        return True
    if not top or _unusable(found):
        return False
    return top in sys.stdlib_module_names or top in VIEWERS or _is_installed(top)


def _unusable(found: Import) -> str | None:
    """Return what to do instead of a module that the jail makes useless, or of a part of one."""
    parts = found.module.split(".")
    heads = [".".join(parts[: length + 1]) for length in range(len(parts))]
    wholes = [*heads, *(f"{found.module}.{name}" for name in found.names)]
    return next((_UNUSABLE[whole] for whole in wholes if whole in _UNUSABLE), None)


def _named(found: Import) -> bool:
    """Return whether only a name taken from a module is unusable, as in ``from urllib import request``."""
    return bool(found.names) and f"{found.module}.{found.names[0]}" in _UNUSABLE


def _is_installed(name: str) -> bool:
    if name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, OSError):
        return False


def _advice(found: Import) -> str:
    unusable = _unusable(found)
    if unusable:
        return unusable
    top = found.module.partition(".")[0]
    if not top:
        module = found.module.lstrip(".").partition(".")[0] or next(iter(found.names), "module")
        return _RELATIVE.format(module=module, file=f"{module}.py")
    advice = _LIBRARIES.get(top) or (_DRAW_IT if _PLUGINS.fullmatch(top) else _ABSENT)
    return advice.format(module=top, file=f"{top}.py", part=_catalogue_part(found))


def _catalogue_part(found: Import) -> str:
    """Name the part of the catalogue that is called like what the script imports, if there is one.

    The noun stands last in a name: a SocketHeadCapScrew is a screw, not a cap.
    """
    from mayfly.cad.parts import catalogue  # a child never needs it

    for name in found.names[:_MOST_NAMES]:
        words = " " + " ".join(re.findall("[A-Z]?[a-z0-9]+|[A-Z]+", name)).lower()
        fitting = [
            (len(word), part.name)
            for part in catalogue().values()
            for word in part.names
            if words.endswith(f" {word.lower()}")
        ]
        if fitting:
            part = max(fitting)[1]
            return f"{part} from the catalogue (mayfly parts {part})"
    return "a part from the catalogue (mayfly parts)"
