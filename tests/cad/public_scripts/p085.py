import cadquery as cq

enclosure = cq.Workplane("XY").box(64, 48, 22)


def hollow(t):
    global enclosure
    enclosure = enclosure.faces("<Z").shell(-t)


def port(x, w, h):
    global enclosure
    cutout = cq.Workplane("XZ").workplane(offset=24 - 5).center(x, 0).rect(w, h).extrude(10)
    enclosure = enclosure.cut(cutout)


hollow(2)
port(-15, 12, 6)
port(10, 15, 8)
