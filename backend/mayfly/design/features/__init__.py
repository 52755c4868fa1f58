"""The features of a body: one module for each kind, with its fields, its checks, its volume and its steps."""

from typing import Annotated

from pydantic import Field

from mayfly.design.features._base import Feature, OnFace
from mayfly.design.features.hole import Counterbore, Countersink, Hole

__all__ = ["AnyFeature", "Counterbore", "Countersink", "Feature", "Hole", "OnFace"]

AnyFeature = Annotated[Hole, Field(discriminator="kind")]
"""Any feature, told apart by ``kind``."""
