from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import cadquery as cq


class RodEnd(NamedTuple):
    bore: float = 8
    head: float = 22
    width: float = 9
    shank: float = 12
    length: float = 40


def build(p: RodEnd) -> cq.Workplane:
    head = cq.Workplane("XZ").circle(p.head / 2).extrude(p.width / 2, both=True)
    shank = cq.Workplane("XY").circle(p.shank / 2).extrude(-p.length)
    bore = cq.Workplane("XZ").circle(p.bore / 2).extrude(p.width, both=True)
    socket = cq.Workplane("XY").workplane(offset=-p.length).circle(p.shank / 2 - 2).extrude(20)
    return head.union(shank).cut(bore).cut(socket)


def main() -> None:
    target = Path("rod_end.step")
    cq.exporters.export(build(RodEnd()), str(target))
    assert target.exists()


if __name__ == "__main__":
    main()
