import cadquery as cq


class Holder:
    def __init__(self, d):
        self.body = cq.Workplane("XY").circle(d / 2 + 4).circle(d / 2).extrude(20)
        self.clamp = cq.Workplane("XY").box(12, 6, 20)


holder = Holder(25)
