"""Torus: a round ring of round section lying on Z=0, its axis on Z.

Names: torus, donut, doughnut, toroid
Sizes: diameter x section
Also: section_radius (tube radius, minor radius): section = 2 * section_radius
Also: outer_diameter (outside diameter): diameter = outer_diameter - section; section = (outer_diameter -
    inner_diameter) / 2
Also: inner_diameter (hole diameter): diameter = inner_diameter + section
Title: torus {diameter} x {section} mm
Rule: section + 0.02 <= diameter: a section of {section} mm closes the hole of a ring with {diameter} mm
    centreline
Box: diameter + section, diameter + section, section
Volume: pi**2 / 4 * diameter * section**2
Base: none
Agrees: round_shape
Pose: lying
Shapes: what follows
"""

import cadquery as cq

diameter = 50.0  # mm, 0.03 to 10000: of the centreline (centreline, ring diameter, major diameter)
section = 8.0  # mm, 0.01 to 9999.98: diameter of the tube (tube, tube diameter, minor diameter)

result = cq.Workplane().add(cq.Solid.makeTorus(diameter / 2, section / 2)).translate((0, 0, section / 2))

show_object(result)
