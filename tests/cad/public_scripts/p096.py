# -*- coding: utf-8 -*-
# Support de capteur inductif M12
# Impression : PETG, couche 0.2, remplissage 40 %
import cadquery as cq

# ----- paramètres -----
d_capteur = 12.4
ep_collier = 4.0
largeur = 14.0
semelle_l = 50.0
semelle_ep = 5.0
entraxe = 38.0
d_vis = 4.3
d_tete = 8.0
h_tete = 2.2
hauteur_axe = 20.0
fente = 2.0

# ----- semelle -----
part = cq.Workplane("XY").box(semelle_l, largeur, semelle_ep, centered=(True, True, False))
part = (
    part.faces(">Z").workplane()
    .pushPoints([(-entraxe / 2, 0), (entraxe / 2, 0)])
    .cboreHole(d_vis, d_tete, h_tete)
)

# ----- collier -----
r_ext = d_capteur / 2 + ep_collier
montant = cq.Workplane("XY").box(2 * r_ext, largeur, hauteur_axe, centered=(True, True, False))
collier = (
    cq.Workplane("XZ").workplane(offset=-largeur / 2)
    .center(0, hauteur_axe)
    .circle(r_ext)
    .extrude(largeur)
)
part = part.union(montant).union(collier)

# ----- alésage et fente -----
alesage = (
    cq.Workplane("XZ").workplane(offset=-largeur / 2)
    .center(0, hauteur_axe).circle(d_capteur / 2).extrude(largeur)
)
part = part.cut(alesage)
part = part.cut(cq.Workplane("XY").box(fente, largeur, 30, centered=(True, True, False)).translate((0, 0, hauteur_axe)))

cq.exporters.export(part, "part.step")
