from cadquery.func import polyline, rect, face, sweep, extrude, fuse, wire

# L key drawn as two square bars joined, free function style
short = extrude(face(rect(4, 4)), (0, 0, 20))
long_ = extrude(face(rect(4, 4)), (0, 0, 60)).rotate((0, 0, 0), (0, 1, 0), 90).move(x=-2, z=18)
key = fuse(short, long_)
key.export("key.step")
