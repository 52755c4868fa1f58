"""Cup: a round cup standing on Z=0, its axis on Z, closed below and open at the top.

Names: cup, round cup, cap, end cap, pipe cap, tube cap, pot, beaker, round tray, canister
Sizes: outer_diameter x height | outer_diameter x height x wall
Also: inner_diameter (inside diameter, id, bore, inside): outer_diameter = inner_diameter + 2 * wall; wall =
    (outer_diameter - inner_diameter) / 2
Also: inner_depth (inside depth, inside height, depth): height = inner_depth + floor; floor = height -
    inner_depth
Title: cup {outer_diameter} x {height} mm, wall {wall} mm
Rule: 2 * wall + 0.01 <= outer_diameter: walls of {wall} mm leave no cavity in a diameter of
    {outer_diameter} mm
Rule: floor + 0.01 <= height: a floor of {floor} mm leaves no cavity in a height of {height} mm
Box: outer_diameter, outer_diameter, height
Volume: pi / 4 * (outer_diameter**2 * height - (outer_diameter - 2 * wall)**2 * (height - floor))
Hole: outer_diameter - 2 * wall blind Z at (0, 0)
Base: none
Floor: floor
Agrees: round_shape, hollow, open_top, closed_bottom, all_round
Pose: standing
Becomes: cylinder if recessed and not (wall or sized_floor or sized_inner or hollow)
Has: wall at all_round all side
Absorbs: bore: inner_diameter = number | diameter
Face: top|floor "floor" Z+ at floor; disc outer_diameter - 2 * wall as -; depth floor; opposite bottom
    "underside" at 0
Side: 0 to height, outer_diameter, inner outer_diameter - 2 * wall if v > floor else 0
Rims: outer_diameter, outer_diameter; inside outer_diameter - 2 * wall, max(outer_diameter - 2 * min(wall,
    floor), 0)
Ends: differ
Inverted: cap, end cap, pipe cap, tube cap, jar lid, pot lid, bottle cap, round lid
Spoken: cup holder, round container, round box, cylindrical container, cylindrical cup, round can, jar,
    round tin, pen holder, pencil holder, pen cup, pencil cup, pen pot, tumbler, bucket, plant pot, flower
    pot, round bin, round pot, round planter, round tub, tub, jar lid, pot lid, bottle cap, round lid
"""

import cadquery as cq

outer_diameter = 70.0  # mm, 0.03 to 10000: outside (outside diameter, od, diameter)
height = 90.0  # mm, 0.02 to 10000: along Z, with the floor (high, tall, length, long)
wall = 2.5  # mm, 0.01 to 4999.99: thickness of the wall (walls, wall thickness, thick)
floor = 4.0  # mm, 0.01 to 9999.99, else wall: thickness of the floor (bottom, closed end, end)

outside = cq.Workplane().circle(outer_diameter / 2).extrude(height)
inside = cq.Workplane(origin=(0, 0, floor)).circle(outer_diameter / 2 - wall).extrude(height - floor)
result = outside.cut(inside)

show_object(result)
