"""A thread-like helix: a triangle swept along a helix and joined to a rod."""

import cadquery as cq

rod = cq.Workplane().circle(4.2).extrude(20)
helix = cq.Workplane(cq.Wire.makeHelix(2.0, 12.0, 4.0))
ridge = cq.Workplane("XZ").moveTo(4, -0.6).lineTo(5, 0).lineTo(4, 0.6).close().sweep(helix, isFrenet=True)
show_object(rod.union(ridge.translate((0, 0, 3))))
