import cadquery as cq

top = cq.Workplane("XY").box(120, 70, 6)
leg = cq.Workplane("XY").box(6, 6, 50)

assy = cq.Assembly()
assy.add(top, name="top", loc=cq.Location(cq.Vector(0, 0, 53 - 25)), color=cq.Color("burlywood"))
for i, (sx, sy) in enumerate([(1, 1), (1, -1), (-1, 1), (-1, -1)]):
    assy.add(leg, name=f"leg{i}", loc=cq.Location(cq.Vector(sx * 52, sy * 27, 0)), color=cq.Color(0.3, 0.2, 0.1))

show_object(assy, name="table")
