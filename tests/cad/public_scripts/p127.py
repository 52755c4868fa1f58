import cadquery as cq

chassis = cq.Workplane("XY").box(90, 40, 10)
tyre = cq.Workplane("XY").circle(12).circle(7).extrude(8)
rim = cq.Workplane("XY").circle(7).extrude(6)


def wheel(name):
    w = cq.Assembly(name=name)
    w.add(tyre, name="tyre", color=cq.Color("black"))
    w.add(rim, name="rim", color=cq.Color("white"), loc=cq.Location((0, 0, 1)))
    return w


car = cq.Assembly(chassis, name="car")
for n, x in (("front", 28), ("rear", -28)):
    for side, s in (("l", 1), ("r", -1)):
        loc = cq.Location(cq.Vector(x, s * 22, -4), cq.Vector(1, 0, 0), -90 * s)
        car.add(wheel(f"{n}_{side}"), loc=loc)

car.save("car.step")

from cadquery.vis import show  # noqa: E402

show(car)
