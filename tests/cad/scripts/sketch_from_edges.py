"""Sketch: segments and arcs assembled to a face."""

import cadquery as cq

sketch = cq.Sketch().segment((0, 0), (20, 0)).segment((20, 10)).arc((10, 18), (0, 10)).close().assemble()
show_object(cq.Workplane().placeSketch(sketch).extrude(4))
