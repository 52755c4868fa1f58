"""The sub-shapes of a shape: its solids, shells, faces, wires, edges or vertices."""

from __future__ import annotations

from collections.abc import Iterator

from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS_Shape


def explore(
    shape: TopoDS_Shape, kind: TopAbs_ShapeEnum, outside: TopAbs_ShapeEnum = TopAbs_ShapeEnum.TopAbs_SHAPE
) -> Iterator[TopoDS_Shape]:
    """Yield the sub-shapes of a kind, a shared one once for each place where it stands.

    Args:
        shape: Where to look.
        kind: Of what.
        outside: Only those that lie in nothing of this kind.
    """
    explorer = TopExp_Explorer(shape, kind, outside)
    while explorer.More():
        yield explorer.Current()
        explorer.Next()
