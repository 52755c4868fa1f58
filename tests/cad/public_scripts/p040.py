# Embudo para resina
# autor: taller casero
import cadquery as cq

perfil = (
    cq.Workplane("XZ")
    .moveTo(5, 0)
    .lineTo(5, 20)
    .lineTo(30, 45)
    .lineTo(32, 45)
    .lineTo(32, 44)
    .lineTo(7, 19)
    .lineTo(7, 0)
    .close()
)
show_object(perfil, name="perfil")  # solo para ver el perfil
funnel = perfil.revolve()
show_object(funnel, name="embudo", options={"color": "lightgreen"})
