"""Clamp ring: a ring lying on Z=0, its axis on Z, slit through its wall at +X.

Names: clamp ring, clamping ring, slit ring, split ring, split collar, clamp collar, clamping collar,
    slotted ring, slitted ring
Sizes: outer_diameter x inner_diameter x height | inner_diameter x outer_diameter x height
Also: wall (ring width, wall thickness): inner_diameter = outer_diameter - 2 * wall; outer_diameter =
    inner_diameter + 2 * wall
Title: clamp ring {outer_diameter} x {inner_diameter} x {height} mm, slit {slit} mm
Rule: inner_diameter + 0.02 <= outer_diameter: the bore of {inner_diameter} mm leaves no ring inside the
    outer diameter of {outer_diameter} mm
Rule: slit + 0.02 <= inner_diameter: a slit of {slit} mm is wider than the bore of {inner_diameter} mm
Where: outside = sqrt(outer_diameter**2 - slit**2) / 2
Where: inside = sqrt(inner_diameter**2 - slit**2) / 2
Where: cut = slit / 2 * (outside - inside) + outer_diameter**2 / 4 * atan(slit / 2 / outside) -
    inner_diameter**2 / 4 * atan(slit / 2 / inside)
Box: outer_diameter / 2 + outside, outer_diameter, height
Volume: (pi / 4 * (outer_diameter**2 - inner_diameter**2) - cut) * height
Hole: inner_diameter through Z at ((outer_diameter / 2 - outside) / 2, 0), if slit < inner_diameter *
    sin(radians(80))
Base: none
Agrees: round_shape, radial
Pose: lying, standing
Has: 1 slit at wall through side it part
Absorbs: bore | hole: inner_diameter = number | diameter
"""

import cadquery as cq

outer_diameter = 50.0  # mm, 0.05 to 10000: outside (od, outside diameter, diameter, dia)
inner_diameter = 40.0  # mm, 0.04 to 9999.98: inside (id, inside diameter, bore)
height = 10.0  # mm, 0.01 to 10000: along Z (high, tall, thick, thickness, wide, width, length, long)
slit = 5.0  # mm, 0.01 to 9999.96: width of the slit (gap, slot, split, slit width)

outside = (outer_diameter**2 - slit**2) ** 0.5 / 2
ring = cq.Workplane().circle(outer_diameter / 2).circle(inner_diameter / 2).extrude(height)
cutter = cq.Workplane().box(outer_diameter, slit, height, centered=(False, True, False))
result = ring.cut(cutter).translate(((outer_diameter / 2 - outside) / 2, 0, 0))

show_object(result)
