import cadquery as cq
from ocp_vscode import *

pts = [(0, 0), (50, 0), (50, 5), (25, 12), (5, 40), (0, 40)]
bracket = cq.Workplane("XZ").polyline(pts).close().extrude(20)
bracket = bracket.faces("<X").workplane(centerOption="CenterOfMass").rarray(1, 20, 1, 2).hole(4, 6)

show_all()
