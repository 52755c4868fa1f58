"""Taper pin: a round pin that grows by 1 in 50, standing on Z=0, its axis on Z.

Names: taper pin, tapered pin, conical pin, taper dowel, tapered dowel pin
Sizes: diameter x length
Title: taper pin {diameter} x {length} mm, 1:{taper}
Where: large_diameter = diameter + length / taper
Box: large_diameter, large_diameter, length
Volume: pi / 12 * (diameter**2 + diameter * large_diameter + large_diameter**2) * length
Base: none
Note: The nominal diameter is that of the small end (ISO 2339); its ends are flat.
Agrees: round_shape
Pose: standing
Rims: diameter, large_diameter
Ends: differ
Norms: iso 2339, din 1
Example: taper pin 6 x 40: diameter = 6, length = 40, taper = 50
"""

import cadquery as cq

diameter = 6.0  # mm, 0.01 to 10000: of the small end, the nominal one (dia, small end, small diameter)
length = 40.0  # mm, 0.01 to 10000: along Z (long, height, high, tall)
taper = 50.0  # number, 1 to 1000, else 50: length on which the diameter grows by 1 (ratio, taper ratio)

large_diameter = diameter + length / taper
result = cq.Workplane().add(cq.Solid.makeCone(large_diameter / 2, diameter / 2, length))

show_object(result)
