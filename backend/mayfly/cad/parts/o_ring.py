"""O-ring: a ring of round section lying on Z=0, its axis on Z, sized by inside diameter x section (ISO 3601).

Names: o-ring, o ring, oring, seal ring
Sizes: inner_diameter x section
Also: outer_diameter (od, outside diameter): section = (outer_diameter - inner_diameter) / 2;
    inner_diameter = outer_diameter - 2 * section
Title: O-ring {inner_diameter} x {section} mm
Box: inner_diameter + 2 * section, inner_diameter + 2 * section, section
Volume: pi**2 / 4 * (inner_diameter + section) * section**2
Base: none
Agrees: round_shape
Pose: lying
"""

import cadquery as cq

inner_diameter = 24.0  # mm, 0.02 to 10000: inside (id, inside diameter)
section = 3.0  # mm, 0.01 to 5000: diameter of the section (cs, cross section, cord, width, thick, thickness)

ring = cq.Solid.makeTorus((inner_diameter + section) / 2, section / 2)
result = cq.Workplane().add(ring).translate((0, 0, section / 2))

show_object(result)
