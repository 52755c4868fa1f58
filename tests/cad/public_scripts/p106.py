import os
import cadquery as cq


class Finger:
    def __init__(self, length=60, width=12, thickness=6):
        self.length = length
        self.width = width
        self.thickness = thickness

    def make(self):
        f = cq.Workplane("XY").box(self.length, self.width, self.thickness, centered=(False, True, False))
        f = f.faces(">X").edges("|Y and >Z").chamfer(4)
        f = f.faces(">Z").workplane(origin=(8, 0, 0)).pushPoints([(0, 0), (12, 0)]).hole(3.4)
        return f

    def save(self, folder):
        os.makedirs(folder, exist_ok=True)
        cq.exporters.export(self.make(), os.path.join(folder, "finger.step"))


def main():
    Finger(length=60).save("out")


if __name__ == "__main__":
    main()
