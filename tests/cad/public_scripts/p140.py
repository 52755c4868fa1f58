import cadquery as cq

parts = [
    cq.Workplane("XY").box(10, 10, 10),
    cq.Workplane("XY").sphere(6).translate((20, 0, 0)),
    cq.Workplane("XY").cylinder(12, 5).translate((40, 0, 0)),
]

for p in parts:
    show_object(p, options={"color": rand_color()})
