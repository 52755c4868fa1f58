"""Hex bolt: a hexagon head on Z=0 with a plain round shank above it, two corners on the X axis, no thread.

Names: hex bolt, bolt, hex head bolt, hexagon bolt, hexagon head bolt, hex screw, hex head screw, hexagon
    head screw, bolt blank, hex bolt blank, machine bolt, cap screw blank, hexagonal bolt, hexagonal
    head bolt, hexagonal headed bolt, hex headed bolt
Sizes: shank_diameter x length
Standard: hexagon head: across_flats = across_flats_mm, head_height = head_height_mm, shank_diameter =
    shank_diameter_mm
Title: hex bolt {shank_diameter} x {length} mm
Rule: shank_diameter + 0.02 <= across_flats: the shank of {shank_diameter} mm is no thinner than the head,
    {across_flats} mm across flats
Box: across_flats / cos(pi / 6), across_flats, head_height + length
Volume: sqrt(3) / 2 * across_flats**2 * head_height + pi / 4 * shank_diameter**2 * length
Base: none
Note: No thread is modelled: the shank is plain, of the nominal diameter.
Pose: standing
Has: head at bottom end
Face: top "end of the shank" Z+ at head_height + length; disc shank_diameter as -; depth head_height +
    length
Face: bottom|head "head" Z- at 0; disc across_flats as -; depth head_height + length; behind ((0,
    head_height + length if 2 * hypot(u, v) < shank_diameter else head_height),)
Ends: differ
First: none
Norms: iso 4014, iso 4017
"""

import math

import cadquery as cq

shank_diameter = 8.0  # mm, 0.01 to 9999.98: of the shank (shank, diameter, thread, nominal diameter)
length = 40.0  # mm, 0.01 to 10000: under the head (long, shank length)
across_flats = 13.0  # mm, 0.03 to 10000: of the head (af, a/f, head width, head across flats, head)
head_height = 5.3  # mm, 0.01 to 10000: of the head (head thickness, head high)

corners = across_flats / math.cos(math.pi / 6)
head = cq.Workplane().polygon(6, corners).extrude(head_height)
result = head.faces(">Z").workplane().circle(shank_diameter / 2).extrude(length)

show_object(result)
