import os
from pathlib import Path

import cadquery as cq

HERE = Path(__file__).resolve().parent
OUT = HERE / "out"
OUT.mkdir(exist_ok=True)

U = 44.45
rack_ear = cq.Workplane("XY").box(30, U - 0.8, 2).faces(">Z").workplane().center(5, 0).rarray(1, 31.75, 1, 2).slot2D(10, 6.5).cutThruAll()
flange = cq.Workplane("XY").box(2, U - 0.8, 25, centered=(True, True, False)).translate((-14, 0, -1))
rack_ear = rack_ear.union(flange)

cq.exporters.export(rack_ear, os.path.join(str(OUT), "rack_ear.step"))
cq.exporters.export(rack_ear, str(OUT / "rack_ear.stl"), tolerance=0.05, angularTolerance=0.2)
