"""Cone: a round cone or frustum standing on its base on Z=0, its axis on Z.

Names: cone, frustum, truncated cone, conical frustum, round taper, tapered plug,
    taper plug, tapered spacer, taper spacer, tapered bush, conical plug, conical spacer, tapered cylinder
Sizes: bottom_diameter x top_diameter x height | bottom_diameter x height
Title: cone {bottom_diameter} to {top_diameter} x {height} mm
Rule: abs(bottom_diameter - top_diameter) >= 0.02: with {bottom_diameter} mm at both ends it is a cylinder
Rule: top_diameter == 0 or top_diameter >= 0.01: a top of {top_diameter} mm is neither a point nor a face
Rule: bottom_diameter == 0 or bottom_diameter >= 0.01: a base of {bottom_diameter} mm is neither a point
    nor a face
Box: max(bottom_diameter, top_diameter), max(bottom_diameter, top_diameter), height
Volume: pi / 12 * (bottom_diameter**2 + bottom_diameter * top_diameter + top_diameter**2) * height
Base: none
Agrees: round_shape, pointed
Pose: standing
Has: bottom at bottom base end; top at top end
Face: top "top face" Z+ at height; disc top_diameter as -; depth height; behind ((0, height if 2 * hypot(u,
    v) <= bottom_diameter else (top_diameter - 2 * hypot(u, v)) / (top_diameter - bottom_diameter) *
    height),) unless bottom_diameter >= top_diameter; crest if bottom_diameter == 0; if top_diameter > 0
Face: bottom "underside" Z- at 0; disc bottom_diameter as -; depth height; behind ((0, height if 2 *
    hypot(u, v) <= top_diameter else (bottom_diameter - 2 * hypot(u, v)) / (bottom_diameter - top_diameter)
    * height),) unless top_diameter >= bottom_diameter; crest if top_diameter == 0; if bottom_diameter > 0
Ends: differ
Flat: bottom
Shapes: what follows
"""

import cadquery as cq

bottom_diameter = 40.0  # mm, 0 to 10000: at the base, 0 for a point (base diameter, diameter, base, d1)
top_diameter = 0.0  # mm, 0 to 10000, else 0: at the top, 0 for a point (top dia, small diameter, d2)
height = 60.0  # mm, 0.01 to 10000: along Z (high, tall, length, long)

result = cq.Workplane().add(cq.Solid.makeCone(bottom_diameter / 2, top_diameter / 2, height))

show_object(result)
