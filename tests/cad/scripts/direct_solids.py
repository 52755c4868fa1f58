"""Direct API: solids made and fused without a Workplane."""

import cadquery as cq

base = cq.Solid.makeBox(30, 20, 5)
post = cq.Solid.makeCylinder(4, 15, cq.Vector(15, 10, 0))
cone = cq.Solid.makeCone(4, 1, 6, cq.Vector(15, 10, 15))
show_object(base.fuse(post, cone).clean())
