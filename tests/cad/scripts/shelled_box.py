"""Workplane: shell inwards with an open top."""

import cadquery as cq

show_object(cq.Workplane().box(60, 40, 30).edges("|Z").fillet(5).faces("+Z").shell(-2))
