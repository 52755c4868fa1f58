import cadquery as cq

# drawer handle
pts = [(0, 0), (0, 25), (96, 25), (96, 0)]
path = cq.Workplane("XZ").polyline(pts)
profile = cq.Workplane("XY").rect(8, 8)
handle = profile.sweep(path, transition="right")

debug(path)
debug(profile, "profile")
show_object(handle, "handle")
