import cadquery as cq

module = 2.0
pitch = 3.14159265 * module
length = 60.0

rack = cq.Workplane("XY").box(length, 10, 12, centered=(False, True, False))
x = pitch / 2
while x < length:
    gap = (
        cq.Workplane("XZ").workplane(offset=-10)
        .polyline([(x - pitch / 4 - 0.7, 12.5), (x + pitch / 4 + 0.7, 12.5), (x + 0.8, 7.5), (x - 0.8, 7.5)]).close()
        .extrude(20)
    )
    rack = rack.cut(gap)
    x += pitch
