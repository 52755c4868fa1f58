import cadquery as cq

a = 25
r = 0.6 * a
s = cq.Workplane("XY").box(a, a, a).cut(cq.Workplane("XY").sphere(r))
show_object(obj=s, name="dice core", options={"alpha": 0})
