"""Runs a script, and finds the objects that are its model."""

from __future__ import annotations

import ast
import io
import itertools
import random
from types import CodeType, ModuleType, TracebackType
from typing import Any, Final

import cadquery as cq
import numpy as np

from mayfly.cad.protocol import SCRIPT_FILE
from mayfly.cad.sandbox.record import exports, lineage, steps, viewers
from mayfly.cad.sandbox.record.bindings import Bindings, compile_watched
from mayfly.cad.sandbox.record.bodies import MODELS
from mayfly.cad.sandbox.record.show_functions import ShowFunctions
from mayfly.cad.sandbox.script.choice import Choice, RunRecord, choose
from mayfly.cad.sandbox.script.module import name_for, new_module, shows_its_model
from mayfly.cad.sandbox.script.step_output import with_variables

_ASSEMBLY: Any = cq.assembly
_WRAPPERS: Final = (lineage.__file__, exports.__file__)


class _Bytes(io.RawIOBase):
    """The bytes under a text stream, as ``sys.stdout.buffer`` gives them."""

    def __init__(self, text: BoundedText) -> None:
        self._text = text

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        content = bytes(data)
        self._text.write(content.decode("utf-8", "replace"))
        return len(content)


class BoundedText(io.TextIOBase):
    """A text stream that keeps its first part and counts the rest."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, limit: int) -> None:
        """Keep at most ``limit`` characters."""
        self.buffer = _Bytes(self)
        self._parts: list[str] = []
        self._left = limit
        self._dropped = 0

    def writable(self) -> bool:
        """Return True: it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Keep what fits."""
        kept = text[: self._left]
        if kept:
            self._parts.append(kept)
            self._left -= len(kept)
        self._dropped += len(text) - len(kept)
        return len(text)

    def reconfigure(self, **_: Any) -> None:
        """Ignore new settings: it takes any character."""

    def text(self) -> str:
        """Return what was kept, and how much was not."""
        tail = f"\n[{self._dropped} more characters]" if self._dropped else ""
        return "".join(self._parts) + tail


def run_script(
    source: str, tree: ast.Module | None = None, *, trusted: bool = False, explicit: bool = False
) -> Choice:
    """Run a script as CQ-editor does and return what it shows, with notes for the reader.

    Args:
        source: The script.
        tree: The same, parsed, if it is.
        trusted: It is Mayfly's own, and shows its model itself.
        explicit: The script itself must say which object is its model.

    Raises:
        NothingShown: It made nothing that could be the model.
        ModelUnclear: It is not clear which object is the model.
    """
    random.seed(0)
    np.random.seed(0)
    _ASSEMBLY.uuid = itertools.count(1).__next__  # nameless parts get the same names each time
    shows = ShowFunctions()
    views = viewers.Views(shows)
    saved = exports.Exports(SCRIPT_FILE)
    bindings, links = Bindings(*MODELS), lineage.Lineage()
    provided = {"__builtins__": __builtins__, "cq": cq, "cadquery": cq, **shows.by_name()}
    tree = ast.parse(source, SCRIPT_FILE) if tree is None else tree
    name = name_for(source, tree)
    if not trusted:
        viewers.install(views)
    if trusted or shows_its_model(source, tree):  # what it does besides makes no difference
        code = compile(source, SCRIPT_FILE, "exec", dont_inherit=True)
    else:
        code = compile_watched(source, tree, SCRIPT_FILE, bindings)
        lineage.remember(links)
        exports.watch(saved)
    module = new_module(name, SCRIPT_FILE, provided)
    _execute(code, module)
    own = {
        key: value
        for key, value in vars(module).items()
        if value is not provided.get(key) and not (key.startswith("__") and key.endswith("__"))
    }
    record = RunRecord(
        module=name,
        namespace=own,
        shows=shows,
        views=views.calls,
        saved=saved.saved,
        bindings=bindings,
        lineage=links,
        explicit=explicit,
    )
    shown, notes = choose(record)
    return with_variables(shown, own), notes


def _execute(code: CodeType, module: ModuleType) -> None:
    """Execute a script in its module; what is recorded meanwhile ends with it."""
    steps.begin(vars(module))
    try:
        exec(code, vars(module))  # noqa: S102 (the purpose of this process; the jail is around it)
    except SystemExit as end:
        if end.code not in (None, 0):  # sys.exit(), as a script may end with
            raise
    except BaseException as error:
        error.__traceback__ = _without_wrappers(error.__traceback__)
        raise
    finally:
        lineage.remember(None)
        exports.watch(None)


def _without_wrappers(trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback without the steps through our wrappers around CadQuery."""
    kept: list[TracebackType] = []
    while trace is not None:
        if trace.tb_frame.f_code.co_filename not in _WRAPPERS:
            kept.append(trace)
        trace = trace.tb_next
    for step, after in itertools.zip_longest(kept, kept[1:]):
        step.tb_next = after
    return kept[0] if kept else None
