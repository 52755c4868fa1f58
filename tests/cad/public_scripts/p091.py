# Boekensteun van 3mm plaat
import cadquery as cq

dikte = 3
hoogte = 90
diepte = 70
breedte = 60


def gat(d):
    return cq.Workplane("XY").circle(d / 2).extrude(dikte)


bookend = cq.Workplane("XY").box(breedte, diepte, dikte, centered=(True, False, False))
rug = cq.Workplane("XY").box(breedte, dikte, hoogte, centered=(True, False, False))
venster = cq.Workplane("XZ").center(0, hoogte / 2).rect(breedte - 30, hoogte - 40).extrude(dikte * 4, both=True)
rug = rug.cut(venster)
bookend = bookend.union(rug)
