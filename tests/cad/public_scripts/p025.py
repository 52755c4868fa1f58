# Шкив под ремень, параметрический
import cadquery as cq

D = 40      # наружный диаметр
d = 8       # отверстие под вал
B = 14      # ширина
g = 5       # глубина канавки

шкив = cq.Workplane("XY").circle(D / 2).extrude(B)
канавка = (
    cq.Workplane("XZ")
    .polyline([(D / 2, B / 2 - 5), (D / 2 + 1, B / 2 - 5), (D / 2 + 1, B / 2 + 5), (D / 2, B / 2 + 5), (D / 2 - g, B / 2 + 1), (D / 2 - g, B / 2 - 1)])
    .close()
    .revolve(360, (0, 0, 0), (0, 1, 0))
)
result = шкив.cut(канавка).faces(">Z").workplane().hole(d)
