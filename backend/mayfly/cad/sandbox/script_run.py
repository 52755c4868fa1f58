"""Running a script, and finding the objects that it means as its model."""

from __future__ import annotations

import ast
import io
import itertools
import random
import sys
from dataclasses import dataclass, field
from types import CodeType, ModuleType
from typing import Any

import cadquery as cq
import numpy as np

from mayfly.cad.notes import note
from mayfly.cad.sandbox.stepfile import NothingToWrite, Shown

_ASSEMBLY: Any = cq.assembly
_MODELS = (cq.Workplane, cq.Shape, cq.Assembly, cq.Sketch)
SCRIPT_NAME = "script.py"


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
        """Say that it can be written to."""
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
        """Stay as it is: it takes any character."""

    def text(self) -> str:
        """Give what was kept, and say how much was not."""
        tail = f"\n[{self._dropped} more characters]" if self._dropped else ""
        return "".join(self._parts) + tail


@dataclass
class _Stage:
    """What a script sees of CQGI: the three functions, and what was shown through them."""

    shown: list[Shown] = field(default_factory=list)
    looked_at: list[Shown] = field(default_factory=list)

    def show_object(self, obj: Any, options: dict[str, Any] | None = None, **kwargs: Any) -> None:
        """Take an object into the model."""
        merged = {**(options or {}), **kwargs}
        self.shown.append(Shown(obj, merged.get("name"), merged.get("color"), merged.get("alpha")))

    def debug(self, obj: Any, *_: Any, **__: Any) -> None:
        """Accept an object that is for looking at only; it is not part of the model."""

    def show(self, *objects: Any, **_: Any) -> None:
        """Stand in for ``cadquery.vis.show``, which would open a window."""
        self.looked_at += [Shown(one) for one in objects if isinstance(one, _MODELS)]

    def describe_parameter(self, *_: Any, **__: Any) -> None:
        """Accept a description; it was read from the source before."""


def run_script(source: str, tree: ast.Module | None = None) -> tuple[list[Shown], list[dict[str, Any]]]:
    """Run a script as CQGI does and give what it shows, with notes for the reader.

    Args:
        source: The script.
        tree: The same as parsed, where it is.
    """
    random.seed(0)
    np.random.seed(0)
    _ASSEMBLY.uuid = itertools.count(1).__next__  # nameless parts get the same names each time
    stage = _Stage()
    sys.modules["cadquery.vis"] = _viewer(stage)
    scope: dict[str, Any] = {
        "__name__": "__cqgi__",
        "__builtins__": __builtins__,
        "cq": cq,
        "cadquery": cq,
        "show_object": stage.show_object,
        "debug": stage.debug,
        "describe_parameter": stage.describe_parameter,
    }
    before = set(scope)
    code = compile(source if tree is None else tree, SCRIPT_NAME, "exec", dont_inherit=True)
    try:
        exec(code, scope)  # noqa: S102 (the purpose of this process; the jail is around it)
    except SystemExit as end:
        if end.code not in (None, 0):  # sys.exit(), as a script may end with
            raise
    if stage.shown:
        return stage.shown, []
    if stage.looked_at:
        return stage.looked_at, [note("took_viewer")]
    return _unshown(scope, before, code)


def _viewer(stage: _Stage) -> ModuleType:
    """Make a stand-in for ``cadquery.vis``: there is no display here, but scripts end with its ``show``."""
    viewer = ModuleType("cadquery.vis", "A viewer without a window.")
    vars(viewer).update(show=stage.show, show_object=stage.show, style=lambda obj, *_, **__: obj)
    return viewer


def _unshown(
    scope: dict[str, Any], before: set[str], code: CodeType
) -> tuple[list[Shown], list[dict[str, Any]]]:
    """Take ``result``, or else the last CadQuery object that the script assigned."""
    if isinstance(scope.get("result"), _MODELS):
        return [Shown(scope["result"])], [note("took_result")]
    names = [name for name, value in scope.items() if name not in before and isinstance(value, _MODELS)]
    if not names:
        guarded = " (`__name__` is `__cqgi__` here, not `__main__`)" if "__main__" in code.co_consts else ""
        raise NothingToWrite(f"the script shows nothing: end it with show_object(result){guarded}")
    return [Shown(scope[names[-1]])], [note("took_last", name=names[-1])]
