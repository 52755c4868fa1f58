"""Box: a rectangular solid standing on Z=0, centred in X and Y.

Names: box, cuboid, block, brick, rectangular solid, rectangular block, rectangular prism, solid block
Sizes: length x width x height
Title: box {length} x {width} x {height} mm
Box: length, width, height
Volume: length * width * height
Base: prismatic
Agrees: square_shape
Pose: lying
Becomes: dovetail_block if dovetail
Becomes: enclosure_with_lid if lid; takes open_top
Becomes: ? if (wall or sized_floor or open_top or hollow) and not (open_top or sized_floor): Is the hollow
    {} open at the top, or closed with a lid?
Becomes: tray if wall or sized_floor or open_top or hollow
Becomes: cylinder if called_bar and not called_rectangular and sized_diameter
Becomes: upright if called_bar or called_rod
Hollow: prism
Offer: 2 block
Spoken: bar, rectangular bar, rectangular rod, cuboid, block, rectangular block, brick, rectangular prism,
    rectangular solid, rectangular box, ingot, billet, batten, plinth, domino, gauge block, spacer block,
    rectangular post, rectangular pillar, rectangular column, rectangular beam, rectangular spacer, solid
    box, solid rectangle, timber, terminal block, riser block, stop block, clamping block, backing block,
    manifold, manifold block, soft jaw, vice jaw, jaw, jig block, drill jig, saddle block, support block,
    mounting block, toothbrush stand, pen stand, pencil block
"""

import cadquery as cq

length = 60.0  # mm, 0.01 to 10000: along X (long)
width = 40.0  # mm, 0.01 to 10000: along Y (wide, deep, depth, breadth)
height = 20.0  # mm, 0.01 to 10000: along Z (high, tall, thick, thickness)

result = cq.Workplane().box(length, width, height, centered=(True, True, False))

show_object(result)
