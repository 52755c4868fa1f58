"""Knob made with the direct API only, no workplanes."""
import cadquery as cq

core = cq.Solid.makeCone(8, 12, 20)
cap = cq.Solid.makeCylinder(12, 6, pnt=cq.Vector(0, 0, 20))
shaft = cq.Solid.makeCylinder(3, 30, pnt=cq.Vector(0, 0, -10))
torus_knob = core.fuse(cap).clean().cut(shaft)
torus_knob = torus_knob.chamfer(1, None, torus_knob.edges(">Z").Edges()[:1])
