"""The features of a body: one module for each kind, with its fields, its checks, its volume and its steps."""

from mayfly.design.features._base import Feature, OnFace
from mayfly.design.features._edges import Edges, Rims
from mayfly.design.features._two_sizes import FaceDistance
from mayfly.design.features.boss import Boss
from mayfly.design.features.chamfer import Chamfer
from mayfly.design.features.combine import Add, AnyFeature, Cut, Intersect
from mayfly.design.features.fillet import Fillet
from mayfly.design.features.groove import Groove
from mayfly.design.features.hole import Counterbore, Countersink, Hole
from mayfly.design.features.keyway import Keyway
from mayfly.design.features.pocket import Pocket, Slot
from mayfly.design.features.rib import Rib
from mayfly.design.features.ring_groove import RingGroove
from mayfly.design.features.shell import Shell
from mayfly.design.features.step import Step

__all__ = [
    "Add",
    "AnyFeature",
    "Boss",
    "Chamfer",
    "Counterbore",
    "Countersink",
    "Cut",
    "Edges",
    "FaceDistance",
    "Feature",
    "Fillet",
    "Groove",
    "Hole",
    "Intersect",
    "Keyway",
    "OnFace",
    "Pocket",
    "Rib",
    "Rims",
    "RingGroove",
    "Shell",
    "Slot",
    "Step",
]
