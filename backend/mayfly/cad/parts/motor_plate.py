"""Motor plate: a plate lying on Z=0 with the holes of a stepper motor.

Names: nema plate, nema motor plate, nema mounting plate, stepper motor plate, stepper motor mounting
    plate
Sizes: length x width x thickness
Standard: motor face: hole_spacing = hole_spacing_mm, hole_diameter = hole_diameter_mm, bore =
    pilot_diameter_mm
Title: motor plate {length} x {width} x {thickness} mm, holes on a square of {hole_spacing} mm
Rule: bore + 0.02 <= min(length, width): the hole of {bore} mm for the pilot does not fit a plate of
    {length} x {width} mm
Rule: hole_spacing + hole_diameter + 0.02 <= min(length, width): holes of {hole_diameter} mm on a square
    of {hole_spacing} mm do not fit a plate of {length} x {width} mm
Rule: hole_spacing * sqrt(2) >= bore + hole_diameter + 0.02: holes of {hole_diameter} mm on a square of
    {hole_spacing} mm run into the hole of {bore} mm
Rule: hole_spacing >= hole_diameter + 0.01: holes of {hole_diameter} mm on a square of {hole_spacing} mm
    run into each other
Box: length, width, thickness
Volume: (length * width - pi / 4 * (bore**2 + 4 * hole_diameter**2)) * thickness
Hole: bore through Z at (0, 0)
Hole: hole_diameter through Z at (-hole_spacing / 2, -hole_spacing / 2), (hole_spacing / 2, -hole_spacing
    / 2), (hole_spacing / 2, hole_spacing / 2), (-hole_spacing / 2, hole_spacing / 2)
Base: prismatic
Agrees: square_shape
Pose: lying
Absorbs: bore | hole: bore = number | diameter
Absorbs: hole: hole_diameter = number | diameter; at face it part corner square; said clearance screw
    through round_shape equally square_pattern; four
"""

import cadquery as cq

length = 60.0  # mm, 0.01 to 10000: along X (long)
width = 60.0  # mm, 0.01 to 10000: along Y (wide, deep, depth)
thickness = 6.0  # mm, 0.01 to 10000: along Z (thick, thk, height, high)
hole_spacing = 31.0  # mm, 0.01 to 10000: side of the square of the holes (hole square, square, bolt square)
hole_diameter = 3.4  # mm, 0.01 to 5000: of the four holes (holes, hole)
bore = 22.0  # mm, 0.01 to 10000: for the pilot of the motor (pilot, pilot hole, centre hole)

plate = cq.Workplane().box(length, width, thickness, centered=(True, True, False))
holes = cq.Workplane().rarray(hole_spacing, hole_spacing, 2, 2).circle(hole_diameter / 2).extrude(thickness)
result = plate.cut(cq.Workplane().circle(bore / 2).extrude(thickness)).cut(holes)

show_object(result)
