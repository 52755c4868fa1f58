# Winkel für Regalbrett, 3mm Blech
import cadquery as cq

schenkel_a, schenkel_b, breite, dicke = 40, 60, 30, 3

profil = [
    (0, 0),
    (schenkel_a, 0),
    (schenkel_a, dicke),
    (dicke, dicke),
    (dicke, schenkel_b),
    (0, schenkel_b),
]

winkel = cq.Workplane("XZ").polyline(profil).close().extrude(breite)

# Löcher im waagerechten Schenkel
winkel = (
    winkel.faces("<Z").workplane(centerOption="CenterOfMass")
    .pushPoints([(8, 8), (8, -8)])
    .hole(4.5)
)

result = winkel
