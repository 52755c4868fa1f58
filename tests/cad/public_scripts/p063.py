import cadquery as cq

ring = cq.Workplane("XY").circle(20).circle(15).extrude(6)
for r in (50, 1.0):
    try:
        rounded = ring.edges().fillet(r)
        ring = rounded
        break
    except Exception as e:
        print("fillet", r, "failed:", type(e).__name__)
