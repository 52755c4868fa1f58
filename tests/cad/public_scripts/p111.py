# köşebent
import cadquery as cq

kalinlik = 4
kenar = 40
boy = 30


def kosebent():
    dis = cq.Workplane("XY").rect(kenar, kenar).extrude(boy)
    ic = cq.Workplane("XY").center(kalinlik, kalinlik).rect(kenar, kenar).extrude(boy)
    return dis.cut(ic)


if __name__ == '__main__':
    parca = kosebent()
    cq.exporters.export(parca, 'L.step')
