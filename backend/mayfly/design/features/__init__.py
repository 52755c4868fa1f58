"""The features of a body: one module for each kind, with its fields, its checks, its volume and its steps."""

from typing import Annotated

from pydantic import Field

from mayfly.design.features._base import Feature, OnFace
from mayfly.design.features._edges import Edges, Rims
from mayfly.design.features._two_sizes import FaceDistance
from mayfly.design.features.boss import Boss
from mayfly.design.features.chamfer import Chamfer
from mayfly.design.features.fillet import Fillet
from mayfly.design.features.groove import Groove
from mayfly.design.features.hole import Counterbore, Countersink, Hole
from mayfly.design.features.keyway import Keyway
from mayfly.design.features.pocket import Pocket, Slot
from mayfly.design.features.ring_groove import RingGroove
from mayfly.design.features.shell import Shell

__all__ = [
    "AnyFeature",
    "Boss",
    "Chamfer",
    "Counterbore",
    "Countersink",
    "Edges",
    "FaceDistance",
    "Feature",
    "Fillet",
    "Groove",
    "Hole",
    "Keyway",
    "OnFace",
    "Pocket",
    "Rims",
    "RingGroove",
    "Shell",
    "Slot",
]

AnyFeature = Annotated[
    Hole | Slot | Pocket | Boss | Groove | RingGroove | Keyway | Fillet | Chamfer | Shell,
    Field(discriminator="kind"),
]
"""Any feature, told apart by ``kind``."""
