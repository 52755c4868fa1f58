import cadquery as cq

base = cq.Workplane("XY").box(40, 40, 10)
hole = cq.Workplane("XY").circle(9).extrude(20, both=True)
debug(hole, name="drill")
show_object(base.cut(hole))
