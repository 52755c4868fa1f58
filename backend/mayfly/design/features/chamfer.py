"""Chamfers: of 45°, at an angle on a rim, or with a distance of its own on each of two faces."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import Feature
from mayfly.design.features._edge_cut import Cut
from mayfly.design.features._edge_cuts import cut_edges
from mayfly.design.features._edges import ALL, EdgeChoice, choose, straight
from mayfly.design.features._outline_edges import cut_ends
from mayfly.design.features._turned_edges import RimCut, cut_rims, is_turned, rims_of
from mayfly.design.features._two_sizes import FaceDistance, TwoSizes, check_takes_two, cut_by_two
from mayfly.design.values import Angle, Length
from mayfly.language.english import a_or_an


class Chamfer(Feature):
    """Edges cut off obliquely: by one size, by a size and an angle, or by two distances."""

    kind: Literal["chamfer"] = "chamfer"
    size: Annotated[
        Length | None,
        Field(description="distance from the edge on both faces; with an angle, along the axis"),
    ] = None
    angle: Annotated[
        Angle, Field(ge=5, le=85, description="to the axis of a turned body; 45 unless it is one")
    ] = 45.0
    distances: Annotated[
        tuple[FaceDistance, ...],
        Field(max_length=2, description="instead of `size`: one on each of two faces"),
    ] = ()
    edges: EdgeChoice = ALL

    @model_validator(mode="after")
    def _has_one_size(self) -> Self:
        if (self.size is None) == (not self.distances):
            raise ValueError("a chamfer has a size, or a distance on each of two faces")
        if self.distances and len({distance.face for distance in self.distances}) != 2:
            raise ValueError("give the distances on two different faces")
        if self.distances and self.angle != 45:
            raise ValueError("two distances make the angle; leave it out")
        return self

    def apply(self, draft: Draft) -> None:
        """Cut them off.

        Raises:
            DoesNotFit: The body has no such edges, or the size does not fit them.
        """
        cut = Cut("chamfer", self.size or max(d.size for d in self.distances), self.label)
        if self.distances:
            check_takes_two(draft, cut.label)
            picks = straight(draft, self.edges, cut.kind, cut.label)
            choice = choose(draft, picks, cut.kind, cut.label)
            cut_by_two(draft, TwoSizes(cut, {d.face: d.size for d in self.distances}, choice))
            return
        if is_turned(draft):
            cut_rims(draft, RimCut(cut, radial_size(cut.size, self.angle), rims_of(draft, self.edges, cut)))
            return
        picks = straight(draft, self.edges, cut.kind, cut.label)
        if self.angle != 45:
            raise DoesNotFit(
                f"On {a_or_an(draft.part_label)}, a chamfer not of 45° needs a distance on each face.",
                fix="Give `distances` instead of `size` and `angle`.",
                reason="unsupported",
                subject=cut.about("size", cut.size),
                field="angle",
            )
        if not cut_ends(draft, cut, picks):
            cut_edges(draft, cut, choose(draft, picks, cut.kind, cut.label))


def radial_size(axial: float, angle: float) -> float:
    """Return the size across the axis, in mm, of a chamfer given by that along it and its angle to it."""
    return axial if angle == 45 else axial * math.tan(math.radians(angle))
