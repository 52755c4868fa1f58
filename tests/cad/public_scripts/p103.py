import cadquery as cq
from cadquery import exporters

w = cq.Workplane("XY").polygon(3, 40).extrude(6).edges("|Z").fillet(4).faces(">Z").workplane().hole(10)
exporters.export(w, "w.svg", opt={"width": 300, "height": 300, "showAxes": False, "projectionDir": (0.5, 0.5, 0.7)})
exporters.export(w, "w.step")
