"""The features of a body: one module for each kind, with its fields, its checks, its volume and its steps."""

from mayfly.design.features._base import Feature, OnFace
from mayfly.design.features.boss import Boss
from mayfly.design.features.combine import Add, AnyFeature, Cut, Intersect
from mayfly.design.features.hole import Counterbore, Countersink, Hole
from mayfly.design.features.pocket import Pocket, Slot
from mayfly.design.features.rib import Rib
from mayfly.design.features.step import Step

__all__ = [
    "Add",
    "AnyFeature",
    "Boss",
    "Counterbore",
    "Countersink",
    "Cut",
    "Feature",
    "Hole",
    "Intersect",
    "OnFace",
    "Pocket",
    "Rib",
    "Slot",
    "Step",
]
