# -*- coding: latin-1 -*-
# Nocken für die Überholkupplung, Maße in mm (größer als nötig)
import cadquery as cq

r1, r2, abstand, höhe = 14, 6, 22, 8

kontur = (
    cq.Sketch()
    .arc((0, 0), r1, 0.0, 360.0)
    .arc((abstand, 0), r2, 0.0, 360.0)
    .hull()
)
cam = cq.Workplane("XY").placeSketch(kontur).extrude(höhe)
cam = cam.faces(">Z").workplane(origin=(0, 0, 0)).hole(10)
