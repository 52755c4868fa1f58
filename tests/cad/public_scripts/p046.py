import cadquery as cq


def pawn():
    base = cq.Workplane("XY").circle(10).extrude(4)
    neck = base.faces(">Z").workplane().circle(7).workplane(offset=14).circle(3.5).loft(combine=True)
    return neck.union(cq.Workplane("XY").sphere(5.5).translate((0, 0, 22)))


show_object(pawn(), name="white", options=dict(color=(240, 240, 230)))
show_object(pawn().translate((30, 0, 0)), name="black", options=dict(color=(20, 20, 20)))
