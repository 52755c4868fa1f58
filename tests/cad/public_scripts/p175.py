# Tisch, Einzelteile (Zusammenbau kommt noch)
import cadquery as cq

platte_l, platte_b, platte_d = 120, 80, 4
bein_h = 70

tischplatte = cq.Workplane("XY").box(platte_l, platte_b, platte_d).edges("|Z").fillet(5)
bein = cq.Workplane("XY").rect(6, 6).extrude(bein_h)
zarge = cq.Workplane("XY").box(platte_l - 20, 2, 8)

print("4 x Bein", bein_h)
