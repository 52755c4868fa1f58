import cadquery as cq


class Caster:
    def __init__(self, d=40, w=14):
        self.wheel = cq.Workplane("XZ").circle(d / 2).circle(4).extrude(w / 2, both=True)
        self.fork = (
            cq.Workplane("XY").box(16, w + 10, d / 2 + 10, centered=(True, True, False))
            .cut(cq.Workplane("XY").box(30, w + 2, d / 2 + 6, centered=(True, True, False)))
            .translate((0, 0, -3))
        )
        self.axle = cq.Workplane("XZ").circle(4).extrude((w + 10) / 2, both=True)

    def assemble(self):
        a = cq.Assembly(name="caster")
        for n in ("wheel", "fork", "axle"):
            a.add(getattr(self, n), name=n)
        return a


assy = Caster().assemble()
