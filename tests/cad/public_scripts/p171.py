import cadquery as cq

l, w, h, t = 60, 40, 25, 2

base = cq.Workplane("XY").box(l, w, h).faces(">Z").shell(-t)
lid = cq.Workplane("XY").box(l, w, t).faces("<Z").workplane().rect(l - 2 * t - 0.2, w - 2 * t - 0.2).extrude(3)
