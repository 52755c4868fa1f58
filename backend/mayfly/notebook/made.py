"""A model as ``make`` returns it: plain data that a notebook shows as a picture with its measures."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from mayfly.errors import BuildError, MayflyError, ModelExpired

if TYPE_CHECKING:
    from mayfly.cad.workshop import Format
    from mayfly.design import Design
    from mayfly.notebook.viewer import View

PictureFormat = Literal["svg", "png", "glb", "view", "stl"]


class Made(dict[str, Any]):
    """What ``CADModelGenerator.generate_model`` returns, shown by notebooks as a picture with its measures.

    It is a dictionary, and compares, copies and becomes JSON as one. Nothing is drawn until a
    notebook shows it.
    """

    def __init__(self, model: Mapping[str, Any]) -> None:
        """Copy the data; nothing is drawn yet."""
        super().__init__(model)
        self._drawing: bytes | None = None

    def again(self, model: Mapping[str, Any]) -> Self:
        """Return another model in the same form."""
        return type(self)(model)

    @property
    def expires_at(self) -> float:
        """Epoch seconds at which the file is deleted, unless its life is extended."""
        return datetime.fromisoformat(self["expires_at"]).timestamp()

    @property
    def is_gone(self) -> bool:
        """Whether the file no longer exists."""
        if self._is_elsewhere:
            return time.time() >= self.expires_at
        return not Path(self["step_path"]).is_file()

    @property
    def _is_elsewhere(self) -> bool:
        """Whether the file is not on this machine, but in a bucket."""
        return "://" in self["step_path"]

    def picture(self, format: PictureFormat = "svg") -> bytes:
        """Draw the model in a child process.

        Args:
            format: "svg" (hidden lines, sizes), "png" (shaded), "glb", "view" (a GLB with exact faces and
                edges) or "stl".

        Raises:
            ModelExpired: The file is gone.
            BuildError: It could not be drawn.
        """
        return self._converted(format)

    def distance(self, first: str, second: str) -> dict[str, Any]:
        """Measure the shortest way between two faces, edges or points of the model.

        Args:
            first: ``face:BODY:NUMBER``, ``edge:BODY:NUMBER`` or ``point:X,Y,Z`` (mm).
            second: The same.

        Raises:
            InvalidParameter: It has no such face or edge.
            ModelExpired: The file is gone.
            BuildError: It could not be measured.
        """
        from mayfly.cad.picks import DistanceOptions, read_pick

        between = DistanceOptions(read_pick(first), read_pick(second))
        measured: dict[str, Any] = json.loads(self._converted("distance", between.to_dict()))
        return measured

    def _converted(self, format: Format, options: Mapping[str, Any] | None = None) -> bytes:
        """Return the file in another format; errors as for ``picture``."""
        from mayfly.generator import shared_workshop

        if self._is_elsewhere:
            from mayfly.settings import get_settings
            from mayfly.stores.configured import configured_store

            store = configured_store(get_settings())
            try:
                with store.lease_file(self["name"]) as file:
                    return shared_workshop().convert(file, format, options=options)
            finally:
                store.stop_cleanup_service()
        try:
            return shared_workshop().convert(Path(self["step_path"]), format, options=options)
        except FileNotFoundError:
            raise ModelExpired(f"The time of {self['name']} is over.", self.expires_at) from None

    def view(self, *, form: bool = True) -> View:
        """Return a view of the model in three dimensions, as the page has it.

        It has sections, standard views, the list of bodies, and measures of what is clicked. Needs the extra
        ``notebooks``; without it the picture is shown.

        Args:
            form: Whether the model's sizes are shown beside it: drafts follow them, and a button makes the
                changed model, which is then the view's ``made``.

        Raises:
            ModelExpired: The file is gone.
            BuildError: It could not be converted.
        """
        from mayfly.notebook.viewer import View

        return View(self, form=form)

    def __repr__(self) -> str:
        """Return the model in words, as a terminal shows it."""
        text = str(self["text"])
        return f"{text}\n(The file is gone by now.)" if self.is_gone else text

    __str__ = __repr__

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's arguments
        """Print the model in words, where IPython would print a dictionary."""
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        """Return the picture and the table; only notebooks call it."""
        from mayfly.notebook.card import card

        trouble = ""
        if self._drawing is None:
            try:
                self._drawing = self.picture("svg")
            except ModelExpired:
                pass
            except (BuildError, OSError) as error:
                trouble = str(error)
        return card(self, self._drawing, gone=self.is_gone, now=time.time(), trouble=trouble)


def briefly(error: MayflyError, text: str = "") -> MayflyError:
    """Return an error that a notebook shows without a traceback; elsewhere it is the same exception.

    Args:
        error: What went wrong, such as a question about the request.
        text: What to show; the error's own text if not given.
    """
    shown = text or f"{type(error).__name__}: {error}"
    error._render_traceback_ = shown.splitlines  # type: ignore[attr-defined]  # IPython asks for it
    return error


def show(model: Mapping[str, Any]) -> Made:
    """Return a model as a notebook shows it: a picture with its measures.

    Args:
        model: What the generator returns, or the answer of the workflow graph.

    Raises:
        ValueError: There is no model in it; the answer's text says why.
    """
    inner = model.get("model") if "model" in model else model
    if not isinstance(inner, Mapping) or "step_path" not in inner:
        raise ValueError(str(model.get("answer") or "There is no model in this."))
    return inner if isinstance(inner, Made) else Made(inner)


def make(request: str | Design) -> Made:
    """Make a STEP file from a request in words, or from a design.

    Args:
        request: What to make ("a 60 x 40 x 5 mm plate with four 5 mm corner holes"), or a ``Design``.

    Returns:
        What ``CADModelGenerator.generate_model`` returns; a notebook shows it as a picture with its measures.

    Raises:
        MayflyError: As ``CADModelGenerator.generate_model``.
    """
    from mayfly.app import get_generator

    try:
        return Made(get_generator().generate_model(request))
    except MayflyError as error:
        raise briefly(error)  # noqa: B904 - the same error, with a short form for notebooks
