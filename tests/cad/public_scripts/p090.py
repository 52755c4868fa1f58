import cadquery as cq

size = 16
pip_r = 1.6
faces = {
    ">Z": [(0, 0)],
    ">X": [(-4, -4), (4, 4)],
    ">Y": [(-4, -4), (0, 0), (4, 4)],
}

dice = cq.Workplane("XY").box(size, size, size)
dice = dice.intersect(cq.Workplane("XY").sphere(size * 0.7))
for face, pips in faces.items():
    dice = dice.faces(face).workplane(centerOption="CenterOfBoundBox").pushPoints(pips).hole(2 * pip_r, 1)
