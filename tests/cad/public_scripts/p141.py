import cadquery as cq

W, D, H, T = 80, 60, 30, 3
drawer = {}
drawer["bottom"] = cq.Workplane("XY").box(W, D, T, centered=(True, True, False))
drawer["front"] = cq.Workplane("XY").box(W, T, H, centered=(True, True, False)).translate((0, -D / 2 - T / 2, 0))
drawer["back"] = drawer["front"].translate((0, D + T, 0))
drawer["left"] = cq.Workplane("XY").box(T, D, H - T, centered=(True, True, False)).translate((-W / 2 + T / 2, 0, T))
drawer["right"] = drawer["left"].translate((W - T, 0, 0))

for name, part in drawer.items():
    show_object(part, name=name, options={"alpha": 0.2})
