"""The patterns, one module for each kind of phrase; importing this package makes the grammar complete."""

from mayfly.language.weighing.patterns import (
    counts,
    edges,
    heads,
    marks,
    negations,
    places,
    references,
    sizes,
    stated,
)

__all__ = ["counts", "edges", "heads", "marks", "negations", "places", "references", "sizes", "stated"]
