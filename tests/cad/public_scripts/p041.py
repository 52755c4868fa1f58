import cadquery as cq


def knuckle(n, pitch, od, bore):
    k = cq.Workplane("XZ").circle(od / 2).circle(bore / 2).extrude(-pitch)
    out = k
    for i in range(1, n):
        out = out.union(k.translate((0, 2 * i * pitch, 0)))
    return out


leaf = cq.Workplane("XY").box(24, 50, 2, centered=(False, False, True)).translate((3, 0, -3))
hinge = leaf.union(knuckle(3, 10, 8, 3))

if __name__ in ("temp", "__main__", "__cqgi__"):
    show_object(hinge, name="hinge leaf")
