"""A perforated plate with 6 by 8 holes."""

import cadquery as cq

show_object(cq.Workplane().box(100, 130, 5).faces(">Z").workplane().rarray(15, 15, 6, 8).hole(7))
