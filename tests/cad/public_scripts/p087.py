import logging

import cadquery as cq

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
log_ = logging.getLogger(__name__)

POST = 20
CAP = 26

post = cq.Workplane("XY").rect(POST, POST).extrude(80)
log_.info("post done")
cap = cq.Workplane("XY").workplane(offset=80).rect(CAP, CAP).workplane(offset=12).rect(4, 4).loft()
post = post.union(cap)
assert post.val().isValid(), "invalid!"
assert post.solids().size() == 1
log_.info("volume %.2f", post.val().Volume())
