import cadquery as cq

# 20x20 slot profile, simplified
a = 20
core = 8
slot = 6
lip = 2

profile_20 = cq.Workplane("XY").rect(a, a).extrude(60)
groove = (
    cq.Workplane("XY").workplane(offset=-1)
    .pushPoints([(a / 2, 0), (-a / 2, 0)]).rect(2 * lip + 4, slot)
    .extrude(62)
)
profile_20 = profile_20.cut(groove).cut(groove.rotate((0, 0, 0), (0, 0, 1), 90))
profile_20 = profile_20.faces(">Z").workplane().hole(4.2)

outline = cq.Workplane("XY").rect(a, a)
show_object(outline, name="outline", options={"color": "red"})
show_object(profile_20, name="profile")
