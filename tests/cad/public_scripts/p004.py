import cadquery

flange_radius = 25
core_radius = 9
bore_radius = 4
height = 30
flange_thickness = 3

profile = (
    cadquery.Workplane("XZ")
    .moveTo(bore_radius, 0)
    .lineTo(flange_radius, 0)
    .lineTo(flange_radius, flange_thickness)
    .lineTo(core_radius, flange_thickness)
    .lineTo(core_radius, height - flange_thickness)
    .lineTo(flange_radius, height - flange_thickness)
    .lineTo(flange_radius, height)
    .lineTo(bore_radius, height)
    .close()
)

result = profile.revolve(360, (0, 0, 0), (0, 1, 0))
