from dataclasses import dataclass
import cadquery as cq


@dataclass(frozen=True)
class P:
    w: float = 100.0
    h: float = 150.0
    border: float = 12.0
    t: float = 10.0


p = P()
frame = cq.Workplane("XY").rect(p.w + 2 * p.border, p.h + 2 * p.border).rect(p.w - 6, p.h - 6).extrude(p.t)
rebate = cq.Workplane("XY").workplane(offset=p.t - 4).rect(p.w, p.h).extrude(4)
frame = frame.cut(rebate)
glass = cq.Workplane("XY").rect(p.w - 1, p.h - 1).extrude(2)
stand = cq.Workplane("XZ").polyline([(0, 0), (60, 0), (0, 90)]).close().extrude(4)
