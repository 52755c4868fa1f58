import cadquery as cq

wall = cq.Workplane("XY").box(100, 10, 40, centered=False)
brick = cq.Workplane("XY").box(20, 10, 8, centered=False).translate((0, 10, 0))
show_object(wall.val().moved(cq.Location(cq.Vector(0, 0, 0))), "wall")
show_object(brick, "brick")
