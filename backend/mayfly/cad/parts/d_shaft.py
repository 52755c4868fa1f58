"""D-shaft: a round shaft standing on Z=0 with a flat on its +X side, from the top down.

Names: d-shaft, d shaft, d-shaped shaft, d cut shaft, d-cut shaft, flatted shaft, d-shape shaft, d profile
    shaft
Sizes: diameter x length
Also: across_flat (across flats, flat to back, d dimension, remaining thickness,
    thickness over flat): flat_depth = diameter - across_flat
Title: D-shaft {diameter} x {length} mm, flat {flat_depth} mm deep
Rule: flat_depth + 0.01 <= diameter / 2: a flat {flat_depth} mm deep goes over the middle of a shaft of
    {diameter} mm
Rule: flat_length <= length: a flat {flat_length} mm long does not fit a shaft of {length} mm
Where: level = diameter / 2 - flat_depth
Where: cut = diameter**2 / 4 * acos(2 * level / diameter) - level * sqrt(diameter**2 / 4 - level**2)
Box: diameter - (flat_depth if flat_length == length else 0), diameter, length
Volume: pi / 4 * diameter**2 * length - cut * flat_length
Base: none
Agrees: round_shape
Pose: standing
Absorbs: flat: flat_depth = depth | number, across_flat = across_flats, flat_length = length; at top end
    one it part along side; said
    everything through lengthwise
Ends: differ
"""

import cadquery as cq

diameter = 6.0  # mm, 0.05 to 10000: of the shaft (dia, od, outer diameter)
length = 30.0  # mm, 0.01 to 10000: along Z (long, height, high, tall)
flat_depth = 0.5  # mm, 0.01 to 4999.99: of the flat, from the round (depth of the flat)
flat_length = 30.0  # mm, 0.01 to 10000, else length: of the flat, from the top (length of the flat)

level = diameter / 2 - flat_depth
shift = flat_depth / 2 if flat_length == length else 0
above = cq.Workplane(origin=(level + diameter / 2, 0, length - flat_length))
cutter = above.box(diameter, 2 * diameter, flat_length, centered=(True, True, False))
result = cq.Workplane().circle(diameter / 2).extrude(length).cut(cutter).translate((shift, 0, 0))

show_object(result)
