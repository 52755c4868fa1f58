"""Free wires: a circle swept along a helix, as for a spring."""

import cadquery as cq

pitch, turns, radius, wire = 6.0, 3, 10.0, 1.2
helix = cq.Wire.makeHelix(pitch, pitch * turns, radius)
show_object(cq.Workplane("XZ").center(radius, 0).circle(wire).sweep(cq.Workplane(helix), isFrenet=True))
