"""Dovetail block: a block lying on Z=0 with a dovetail slot along X in its top.

Names: dovetail block, dovetail slide, dovetail guide, block with dovetail slot, dovetail base
Sizes: length x width x height
Also: slot_angle (dovetail angle): slot_top = slot_bottom - 2 * slot_depth / tan(radians(slot_angle))
Title: dovetail block {length} x {width} x {height} mm, slot {slot_top} to {slot_bottom} mm wide
Rule: slot_depth + 0.01 <= height: a slot {slot_depth} mm deep goes through the block of {height} mm
Rule: slot_top + 0.02 <= slot_bottom: a dovetail is narrower at the top than at the bottom, not {slot_top}
    mm over {slot_bottom} mm
Rule: slot_bottom + 0.02 <= width: a slot {slot_bottom} mm wide does not fit a block of {width} mm
Box: length, width, height
Volume: (width * height - (slot_top + slot_bottom) / 2 * slot_depth) * length
Base: none
Agrees: square_shape
Pose: lying, standing
Has: 1 dovetail at top top_face centre everything
Face: bottom "underside" Z- at 0; u length; v width; depth height as -; behind ((0, height),) if 2 *
    abs(v) >= slot_bottom else ((0, height - slot_depth),) if 2 * abs(v) <= slot_top else ((0, height -
    slot_depth), (height - slot_depth + (slot_bottom - 2 * abs(v)) * slot_depth / (slot_bottom -
    slot_top), height))
Outline: X along length: -width / 2, 0; width / 2, 0; width / 2, height; slot_top / 2, height; slot_bottom
    / 2, height - slot_depth; -slot_bottom / 2, height - slot_depth; -slot_top / 2, height; -width / 2,
    height
First: none
"""

import cadquery as cq

length = 80.0  # mm, 0.01 to 10000: along X, along the slot (long)
width = 50.0  # mm, 0.06 to 10000: along Y (wide)
height = 25.0  # mm, 0.02 to 10000: along Z (high, tall, thick, thickness)
slot_top = 20.0  # mm, 0.01 to 9999.96: width of the slot at the top (top, top width)
slot_bottom = 30.0  # mm, 0.03 to 9999.98: width of the slot at the bottom (bottom, bottom width)
slot_depth = 10.0  # mm, 0.01 to 9999.99: of the slot (dovetail depth, deep, depth)

outline = [
    (-width / 2, 0),
    (width / 2, 0),
    (width / 2, height),
    (slot_top / 2, height),
    (slot_bottom / 2, height - slot_depth),
    (-slot_bottom / 2, height - slot_depth),
    (-slot_top / 2, height),
    (-width / 2, height),
]
result = cq.Workplane("YZ").polyline(outline).close().extrude(length / 2, both=True)

show_object(result)
