import math
import cadquery as cq


def make_gear(teeth, r):
    g = cq.Workplane("XY").circle(r).extrude(5)
    for i in range(teeth):
        a = 360.0 / teeth * i
        t = cq.Workplane("XY").polyline([(r - 1, 0), (r + 4, 0), (r - 1, 6)]).close().extrude(5)
        g = g.union(t.rotate((0, 0, 0), (0, 0, 1), a))
    return g


def make_pawl(l):
    return cq.Workplane("XY").polyline([(0, 0), (l, 0), (l, 2), (0, 6)]).close().extrude(5)


gear = make_gear(6, 15)
pawl = make_pawl(24)
