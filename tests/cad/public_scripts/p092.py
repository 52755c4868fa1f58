import cadquery as cq


def pyramid(n, size, z=0.0):
    level = cq.Workplane("XY", origin=(0, 0, z)).rect(size, size).extrude(4)
    if n == 1:
        return level
    return level.union(pyramid(n - 1, size - 10, z + 4))


out = pyramid(4, 50)
