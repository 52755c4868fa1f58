"""A model as data: the feature language that every door of Mayfly speaks."""

from mayfly.design.bases import Base, CataloguePart, Extrusion, Loft, Revolution, Section
from mayfly.design.compile import compile_design
from mayfly.design.features import (
    AnyFeature,
    Boss,
    Counterbore,
    Countersink,
    Groove,
    Hole,
    Keyway,
    Pocket,
    RingGroove,
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

__all__ = [
    "AnyFeature",
    "Base",
    "Body",
    "BoltCircle",
    "Boss",
    "CataloguePart",
    "Centre",
    "Circle",
    "Corners",
    "Counterbore",
    "Countersink",
    "Design",
    "Ellipse",
    "Expectations",
    "Extrusion",
    "FromEdges",
    "Grid",
    "Groove",
    "Hole",
    "Keyway",
    "Loft",
    "Place",
    "Pocket",
    "Points",
    "Polygon",
    "Profile",
    "Rectangle",
    "RegularPolygon",
    "Revolution",
    "Ring",
    "RingGroove",
    "Row",
    "Section",
    "Slot",
    "SlotFeature",
    "Strip",
    "Trapezoid",
    "Triangle",
    "compile_design",
]
