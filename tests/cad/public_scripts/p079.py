import cadquery as cq

sq = 10
pts = [(sq * (i + 0.5), sq * (j + 0.5)) for i in range(4) for j in range(4) if (i + j) % 2 == 0]
chess_board = cq.Workplane("XY").box(4 * sq, 4 * sq, 2, centered=False)
chess_board = chess_board.faces(">Z").workplane(origin=(0, 0, 2)).pushPoints(pts).rect(sq - 1, sq - 1).extrude(0.8)
