# гайка и винт
import cadquery as cq

nut = cq.Workplane("XY").polygon(6, 11.5).extrude(5).faces(">Z").workplane().hole(6)
screw = cq.Workplane("XY").circle(5).extrude(6).faces(">Z").workplane().circle(3).extrude(20)
