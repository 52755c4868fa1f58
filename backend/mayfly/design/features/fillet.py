"""Fillets: edges that are rounded, inside or outside."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mayfly.design.builder import Draft
from mayfly.design.features._base import Feature
from mayfly.design.features._edge_cut import Cut
from mayfly.design.features._edge_cuts import cut_edges
from mayfly.design.features._edges import ALL, EdgeChoice, choose, straight
from mayfly.design.features._outline_edges import cut_ends
from mayfly.design.features._turned_edges import RimCut, cut_rims, is_turned, rims_of
from mayfly.design.values import Length


class Fillet(Feature):
    """Edges rounded with one radius."""

    kind: Literal["fillet"] = "fillet"
    radius: Annotated[Length, Field(description="of the rounding")]
    edges: EdgeChoice = ALL

    def apply(self, draft: Draft) -> None:
        """Round them.

        Raises:
            DoesNotFit: The body has no such edges, or the radius does not fit them.
        """
        cut = Cut("fillet", self.radius, self.label)
        if is_turned(draft):
            cut_rims(draft, RimCut(cut, self.radius, rims_of(draft, self.edges, cut)))
            return
        picks = straight(draft, self.edges, cut.kind, cut.label)
        if not cut_ends(draft, cut, picks):
            cut_edges(draft, cut, choose(draft, picks, cut.kind, cut.label))
