import cadquery as cq
import math

# =============================================================
#  Lamp foot with twisted column
#  Prompt: "a square base with a twisted square column on top,
#           with a hole for the cable"
# =============================================================

# --- parameters -------------------------------------------------
base_side = 60.0          # side of the base plate
base_height = 8.0         # height of the base plate
column_side = 16.0        # side of the column
column_height = 50.0      # height of the column
twist_angle = 60.0        # total twist in degrees
cable_diameter = 6.0      # cable channel
foot_diameter = 10.0      # recess for rubber feet
foot_depth = 1.5

# --- derived values ---------------------------------------------
foot_offset = base_side / 2 - foot_diameter
total_height = base_height + column_height
diagonal = math.sqrt(2) * column_side

# --- base -------------------------------------------------------
base = (
    cq.Workplane("XY")
    .rect(base_side, base_side)
    .extrude(base_height)
    .edges("|Z")
    .chamfer(4)
)

# --- recesses for the rubber feet ---------------------------------
base = (
    base.faces("<Z")
    .workplane()
    .rect(2 * foot_offset, 2 * foot_offset, forConstruction=True)
    .vertices()
    .hole(foot_diameter, foot_depth)
)

# --- column -----------------------------------------------------
column = (
    cq.Workplane("XY")
    .workplane(offset=base_height)
    .rect(column_side, column_side)
    .twistExtrude(column_height, twist_angle)
)

# --- cable channel ----------------------------------------------
cable_channel = cq.Workplane("XY").circle(cable_diameter / 2).extrude(total_height)

# --- result -----------------------------------------------------
result = base.union(column).cut(cable_channel)
print(f"height {total_height} mm, column diagonal {diagonal:.1f} mm")
