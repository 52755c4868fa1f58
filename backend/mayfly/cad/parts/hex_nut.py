"""Hex nut: a plain hexagonal nut blank lying on Z=0, two corners on the X axis, no chamfers.

Names: hex nut, nut, hexagon nut, hexagonal nut, nut blank, hex nut blank
Sizes: across_flats x height | across_flats x height x bore
Standard: nut: across_flats = across_flats_mm, height = height_mm, bore = bore_mm
Title: hex nut {across_flats} x {height} mm, bore {bore} mm
Rule: bore + 0.02 <= across_flats: the bore of {bore} mm does not fit {across_flats} mm across flats
Box: across_flats / cos(pi / 6), across_flats, height
Volume: (sqrt(3) / 2 * across_flats**2 - pi / 4 * bore**2) * height
Hole: bore through Z at (0, 0)
Base: none
Note: No thread is modelled; the bore of a standard size is its tap drill (ISO 2306).
Pose: lying
Absorbs: bore | hole: bore = number | diameter
Face: top "top face" Z+ at height; disc across_flats as -; depth height; hole bore; opposite bottom
    "underside" at 0
Thread: bore tapped
Norms: iso 4032
Spoken: full nut, hex full nut, plain nut
"""

import math

import cadquery as cq

across_flats = 18.0  # mm, 0.03 to 10000: distance between opposite sides (af, a/f, width)
height = 10.8  # mm, 0.01 to 10000: along Z (high, thick, thickness, tall)
bore = 10.2  # mm, 0.01 to 9999.98: hole, the tap drill where a thread is to be cut (hole, id, inner diameter)

corners = across_flats / math.cos(math.pi / 6)
blank = cq.Workplane().polygon(6, corners).extrude(height)
result = blank.cut(cq.Workplane().circle(bore / 2).extrude(height))

show_object(result)
