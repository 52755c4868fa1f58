"""Parallel pin: a dowel pin with flat ends, standing on Z=0, its axis on Z.

Names: parallel pin, cylindrical pin, hardened dowel pin, locating pin, dowel pin blank
Sizes: diameter x length
Standard: dowel pin: diameter = diameter_mm
Title: parallel pin {diameter} x {length} mm
Box: diameter, diameter, length
Volume: pi / 4 * diameter**2 * length
Base: round
Note: The ends are flat, without the small chamfers of ISO 2338; a fit like m6 changes no size.
Agrees: round_shape
Pose: standing
Named: dowel pin
Norms: iso 2338, iso 8734, din 7, din 6325
"""

import cadquery as cq

diameter = 6.0  # mm, 0.01 to 10000: of the pin (dia, od)
length = 30.0  # mm, 0.01 to 10000: along Z (long, height, high, tall)

result = cq.Workplane().circle(diameter / 2).extrude(length)

show_object(result)
