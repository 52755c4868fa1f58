import cadquery as cq


def turned(points):
    return cq.Workplane("XZ").polyline(points).close().revolve(360, (0, 0, 0), (0, 1, 0))


rook = turned([(0, 0), (10, 0), (10, 4), (6, 6), (6, 22), (8, 24), (8, 30), (0, 30)])
bishop = turned([(0, 0), (9, 0), (9, 4), (4, 8), (4, 26), (6, 30), (0, 40)])

if __name__ == "__main__":
    print(rook.solids().size() + bishop.solids().size(), "pieces")
