"""Sketch: corners rounded, then circles taken away, then extruded."""

import cadquery as cq

sketch = cq.Sketch().rect(40, 30).vertices().fillet(3).reset().push([(-10, 0), (10, 0)]).circle(5, mode="s")
show_object(cq.Workplane().placeSketch(sketch).extrude(6))
