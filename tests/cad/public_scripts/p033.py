#!/usr/bin/env python3
import cadquery as cq

leg = 35
t = 4
bracket = (
    cq.Workplane("XY").box(leg, 20, t, centered=(False, True, False))
    .union(cq.Workplane("XY").box(t, 20, leg, centered=(False, True, False)))
)
for face, where in ((">X", "Z"),):
    bracket = bracket.faces("<Z").workplane(origin=(22, 0, 0)).hole(5)

try:
    show_object(bracket, name="bracket")
except NameError:
    print("not running inside CQ-editor")
