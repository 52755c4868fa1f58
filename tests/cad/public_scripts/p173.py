# my first steps in CadQuery
import cadquery as cq

cube = cq.Workplane("XY").box(10, 10, 10)
ball = cq.Workplane("XY").sphere(8)
tube = cq.Workplane("XY").circle(6).circle(4).extrude(20)
