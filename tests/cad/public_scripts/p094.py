# mydelniczka
import cadquery as cq

dl, szer, wys = 100, 70, 22

soap_dish = cq.Workplane("XY").rect(dl, szer).extrude(wys).edges("|Z").fillet(15)
wnetrze = cq.Workplane("XY").workplane(offset=3).rect(dl - 6, szer - 6).extrude(wys).edges("|Z").fillet(12)
soap_dish = soap_dish.cut(wnetrze)
otwory = cq.Workplane("XY").rarray(14, 14, 4, 3).slot2D(10, 4).extrude(3)
soap_dish = soap_dish.cut(otwory)
