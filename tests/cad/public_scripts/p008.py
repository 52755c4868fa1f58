import cadquery as cq

w = 20
h = 40
slot = 8

head = cq.Workplane("XY").box(w, w, h, centered=(True, True, False))
cutter = cq.Workplane("XY").box(slot, w * 2, h * 0.6, centered=(True, True, False)).translate((0, 0, h * 0.4))
pin = cq.Workplane("YZ").center(0, h * 0.8).circle(4).extrude(w * 2, both=True)

result = head.cut(cutter).cut(pin)
