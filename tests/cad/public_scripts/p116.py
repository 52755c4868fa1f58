import json
import cadquery as cq

cfg = json.loads("""
{"plate": [50, 32, 4], "holes": [[-18, -10, 3.2], [18, -10, 3.2], [0, 10, 6]]}
""")

o = cq.Workplane("XY").box(*cfg["plate"])
for hx, hy, dia in cfg["holes"]:
    o = o.faces(">Z").workplane(origin=(hx, hy, 0)).hole(dia)

with open("cfg.json", "w") as fh:
    json.dump(cfg, fh)
o.val().exportStep("plate.step")
