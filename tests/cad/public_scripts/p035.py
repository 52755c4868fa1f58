import cadquery as cq


def foot(x, y):
    return cq.Workplane("XY").center(x, y).circle(8).workplane(offset=12).circle(6).loft()


corners = [(0, 0), (60, 0), (0, 40), (60, 40)]
for i, (x, y) in enumerate(corners):
    show_object(foot(x, y), name=f"foot {i}", options={"color": "gray"})
