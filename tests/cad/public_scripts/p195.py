import cadquery as cq

# front panel for the laser, 2D only
w, h = 80, 40
panel = cq.Workplane("XY").rect(w, h).pushPoints([(-30, 0), (30, 0)]).circle(3)
cq.exporters.export(panel, "panel.dxf")
