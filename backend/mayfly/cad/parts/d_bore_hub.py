"""D-bore hub: a round hub standing on Z=0 with a D-shaped bore, its flat on +X.

Names: d-bore hub, d bore hub, hub with d-bore, hub with d bore, d-bore collar, d-bore bushing, d-bore
    sleeve, d-bore wheel
Sizes: outer_diameter x length | outer_diameter x bore x length
Also: across_flat (across flats, d dimension): flat_depth = bore - across_flat
Title: D-bore hub {outer_diameter} x {length} mm, bore {bore} mm, flat {flat_depth} mm deep
Rule: bore + 0.02 <= outer_diameter: the bore of {bore} mm does not fit the outer diameter of
    {outer_diameter} mm
Rule: flat_depth + 0.01 <= bore / 2: a flat of {flat_depth} mm goes over the middle of a bore of {bore} mm
Where: level = bore / 2 - flat_depth
Where: filled = bore**2 / 4 * acos(2 * level / bore) - level * sqrt(bore**2 / 4 - level**2)
Box: outer_diameter, outer_diameter, length
Volume: (pi / 4 * (outer_diameter**2 - bore**2) + filled) * length
Hole: bore through Z at (0, 0), if 2 * level > bore * cos(radians(80))
Base: none
Agrees: round_shape
Pose: standing
Absorbs: bore: bore = number | diameter, across_flat = across_flats
Side: 0 to length, outer_diameter
Rims: outer_diameter, outer_diameter
Ends: alike
"""

import cadquery as cq

outer_diameter = 20.0  # mm, 0.06 to 10000: outside (od, outside diameter, diameter, dia)
length = 15.0  # mm, 0.01 to 10000: along Z (long, height, high, tall, width, wide)
bore = 6.0  # mm, 0.04 to 9999.98: round diameter of the bore (id, inside diameter, inner diameter, shaft)
flat_depth = 0.5  # mm, 0.01 to 4999.99: of the flat, from the round (depth of the flat, flat height)

level = bore / 2 - flat_depth
flat = cq.Workplane(origin=(level + bore / 2, 0, 0)).box(bore, 2 * bore, length, centered=(True, True, False))
opening = cq.Workplane().circle(bore / 2).extrude(length).cut(flat)
result = cq.Workplane().circle(outer_diameter / 2).extrude(length).cut(opening)

show_object(result)
