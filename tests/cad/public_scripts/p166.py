import cadquery as cq
from cadquery.vis import show

w = cq.Workplane().pushPoints([(-15, 0), (0, 0), (15, 0)]).box(10, 10, 10).edges("|Z").chamfer(1)
show(w, title="three cubes", width=600, height=400)
