import cadquery as cq

# vacuum hose adapter 35 -> 50
lower = cq.Workplane("XY").circle(27).circle(25).extrude(20)
cone = (
    cq.Workplane("XY").workplane(offset=20).circle(27).workplane(offset=15).circle(19.5).loft()
    .cut(cq.Workplane("XY").workplane(offset=20).circle(25).workplane(offset=15).circle(17.5).loft())
)
upper = cq.Workplane("XY").workplane(offset=35).circle(19.5).circle(17.5).extrude(20)
adapter = lower.union(cone).union(upper)

show_object(adapter, name="adapter")
cq.exporters.export(adapter, "adapter.stl", tolerance=0.1)
cq.exporters.export(adapter, "adapter.step")
