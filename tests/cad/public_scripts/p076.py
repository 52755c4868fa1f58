import cadquery as cq

phone = cq.Workplane("XY").box(72, 9, 148).rotate((0, 0, 0), (1, 0, 0), -15).translate((0, 5, 80))
holder = cq.Workplane("XY").box(60, 50, 30, centered=(True, True, False))
holder = holder.cut(phone)
holder = holder.cut(cq.Workplane("XY").box(14, 60, 20))
