import cadquery as cq

what = "ramp"  # or "stairs"

ramp = cq.Workplane("XZ").polyline([(0, 0), (60, 0), (60, 20)]).close().extrude(25)
stairs = None
if what == "stairs":
    stairs = cq.Workplane("XY").box(10, 25, 5)
    show_object(stairs)
else:
    show_object(ramp, what)
