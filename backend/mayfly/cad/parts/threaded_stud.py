"""Threaded stud: a threaded rod as a plain rod, standing on Z=0, its axis on Z.

Names: stud, threaded stud, stud bolt, threaded bar, all-thread, all thread rod, allthread, studding,
    double-end stud, grub screw blank, threaded rod blank
Sizes: diameter x length
Also: height (high, tall): length = height
Standard: threaded rod: diameter = diameter_mm
Title: threaded rod {diameter} x {length} mm
Box: diameter, diameter, length
Volume: pi / 4 * diameter**2 * length
Base: round
Note: No thread is modelled: the rod is plain, of the nominal diameter.
Agrees: round_shape
Pose: standing
Norms: din 975, din 976
Example: M8 stud 60 mm long: diameter = 8, length = 60
"""

import cadquery as cq

diameter = 8.0  # mm, 0.01 to 10000: nominal diameter of the thread (dia, thread, nominal diameter)
length = 60.0  # mm, 0.01 to 10000: along Z (long, overall length)

result = cq.Workplane().circle(diameter / 2).extrude(length)

show_object(result)
