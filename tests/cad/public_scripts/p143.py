import os
import cadquery as cq

os.makedirs("stl", exist_ok=True)

parts = dict(
    body=cq.Workplane("XY").box(40, 30, 20),
    left_arm=cq.Workplane("XY").box(6, 6, 24).translate((-23, 0, -2)),
    right_arm=cq.Workplane("XY").box(6, 6, 24).translate((23, 0, -2)),
    head=cq.Workplane("XY").sphere(9).translate((0, 0, 19)),
)

assy = cq.Assembly(name="robot")
for n, p in parts.items():
    cq.exporters.export(p, f"stl/{n}.stl")
    assy.add(p, name=n)
assy.save("robot.step")
show_object(assy)
