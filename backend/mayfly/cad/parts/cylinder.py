"""Cylinder: a solid round bar standing on Z=0, its axis on Z.

Names: cylinder, rod, round bar, round rod, pin, dowel, dowel pin, peg, solid cylinder, shaft, axle,
    threaded rod, rubber foot, bumper foot, machine foot, furniture foot, weld boss,
    weld-on boss
Sizes: diameter x height
Title: cylinder {diameter} x {height} mm
Box: diameter, diameter, height
Volume: pi / 4 * diameter**2 * height
Base: round
Agrees: round_shape
Pose: standing
Becomes: d_bore_hub if d_bored
Becomes: d_shaft if flat_alone and not (several_diameter and several_length)
Becomes: parallel_pin if named_dowel_pin
Becomes: capsule if dome
Becomes: threaded_stud if called_threaded
Becomes: stepped_shaft if step or first or second or counted_step or ((called_shaft or called_spindle or
    called_axle or called_roller) and several_diameter and several_length)
Becomes: cup if (wall or sized_floor or hollow or sized_inner) and (sized_floor or sized_bottom or
    sized_closed_end or closed_bottom or open_top)
Becomes: tube if wall or sized_floor or hollow or sized_inner
Hollow: round
Keyway: shaft
Offer: 3 cylinder
Spoken: cyl, rod, round bar, round rod, dowel, round stock, shaft, peg, roller, spindle, mandrel, pole,
    round post, round column, round pillar, round leg, round stub, plug, round plug, solid plug, slug,
    stripper bolt,
    round billet, round blank, gear blank, pulley blank, wheel blank, round spigot, trunnion, pivot, pivot
    pin, locating pin, round beam, round stick, broomstick, trundle, drum blank, clevis pin, headed pin,
    headed peg, hinge pin, piston, plunger, mandrel blank, arbor, round slug
"""

import cadquery as cq

diameter = 30.0  # mm, 0.01 to 10000: outer diameter (dia, od, outer diameter, outside diameter)
height = 50.0  # mm, 0.01 to 10000: along Z (length, long, high, tall)

result = cq.Workplane().circle(diameter / 2).extrude(height)

show_object(result)
