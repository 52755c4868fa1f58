import cadquery as cq
from jupyter_cadquery import show

v_block = cq.Workplane("XY").box(40, 50, 30)
groove = cq.Workplane("XY").box(20, 60, 20).rotate((0, 0, 0), (0, 1, 0), 45).translate((0, 0, 15))
v_block = v_block.cut(groove)
show(v_block, axes=True, grid=True)
