from math import cos, sin, pi
import cadquery as cq


def star_points(n, r1, r2):
    return [((r1, r2)[i % 2] * cos(pi * i / n), (r1, r2)[i % 2] * sin(pi * i / n)) for i in range(2 * n)]


def star(self, n, r1, r2):
    return self.polyline(star_points(n, r1, r2)).close()


cq.Workplane.star = star
star = cq.Workplane("XY").star(5, 20, 9).extrude(4)
star = star.faces(">Z").workplane().hole(3)
