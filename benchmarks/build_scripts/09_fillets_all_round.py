"""A block with pockets, every edge of it rounded."""

import cadquery as cq

block = cq.Workplane().box(90, 60, 30).faces(">Z").workplane().rarray(28, 26, 3, 2).rect(20, 18).cutBlind(-15)
show_object(block.edges("|Z").fillet(3).faces(">Z").edges().fillet(1).faces("<Z").edges().fillet(1))
