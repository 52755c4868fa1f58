import cadquery as cq

knob = (
    cq.Workplane("XY")
    .polygon(8, 30)
    .extrude(12)
    .faces(">Z").workplane()
    .circle(11)
    .extrude(6)
    .faces("<Z").workplane()
    .hole(6.2, 14)
)

if "show_object" in globals():
    show_object(knob)
