import cadquery as cq

shelf = cq.Workplane("XY").box(120, 30, 4)
corner = cq.Workplane("XZ").polyline([(0, 0), (12, 0), (0, -12)]).close().extrude(3).val()
brackets = (
    cq.Workplane("XY").workplane(offset=-2)
    .rarray(100, 1, 2, 1)
    .eachpoint(lambda loc: corner.moved(loc))
)
shelf = shelf.union(brackets)
