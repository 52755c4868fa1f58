import cadquery as cq

WITH_LIP = True
WITH_HOLES = False
ROUND = True

w, d, h, t = 50, 34, 18, 2

result = cq.Workplane("XY").box(w, d, h)
if ROUND:
    result = result.edges("|Z").fillet(4)
result = result.faces(">Z").shell(-t)
if WITH_LIP:
    lip = cq.Workplane("XY").workplane(offset=h / 2).rect(w + 4, d + 4).rect(w - 8, d - 8).extrude(1.5)
    result = result.union(lip)
if WITH_HOLES:
    result = result.faces("<Z").workplane().rect(30, 20, forConstruction=True).vertices().hole(3)
