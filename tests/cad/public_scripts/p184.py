import cadquery as cq

pw, ph, pt = 90, 50, 2
front = cq.Workplane("XY").box(pw, ph, pt).faces(">Z").workplane().rarray(25, 1, 3, 1).hole(7)
back = cq.Workplane("XY").box(pw, ph, pt).faces(">Z").workplane().rect(30, 20).cutThruAll()

# show_object(front)
# show_object(back.translate((0, 0, -40)))
