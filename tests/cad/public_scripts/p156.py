import cadquery.func as f

outer = f.rect(50, 30)
holes = [f.circle(3).moved(x=x, y=y) for x in (-18, 18) for y in (-8, 8)]
profile = f.face(outer, *holes)
plate = f.extrude(profile, (0, 0, 5))
