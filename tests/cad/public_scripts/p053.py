import cadquery as cq


class Bench:
    legs = 2
    leg_w = 6

    def __init__(self, length, depth, height, top):
        self.length, self.depth, self.height, self.top = length, depth, height, top

    def build(self):
        seat = cq.Workplane("XY", origin=(0, 0, self.height)).rect(self.length, self.depth).extrude(self.top)
        x = self.length / 2 - 3 * self.leg_w
        for side in (-1, 1):
            leg = cq.Workplane("XY").center(side * x, 0).rect(self.leg_w, self.depth).extrude(self.height)
            seat = seat.union(leg)
        return seat


bench = Bench(120, 35, 42, 5).build()
show_object(bench)
