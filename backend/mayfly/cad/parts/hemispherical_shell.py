"""Hemispherical shell: a hollow half ball, open below, its rim on Z=0 and its axis on Z.

Names: hemispherical shell, hollow hemisphere, hemispherical dome, hollow hemispherical dome, hollow dome,
    dome shell, half shell, spherical dome, half hollow ball, half hollow sphere, half a hollow ball,
    half a hollow sphere, half of a hollow ball, half of a hollow sphere, half of a spherical shell,
    half a spherical shell, half spherical shell
Sizes: outer_diameter x inner_diameter
Also: wall (wall thickness, shell thickness, thickness, thk): inner_diameter = outer_diameter - 2 * wall;
    outer_diameter = inner_diameter + 2 * wall
Title: hemispherical shell {outer_diameter} / {inner_diameter} mm
Rule: inner_diameter + 0.02 <= outer_diameter: the inside of {inner_diameter} mm leaves no wall inside the
    outer diameter of {outer_diameter} mm
Box: outer_diameter, outer_diameter, outer_diameter / 2
Volume: pi / 12 * (outer_diameter**3 - inner_diameter**3)
Base: none
Agrees: round_shape, hollow, open_ended
Shapes: what follows
"""

import cadquery as cq

outer_diameter = 60.0  # mm, 0.03 to 10000: outside (od, outside diameter, diameter, dia, outer dia)
inner_diameter = 52.0  # mm, 0.01 to 9999.98: inside (id, inside diameter, inner dia)

inside = cq.Workplane().sphere(inner_diameter / 2, angle1=0)
result = cq.Workplane().sphere(outer_diameter / 2, angle1=0).cut(inside)

show_object(result)
