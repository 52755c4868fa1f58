"""Pipe elbow: a bent round pipe, its inlet on Z=0 with the axis on Z, bending towards +X.

Names: pipe elbow, elbow, pipe bend, tube bend, bent pipe, bent tube, bend, tube elbow
Also: inner_diameter (id, inside diameter, bore): wall = (outer_diameter - inner_diameter) / 2;
    outer_diameter = inner_diameter + 2 * wall
Title: pipe elbow {outer_diameter} x {wall} mm, {angle}°, bend radius {bend_radius} mm
Where: turn = radians(angle)
Where: outer = bend_radius + outer_diameter / 2
Where: inner = bend_radius - outer_diameter / 2
Rule: 2 * wall + 0.02 <= outer_diameter: walls of {wall} mm leave no bore in {outer_diameter} mm
Rule: outer_diameter / 2 + 0.01 <= bend_radius: a bend radius of {bend_radius} mm is too tight for
    {outer_diameter} mm
Box: outer - (inner if angle <= 90 else outer) * cos(turn), outer_diameter, outer * (sin(turn) if angle <=
    90 else 1)
Volume: pi / 4 * (outer_diameter**2 - (outer_diameter - 2 * wall)**2) * bend_radius * turn
Base: none
Agrees: round_shape, hollow, open_ended, right_angle, bent
Has: bend at centre_line axis
Absorbs: bore: inner_diameter = number | diameter
Shapes: what follows
"""

import cadquery as cq

outer_diameter = 33.7  # mm, 0.05 to 5000: outside, of the pipe (od, outside diameter, diameter)
wall = 2.6  # mm, 0.01 to 2499.98: thickness of the wall (walls, wall thickness, thick, thickness)
bend_radius = 76.0  # mm, 0.04 to 5000: of the centreline (radius, centreline radius)
angle = 90.0  # degrees, 5 to 180, else 90: of the bend (bend angle, bend)

result = (
    cq.Workplane()
    .circle(outer_diameter / 2)
    .circle(outer_diameter / 2 - wall)
    .revolve(angle, (bend_radius, 0, 0), (bend_radius, 1, 0))
)

show_object(result)
