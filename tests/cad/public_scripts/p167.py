# %% [markdown]
# # Lab 3: plate with holes

# %%
import cadquery as cq
import numpy as np

# %%
xs = np.arange(-30, 31, 15)
p = cq.Workplane("XY").box(80, 20, 5)

# %%
for x in xs:
    p = p.faces(">Z").workplane(origin=(float(x), 0, 0)).hole(4)

# %%
display(p)
