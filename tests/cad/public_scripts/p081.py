import cadquery as cq

od, t, w = 32, 6, 15
pipe_clamp = cq.Workplane("XZ").circle(od / 2 + t).extrude(w)
ears = cq.Workplane("XZ").rect(od + 6 * t, 10).extrude(w)
pipe_clamp = pipe_clamp.union(ears)
pipe = cq.Workplane("XZ").workplane(offset=-5).circle(od / 2).extrude(w + 10)
pipe_clamp = pipe_clamp.cut(pipe)
pipe_clamp = pipe_clamp.copyWorkplane(cq.Workplane("XY")).split(keepBottom=True)
screw_holes = cq.Workplane("XY", origin=(0, -w / 2, -20)).pushPoints([(-28, 0), (28, 0)]).circle(2.2).extrude(40)
pipe_clamp = pipe_clamp.cut(screw_holes)
debug(pipe)
debug(screw_holes)
