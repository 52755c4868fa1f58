"""Hinge leaf: a flat leaf on Z=0 with knuckles for a pin along X at its +Y edge, and a row of screw holes.

The leaf carries every other knuckle of the hinge, also the outermost ones; between them it leaves room for
the knuckles of the other leaf.

Names: hinge leaf, hinge, hinge half, hinge plate, half hinge
Sizes: length x width x thickness
Title: hinge leaf {length} x {width} x {thickness} mm, {knuckles} knuckles
Where: radius = knuckle_diameter / 2
Where: knuckle = (length - 2 * (knuckles - 1) * gap) / (2 * knuckles - 1)
Where: flat = width - knuckle_diameter - gap
Where: segment = radius**2 * acos((radius - thickness) / radius) - (radius - thickness) * sqrt(max(2 *
    radius * thickness - thickness**2, 0))
Rule: knuckle >= 0.01: {knuckles} knuckles with gaps of {gap} mm do not fit a length of {length} mm
Rule: thickness + 0.01 <= radius: a leaf of {thickness} mm is too thick for knuckles of {knuckle_diameter}
    mm
Rule: pin_diameter + 0.02 <= knuckle_diameter: a pin of {pin_diameter} mm does not fit knuckles of
    {knuckle_diameter} mm
Rule: flat >= 0.02: knuckles of {knuckle_diameter} mm leave no leaf in a width of {width} mm
Rule: (screw_holes > 0) == (screw_hole > 0): screw holes need both a number and a diameter
Rule: screw_holes == 0 or screw_hole >= 0.01: screw holes of {screw_hole} mm are too small
Rule: screw_holes == 0 or screw_hole + 0.02 <= min(flat, length / screw_holes): {screw_holes} screw holes
    of {screw_hole} mm do not fit the flat part of {length} mm x {flat} mm
Box: length, width, knuckle_diameter
Volume: knuckles * knuckle * (pi * radius**2 - pi / 4 * pin_diameter**2 + (width - radius) * thickness -
    segment / 2) + (length - knuckles * knuckle) * flat * thickness - screw_holes * pi / 4 * screw_hole**2
    * thickness
Hole: pin_diameter through X at (width / 2 - radius, radius)
Hole: screw_hole through Z, screw_holes of them, if screw_holes > 0
Base: none
Floor: thickness
Agrees: bent
Pose: lying
Absorbs: hole: screw_hole = number | diameter, screw_holes = count; at it leg part; said clearance equally
    row screw through
Face: top "leaf" Z+ at thickness; u length; v -width / 2 to width / 2 - knuckle_diameter - gap as -; depth
    thickness; opposite bottom "underside of the leaf" at 0
Becomes: plate if called_leaf and not (knuckle or pin)
"""

import math

import cadquery as cq

length = 60.0  # mm, 0.01 to 10000: along X, along the pin (long)
width = 30.0  # mm, 0.06 to 10000: along Y, with the knuckles (wide)
thickness = 2.0  # mm, 0.01 to 1000: of the leaf (thick, thk)
knuckle_diameter = 7.0  # mm, 0.04 to 2500: outside, of the knuckles (knuckle, barrel, barrel diameter)
pin_diameter = 4.0  # mm, 0.01 to 2499.98: of the hole for the pin (pin, pin hole)
knuckles = 3  # count, 1 to 20, else 3: number of knuckles on this leaf
gap = 0.2  # mm, 0.01 to 100, else 0.2: play around the other leaf's knuckles (play, clearance)
screw_holes = 3  # count, 0 to 40, else 0: number of screw holes (holes, screws)
screw_hole = 4.5  # mm, 0 to 9999.98, else 0: diameter of a screw hole (hole diameter)

radius = knuckle_diameter / 2
axis = width / 2 - radius
edge = -width / 2
flat = width - knuckle_diameter - gap
knuckle = (length - 2 * (knuckles - 1) * gap) / (2 * knuckles - 1)

# The knuckle is rolled up from the leaf: from its underside round the pin and back onto its upper side.
meeting = axis - math.sqrt(radius**2 - (radius - thickness) ** 2)
rolled = (
    cq.Workplane("YZ", origin=(-length / 2, 0, 0))
    .moveTo(edge, 0)
    .lineTo(axis, 0)
    .threePointArc((axis + radius, radius), (axis, 2 * radius))
    .threePointArc((axis - radius * math.cos(0.5), radius + radius * math.sin(0.5)), (meeting, thickness))
    .lineTo(edge, thickness)
    .close()
    .extrude(knuckle)
)
plate = cq.Workplane(origin=(0, edge, 0)).box(length, flat, thickness, centered=(True, False, False))
pitch = 2 * (knuckle + gap)
result = plate
for place in range(knuckles):
    result = result.union(rolled.translate((place * pitch, 0, 0)))
pin = cq.Workplane("YZ").center(axis, radius).circle(pin_diameter / 2).extrude(length / 2, both=True)
result = result.cut(pin)
if screw_holes > 0:
    row = cq.Workplane(origin=(0, edge + flat / 2, 0)).rarray(length / screw_holes, 1, screw_holes, 1)
    result = result.cut(row.circle(screw_hole / 2).extrude(thickness))

show_object(result)
