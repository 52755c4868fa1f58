import cadquery as cq

# base for the next tutorial part: we leave the workplane on top so we can continue
result = (
    cq.Workplane("XY")
    .box(50, 30, 12)
    .faces(">Z")
    .workplane()
    .rect(30, 14)
    .cutBlind(-4)
    .faces(">Z")
    .workplane()
    .tag("top")
)
