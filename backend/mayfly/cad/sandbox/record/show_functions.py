"""The functions that a script may call without importing them, and what it showed by them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mayfly.cad.sandbox.record.bodies import objects_of
from mayfly.cad.sandbox.record.shown import Shown

_DARKEST, _BRIGHTEST = 10, 100


@dataclass(slots=True)
class ShowFunctions:
    """The functions of CQ-editor and CQGI that a script may call without importing them.

    Attributes:
        shown: What was passed to ``show_object``, in order.
        debugged: What was passed to ``debug``.
        displayed: What was passed to a notebook's ``display``.
    """

    shown: list[Shown] = field(default_factory=list)
    debugged: list[Any] = field(default_factory=list)
    displayed: list[Shown] = field(default_factory=list)
    _colors: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 (colours)

    def by_name(self) -> dict[str, Any]:
        """Return the functions by their names."""
        return {
            "show_object": self.show_object,
            "debug": self.debug,
            "display": self.display,
            "log": self.log,
            "rand_color": self.rand_color,
            "describe_parameter": self.describe_parameter,
        }

    def show_object(self, obj: Any, name: Any = None, options: Any = None, **kwargs: Any) -> None:
        """Take an object into the model, as CQ-editor's function of this name does.

        Args:
            obj: A Workplane, Shape or Assembly, a list of these, or a dictionary of them by name.
            name: What it is called in the file; CQGI has the options in this place.
            options: ``color``, ``alpha``, ``rgba``.
            **kwargs: The same.
        """
        if isinstance(name, Mapping):
            name, options = None, {**name, **(options or {})}
        self.shown += as_shown(obj, name, {**(options or {}), **kwargs})

    def debug(self, obj: Any, *_: Any, **__: Any) -> None:
        """Note an object that is only to be looked at; it is not a part of the model."""
        self.debugged.append(obj)

    def display(self, *objects: Any, **_: Any) -> None:
        """Note objects that a notebook would show."""
        self.displayed += [shown for obj in objects for shown in as_shown(obj, None, {})]

    def log(self, *words: Any, **_: Any) -> None:
        """Print, which CQ-editor does into its log."""
        print(*words)  # noqa: T201 (it is captured)

    def rand_color(self, alpha: float = 0.0, cfloat: bool = False) -> Any:
        """Return a colour that is the same in each run, as options of ``show_object``.

        Args:
            alpha: Opacity; 0, which is CQ-editor's default, is opaque like 1.
            cfloat: Return four numbers up to 1 instead.
        """
        red, green, blue = (self._colors.randrange(_DARKEST, _BRIGHTEST) for _ in range(3))
        if cfloat:
            return red / 255, green / 255, blue / 255, alpha
        return {"alpha": alpha, "color": (red, green, blue)}

    def describe_parameter(self, *_: Any, **__: Any) -> None:
        """Ignore a description; it was read from the source before."""


def as_shown(obj: Any, name: Any, options: Mapping[str, Any]) -> list[Shown]:
    """Return an object as it is shown, the objects of a dictionary each by its own name."""
    name = options.get("name") if name is None else name
    color, alpha = options.get("color"), options.get("alpha")
    rest = {key: value for key, value in options.items() if key not in ("name", "color", "alpha")}
    if isinstance(obj, Mapping):
        return [Shown(found.obj, found.key, color, alpha, rest) for found in objects_of(obj)]
    return [Shown(obj, None if name is None else str(name), color, alpha, rest)]
