"""Workplane: mirrored, then split, one half kept."""

import cadquery as cq

part = cq.Workplane("XY").moveTo(0, 0).lineTo(10, 0).lineTo(10, 5).lineTo(0, 12).close().extrude(6)
whole = part.mirror("YZ", union=True)
show_object(whole.faces("<Y").workplane(offset=-6).split(keepTop=True))
