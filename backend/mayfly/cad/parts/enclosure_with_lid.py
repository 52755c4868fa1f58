"""Enclosure with lid: an open box standing on Z=0 and a flat lid lying on its rim, two separate solids.

Names: enclosure with lid, box with lid, case with lid, lidded box, project box, box and lid, housing with
    lid, electronics enclosure, container with lid, tray with lid
Sizes: length x width x height | length x width x height x wall
Title: enclosure {length} x {width} x {height} mm with a lid of {lid_thickness} mm
Where: inner_radius = max(corner_radius - wall, 0)
Rule: 2 * wall + 0.01 <= min(length, width): walls of {wall} mm leave no cavity in {length} mm x {width} mm
Rule: floor + 0.01 <= height: a floor of {floor} mm leaves no cavity in a height of {height} mm
Rule: corner_radius == 0 or corner_radius >= 0.01: a corner radius of {corner_radius} mm is too small
Rule: 2 * corner_radius + 0.01 <= min(length, width): a corner radius of {corner_radius} mm does not fit
    {length} mm x {width} mm
Solids: 2
Box: length, width, height + lid_thickness
Volume: (length * width - (4 - pi) * corner_radius**2) * (height + lid_thickness) - ((length - 2 * wall) *
    (width - 2 * wall) - (4 - pi) * inner_radius**2) * (height - floor)
Base: none
Floor: floor
Agrees: square_shape, hollow, closed, closed_bottom, all_round
Has: 4 wall at all_round all side; 1 floor; 1 lid at rim top edge part it
Absorbs: fillet: corner_radius = number | radius; at all all_round both corner each edge end four outer
    overall side vertical; said all_round rounded vertical
Becomes: tray if open_top and not (lid or called_lid or called_cover)
Becomes: enclosure_with_lid if open_top; takes open_top
Face: floor "floor" Z+ at floor; u length; v width; depth floor; clear u length - 2 * wall; clear v width -
    2 * wall; opposite bottom "underside" at 0
Face: front "front wall" Y- at -width / 2; u length; v 0 to height; depth wall; clear u length - 2 * wall;
    clear v floor to height; opposite back "back wall" at width / 2
Face: left "left wall" X- at -length / 2; u width; v 0 to height; depth wall; clear u width - 2 * wall;
    clear v floor to height; opposite right "right wall" at length / 2
Face: lid "lid" Z+ at height + lid_thickness; u length; v width; depth lid_thickness
"""

import cadquery as cq

length = 80.0  # mm, 0.03 to 10000: outside, along X (long)
width = 60.0  # mm, 0.03 to 10000: outside, along Y (wide, deep, depth)
height = 35.0  # mm, 0.02 to 10000: of the box without its lid (high, tall)
wall = 3.0  # mm, 0.01 to 4999.99: thickness of the walls (walls, wall thickness, thick)
floor = 3.0  # mm, 0.01 to 9999.99, else wall: thickness of the floor (bottom, floor thickness)
lid_thickness = 3.0  # mm, 0.01 to 10000, else wall: thickness of the lid (lid)
corner_radius = 0.0  # mm, 0 to 4999.99, else 0: of the outer vertical edges, 0 for sharp ones (outer radius)

inner_radius = max(corner_radius - wall, 0)
outside = cq.Workplane().box(length, width, height, centered=(True, True, False))
inside = cq.Workplane(origin=(0, 0, floor)).box(
    length - 2 * wall, width - 2 * wall, height - floor, centered=(True, True, False)
)
lid = cq.Workplane(origin=(0, 0, height)).box(length, width, lid_thickness, centered=(True, True, False))
if corner_radius > 0:
    outside = outside.edges("|Z").fillet(corner_radius)
    lid = lid.edges("|Z").fillet(corner_radius)
if inner_radius > 0.001:
    inside = inside.edges("|Z").fillet(inner_radius)
box = outside.cut(inside)
result = cq.Workplane().add(cq.Compound.makeCompound([box.val(), lid.val()]))

show_object(result)
