import cadquery as cq

# ported from my FreeCAD macro
Base = cq.Workplane("XY").box(60.0, 20.0, 5.0)
Rib = cq.Workplane("XZ").workplane(offset=-2.0).moveTo(-20, 2.5).lineTo(20, 2.5).lineTo(0, 22.5).close().extrude(4.0)
Result = Base.union(Rib)
