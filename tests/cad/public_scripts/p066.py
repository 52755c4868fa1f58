# Gehäuse für Temperatursensor
# alle Maße in mm

import cadquery as cq

LAENGE = 60
BREITE = 30
HOEHE = 20
WAND = 2

housing = cq.Workplane("XY").box(LAENGE, BREITE, HOEHE).faces("+Z").shell(-WAND)

# Ausschnitt für Kabel
ausschnitt = cq.Workplane("YZ").workplane(offset=LAENGE / 2 - 2 * WAND).circle(3).extrude(4 * WAND)
housing = housing.cut(ausschnitt)

# Lüftungsschlitze
for k in range(-2, 3):
    schlitz = cq.Workplane("XY").box(2, BREITE - 10, 10).translate((k * 8, 0, -HOEHE / 2))
    housing = housing.cut(schlitz)
