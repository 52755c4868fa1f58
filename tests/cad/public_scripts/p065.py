import cadquery as cq
import itertools

bar = 4
size = 40

frame = None
for a, b in itertools.product((-1, 1), repeat=2):
    for axis in "xyz":
        off = [0, 0, 0]
        dims = [bar, bar, bar]
        k = "xyz".index(axis)
        dims[k] = size + bar
        others = [j for j in range(3) if j != k]
        off[others[0]] = a * size / 2
        off[others[1]] = b * size / 2
        beam = cq.Workplane("XY").box(*dims).translate(tuple(off))
        frame = beam if frame is None else frame.union(beam)
