"""Polygon cup: a cup whose section is a regular polygon, standing on Z=0, closed below and open at the top.

Names: polygon cup, hexagonal cup [sides = 6], hex cup [sides = 6], hexagon cup [sides = 6], octagonal cup
    [sides = 8], pentagonal cup [sides = 5]
Sizes: across_flats x height | across_flats x height x wall
Also: corner_diameter (across corners, circumscribed diameter, circumdiameter): across_flats =
    corner_diameter * cos(pi / sides)
Also: inner_across_flats (inside across flats): across_flats = inner_across_flats + 2 * wall; wall =
    (across_flats - inner_across_flats) / 2
Also: inner_depth (inside depth, inside height, depth): height = inner_depth + floor; floor = height -
    inner_depth
Title: {sides}-sided cup, {across_flats} mm {"across flats" if sides % 2 == 0 else "inscribed circle"},
    {height} mm high, wall {wall} mm
Rule: 2 * wall + 0.01 <= across_flats: walls of {wall} mm leave no cavity in {across_flats} mm across flats
Rule: floor + 0.01 <= height: a floor of {floor} mm leaves no cavity in a height of {height} mm
Where: corner = across_flats / 2 / cos(pi / sides)
Box: corner * (2 if sides % 2 == 0 else 1 + cos(pi / sides)), 2 * corner * max(sin(2 * pi * k / sides) for
    k in range(sides)), height
Volume: sides * tan(pi / sides) / 4 * (across_flats**2 * height - (across_flats - 2 * wall)**2 * (height -
    floor))
Base: none
Floor: floor
Agrees: hollow, open_top, closed_bottom
Pose: standing
Where: shift = 0 if sides % 2 == 0 else (across_flats / 2 - corner) / 2
Where: inside = (across_flats / 2 - wall) / cos(pi / sides)
Face: top|floor "floor" Z+ at floor; u shift - inside to shift + inside as -; v 2 * inside as -; depth floor;
    polygon ((inside * cos(2 * pi * k / sides) + shift, inside * sin(2 * pi * k / sides)) for k in
    range(sides)); opposite bottom "underside" at 0
Ends: differ
Spoken: hexagonal box [sides = 6], hexagonal tray [sides = 6], hexagonal pot [sides = 6], hexagonal holder
    [sides = 6], hexagonal container [sides = 6], hexagonal bin [sides = 6], hexagonal pen holder [sides =
    6], hexagonal pencil holder [sides = 6], hexagonal pen cup [sides = 6], hexagonal vase [sides = 6],
    hexagonal planter [sides = 6], octagonal box [sides = 8], octagonal pot [sides = 8], octagonal holder
    [sides = 8], octagonal pen holder [sides = 8], octagonal pencil holder [sides = 8], pentagonal pen
    holder [sides = 5], hexagonal pencil cup [sides = 6], hexagon pencil cup [sides = 6], hexagon pen cup
    [sides = 6], hexagon pot [sides = 6], hexagon box [sides = 6], hexagon planter [sides = 6], hexagon
    vase [sides = 6], hexagon pen holder [sides = 6], hexagon pencil holder [sides = 6], hex pencil cup
    [sides = 6], hex pen holder [sides = 6], hex planter [sides = 6], octagonal planter [sides = 8],
    octagonal pencil cup [sides = 8], octagon cup [sides = 8], pentagonal pot [sides = 5],
    pentagonal box [sides = 5]
"""

import math

import cadquery as cq

sides = 6  # count, 3 to 64: number of sides (sided)
across_flats = 80.0  # mm, 0.03 to 10000: diameter of the circle that touches the outside (af, a/f)
height = 100.0  # mm, 0.02 to 10000: along Z, with the floor (high, tall, length, long)
wall = 3.0  # mm, 0.01 to 4999.99: thickness of the wall, square to it (walls, wall thickness, thick)
floor = 4.0  # mm, 0.01 to 9999.99, else wall: thickness of the floor (bottom, closed end)

corner = across_flats / 2 / math.cos(math.pi / sides)
inner_corner = (across_flats / 2 - wall) / math.cos(math.pi / sides)
opposite = corner if sides % 2 == 0 else across_flats / 2
shift = (opposite - corner) / 2

outside = cq.Workplane().polygon(sides, 2 * corner).extrude(height)
inside = cq.Workplane(origin=(0, 0, floor)).polygon(sides, 2 * inner_corner).extrude(height - floor)
result = outside.cut(inside).translate((shift, 0, 0))

show_object(result)
