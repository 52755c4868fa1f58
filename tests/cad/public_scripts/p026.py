# -*- coding: utf-8 -*-
"""
Cable entry plate for the workshop cabinet.

2 x M20 gland, 1 x IEC inlet, 4 corner screws.
Laser cut from 3 mm aluminium; the outline has R5 corners.
"""
import cadquery as cq

# plate
PLATE_W = 140.0
PLATE_H = 70.0
PLATE_T = 3.0
CORNER_R = 5.0

# screws
SCREW_D = 4.5
SCREW_INSET = 8.0

# glands
GLAND_D = 20.5
GLAND_X = (-45.0, -15.0)

# IEC inlet
IEC_W, IEC_H = 27.5, 20.0
IEC_X = 35.0
IEC_SCREW_PITCH = 40.0
IEC_SCREW_D = 3.4

plate = cq.Workplane("XY").rect(PLATE_W, PLATE_H).extrude(PLATE_T)
plate = plate.edges("|Z").fillet(CORNER_R)

# --- corner screws
plate = (
    plate.faces(">Z").workplane()
    .rect(PLATE_W - 2 * SCREW_INSET, PLATE_H - 2 * SCREW_INSET, forConstruction=True)
    .vertices()
    .hole(SCREW_D)
)

# --- glands
glands = cq.Workplane("XY").pushPoints([(x, 0) for x in GLAND_X]).circle(GLAND_D / 2).extrude(PLATE_T)
plate = plate.cut(glands)

# --- inlet
inlet = cq.Workplane("XY").center(IEC_X, 0).rect(IEC_W, IEC_H).extrude(PLATE_T)
plate = plate.cut(inlet)
inlet_screws = (
    cq.Workplane("XY").center(IEC_X, 0)
    .rarray(IEC_SCREW_PITCH, 1, 2, 1)
    .circle(IEC_SCREW_D / 2).extrude(PLATE_T)
)
plate = plate.cut(inlet_screws)

show_object(plate, name="entry plate", options={"color": (180, 180, 185)})
