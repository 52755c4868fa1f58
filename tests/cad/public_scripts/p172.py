import cadquery as cq


def bolt(d, l):
    head = cq.Workplane("XY").polygon(6, 2 * d).extrude(0.7 * d)
    return head.faces(">Z").workplane().circle(d / 2).extrude(l)


bolt_m4 = bolt(4, 16)
bolt_m6 = bolt(6, 20)
bolt_m8 = bolt(8, 30)
