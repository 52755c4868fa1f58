import tempfile, os
import cadquery as cq

print("CadQuery", getattr(cq, "__version__", "?"))

(L, W, H) = (33.0, 22.0, 11.0)
body = cq.Workplane().box(L, W, H).edges(">Z").fillet(1.0)
tmp = os.path.join(tempfile.mkdtemp(), "body.step")
cq.exporters.export(body, tmp)
print(os.path.getsize(tmp) > 0)
