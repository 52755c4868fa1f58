# cabinet latch
import cadquery as cq

hook_l = 30
hook_h = 8
hook_t = 3
hook_w = 10
plate_x, plate_y, plate_z = 20, 30, 3
screw = 3.4

# hook, seen from the side
hook = (
    cq.Workplane("XZ")
    .polyline([(0, 0), (hook_l, 0), (hook_l, hook_h), (hook_l - 6, hook_t), (0, hook_t)])
    .close()
    .extrude(hook_w)
)

# plate with two screws
plate = (
    cq.Workplane("XY")
    .box(plate_x, plate_y, plate_z, centered=(True, True, False))
    .translate((0, -hook_w / 2, 0))
)

latch = cq.Workplane("XY").add(hook).add(plate).combine(clean=True)

screw_tool = (
    cq.Workplane("XY")
    .pushPoints([(-4, -hook_w / 2 + 11), (-4, -hook_w / 2 - 11)])
    .circle(screw / 2)
    .extrude(plate_z)
)
latch = latch.cut(screw_tool)

# rounding: OCC is picky, so try from large to small
for radius in (40, 20, 1.5):
    attempt = latch.edges("|Z and <X")
    try:
        rounded = attempt.fillet(radius)
        if not rounded.val().isValid():
            raise ValueError("invalid after fillet")
    except Exception as exc:
        print("radius", radius, "does not work:", exc)
        continue
    latch = rounded
    print("took radius", radius)
    break
