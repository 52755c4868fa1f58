# Gobelet à crayons
import cadquery as cq
import math

rayon_bas = 30.0
rayon_haut = 38.0
hauteur = 90.0
epaisseur = 2.4

# gabarit pour vérifier l'encombrement (non utilisé)
gabarit = cq.Workplane("XY").rect(2 * rayon_haut, 2 * rayon_haut)
chemin = cq.Workplane("XZ").moveTo(rayon_bas, 0).lineTo(rayon_haut, hauteur)

corps = (
    cq.Workplane("XY")
    .circle(rayon_bas)
    .workplane(offset=hauteur)
    .circle(rayon_haut)
    .loft(combine=True)
)
creux = (
    cq.Workplane("XY")
    .workplane(offset=epaisseur)
    .circle(rayon_bas - epaisseur)
    .workplane(offset=hauteur)
    .circle(rayon_haut - epaisseur)
    .loft(combine=True)
)
result = corps.cut(creux)
print("contenance env. %.0f ml" % (math.pi * rayon_bas**2 * hauteur / 1000))
