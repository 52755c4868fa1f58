from dataclasses import dataclass
import cadquery as cq


@dataclass
class Washer:
    d: float = 10
    bore: float = 5
    t: float = 1

    def build(self):
        return cq.Workplane("XY").circle(self.d / 2).circle(self.bore / 2).extrude(self.t)
