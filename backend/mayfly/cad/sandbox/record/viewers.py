"""Stand-ins for viewers that scripts import: there is no display here, but scripts end with their ``show``.

What is passed to a viewer's ``show`` or ``show_object`` is noted. Everything else in a
viewer exists, can be called, and does nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Final

from mayfly.cad.messages.notes import VIEWERS
from mayfly.cad.sandbox.record.bodies import MODELS, objects_of
from mayfly.cad.sandbox.record.show_functions import ShowFunctions, as_shown
from mayfly.cad.sandbox.record.shown import Shown

_KERNELS_OWN: Final = "cadquery.vis"

_LOOKS: Final = frozenset({"color", "colour", "alpha", "rgba"})  # the rest is for the viewer's window
_MADE: Final[list[str]] = []
# Bound by `from viewer import *`; anything else is found when it is asked for by name.
_STAR_NAMES: Final = (
    "Animation AnimationTrack Camera Collapse ColorMap Edges Faces ImageFace Part PartGroup Render UI UiTab "
    "Vertices auto_show close_viewer close_viewers debug get_default get_defaults get_viewer open_viewer "
    "push_object remove_object reset_defaults reset_show save_screenshot select_edge select_edges "
    "select_face select_faces select_vertex select_vertices set_colormap set_default_viewer set_defaults "
    "set_port set_sidecar set_viewer_config show show_all show_clear show_object show_objects status ui "
    "workspace_config"
)


@dataclass(slots=True)
class Viewed:
    """What one call passed to a viewer.

    Attributes:
        viewer: The viewer's name.
        objects: What it was given.
        adds: It adds to what is in the viewer; else it takes its place.
    """

    viewer: str
    objects: list[Shown]
    adds: bool


@dataclass(slots=True)
class Views:
    """What a script passed to viewers, in order."""

    shows: ShowFunctions
    calls: list[Viewed] = field(default_factory=list)

    def show(self, viewer: str, *objects: Any, **options: Any) -> None:
        """Note what ``show`` was given, with the names, colours and transparencies that belong to it."""
        columns = [_column(options.get(key)) for key in ("names", "colors", "alphas")]
        one_for_all = (None, options.get("color"), options.get("alpha"))  # as cadquery.vis has it
        shown: list[Shown] = []
        for number, obj in enumerate(objects):
            name, color, alpha = (
                column[number] if number < len(column) and column[number] is not None else other
                for column, other in zip(columns, one_for_all, strict=True)
            )
            shown += _shown(obj, name, {"color": color, "alpha": alpha})
        self.calls.append(Viewed(viewer, shown, adds=False))

    def show_object(self, viewer: str, *objects: Any, **options: Any) -> None:
        """Note what ``show_object`` was given: objects, then a name or options, as the viewers have it."""
        name, more = options.pop("name", None), dict(options.pop("options", None) or {})
        shown: list[Shown] = []
        models = []
        for position, value in enumerate(objects):
            if position and isinstance(value, str):
                name = value
            elif position and isinstance(value, Mapping):
                more.update(value)
            else:
                models.append(value)
        for value in models:
            looks = {key: given for key, given in {**more, **options}.items() if key in _LOOKS}
            shown += _shown(value, name, looks)
        self.calls.append(Viewed(viewer, shown, adds=True))


def _column(values: Any) -> Sequence[Any]:
    """Return one value for each object, as far as there are any."""
    return values if isinstance(values, list | tuple) else [values]


def _shown(value: Any, name: Any, options: Mapping[str, Any]) -> list[Shown]:
    """Return what is to be seen of a value that a viewer was given."""
    if isinstance(value, Nothing):
        return [shown for held in value.held for shown in _shown(held, None, options)]
    if isinstance(value, MODELS):
        return as_shown(value, name, options)
    if isinstance(value, list | tuple | set):
        return [shown for item in value for shown in _shown(item, name, options)]
    return [
        Shown(found.obj, found.key or name, options.get("color"), options.get("alpha"))
        for found in objects_of(value)
    ]


class Nothing:
    """Anything else in a viewer: it can be called, looked into and iterated over, and does nothing.

    Attributes:
        held: The objects that it was made of, as a viewer's own kinds of part are.
    """

    def __init__(self, *held: Any) -> None:
        """Hold what it is made of."""
        self.held = held

    def __call__(self, *args: Any, **_: Any) -> Nothing:
        """Return a stand-in that holds the objects among the arguments."""
        kinds = (*MODELS, Nothing, list, tuple, dict)
        return Nothing(*(value for value in args if isinstance(value, kinds)))

    def __getattr__(self, name: str) -> Nothing:
        """Return a stand-in for any attribute, except those by which Python asks for abilities."""
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()

    def __iter__(self) -> Iterator[Any]:
        """Return an empty iterator."""
        return iter(())

    def __enter__(self) -> Nothing:
        """Enter a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the ``with``."""


class _StandIn(ModuleType):
    """A viewer's module, or one within it."""

    def __init__(self, name: str, views: Views) -> None:
        """Set the functions that show, under each viewer's names for them."""
        super().__init__(name, "A viewer without a window.")
        viewer = name if name == _KERNELS_OWN else name.partition(".")[0]

        def show(*objects: Any, **options: Any) -> Nothing:
            views.show(viewer, *objects, **options)
            return Nothing()

        def show_object(*objects: Any, **options: Any) -> Nothing:
            views.show_object(viewer, *objects, **options)
            return Nothing()

        # cadquery.vis has one function under both names
        vars(self).update(
            __path__=[],
            __all__=_STAR_NAMES.split(),
            show=show,
            show_object=show if name == _KERNELS_OWN else show_object,
            push_object=show_object,
            debug=views.shows.debug,
            display=views.shows.display,
            style=lambda obj, *_, **__: obj,
        )

    def __getattr__(self, name: str) -> Any:
        """Return a stand-in for any other attribute."""
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()


class _Finder(MetaPathFinder, Loader):
    """Finds the stand-ins, whatever is imported from a viewer."""

    def __init__(self, views: Views) -> None:
        self._views = views

    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:
        """Return a spec for a viewer's name, None for any other."""
        ours = fullname == _KERNELS_OWN or fullname.partition(".")[0] in VIEWERS
        return ModuleSpec(fullname, self, is_package=True) if ours else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Make the stand-in."""
        _MADE.append(spec.name)
        return _StandIn(spec.name, self._views)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: the stand-in is complete."""


def install(views: Views) -> None:
    """Make a script's imports of viewers find the stand-ins, instead of those of an earlier script."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Finder)]
    for name in [_KERNELS_OWN, *_MADE]:
        sys.modules.pop(name, None)
    _MADE.clear()
    sys.meta_path.insert(0, _Finder(views))
