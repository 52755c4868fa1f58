import cadquery as cq

W, D, H, T = 160.0, 60.0, 120.0, 4.0
n_boards = 3

upright = cq.Workplane("YZ").rect(D, H).extrude(T)
board = cq.Workplane("XY").rect(W - 2 * T, D).extrude(T)

shelf = cq.Assembly(name="shelf")
shelf.add(upright, name="left", loc=cq.Location(cq.Vector(-W / 2, 0, H / 2)))
shelf.add(upright, name="right", loc=cq.Location(cq.Vector(W / 2 - T, 0, H / 2)))
for i in range(n_boards):
    z = 5 + i * (H - 10 - T) / (n_boards - 1)
    shelf.add(board, name=f"board_{i}", loc=cq.Location(cq.Vector(0, 0, z)))

print("parts:", [c.name for c in shelf.children])
print("cut list:", [(round(W - 2 * T, 1), D)] * n_boards)
