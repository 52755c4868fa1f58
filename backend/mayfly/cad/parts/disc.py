"""Disc: a flat round plate lying on Z=0, its axis on Z.

Names: disc, disk, round plate, circular plate, round disc, circular disc, puck
Sizes: diameter x thickness
Title: disc {diameter} x {thickness} mm
Box: diameter, diameter, thickness
Volume: pi / 4 * diameter**2 * thickness
Base: round
Agrees: round_shape
Pose: lying
Becomes: d_bore_hub if d_bored
Becomes: d_shaft if flat_alone
Becomes: flanged_hub if hub
Becomes: washer if sized_inner and not (wall or sized_floor or sized_bottom or closed_bottom or open_top)
Hollow: round
Spoken: round cover, circular cover, round end cover, round end plate, round cover plate, token, coin,
    wheel, hockey puck, poker chip, medal, flywheel blank, disc blank, blanking disc, round coaster,
    turntable, round base, circular base, round lid, circle plate, round pad, circular pad, round tile
"""

import cadquery as cq

diameter = 80.0  # mm, 0.01 to 10000: outer diameter (dia, od, outer diameter, outside diameter, across)
thickness = 8.0  # mm, 0.01 to 10000: along Z (thick, thk, height, high)

result = cq.Workplane().circle(diameter / 2).extrude(thickness)

show_object(result)
