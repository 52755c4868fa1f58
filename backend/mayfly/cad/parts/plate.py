"""Plate: a flat rectangular plate lying on Z=0, centred in X and Y.

Names: plate, base plate, mounting plate, slide plate, flat plate, adapter plate, rectangular plate, flat
    bar, flat, sheet, board, shelf board, strip, mounting strip, panel, shelf, slab, tile, cover plate,
    heat spreader
Sizes: length x width x thickness
Title: plate {length} x {width} x {thickness} mm
Box: length, width, thickness
Volume: length * width * thickness
Base: prismatic
Agrees: square_shape
Pose: lying
Becomes: motor_plate if named_motor_face or fits_motor_face
Becomes: enclosure_with_lid if lid; takes open_top
Becomes: d_shaft if flat_alone and (round_shape or (sized_diameter and not sized_sides))
Becomes: disc if round_shape or (sized_diameter and not sized_sides)
Becomes: gusset if triangle_shape
Hollow: prism
Offer: 1 plate
Spoken: baseplate, gland plate, adjuster plate, sliding plate, sensor plate, gear plate, lid plate, cover
    plate, vent cover, switch plate, end plate, endplate, packing plate, packer plate, strap, doubler
    plate, square cover, rectangular cover, wear plate, backing plate, foot plate, footplate, tie plate,
    splice plate, sole plate, clamp plate, stop plate, pl, plt, base pl, cover pl, mounting pl, adapter
    pl, flat steel, square flange, rectangular flange, flange plate, fb, wear strip, coaster, tag, name
    tag, key tag, dog tag, luggage tag, name plate, plaque, sign, table top, tabletop, desk top, worktop,
    plank, cutting board, chopping board, baffle, baffle plate, backing board, face plate, faceplate,
    pad, square pad, mounting pad, blanking panel, floor tile, paving slab, splashback, shim plate, flat
    cover, sheet of metal, flat piece, flat blank, rectangular blank, metal sheet, sheet metal plate,
    rectangular stiffener, rectangular stiffener plate, rectangular gusset, rectangular gusset plate,
    drill jig, drill plate, jig plate, drilling jig, drilling template, square motor flange, square
    mounting flange, square pump flange, square bearing flange, square adapter flange, rectangular motor
    flange, rectangular mounting flange
Example: 90x60x6 plate, nothing else: length = 90, width = 60, thickness = 6
"""

import cadquery as cq

length = 100.0  # mm, 0.01 to 10000: along X (long)
width = 60.0  # mm, 0.01 to 10000: along Y (wide, deep, depth, breadth)
thickness = 8.0  # mm, 0.01 to 10000: along Z (thick, thk, height, high, tall)

result = cq.Workplane().box(length, width, thickness, centered=(True, True, False))

show_object(result)
