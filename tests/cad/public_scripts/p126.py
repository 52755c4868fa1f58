import cadquery as cq

L, W, T = 100, 30, 2
sheet = cq.Workplane("XY").box(L, W, T)
core = cq.Workplane("XY").box(L, W, 10)

# sandwich panel
result = (
    cq.Assembly(core, name="core", color=cq.Color("khaki"))
    .add(sheet, name="upper", loc=cq.Location((0, 0, 6)), color=cq.Color("gray"))
    .add(sheet, name="lower", loc=cq.Location((0, 0, -6)), color=cq.Color("gray"))
)
