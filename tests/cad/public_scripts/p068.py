"""A small hierarchy of fasteners. The screw at the end is the one I print."""
import math

import cadquery as cq


class Fastener:
    head_height_factor = 0.7

    def __init__(self, d, length):
        self.d = d
        self.length = length

    @property
    def head_height(self):
        return self.d * self.head_height_factor

    def head(self):
        raise NotImplementedError

    def shank(self):
        return cq.Workplane("XY").circle(self.d / 2).extrude(-self.length)

    def build(self):
        return self.head().union(self.shank())


class HexScrew(Fastener):
    def head(self):
        corners = 1.6 * self.d / math.cos(math.pi / 6)
        return cq.Workplane("XY").polygon(6, corners).extrude(self.head_height)


class SocketScrew(Fastener):
    head_height_factor = 1.0

    def head(self):
        body = cq.Workplane("XY").circle(self.d * 0.75).extrude(self.head_height)
        return body.faces(">Z").workplane().polygon(6, self.d * 0.9).cutBlind(-self.head_height / 2)


class ThumbScrew(HexScrew):
    def head(self):
        wing = cq.Workplane("XY").box(self.d * 4, self.d * 0.6, self.d * 1.5, centered=(True, True, False))
        return super().head().union(wing)


thing = ThumbScrew(6, 20).build()
