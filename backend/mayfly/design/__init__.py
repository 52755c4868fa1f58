"""A model as data: the feature language that every door of Mayfly speaks."""

from mayfly.design.bases import Base, CataloguePart, Extrusion, Loft, Revolution, Section
from mayfly.design.compile import compile_design
from mayfly.design.copies import CircularCopies, LinearCopies, Mirrored
from mayfly.design.features import (
    Add,
    AnyFeature,
    Boss,
    Counterbore,
    Countersink,
    Cut,
    Hole,
    Intersect,
    Pocket,
    Rib,
    Step,
)
from mayfly.design.features import Slot as SlotFeature
from mayfly.design.model import Body, Design, Expectations
from mayfly.design.places import BoltCircle, Centre, Corners, FromEdges, Grid, Place, Points, Row
from mayfly.design.profiles import (
    Circle,
    Ellipse,
    Polygon,
    Profile,
    Rectangle,
    RegularPolygon,
    Ring,
    Slot,
    Strip,
    Trapezoid,
    Triangle,
)
from mayfly.design.sweeps import Sweep

__all__ = [
    "Add",
    "AnyFeature",
    "Base",
    "Body",
    "BoltCircle",
    "Boss",
    "CataloguePart",
    "Centre",
    "Circle",
    "CircularCopies",
    "Corners",
    "Counterbore",
    "Countersink",
    "Cut",
    "Design",
    "Ellipse",
    "Expectations",
    "Extrusion",
    "FromEdges",
    "Grid",
    "Hole",
    "Intersect",
    "LinearCopies",
    "Loft",
    "Mirrored",
    "Place",
    "Pocket",
    "Points",
    "Polygon",
    "Profile",
    "Rectangle",
    "RegularPolygon",
    "Revolution",
    "Rib",
    "Ring",
    "Row",
    "Section",
    "Slot",
    "SlotFeature",
    "Step",
    "Strip",
    "Sweep",
    "Trapezoid",
    "Triangle",
    "compile_design",
]
