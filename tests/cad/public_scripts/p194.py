import cadquery as cq

w1 = cq.Workplane("XY").rect(30, 30)
w2 = cq.Workplane("XY").workplane(offset=20).circle(10)
show_object(w1, "bottom")
show_object(w2, "top", options={"color": "red"})
