# soft jaws pegs, print 9 of them in one go
import cadquery as cq

pitch = 12
n = 3
result = cq.Workplane("XY").rarray(pitch, pitch, n, n).circle(4).extrude(10)
