from __future__ import annotations

from dataclasses import dataclass, field

import cadquery as cq


@dataclass
class Slot:
    x: float
    length: float
    width: float = 5.0


@dataclass
class Panel:
    width: float = 90
    height: float = 45
    thickness: float = 3
    slots: list[Slot] = field(default_factory=list)

    def build(self) -> cq.Workplane:
        wp = cq.Workplane("XY").box(self.width, self.height, self.thickness)
        for s in self.slots:
            wp = wp.faces(">Z").workplane(origin=(s.x, 0, 0)).slot2D(s.length, s.width, 90).cutThruAll()
        return wp


panel = Panel(slots=[Slot(-30, 20), Slot(0, 30), Slot(30, 20, 8)])
part = panel.build()
