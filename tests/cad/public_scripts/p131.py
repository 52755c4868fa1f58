import cadquery as cq

parts = {
    "leaf_a": cq.Workplane("XY").box(20, 40, 2).translate((-12, 0, 0)),
    "leaf_b": cq.Workplane("XY").box(20, 40, 2).translate((12, 0, 0)),
    "pin": cq.Workplane("XZ").circle(1.5).extrude(21, both=True),
}
colors = {"leaf_a": "red", "leaf_b": "blue", "pin": "gray"}

hinge = cq.Assembly(name="hinge")
for key, shape in parts.items():
    hinge.add(shape, name=key, color=cq.Color(colors[key]))
