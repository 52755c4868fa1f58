import cadquery as cq

# Option A: screwed
design_a = cq.Workplane("XY").box(30, 12, 3).faces(">Z").workplane().rarray(20, 1, 2, 1).hole(3.4)

# Option B: snap fit
design_b = (
    cq.Workplane("XZ")
    .polyline([(0, 0), (30, 0), (30, 3), (28, 5), (27, 3), (0, 3)])
    .close()
    .extrude(12)
)
# TODO decide with Marc
