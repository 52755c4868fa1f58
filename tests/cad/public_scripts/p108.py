import cadquery as cq
from cadquery import exporters

# --- parts ------------------------------------------------------
base = cq.Workplane("XY").box(60, 40, 6)
base = base.faces(">Z").workplane().pushPoints([(-20, 0), (20, 0)]).hole(8)

post = cq.Workplane("XY").circle(4).extrude(36)

beam = cq.Workplane("XY").box(60, 12, 6)
beam = beam.faces(">Z").workplane().pushPoints([(-20, 0), (20, 0)]).hole(8)

# --- single files for the printer ---------------------------------
exporters.export(base, "base.stl")
exporters.export(post, "post.stl")
exporters.export(beam, "beam.stl")

# --- assembly ---------------------------------------------------
post.faces(">Z").tag("tip")
beam.faces(">Z").tag("upper")
beam.faces(">Z").edges("%CIRCLE").edges("<X").tag("left")
beam.faces(">Z").edges("%CIRCLE").edges(">X").tag("right")

assy = cq.Assembly(name="portal")
assy.add(base, name="base", color=cq.Color("gray"))
assy.add(beam, name="beam", color=cq.Color("gray"))
assy.add(post, name="post_l", color=cq.Color("orange"), loc=cq.Location(cq.Vector(-20, 0, -3)))
assy.add(post, name="post_r", color=cq.Color("orange"), loc=cq.Location(cq.Vector(20, 0, -3)))

assy.constrain("base", "Fixed")
assy.constrain("post_l", "Fixed")
assy.constrain("post_r", "Fixed")
assy.constrain("post_l?tip", "beam?left", "Point")
assy.constrain("post_r?tip", "beam?right", "Point")
assy.constrain("post_l?tip", "beam?upper", "Axis", param=0)
assy.solve()

assy.export("portal.step")
