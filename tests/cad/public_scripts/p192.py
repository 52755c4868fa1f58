import math
import cadquery as cq

# parameters of the bracket
width = 40
height = 25
thickness = 3

# TODO: model
