"""Heat sink: a base plate on Z=0 with upright fins along X, evenly spread from edge to edge along Y.

Names: heat sink, heatsink, finned heat sink, cooler, cooling fins, finned plate
Sizes: length x width x height
Also: fin_height (fin high, fin tall): height = base_thickness + fin_height; base_thickness = height -
    fin_height
Also: gap (gaps, fin gap, fin spacing): fin_thickness = (width - (fins - 1) * gap) / fins
Title: heat sink {length} x {width} x {height} mm, {fins} fins
Rule: base_thickness + 0.01 <= height: a base of {base_thickness} mm leaves no fins in a height of
    {height} mm
Rule: fins * fin_thickness + (fins - 1) * 0.01 <= width: {fins} fins of {fin_thickness} mm do not fit a
    width of {width} mm
Box: length, width, height
Volume: (width * base_thickness + fins * fin_thickness * (height - base_thickness)) * length
Base: none
Floor: base_thickness
Pose: lying
Agrees: along_length, equally
Where: pitch = (width - fin_thickness) / (fins - 1)
Face: bottom "base" Z- at 0; u length; v width; depth base_thickness; behind ((0, height if abs((v + width /
    2 - fin_thickness / 2 + pitch / 2) % pitch - pitch / 2) < fin_thickness / 2 else base_thickness),); even
Shapes: what follows
"""

import cadquery as cq

length = 80.0  # mm, 0.01 to 10000: along X, along the fins (long)
width = 60.0  # mm, 0.03 to 10000: along Y, across the fins (wide)
height = 30.0  # mm, 0.02 to 10000: overall (high, tall, overall height)
base_thickness = 5.0  # mm, 0.01 to 9999.99: of the base (base, base thick)
fins = 10  # count, 2 to 100: number of fins (fin)
fin_thickness = 2.0  # mm, 0.01 to 5000: of each fin (fin thick, fin width, fins thick)

pitch = (width - fin_thickness) / (fins - 1)
base = cq.Workplane().box(length, width, base_thickness, centered=(True, True, False))
result = base.union(cq.Workplane().rarray(1, pitch, 1, fins).rect(length, fin_thickness).extrude(height))

show_object(result)
