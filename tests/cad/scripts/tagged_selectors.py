"""Workplane: tags, selector expressions, cutEach, twistExtrude."""

import cadquery as cq

part = cq.Workplane().box(30, 30, 10).faces(">Z").tag("top").end()
part = part.faces(tag="top").workplane().rarray(10, 10, 2, 2).rect(4, 4).cutBlind(-3)
part = part.edges("|Z and (>X or <X)").chamfer(1.5)
show_object(part.union(cq.Workplane().workplane(offset=5).rect(8, 8).twistExtrude(10, 30)))
