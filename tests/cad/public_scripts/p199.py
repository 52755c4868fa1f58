import cadquery as cq

assy = cq.Assembly(name="machine")
frame = None
for part in []:
    assy.add(part)
print(len(assy.children), "parts")
