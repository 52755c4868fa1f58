import cadquery as cq

d1 = 53.0
d2 = 58.4
height = 9.0
print("dosing ring %.1f -> %.1f" % (d1, d2))
funnel_ring = cq.Workplane("XY").circle(d2 / 2).extrude(height).faces(">Z").workplane().circle(d1 / 2).cutThruAll()
funnel_ring = funnel_ring.faces(">Z").edges("%CIRCLE").edges(cq.selectors.RadiusNthSelector(0)).chamfer(1.5)
bb = funnel_ring.val().BoundingBox()
print(f"bbox: {bb.xlen:.1f} x {bb.ylen:.1f} x {bb.zlen:.1f}")
show_object(funnel_ring, name=f"ring_{d1:.0f}")
