import cadquery as cq
from cadquery import exporters

nozzle = (
    cq.Workplane("XY")
    .circle(8).extrude(10)
    .faces(">Z").workplane()
    .circle(6).workplane(offset=15).circle(2).loft(combine=True)
    .faces("<Z").workplane()
    .hole(2)
)

exporters.export(nozzle, "nozzle.stl")
exporters.export(nozzle, "nozzle.step")
