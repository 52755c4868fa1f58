"""The patterns, one module for each kind of phrase; importing this package makes the grammar complete."""

from mayfly.language.weighing.patterns import (
    bodies,
    construction,
    contours,
    coordinates,
    counts,
    edges,
    heads,
    lists,
    marks,
    negations,
    output,
    places,
    references,
    sizes,
    stated,
)

__all__ = [
    "contours",
    "bodies",
    "construction",
    "coordinates",
    "counts",
    "edges",
    "heads",
    "lists",
    "marks",
    "negations",
    "output",
    "places",
    "references",
    "sizes",
    "stated",
]
