"""Pipe tee: a run of pipe along X lying on Z=0 and a branch upwards from its middle.

Names: pipe tee, tee fitting, tee piece, t-fitting, t fitting, equal tee, pipe t
Sizes: outer_diameter x inner_diameter x run
Also: wall (walls, wall thickness, thick): inner_diameter = outer_diameter - 2 * wall; outer_diameter =
    inner_diameter + 2 * wall
Title: pipe tee {outer_diameter} x {inner_diameter} mm, run {run} mm, branch {branch} mm
Rule: inner_diameter + 0.02 <= outer_diameter: the bore of {inner_diameter} mm leaves no wall inside the
    outer diameter of {outer_diameter} mm
Rule: branch >= outer_diameter / 2 + 0.01: a branch that ends {branch} mm from the axis does not reach out
    of the run of {outer_diameter} mm
Rule: run >= outer_diameter + 0.02: a run of {run} mm is no longer than the branch of {outer_diameter} mm
    is wide
Box: run, outer_diameter, outer_diameter / 2 + branch
Volume: pi / 4 * (outer_diameter**2 - inner_diameter**2) * (run + branch) - (outer_diameter**3 -
    inner_diameter**3) / 3
Hole: inner_diameter through X at (0, outer_diameter / 2)
Hole: inner_diameter through Z at (0, 0)
Base: none
Agrees: round_shape, hollow, open_ended, right_angle
Pose: lying
"""

import cadquery as cq

outer_diameter = 40.0  # mm, 0.03 to 10000: outside (od, outside diameter, diameter, dia)
inner_diameter = 32.0  # mm, 0.01 to 9999.98: inside (id, inside diameter, bore)
run = 120.0  # mm, 0.05 to 10000: of the straight pipe, along X (length, long, run length)
branch = 60.0  # mm, 0.02 to 10000, else run / 2: from the axis of the run to the end (branch length, height)

# turned, so that the seam of the run lies below: on the side it would meet the edge of the branch
middle = cq.Workplane("YZ", origin=(0, 0, outer_diameter / 2)).transformed(rotate=(0, 0, 90))
up = cq.Workplane(origin=(0, 0, outer_diameter / 2))
outside = middle.circle(outer_diameter / 2).extrude(run / 2, both=True)
outside = outside.union(up.circle(outer_diameter / 2).extrude(branch))
inside = middle.circle(inner_diameter / 2).extrude(run / 2, both=True)
result = outside.cut(inside).cut(up.circle(inner_diameter / 2).extrude(branch))

show_object(result)
