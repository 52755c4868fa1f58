"""A graph's drawing as Mermaid text, which JupyterLab draws by itself: no network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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
    return GraphDrawing(graph.get_graph().draw_mermaid().strip())
