"""The model in three dimensions, as on the page: with sections, standard views, bodies, measures and sizes.

It is the page's own view (``web/src/viewer.tsx``) in an output cell, where the extra ``notebooks`` is
installed; else the picture. What it asks for, the kernel answers. See ``docs/notebooks.md`` for what else was
looked at.
"""

from __future__ import annotations

import base64
from collections.abc import ItemsView, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, Self
from urllib.parse import parse_qsl, urlsplit

from mayfly.contracts import Plan
from mayfly.design.edits import sizes
from mayfly.design.model import Design
from mayfly.errors import MayflyError

if TYPE_CHECKING:
    from mayfly.generator import CADModelGenerator

_URL: Final = "/models/this"
_MISSING: Final = (
    "<p><i>Install the extra <code>notebooks</code> to turn the model with the mouse"
    " (in a checkout, <code>make web</code>, too).</i></p>"
)


class Shown(Protocol):
    """A model that can be drawn and measured, as ``make`` returns it (``Made``)."""

    def __getitem__(self, key: str, /) -> Any:
        """Return one of its data."""

    def get(self, key: str, /) -> Any:
        """Return one of its data, or None."""

    def items(self) -> ItemsView[str, Any]:
        """Return all its data."""

    def picture(self, format: Literal["svg", "png", "view"], /) -> bytes:
        """Draw it."""

    def distance(self, first: str, second: str) -> dict[str, Any]:
        """Measure the shortest way between two picks."""

    def again(self, model: Mapping[str, Any]) -> Self:
        """Return another model in the same form."""


class View:
    """A model in three dimensions.

    Attributes:
        made: The model that is shown: another one, once a person has changed sizes and made it.
        widget: The widget; None without one.
    """

    def __init__(self, made: Shown, *, form: bool = True, generator: CADModelGenerator | None = None) -> None:
        """Convert the model for the screen.

        Args:
            made: The model.
            form: Whether its sizes are shown beside it, to be changed.
            generator: Draws drafts and makes changed models; the process's own if not given.

        Raises:
            ModelExpired: The file is gone.
            BuildError: It could not be converted.
        """
        self.made = made
        self._generator = generator
        self._picture = made.picture("png")
        self.widget = _widget(self, form=form)

    def __repr__(self) -> str:
        """Return the name of what it shows."""
        return f"View of {self.made['name']}"

    def _repr_mimebundle_(
        self,
        include: Any = None,  # noqa: ARG002 - IPython's arguments, both
        exclude: Any = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        """Return the widget, and a picture for pages that can't show widgets."""
        html = picture_html(self._picture, self.made["title"])
        if self.widget is None:
            return {"text/plain": repr(self), "text/html": html + _MISSING}
        widget = self.widget._repr_mimebundle_()
        bundle = dict(widget[0] if isinstance(widget, tuple) else widget)
        return {**bundle, "text/plain": repr(self), "text/html": html}

    def answer(self, path: str, body: Any) -> tuple[int, dict[str, Any], bytes | None]:
        """Answer a request of the view, as the HTTP service answers the page's.

        Args:
            path: Where the page would send it: ``/drafts?coarse=true``, ``/models`` to make the model with
                changed sizes, or a picture or a distance of the model.
            body: Its JSON.

        Returns:
            The status, the JSON of an answer or a problem, and the content of a file that was asked for.
        """
        asked = urlsplit(path)
        try:
            if asked.path == "/drafts":
                return 200, {}, self._draft(body, coarse="coarse=true" in asked.query)
            if asked.path == "/models":
                self._make(body)
                return 201, {}, None
            if asked.path == f"{_URL}/distance":
                picks = dict(parse_qsl(asked.query))
                return 200, self.made.distance(picks["first"], picks["second"]), None
            if asked.path == f"{_URL}/preview.svg":
                return 200, {}, self.made.picture("svg")
        except MayflyError as error:
            return 422, {"status": 422, "code": error.code, "detail": str(error)}, None
        return 404, {"status": 404, "code": "not_found", "detail": f"A notebook has no {asked.path}."}, None

    def _draft(self, body: Mapping[str, Any], *, coarse: bool) -> bytes:
        """Return the mesh of what the changed sizes would make."""
        from mayfly.generator.drafts import draft

        return draft(self._maker, self._plan(body), coarse=coarse).glb

    def _make(self, body: Mapping[str, Any]) -> None:
        """Make the model with the changed sizes, and show it."""
        maker, title = self._maker, self.made["title"]
        if "design" in body:
            made = self.made.again(maker.make_design(body["design"], edits=body.get("edits", ())))
        else:
            made = self.made.again(maker.run_script(body["script"], body["parameters"] or None, title=title))
        self._picture = made.picture("png")
        self.made = made
        if self.widget is not None:
            with self.widget.hold_sync():
                for name, value in _values(made).items():
                    setattr(self.widget, name, value)

    def _plan(self, body: Mapping[str, Any]) -> Plan:
        from mayfly.generator.plans import script_plan

        if "design" in body:
            return self._maker.plan_design(body["design"], None, body.get("edits", ()))
        return script_plan(body["script"], body["parameters"], None, files=None, title="script")

    @property
    def _maker(self) -> CADModelGenerator:
        """The generator of this view."""
        from mayfly.app import get_generator

        return self._generator or get_generator()


def picture_html(png: bytes, title: str) -> str:
    """Return a shaded picture, which has no ground of its own, as an HTML image."""
    content = base64.b64encode(png).decode()
    return f'<img alt="{escape(title)}" style="max-width:100%" src="data:image/png;base64,{content}">'


def _widget(view: View, *, form: bool) -> Any:
    """Return the widget of a view; None where anywidget is not installed, or the front end is not built."""
    try:
        from mayfly.notebook.widget import SCRIPT, ModelWidget
    except ImportError:
        return None
    if not SCRIPT.is_file():
        return None
    return ModelWidget(view.answer, form=form, **_values(view.made))


def _values(made: Shown) -> dict[str, Any]:
    """Return a model as the page knows it, with its shape and the sizes that its design has.

    Raises:
        BuildError: It could not be converted.
    """
    shown = {name: value for name, value in made.items() if name != "step_path"}
    urls = {"model_id": made["name"].removesuffix(".step"), "url": _URL, "preview_url": f"{_URL}/preview.svg"}
    found = sizes(Design.read(made["design"])) if made.get("design") else ()
    return {
        "glb": made.picture("view"),
        "sizes": [size.to_dict() for size in found],
        "made": {**shown, **urls},
    }
