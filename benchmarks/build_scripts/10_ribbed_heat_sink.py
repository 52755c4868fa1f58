"""A heat sink of 24 fins with chamfered bases and mounting holes: 150 faces and more."""

import cadquery as cq

sink = cq.Workplane().box(120, 80, 8)
fins = cq.Workplane().workplane(offset=4).rarray(4.8, 1, 24, 1).rect(1.6, 80).extrude(25)
sink = sink.union(fins).edges("|Y and >Z").chamfer(0.3)
sink = sink.faces("<Z").workplane().rarray(20, 20, 5, 3).hole(3.3, 6)
show_object(sink)
