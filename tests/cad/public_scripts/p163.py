import cadquery as cq
from ocp_vscode import show, show_object, reset_show, set_port, set_defaults

reset_show()
set_defaults(axes=True, transparent=False)

# %%
box = cq.Workplane("XY").box(40, 30, 20).faces(">Z").shell(-2)
# %%
lid = cq.Workplane("XY").workplane(offset=15).rect(40, 30).extrude(2)
lid = lid.faces("<Z").workplane().rect(35.6, 25.6).extrude(2)
# %%
show(box, lid, names=["box", "lid"], colors=["gray", "orange"], alphas=[1.0, 0.5])
