import cadquery as cq


def disc(r, b, bore):
    return cq.Workplane("XY").circle(r).circle(bore).extrude(b)


def gearbox():
    a = cq.Assembly(name="gearbox")
    a.add(disc(10, 6, 2), name="pinion", color=cq.Color("goldenrod"))
    a.add(disc(25, 6, 3), name="wheel", loc=cq.Location((35, 0, 0)), color=cq.Color("gray"))
    a.add(cq.Workplane("XY").box(75, 55, 2).translate((15, 0, -2)), name="plate")
    return a


def main():
    assy = gearbox()
    assy.export("gearbox.step")


if __name__ == "__main__":
    main()
