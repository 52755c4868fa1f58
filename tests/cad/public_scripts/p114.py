# krabička na šroubky
import cadquery as cq

case = cq.Workplane("XY").box(75, 50, 20, centered=(True, True, False))
for ix in range(3):
    for iy in range(2):
        vyrez = cq.Workplane("XY").box(22, 22, 18, centered=(True, True, False)).translate(((ix - 1) * 24, (iy - 0.5) * 24, 2))
        case = case.cut(vyrez)

cq.exporters.export(case, "krabicka.step")
