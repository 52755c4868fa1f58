import cadquery as cq


def rounded_box(l, w, h, r):
    """Box with rounded vertical edges."""
    return cq.Workplane("XY").box(l, w, h).edges("|Z").fillet(r)
