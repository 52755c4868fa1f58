import cadquery as cq
from cadquery import selectors

block = cq.Workplane("XY").box(36, 24, 14)
block = block.edges(selectors.BoxSelector((10, -20, -20), (30, 20, 20))).chamfer(1)
block = block.faces("<X").edges("|Z").fillet(3)
result = block.faces(selectors.NearestToPointSelector((0, 0, 20))).workplane().cskHole(4, 8, 82)
