"""Standoff: an upright hexagonal standoff with a through hole, standing on Z=0, two corners on the X axis.

Names: standoff, stand-off, hex standoff, hexagonal standoff, hex spacer, hexagonal spacer, hex pillar,
    pcb standoff, threaded standoff, standoff hex, spacer hex
Sizes: across_flats x length | across_flats x length x bore
Title: hex standoff {across_flats} x {length} mm, hole {bore} mm
Rule: bore + 0.02 <= across_flats: the hole of {bore} mm does not fit {across_flats} mm across flats
Box: across_flats / cos(pi / 6), across_flats, length
Volume: (sqrt(3) / 2 * across_flats**2 - pi / 4 * bore**2) * length
Hole: bore through Z at (0, 0)
Base: none
Note: No thread is modelled.
Pose: standing
Absorbs: bore | hole: bore = number | diameter
Becomes: spacer if round_shape
Face: top "top face" Z+ at length; disc across_flats as -; depth length; hole bore; opposite bottom
    "underside" at 0
Ends: alike
Thread: bore tapped
"""

import math

import cadquery as cq

across_flats = 7.0  # mm, 0.03 to 10000: distance between opposite sides (af, a/f, hex, width)
length = 25.0  # mm, 0.01 to 10000: along Z (long, height, high, tall)
bore = 3.3  # mm, 0.01 to 9999.98: through hole, the tap drill where a thread is to be cut (hole, id)

corners = across_flats / math.cos(math.pi / 6)
blank = cq.Workplane().polygon(6, corners).extrude(length)
result = blank.cut(cq.Workplane().circle(bore / 2).extrude(length))

show_object(result)
