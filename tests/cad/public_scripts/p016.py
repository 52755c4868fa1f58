import cadquery as cq

# --------------------------------------------------
# Parametric Phone Stand
# --------------------------------------------------

# Step 1: Define parameters
stand_width = 70.0        # Width of the stand (mm)
base_depth = 60.0         # Depth of the base (mm)
base_thickness = 5.0      # Thickness of the base (mm)
back_height = 75.0        # Height of the back support (mm)
lip_height = 12.0         # Height of the front lip (mm)

# Step 2: Create the base plate
base = cq.Workplane("XY").box(stand_width, base_depth, base_thickness, centered=(True, True, False))

# Step 3: Create the back support
back = (
    cq.Workplane("XY")
    .box(stand_width, base_thickness, back_height, centered=(True, True, False))
    .translate((0, base_depth / 2 - base_thickness / 2, 0))
)

# Step 4: Create the front lip
lip = (
    cq.Workplane("XY")
    .box(stand_width, base_thickness, lip_height, centered=(True, True, False))
    .translate((0, -base_depth / 2 + base_thickness / 2, 0))
)

# Step 5: Create the cable slot
cable_slot = cq.Workplane("XY").box(14, base_depth, lip_height * 3, centered=(True, False, True)).translate((0, -base_depth, 0))

# Step 6: Combine everything
result = base.union(back).union(lip).cut(cable_slot)

# The final result is stored in the 'result' variable
