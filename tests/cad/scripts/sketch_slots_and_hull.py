"""Sketch: a hull around circles, with a slot taken out."""

import cadquery as cq

sketch = cq.Sketch().arc((0, 0), 10, 0, 360).arc((40, 0), 6, 0, 360).hull().slot(20, 4, mode="s")
show_object(cq.Workplane().placeSketch(sketch).extrude(5))
