"""CAD course, week 4. Exercises 1 and 2."""
import cadquery as cq

# ---- Exercise 1
bracket = cq.Workplane("XY").box(50, 30, 5)
bracket = bracket.faces(">X").workplane().transformed(offset=(0, 10, 0)).rect(30, 25).extrude(5)

# ---- Exercise 2
cable_clip = cq.Workplane("XY").circle(6).circle(4).extrude(8)
cable_clip = cable_clip.cut(cq.Workplane("XY").box(12, 5, 20).translate((6, 0, 0)))
