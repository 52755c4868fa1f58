"""Clevis: a block standing on Z=0 with a slot along Y from the top and a cross hole along X in both ears.

Names: clevis, clevis block, fork, fork head, yoke, clevis end
Sizes: width x depth x height
Also: ear (ears, ear thickness): slot_width = width - 2 * ear
Title: clevis {width} x {depth} x {height} mm, slot {slot_width} x {slot_depth} mm
Where: pin_height = height - pin_drop
Rule: slot_width + 0.02 <= width: a slot of {slot_width} mm leaves no ears in a width of {width} mm
Rule: slot_depth + 0.01 <= height: a slot of {slot_depth} mm cuts through the height of {height} mm
Rule: pin_hole == 0 or pin_hole >= 0.01: a cross hole of {pin_hole} mm is too small
Rule: pin_hole == 0 or pin_hole + 0.02 <= depth: a cross hole of {pin_hole} mm does not fit a depth of
    {depth} mm
Rule: pin_hole == 0 or pin_hole / 2 + 0.01 <= pin_drop: a cross hole of {pin_hole} mm, {pin_drop} mm below
    the top, breaks through the top
Rule: pin_hole == 0 or pin_drop + pin_hole / 2 + 0.01 <= slot_depth: a cross hole of {pin_hole} mm,
    {pin_drop} mm below the top, runs into the bottom of a slot of {slot_depth} mm
Box: width, depth, height
Volume: width * depth * height - slot_width * slot_depth * depth - pi / 4 * pin_hole**2 * (width -
    slot_width)
Hole: pin_hole through X at (0, pin_height), if pin_hole > 0
Base: none
Floor: height - slot_depth
Agrees: open_top, bent
Has: 2 ear; 2 leg
Absorbs: slot: slot_width = width, slot_depth = depth; at centre depth it middle part through top top_face
    width y; said centred cross everything open_top through
Absorbs: hole: pin_hole = number | diameter, pin_drop = below; at both each ear it leg part width x; said
    cross everything horizontal through
Where: floor = height - slot_depth
Where: side = (width - slot_width) / 2
Face: bottom "underside" Z- at 0; u width; v depth; depth height - slot_depth; behind ((0, floor if abs(u) <
    slot_width / 2 else height),); even
Face: floor "floor of the slot" Z+ at height - slot_depth; u slot_width; v depth; depth height - slot_depth
Face: left "left ear" X- at -width / 2; u depth; v 0 to height; depth width; behind ((0, side), (side +
    slot_width, width)) if v > floor else ((0, width),); opposite right "right ear" at width / 2
Face: front "front face" Y- at -depth / 2; u width; v 0 to height; depth depth; clear v 0 to floor; opposite
    back "back face" at depth / 2
"""

import cadquery as cq

width = 40.0  # mm, 0.03 to 10000: along X, across the slot (wide, length, long)
depth = 30.0  # mm, 0.01 to 10000: along Y, along the slot (deep)
height = 50.0  # mm, 0.02 to 10000: along Z (high, tall)
slot_width = 16.0  # mm, 0.01 to 9999.98: between the ears (slot wide, opening, gap)
slot_depth = 35.0  # mm, 0.01 to 9999.99: from the top (slot deep)
pin_hole = 10.0  # mm, 0 to 9999.98, else 0: diameter of the cross hole, 0 for none (pin, cross hole)
pin_drop = 15.0  # mm, 0.01 to 9999.99, else slot_depth / 2: from the top to the cross hole (below the top)

block = cq.Workplane().box(width, depth, height, centered=(True, True, False))
slot = cq.Workplane(origin=(0, 0, height - slot_depth)).box(
    slot_width, depth, slot_depth, centered=(True, True, False)
)
result = block.cut(slot)
if pin_hole > 0:
    pin = cq.Workplane("YZ").center(0, height - pin_drop).circle(pin_hole / 2).extrude(width / 2, both=True)
    result = result.cut(pin)

show_object(result)
