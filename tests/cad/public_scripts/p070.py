# Porta-copos com anéis gravados
import cadquery as cq

raio = 45
altura = 5
coaster = cq.Workplane("XY").circle(raio).extrude(altura)
for r in range(10, 45, 10):
    anel = cq.Workplane("XY").workplane(offset=altura - 1).circle(r + 1).circle(r).extrude(1)
    coaster = coaster.cut(anel)
