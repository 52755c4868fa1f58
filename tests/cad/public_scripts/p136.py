import cadquery as cq

opening = 22

jaw_fixed = cq.Workplane("XY").box(10, 50, 30).union(cq.Workplane("XY").box(70, 30, 6).translate((30, 0, -12)))
jaw_moving = cq.Workplane("XY").box(10, 50, 24).translate((0, 0, 3))
screw = cq.Workplane("YZ").circle(4).extrude(60)
gauge = cq.Workplane("XY").box(opening, 5, 5)  # only to look at the gap

vise = cq.Assembly()
vise.add(jaw_fixed, name="fixed", color=cq.Color("gray"))
vise.add(jaw_moving, name="moving", loc=cq.Location(cq.Vector(10 + opening, 0, 0)), color=cq.Color("darkgreen"))
vise.add(screw, name="screw", loc=cq.Location(cq.Vector(10 + opening + 5, 0, 3)))

vise.save("vise.step")
if "show_object" in locals():
    show_object(vise)
