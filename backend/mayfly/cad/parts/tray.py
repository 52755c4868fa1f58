"""Tray: an open box with a floor and four walls, standing on Z=0, open at the top, centred in X and Y.

Names: tray, open box, open tray, open-top box, open topped box, enclosure, open enclosure, shallow box,
    housing, bin, open container, drawer
Sizes: length x width x height | length x width x height x wall
Also: inner_length (inside length, internal length): length = inner_length + 2 * wall
Also: inner_width (inside width, internal width): width = inner_width + 2 * wall
Also: inner_height (inside height, inside depth, internal height, inner depth): height = inner_height +
    floor
Title: tray {length} x {width} x {height} mm, wall {wall} mm
Rule: 2 * wall + 0.01 <= min(length, width): walls of {wall} mm leave no cavity in {length} mm x {width} mm
Rule: floor + 0.01 <= height: a floor of {floor} mm leaves no cavity in a height of {height} mm
Rule: corner_radius == 0 or corner_radius >= 0.01: a corner radius of {corner_radius} mm is too small
Rule: 2 * corner_radius + 0.01 <= min(length, width): a corner radius of {corner_radius} mm does not fit
    {length} mm x {width} mm
Rule: inner_radius == 0 or inner_radius >= 0.01: an inner radius of {inner_radius} mm is too small
Rule: 2 * inner_radius + 0.01 <= min(length, width) - 2 * wall: an inner radius of {inner_radius} mm does not
    fit between walls of {wall} mm
Rule: wall * sqrt(2) + 0.414 * (inner_radius - corner_radius) >= 0.01: an inner radius of {inner_radius} mm
    leaves no wall at outer corners of {corner_radius} mm
Box: length, width, height
Volume: (length * width - (4 - pi) * corner_radius**2) * height - ((length - 2 * wall) * (width - 2 *
    wall) - (4 - pi) * inner_radius**2) * (height - floor)
Base: open
Floor: floor
Agrees: square_shape, hollow, open_top, closed_bottom, all_round
Pose: standing
Has: 4 wall at all_round all side; 1 floor at bottom
Absorbs: fillet: inner_radius = number | radius; at all all_round both corner each edge end four inner side
    vertical; said all_round rounded vertical; needs inner
Absorbs: fillet: corner_radius = number | radius; at all all_round both corner each edge end four outer
    overall side vertical; said all_round rounded vertical
Becomes: cup if round_shape
Becomes: enclosure_with_lid if lid; takes open_top
Face: top|floor "floor" Z+ at floor; u length; v width; depth floor; clear u length - 2 * wall; clear v
    width - 2 * wall; opposite bottom "underside" at 0
Face: front "front wall" Y- at -width / 2; u length; v 0 to height; depth wall; clear u length - 2 * wall;
    clear v floor to height; opposite back "back wall" at width / 2
Face: left "left wall" X- at -length / 2; u width; v 0 to height; depth wall; clear u width - 2 * wall;
    clear v floor to height; opposite right "right wall" at length / 2
Spoken: container, rectangular container, drawer box
"""

import cadquery as cq

length = 120.0  # mm, 0.03 to 10000: outside, along X (long, outside length)
width = 80.0  # mm, 0.03 to 10000: outside, along Y (wide, deep, depth, outside width)
height = 30.0  # mm, 0.02 to 10000: outside, along Z (high, tall, outside height)
wall = 2.0  # mm, 0.01 to 4999.99: thickness of the walls (walls, wall thickness, thick)
floor = 2.0  # mm, 0.01 to 9999.99, else wall: thickness of the floor (bottom, base, floor thickness)
corner_radius = 0.0  # mm, 0 to 4999.99, else 0: of the outer vertical edges, 0 for sharp ones (outer radius)
inner_radius = 0.0  # mm, 0 to 4999.98, else max(corner_radius - wall, 0): of the inner vertical edges

outside = cq.Workplane().box(length, width, height, centered=(True, True, False))
inside = cq.Workplane(origin=(0, 0, floor)).box(
    length - 2 * wall, width - 2 * wall, height - floor, centered=(True, True, False)
)
if corner_radius > 0:
    outside = outside.edges("|Z").fillet(corner_radius)
if inner_radius > 0.001:
    inside = inside.edges("|Z").fillet(inner_radius)
result = outside.cut(inside)

show_object(result)
