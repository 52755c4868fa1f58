import cadquery as cq


def makeTubes(self, od, id_, h):
    """plugin: tubes at every stack point"""
    def _one(loc):
        t = cq.Solid.makeCylinder(od / 2, h).cut(cq.Solid.makeCylinder(id_ / 2, h))
        return t.moved(loc)

    return self.eachpoint(_one, combine=True)


cq.Workplane.makeTubes = makeTubes

plug = cq.Workplane("XY").box(50, 20, 3).faces(">Z").workplane().rarray(16, 1, 3, 1).makeTubes(10, 6, 12)
