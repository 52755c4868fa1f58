import cadquery as cq

hub = cq.Workplane("XY").circle(10).circle(2.5).extrude(12)
blade = cq.Workplane("XY").center(30, 0).rect(44, 14).extrude(2)
for i in range(1, 5):
    blade.rotate((0, 0, 0), (0, 0, 1), 72 * i)  # why does nothing happen here??
