"""U handle: a round bar bent to a U with both legs standing on Z=0, spread along X.

Names: u handle, u-handle, handle, pull handle, bow handle, grab handle, drawer handle, bent handle, bail
    handle
Also: width (overall width, overall length, length): centre_distance = width - diameter
Title: U handle {centre_distance} mm between centres, {height} mm high, bar {diameter} mm
Where: leg = height - diameter / 2 - bend_radius
Where: middle = centre_distance - 2 * bend_radius
Rule: diameter / 2 + 0.01 <= bend_radius: a bend radius of {bend_radius} mm is too tight for a bar of
    {diameter} mm
Rule: middle >= 0: two bends of {bend_radius} mm do not fit between legs {centre_distance} mm apart
Rule: leg >= 0: a bend of {bend_radius} mm in a bar of {diameter} mm does not fit a height of {height} mm
Box: centre_distance + diameter, diameter, height
Volume: pi / 4 * diameter**2 * (2 * leg + middle + pi * bend_radius)
Base: none
Agrees: round_shape, open_ended, bent
Pose: standing
Has: 2 leg; bend at centre_line axis
"""

import cadquery as cq

diameter = 10.0  # mm, 0.01 to 1000: of the bar (bar, bar diameter, rod, rod diameter, thick)
centre_distance = 100.0  # mm, 0.04 to 9000: between the centres of the legs (centres, leg centres)
height = 45.0  # mm, 0.03 to 10000: overall (overall height, high, tall, projection)
bend_radius = 15.0  # mm, 0.02 to 4500: of the centreline of both bends (bends, radius)

leg = height - diameter / 2 - bend_radius
top = height - diameter / 2
half = centre_distance / 2
path = cq.Workplane("XZ").moveTo(-half, 0)
if leg > 0.0001:
    path = path.lineTo(-half, leg)
path = path.radiusArc((-half + bend_radius, top), bend_radius)
if half - bend_radius > 0.0001:
    path = path.lineTo(half - bend_radius, top)
path = path.radiusArc((half, leg), bend_radius)
if leg > 0.0001:
    path = path.lineTo(half, 0)

result = cq.Workplane().center(-half, 0).circle(diameter / 2).sweep(path, transition="right")

show_object(result)
