import cadquery as cq

# battery tray 4x AA
d = 14.5
l = 50.5
n = 4
gap = 1.2

tray = cq.Workplane("XY").box(n * d + (n + 1) * gap, l + 2 * gap, 12)
cells = cq.Workplane("XZ").workplane(offset=-l / 2).center(0, 4).rarray(d + gap, 1, n, 1).circle(d / 2).extrude(l)
#show_object(cells, name="cells", options={"alpha": 0.5})
tray = tray.cut(cells)
#show_object(tray.section(), name="section")
show_object(tray, name="tray")
