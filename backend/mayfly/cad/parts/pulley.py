"""Pulley: a round pulley with a groove in the middle of its rim, standing on Z=0, its axis on Z.

Names: pulley, v-belt pulley, v belt pulley, grooved pulley, belt pulley, sheave, v pulley, grooved wheel,
    rope pulley
Sizes: outer_diameter x width
Also: groove_top (top width, groove opening): groove_angle = 360 / pi *
    atan((groove_top - groove_bottom) / (2 * groove_depth))
Title: pulley {outer_diameter} x {width} mm, groove {groove_depth} mm deep
Where: opening = groove_bottom + 2 * groove_depth * tan(radians(groove_angle / 2))
Rule: bore == 0 or bore >= 0.01: a bore of {bore} mm is too small
Rule: opening + 0.02 <= width: a groove of {groove_depth} mm at {groove_angle}° is {opening} mm wide at
    the rim and does not fit a width of {width} mm
Rule: 2 * groove_depth + bore + 0.02 <= outer_diameter: a groove of {groove_depth} mm cuts into the bore
    of {bore} mm
Box: outer_diameter, outer_diameter, width
Volume: pi / 4 * (outer_diameter**2 - bore**2) * width - 2 * pi * ((outer_diameter / 2 - groove_depth / 3)
    * groove_depth**2 * tan(radians(groove_angle / 2)) + (outer_diameter / 2 - groove_depth / 2) *
    groove_depth * groove_bottom)
Hole: bore through Z at (0, 0), if bore > 0
Base: none
Agrees: round_shape
Pose: lying
Has: 1 groove at centre rim circumference edge outer side part it
Absorbs: bore | hole: bore = number | diameter
Absorbs: groove: groove_depth = number | depth, groove_angle = angle; at all_round centre circumference edge
    it outer part rim side; said all_round centred
Face: top "top face" Z+ at width; disc outer_diameter - 2 * groove_depth as -; depth width; hole bore;
    opposite bottom "underside" at 0
Rims: outer_diameter, outer_diameter
"""

import math

import cadquery as cq

outer_diameter = 60.0  # mm, 0.05 to 10000: outside (od, outside diameter, diameter)
width = 20.0  # mm, 0.03 to 10000, else outer_diameter / 3: along Z (wide, thickness, height, rim width)
bore = 10.0  # mm, 0 to 9999.96, else 0: hole through the axis, 0 for none (id, inner diameter)
groove_depth = 5.0  # mm, 0.01 to 5000, else width / 4: from the rim to the groove's bottom (depth, deep)
groove_angle = 90.0  # degrees, 1 to 150, else 90: between the two sides of the groove (angle, v)
groove_bottom = 0.0  # mm, 0 to 9999.97, else 0: width of a flat bottom, 0 for a sharp V (bottom width, flat)

radius = outer_diameter / 2
root = radius - groove_depth
half_bottom = groove_bottom / 2
half_opening = half_bottom + groove_depth * math.tan(math.radians(groove_angle / 2))

outline = [(bore / 2, 0), (radius, 0), (radius, width / 2 - half_opening), (root, width / 2 - half_bottom)]
if half_bottom > 0:
    outline.append((root, width / 2 + half_bottom))
outline += [(radius, width / 2 + half_opening), (radius, width), (bore / 2, width)]
result = cq.Workplane("XZ").polyline(outline).close().revolve(360, (0, 0, 0), (0, 1, 0))

show_object(result)
