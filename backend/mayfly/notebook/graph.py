"""A graph's drawing as Mermaid text, which JupyterLab draws by itself: no network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

_LINE: Final = "#8a94a3"
_THEME: Final = f"""---
config:
  theme: base
  themeVariables:
    lineColor: '{_LINE}'
    textColor: '{_LINE}'
    edgeLabelBackground: transparent
  flowchart:
    curve: linear
---
"""
_CLASSES: Final = (
    "classDef default fill:#2f5f9e,stroke:#5f8fce,color:#ffffff,line-height:1.2",
    "classDef first fill:#0b7a75,stroke:#3fb5ae,color:#ffffff",
    "classDef last fill:#0b7a75,stroke:#3fb5ae,color:#ffffff",
)
"""Nodes have a ground of their own, and lines and their labels a middle tone: both read on light and on dark.

JupyterLab keeps a drawing as it was first drawn, whatever the theme is later, so the theme's own colours are
of no use.
"""


@dataclass(frozen=True, repr=False)
class GraphDrawing:
    """A drawing of a compiled graph.

    Attributes:
        mermaid: The drawing in Mermaid's language.
    """

    mermaid: str

    def __repr__(self) -> str:
        """Return the Mermaid text."""
        return self.mermaid

    def _repr_markdown_(self) -> str:
        """Return the text in a Mermaid code fence, which notebooks draw."""
        return f"```mermaid\n{self.mermaid}\n```"


def draw(graph: Any) -> GraphDrawing:
    """Draw a compiled LangGraph graph.

    A bare ``graph`` in a notebook's cell asks a server on the network for a picture; this does not.
    """
    text = re.sub(r"\A---\n.*?\n---\n", "", graph.get_graph().draw_mermaid(), flags=re.DOTALL)
    lines = [line for line in text.strip().splitlines() if not line.strip().startswith("classDef ")]
    return GraphDrawing(_THEME + "\n".join([*lines, *(f"\t{one}" for one in _CLASSES)]))
