import cadquery as cq


def make_spacer(od=10.0, id_=5.3, h=15.0, c=0.5):
    """Round spacer with chamfered ends"""
    s = cq.Workplane("XY").circle(od / 2.0).circle(id_ / 2.0).extrude(h)
    s = s.faces("<Z or >Z").edges("%CIRCLE").chamfer(c)
    return s


spacer = make_spacer(h=20.0)
