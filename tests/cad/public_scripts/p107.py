import cadquery as cq

ball = cq.Workplane("XY").sphere(10)
stud = cq.Workplane("XY").circle(4).extrude(25)
ball_joint = ball.union(stud).faces("<Z").workplane(offset=-2, centerOption="CenterOfBoundBox").rect(30, 30).cutBlind(5) if False else ball.union(stud)

shape = ball_joint.val()
shape.exportStl("ball_joint.stl")
shape.exportBrep("ball_joint.brep")
shape.exportStep("ball_joint.step")
