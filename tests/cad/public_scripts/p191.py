import cadquery as cq

# outline for the front plate, will be extruded later
w, h, r = 40, 20, 3
outline = cq.Sketch().rect(w, h).vertices().fillet(r).reset().push([(-10, 0), (10, 0)]).circle(4, mode="s")
