# shaft collar, chamfer outside and inside
import cadquery as cq

od, bore, w = 40, 24, 6
result = cq.Workplane("front").circle(od / 2).circle(bore / 2).extrude(w).faces(">Z").chamfer(0.8)
