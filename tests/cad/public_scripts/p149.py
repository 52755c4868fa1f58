import cadquery as cq

gasket = (
    cq.Workplane("XY")
    .sketch()
    .circle(25)
    .circle(18, mode="s")
    .parray(21.5, 0, 360, 8)
    .circle(1.6, mode="s")
    .reset()
    .finalize()
    .extrude(2)
)
outline = cq.Sketch().circle(25)
show_object(outline, "outline")
show_object(gasket, "gasket")
