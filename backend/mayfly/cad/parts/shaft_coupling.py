"""Shaft coupling: a round sleeve standing on Z=0, its axis on Z, with a bore from each end.

Names: shaft coupling, coupling, rigid coupling, sleeve coupling, shaft coupler, coupler, reducing sleeve
Sizes: outer_diameter x length
Also: upper_depth (upper bore depth): lower_depth = length - upper_depth
Title: shaft coupling {outer_diameter} x {length} mm, bores {lower_bore} and {upper_bore} mm
Rule: max(lower_bore, upper_bore) + 0.02 <= outer_diameter: a bore of {lower_bore} or {upper_bore} mm does
    not fit the outer diameter of {outer_diameter} mm
Rule: lower_depth + 0.01 <= length: a bore {lower_depth} mm deep leaves nothing for the other one in
    {length} mm
Rule: abs(lower_bore - upper_bore) >= 0.02: with {lower_bore} mm at both ends it is a sleeve
Box: outer_diameter, outer_diameter, length
Volume: pi / 4 * (outer_diameter**2 * length - lower_bore**2 * lower_depth - upper_bore**2 * (length -
    lower_depth))
Base: none
Agrees: round_shape, hollow, open_ended
Pose: standing
Hole: lower_bore through Z at (0, 0), if lower_bore < upper_bore
Hole: lower_bore counterbore Z at (0, 0), if lower_bore > upper_bore
Hole: upper_bore through Z at (0, 0), if upper_bore < lower_bore
Hole: upper_bore counterbore Z at (0, 0), if upper_bore > lower_bore
Rims: outer_diameter, outer_diameter
Ends: differ
"""

import cadquery as cq

outer_diameter = 40.0  # mm, 0.05 to 10000: outside (od, outside diameter, diameter, dia)
length = 50.0  # mm, 0.02 to 10000: along Z (long, height, high, tall)
lower_bore = 20.0  # mm, 0.01 to 9999.98: from the bottom (first bore, bottom bore)
upper_bore = 12.0  # mm, 0.01 to 9999.98: from the top (second bore, top bore)
lower_depth = 25.0  # mm, 0.01 to 9999.99, else length / 2: of the lower bore (first depth, lower bore depth)

body = cq.Workplane().circle(outer_diameter / 2).extrude(length)
lower = cq.Workplane().circle(lower_bore / 2).extrude(lower_depth)
upper = cq.Workplane(origin=(0, 0, lower_depth)).circle(upper_bore / 2).extrude(length - lower_depth)
result = body.cut(lower).cut(upper)

show_object(result)
