# key board for the hallway -- work in progress
import cadquery as cq
import math

board_l, board_w, board_t = 100, 50, 12
mag_d, mag_h = 10, 3

# the board, oak
wood = cq.Workplane("XY").box(board_l, board_w, board_t)
wood = wood.edges("|Z").chamfer(3)
hanging = cq.Workplane("XY").pushPoints([(-35, 15), (35, 15)]).circle(2.5).extrude(board_t, both=True)
wood = wood.cut(hanging)

# magnets, glued in from behind
magnets = cq.Workplane("XY").rarray(24, 24, 4, 2).circle(mag_d / 2).extrude(mag_h)
mass = 8 * math.pi * (mag_d / 2) ** 2 * mag_h * 7.5e-3
print("magnets weigh %.1f g" % mass)

# alternative: printed hooks
hook_path = cq.Workplane("YZ").moveTo(0, 0).lineTo(0, -15).lineTo(12, -15).lineTo(12, -8)
hook = cq.Workplane("XY").rect(4, 4).sweep(hook_path, transition="right")

# next: wood.cut(magnets)? or hooks?
