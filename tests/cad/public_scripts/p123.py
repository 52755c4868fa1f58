import cadquery as cq

link = cq.Workplane("XY").box(60, 10, 4).edges("|Z").fillet(4.9)
motor = cq.Workplane("XY").cylinder(15, 7)

lower = cq.Assembly(name="lower")
lower.add(link, name="link")
lower.add(motor, name="motor", loc=cq.Location(cq.Vector(25, 0, 9.5)))

upper = cq.Assembly(name="upper", loc=cq.Location(cq.Vector(50, 0, 19), cq.Vector(0, 0, 1), 30))
upper.add(link, name="link")
upper.add(motor, name="motor", loc=cq.Location(cq.Vector(25, 0, 9.5)))

robot = cq.Assembly(name="robot")
robot.add(lower).add(upper)
