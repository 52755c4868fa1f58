import cadquery as cq

board_t = 5.5
hole_pitch = 25.4
hole_d = 6.0

# the pegboard itself, for the fit
board = cq.Workplane("XZ").rect(80, 80).extrude(board_t).faces("<Y").workplane().rarray(hole_pitch, hole_pitch, 3, 3).hole(hole_d)

peg = cq.Workplane("XZ").circle(hole_d / 2 - 0.2).extrude(-30)
stop = cq.Workplane("XZ").circle(6).extrude(-2)
peg = peg.union(stop)
# show_object(board)
show_object(peg)
