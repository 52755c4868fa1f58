import cadquery as cq

r_in, t, w = 8.0, 2.0, 10.0
clip = cq.Workplane("XY").circle(r_in + t).circle(r_in).extrude(w)
opening = cq.Workplane("XY").polyline([(0, 0), (30, 17), (30, -17)]).close().extrude(w)
debug(opening, "opening")
clip = clip.cut(opening)
show_object(clip, options={"color": cq.Color("green"), "alpha": 0.1})
