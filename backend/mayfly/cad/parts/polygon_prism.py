"""Polygon prism: an upright bar with a regular polygon as its section, one corner on +X, standing on Z=0.

Names: polygon prism, prism, polygonal prism, polygonal bar, regular prism, triangular prism [sides = 3],
    triangle prism [sides = 3], triangular bar [sides = 3], pentagonal prism [sides = 5], pentagon prism
    [sides = 5], pentagonal bar [sides = 5], hexagonal prism [sides = 6], hexagon prism [sides = 6], hex
    prism [sides = 6], hexagonal bar [sides = 6], hexagon bar [sides = 6], hex bar [sides = 6], hex rod
    [sides = 6], hexagon [sides = 6], octagonal prism [sides = 8], octagon prism [sides = 8], octagonal
    bar [sides = 8], octagon [sides = 8], heptagonal prism [sides = 7], decagonal prism [sides = 10],
    dodecagonal prism [sides = 12]
Sizes: across_flats x length
Also: corner_diameter (across corners, circumscribed diameter, circumdiameter, outer diameter):
    across_flats = corner_diameter * cos(pi / sides)
Also: side (side length, edge, edge length): across_flats = side / tan(pi / sides)
Title: {sides}-sided prism, {across_flats} mm {"across flats" if sides % 2 == 0 else "inscribed circle"},
    {length} mm long
Where: corner = across_flats / 2 / cos(pi / sides)
Box: corner * (2 if sides % 2 == 0 else 1 + cos(pi / sides)), 2 * corner * max(sin(2 * pi * k / sides) for
    k in range(sides)), length
Volume: sides * tan(pi / sides) * (across_flats / 2)**2 * length
Base: none
Agrees: triangle_shape
Pose: standing
Where: shift = 0 if sides % 2 == 0 else (across_flats / 2 - corner) / 2
Face: top "top face" Z+ at length; u shift - corner to shift + corner as -; v 2 * corner as -; depth length;
    polygon ((corner * cos(2 * pi * k / sides) + shift, corner * sin(2 * pi * k / sides)) for k in
    range(sides)); opposite bottom "underside" at 0
Face: front "front flat" Y- at -across_flats / 2; u across_flats * tan(pi / sides) as -; v 0 to length;
    depth across_flats; if sides % 4 == 2; opposite back "back flat" at across_flats / 2
Outline: Z along length: ((corner * cos(2 * pi * k / sides) + shift, corner * sin(2 * pi * k / sides)) for k
    in range(sides))
Ends: alike
Hollow: prism
Spoken: hexagon post [sides = 6], hexagonal post [sides = 6], hex post [sides = 6], post with hexagon [sides
    = 6], post with hexagon section [sides = 6],
    octagon plate [sides = 8], hexagon plate [sides = 6], pentagon plate [sides = 5], triangle [sides
    = 3], equilateral triangle [sides = 3], hexagonal plate [sides = 6], hex plate [sides = 6], octagonal
    plate [sides = 8], pentagonal plate [sides = 5], octagonal disc [sides = 8], hexagonal disc [sides =
    6], hexagonal block [sides = 6], octagonal block [sides = 8], triangular block [sides = 3]
Shapes: what follows
"""

import math

import cadquery as cq

sides = 6  # count, 3 to 64: number of sides (sided)
across_flats = 24.0  # mm, 0.01 to 10000: diameter of the circle that touches the sides (af, a/f)
length = 100.0  # mm, 0.01 to 10000: along Z (long, height, high, tall)

corner = across_flats / 2 / math.cos(math.pi / sides)
opposite = corner if sides % 2 == 0 else across_flats / 2

result = cq.Workplane().polygon(sides, 2 * corner).extrude(length).translate(((opposite - corner) / 2, 0, 0))

show_object(result)
