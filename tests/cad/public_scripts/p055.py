import cadquery as cq

def trapezoid(top, bottom, h):
	return [
		(-bottom / 2, 0),
		(bottom / 2, 0),
		(top / 2, h),
		(-top / 2, h),
	]

dovetail = cq.Workplane("XY").box(40, 30, 10, centered=(True, True, False))
for dx in (-10, 10):
	tail = cq.Workplane("XZ").workplane(offset=-15).center(dx, 10).polyline(trapezoid(10, 7, 5)).close().extrude(30)
	dovetail = dovetail.union(tail)
show_object(dovetail)
