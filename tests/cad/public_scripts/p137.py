# 步进电机支架装配
import cadquery as cq

支架 = cq.Workplane("XY").box(50, 50, 4).faces(">Z").workplane().hole(22)
支架 = 支架.faces(">Z").workplane().rect(31, 31, forConstruction=True).vertices().hole(3.2)

电机 = cq.Workplane("XY").box(42.3, 42.3, 40, centered=(True, True, False)).faces(">Z").workplane().circle(11).extrude(2)
电机 = 电机.faces(">Z").workplane().circle(2.5).extrude(20)

asm = cq.Assembly()
asm.add(电机, name="motor", color=cq.Color("gray15") if False else cq.Color(0.2, 0.2, 0.2))
asm.add(支架, name="bracket", loc=cq.Location(cq.Vector(0, 0, 42)), color=cq.Color("orange"))
asm.save("asm.step")
