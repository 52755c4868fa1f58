"""Square tube: a square or rectangular tube standing on Z=0, open at both ends, centred in X and Y.

Names: square tube, rectangular tube, box section, square hollow section, rectangular hollow section,
    hollow section, square pipe, rectangular pipe, box tube, shs, rhs, square tubing, rectangular tubing, box
    tubing
Sizes: width x depth x wall | width x depth x wall x length | width x depth x length | side x wall
Also: side (sides, outer side): width = side and depth = side
Title: square tube {width} x {depth} x {wall} mm, {length} mm long
Where: inner_radius = max(corner_radius - wall, 0)
Rule: 2 * wall + 0.01 <= min(width, depth): walls of {wall} mm leave no cavity in {width} mm x {depth} mm
Rule: corner_radius == 0 or corner_radius >= 0.01: a corner radius of {corner_radius} mm is too small
Rule: 2 * corner_radius + 0.01 <= min(width, depth): a corner radius of {corner_radius} mm does not fit
    {width} mm x {depth} mm
Box: width, depth, length
Volume: (width * depth - (4 - pi) * corner_radius**2 - (width - 2 * wall) * (depth - 2 * wall) + (4 - pi)
    * inner_radius**2) * length
Base: none
Floor: 0
Agrees: square_shape, hollow, open_ended, all_round
Pose: standing
Has: wall at all_round all side
Absorbs: fillet: corner_radius = number | radius; at all all_round both corner each edge end four outer
    overall side vertical; said all_round rounded vertical
Face: front "front wall" Y- at -depth / 2; u width; v 0 to length; depth wall; clear u width - 2 * wall;
    opposite back "back wall" at depth / 2
Face: left "left wall" X- at -width / 2; u depth; v 0 to length; depth wall; clear u depth - 2 * wall;
    opposite right "right wall" at width / 2
"""

import cadquery as cq

width = 30.0  # mm, 0.03 to 10000: outside, along X (wide)
depth = 30.0  # mm, 0.03 to 10000: outside, along Y (deep)
wall = 2.0  # mm, 0.01 to 5000: thickness of the walls (walls, wall thickness, thick, thickness)
length = 200.0  # mm, 0.01 to 10000: along Z (long, height, high, tall)
corner_radius = 0.0  # mm, 0 to 5000, else 0: of the outer edges, 0 for sharp ones (outer radius)

inner_radius = max(corner_radius - wall, 0)
outside = cq.Workplane().box(width, depth, length, centered=(True, True, False))
inside = cq.Workplane().box(width - 2 * wall, depth - 2 * wall, length, centered=(True, True, False))
if corner_radius > 0:
    outside = outside.edges("|Z").fillet(corner_radius)
if inner_radius > 0.001:
    inside = inside.edges("|Z").fillet(inner_radius)
result = outside.cut(inside)

show_object(result)
