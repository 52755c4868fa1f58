"""Several objects shown, with names and colours."""

import cadquery as cq

show_object(cq.Workplane().box(10, 10, 10), name="cube", options={"color": "green"})
show_object(cq.Workplane().sphere(4).translate((20, 0, 0)), name="ball", options={"color": (1, 0, 0)})
