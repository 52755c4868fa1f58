import cadquery as cq

if "show_object" not in globals():
    def show_object(*args, **kwargs):
        pass

cup = cq.Workplane("XY").circle(16).extrude(25).faces(">Z").shell(-1.5)
show_object(cup, name="cup", options={"rgba": (0.1, 0.4, 0.8, 0.5)})
