# 轴承座 608
import cadquery as cq

外径 = 22.0
厚度 = 7.0
壁厚 = 5.0

边长 = 外径 + 2 * 壁厚

result = (cq.Workplane("XY")
          .box(边长, 边长, 厚度 + 3)
          .faces(">Z").workplane()
          .circle(外径 / 2).cutBlind(-厚度)   # 轴承孔
          .faces("<Z").workplane()
          .circle(16 / 2).cutThruAll()        # 通孔
          )
