import cadquery as cq


class Builder(object):
    """tiny wrapper so my students don't see workplanes"""

    def __init__(self):
        self.solid = None

    def add(self, wp):
        self.solid = wp if self.solid is None else self.solid.union(wp)
        return self

    def remove(self, wp):
        self.solid = self.solid.cut(wp)
        return self


b = Builder()
b.add(cq.Workplane().box(40, 40, 8)).add(cq.Workplane().box(20, 20, 30))
b.remove(cq.Workplane().cylinder(100, 6))
obj = b.solid
