"""Socket head screw: a round head with a hexagon socket lying on Z=0, a plain shank above it.

Names: socket head screw, socket head cap screw, socket screw, socket cap screw, cap screw, allen screw,
    allen bolt, allen cap screw, hex socket screw, hex socket head screw, hexagon socket head screw,
    hexagon socket head cap screw, hex socket head cap screw, socket head bolt, shcs, cylinder head screw
Sizes: shank_diameter x length
Standard: socket head: head_diameter = head_diameter_mm, head_height = head_height_mm, socket = socket_mm,
    socket_depth = socket_depth_mm, shank_diameter = shank_diameter_mm
Title: socket head screw {shank_diameter} x {length} mm
Rule: shank_diameter + 0.02 <= head_diameter: the shank of {shank_diameter} mm is no thinner than the head
    of {head_diameter} mm
Rule: socket / cos(pi / 6) + 0.02 <= head_diameter: a socket of {socket} mm across flats does not fit the
    head of {head_diameter} mm
Rule: socket_depth + 0.01 <= head_height + length: a socket {socket_depth} mm deep goes through the screw
Rule: socket_depth + 0.01 <= head_height or socket / cos(pi / 6) + 0.02 <= shank_diameter: a socket
    {socket_depth} mm deep breaks out of the head
Box: head_diameter, head_diameter, head_height + length
Volume: pi / 4 * (head_diameter**2 * head_height + shank_diameter**2 * length) - sqrt(3) / 2 * socket**2 *
    socket_depth
Base: none
Note: No thread is modelled: the shank is plain, of the nominal diameter; the socket has a flat floor.
Agrees: round_shape
Pose: standing
Has: head at bottom end
Face: top "end of the shank" Z+ at head_height + length; disc shank_diameter as -; depth head_height +
    length - socket_depth
Rims: shank_diameter, head_diameter
Ends: differ
First: none
Norms: iso 4762, din 912
Example: M8x30 socket head cap screw: head_diameter = 13, head_height = 8, length = 30
"""

import math

import cadquery as cq

shank_diameter = 8.0  # mm, 0.01 to 9999.98: of the shank (shank, diameter, thread, nominal diameter)
length = 30.0  # mm, 0.01 to 9999.99: under the head (long, shank length)
head_diameter = 13.0  # mm, 0.03 to 10000: of the head (head, head dia)
head_height = 8.0  # mm, 0.01 to 9999.99: of the head (head thickness, head high)
socket = 6.0  # mm, 0.01 to 8660: hexagon socket across flats (key, hex, across flats)
socket_depth = 4.0  # mm, 0.01 to 9999.99: of the socket (key depth)

head = cq.Workplane().circle(head_diameter / 2).extrude(head_height)
screw = head.faces(">Z").workplane().circle(shank_diameter / 2).extrude(length)
result = screw.cut(cq.Workplane().polygon(6, socket / math.cos(math.pi / 6)).extrude(socket_depth))

show_object(result)
