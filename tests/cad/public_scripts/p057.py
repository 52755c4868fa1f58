# リニアガイドの簡易モデル
import cadquery as cq

長さ = 100
rail = cq.Workplane("XY").box(長さ, 12, 8, centered=(True, True, False))
rail = rail.faces(">Z").workplane().rarray(25, 1, 4, 1).cboreHole(3.5, 6, 4.5)

carriage = (
    cq.Workplane("XY").box(35, 27, 10, centered=(True, True, False))
    .translate((15, 0, 3))
    .cut(cq.Workplane("XY").box(200, 12.4, 8.2, centered=(True, True, False)))
)

show_object(rail, "レール", None)
show_object(carriage, "キャリッジ", {"alpha": 0.3})
