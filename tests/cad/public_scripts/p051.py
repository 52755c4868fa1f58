import cadquery as cq
from typing import Optional

# ---------------------------------------------------------------
# Drip tray for a flower pot, with a spout
# ---------------------------------------------------------------


def shell_of_revolution(r: float, h: float, wall: float) -> cq.Workplane:
    outline = [
        (0, 0),
        (r, 0),
        (r + h * 0.3, h),
        (r + h * 0.3 - wall, h),
        (r - wall, wall),
        (0, wall),
    ]
    return (
        cq.Workplane("XZ")
        .polyline(outline)
        .close()
        .revolve(360, (0, 0, 0), (0, 1, 0))
    )


def spout(r: float, h: float, width: float) -> cq.Workplane:
    return (
        cq.Workplane("XY")
        .workplane(offset=h - 4)
        .center(r, 0)
        .rect(30, width)
        .extrude(10)
    )


def build(r: float = 40, h: float = 15, wall: float = 2, width: Optional[float] = None, debug_view: bool = True):
    if width is None:
        width = r / 5
    tray = shell_of_revolution(r, h, wall)
    notch = spout(r, h, width)
    if debug_view:
        debug(notch, name="notch")
    return tray.cut(notch)


show_object(build(), name="drip tray")
