import cadquery as cq

# 608 bearing
B_OD, B_ID, B_W = 22.0, 8.0, 7.0


def make_bearing():
    """Simplified bearing: outer ring, shield, inner ring in one piece."""
    outer = cq.Workplane("XY").circle(B_OD / 2).circle(B_OD / 2 - 2).extrude(B_W)
    inner = cq.Workplane("XY").circle(B_ID / 2 + 2).circle(B_ID / 2).extrude(B_W)
    shield = (
        cq.Workplane("XY").workplane(offset=0.5)
        .circle(B_OD / 2 - 2).circle(B_ID / 2 + 2)
        .extrude(B_W - 1)
    )
    return outer.union(shield).union(inner)


def make_shaft(length):
    return (
        cq.Workplane("XY")
        .circle(B_ID / 2)
        .extrude(length)
        .faces(">Z or <Z")
        .edges()
        .chamfer(0.5)
    )


housing = cq.Workplane("XY").box(36, 36, 12, centered=(True, True, False))
seat = cq.Workplane("XY").workplane(offset=12 - B_W).circle(B_OD / 2).extrude(B_W)
bore = cq.Workplane("XY").circle(7).extrude(12)
housing = housing.cut(seat).cut(bore)

bearing = make_bearing().translate((0, 0, 12 - B_W))
shaft = make_shaft(40).translate((0, 0, -10))

show_object(housing, options=dict(color="#ff8800", alpha=0.25), name="housing")
show_object(bearing, options=dict(color="#aaaaaa"), name="bearing")
show_object(shaft, options=dict(color="#333333", alpha=0), name="shaft")
