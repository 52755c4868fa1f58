import cadquery as cq


def teeth(n, w, gap, l):
    for i in range(n):
        yield cq.Workplane("XY").box(w, l, 3, centered=False).translate((i * (w + gap), -l, 0))


comb = cq.Workplane("XY").box(10 * 4 - 2, 15, 3, centered=False)
for t in teeth(10, 2, 2, 25):
    comb = comb.union(t)
