"""Motor pedestal, reworked to use tags so I stop losing track of the workplane."""
import cadquery as cq

result = (
    cq.Workplane("XY")
    .rect(70, 50)
    .extrude(6)
    .faces(">Z")
    .workplane()
    .tag("deck")
    .circle(15)
    .extrude(18)
    .workplaneFromTagged("deck")
    .rect(54, 34, forConstruction=True)
    .vertices()
    .tag("bolts")
    .cboreHole(4.5, 8, 3)
    .faces(">Z")
    .workplane()
    .hole(10)
)
