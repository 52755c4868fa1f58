import cadquery as cq

half = cq.Workplane("XY").box(20, 10, 5, centered=(False, True, False)).edges("|Z and >X").chamfer(2)
other = half.mirror("YZ").translate((-1, 0, 0))
result = [half, other]
