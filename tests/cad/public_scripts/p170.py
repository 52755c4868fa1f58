import cadquery as cq
from cq_server.ui import ui, show_object

diameter, height, wall = 32.0, 12.0, 2.0
cap = cq.Workplane("XY").circle(diameter / 2).extrude(height)
cap = cap.cut(cq.Workplane("XY").circle(diameter / 2 - wall).extrude(height - wall))
ribs = cq.Workplane("XY").polarArray(diameter / 2, 0, 360, 10).rect(2, 2).extrude(height)
cap = cap.union(ribs).cut(cq.Workplane("XY").circle(diameter / 2 - wall).extrude(height - wall))

show_object(cap)
