"""A turned shaft with four steps, chamfered ends and a keyway."""

import cadquery as cq

outline = [(0, 0), (10, 0), (10, 30), (15, 30), (15, 70), (12, 70), (12, 100), (8, 100), (8, 120), (0, 120)]
shaft = cq.Workplane("XZ").polyline(outline).close().revolve(360, (0, 0, 0), (0, 1, 0))
shaft = shaft.faces(">Z or <Z").edges().chamfer(1)
key = cq.Workplane("XY").box(6, 8, 24).edges("|Y").fillet(2.9).translate((0, 15, 50))
show_object(shaft.cut(key))
