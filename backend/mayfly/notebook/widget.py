"""The widget of a view: the page's view and sizes in an output cell, and what the kernel answers them.

It is an anywidget: the kernel sends its front end, ``static/view.js``, to the browser, so that no extension
has to be installed where JupyterLab, Notebook or VS Code runs. ``make web`` builds it from ``web/``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

SCRIPT: Final = Path(__file__).parent / "static" / "view.js"

Answer = tuple[int, dict[str, Any], bytes | None]
"""Status as in HTTP, JSON, and the content of a file in its place."""


class ModelWidget(anywidget.AnyWidget):
    """Shows a model, and asks the kernel for drafts of it.

    Attributes:
        made: The model as the page knows it.
        glb: Its shape, with exact faces and edges.
        sizes: The sizes of its design that can be changed.
        form: They are shown beside it.
    """

    _esm = SCRIPT
    made: Any = traitlets.Dict().tag(sync=True)
    glb: Any = traitlets.Bytes().tag(sync=True)
    sizes: Any = traitlets.List().tag(sync=True)
    form: Any = traitlets.Bool(True).tag(sync=True)

    def __init__(self, ask: Callable[[str, Any], Answer], **values: Any) -> None:
        """Store what answers a request: the path that the page would send it to, and its body."""
        super().__init__(**values)
        self._ask = ask
        self.on_msg(self._answer)

    def _answer(self, _: Any, request: Mapping[str, Any], __: Any) -> None:
        """Answer one request of the front end."""
        status, body, content = self._ask(request["path"], request.get("body"))
        answer = {"id": request["id"], "status": status, "body": body}
        self.send(answer, None if content is None else [content])
