"""What is said of a feature is made or asked about: none of these may be built without it."""

from __future__ import annotations

import pytest

from mayfly.planning.readings.decide import decide

#: Requests of which a part would be lost if they were built, by what it is.
ASKED = {
    "edges of a feature": (
        "Plate 100x60x10 with a 20 mm hole in the middle and a chamfer of 1 mm around the hole.",
        "Plate 100x60x10 with a fillet of 2 mm on the edges of the 20 mm hole in the middle.",
        "Plate 100x80x6 with fillets 1 mm on all edges of the hole in the centre, 30 mm.",
        "Plate 100x60x20 with 40x20 pocket 8 deep and 2 mm fillets around the pocket.",
        "Plate 100x60x10 with boss 30 dia 15 high, chamfer of 1 mm on the boss.",
        "Cylinder 40x60 with a 10 mm bore, both ends of the bore chamfered 1 mm.",
        "Cube 30 mm with a chamfer 2 mm between the top and the front.",
    ),
    "which of the part's own edges": (
        "Block 80x60x40 with a 1 mm chamfer on all outer edges.",
        "Block 80x60x40 with a 2 mm fillet on the outer edges.",
        "Block 80x60x40, 2 mm chamfer on both sides.",
        "Block 80x60x40, 2 mm chamfer at both ends.",
        "Block 80x60x40, 2 mm chamfer on all corners and edges.",
        "Plate 80x60x4 with a 2 mm chamfer on the outer edges on both faces.",
        "Cube 40 with a 3 mm chamfer on one face.",
    ),
    "in one corner, or from one": (
        "plate 100 x 60 x 5 with a 5 mm hole in the lower left corner",
        "plate 100 x 60 x 5 with a 5 mm hole in the bottom left corner",
        "plate 100 x 60 x 5 with a 20 x 10 pocket 2 deep in the lower left corner",
        "plate 100 x 60 x 5 with a boss 10 dia 5 tall at the bottom left corner",
        "plate 100 x 60 x 5 with a slot 30 x 6 from the lower left corner",
        "plate 100 x 60 x 5 with a 5 mm hole 10 mm from the upper right corner",
        "plate 100 x 60 x 5 with a 5 mm hole 10 mm from the lower left corner",
        "plate 100 x 60 x 5 with a 5 mm hole in the lower left corner, 10 mm from the left edge",
        "plate 100 x 60 x 5 with four 5 mm holes, 10 mm from the long edges and 15 from the ends"
        " in the left corners",
    ),
    "a hole that is chamfered": (
        "A block 80x60x40 with a hole 10 mm, chamfered 1 mm on both sides.",
        "Block 80x60x40 with a 10 mm hole chamfered 1 mm.",
        "Block 80x60x40 with a 10 mm through hole, both ends chamfered 1 mm.",
        "Cylinder 40x60 with a 10 mm hole chamfered 1 mm on both sides.",
    ),
    "a piece of the part": (
        "Stepped shaft 30 x 40 and 20 x 60 with a 2 mm fillet at the shoulder.",
        "Stepped shaft 30 x 40 and 20 x 60 with a 2 mm fillet between the steps.",
        "Tube 50 OD 40 ID 60 long with a flange 80 dia 8 thick at one end, 2 mm fillet between them.",
        "Stepped shaft 40 x 20 and 25 x 50, 5 mm hole in the small part 10 mm from the shoulder.",
    ),
    "some of the corners": (
        "Plate 100x80x6 with fillets of 10 mm on opposite corners.",
        "Plate 120x60x5 with two opposite corners chamfered 10 mm.",
    ),
    "at an end, and not in its face": (
        "Plate 100x40x12 with a 10 mm hole at one end.",
        "Plate 100x40x12 with 8 mm holes at both ends.",
        "A 150 x 50 x 12 plate with a slot 8 wide and 30 long at both ends.",
        "Block 80x40x20 with a 12 mm through hole near one end, 15 mm from the left edge.",
        "Draw a 100 x 40 rectangle, extrude 12 and drill a 10 mm hole at one end.",
        "Draw a slot shape 80 long, 20 wide, extrude 8, with 10 mm holes at both ends.",
    ),
    "how many at each end": (
        "Shelf board 800x250x18 with 8 mm dowel holes 30 deep in both ends, two per end.",
        "Rail 400x40x20 with M5 tapped holes 15 deep in both ends, three per end.",
    ),
    "along the axis of a round part": (
        "Cone 60 to 30, 50 tall with a 5 mm hole 10 mm from the top.",
        "Hemisphere 60 mm with a 5 mm hole 10 mm from the top.",
    ),
    "which way": (
        "A block 60x40x20 with a hole 8 mm through the short direction, 5 mm above the bottom.",
        "Cube 50 mm with a through hole of 10 mm on every side.",
        "Cube 50 mm with a blind hole of 10 mm 5 deep on every side.",
    ),
    "around, in and on": (
        "Plate 200x100x10 with 30 mm hole; 4 M5 holes around it, 50 mm apart.",
        "Plate 120x80x20 with a 60x40 pocket 10 deep and in its corners 5 mm holes.",
        "Frame 300x200x15 with opening 240x140 and a rabbet 10 wide 5 deep on the back around the opening.",
        "Cylinder 40x60 with a flange 60 dia 8 thick at the bottom, chamfer 2 mm on the flange.",
    ),
    "of what follows": (
        "Plate 120x80x6, a 10 mm hole in the middle of a 30 mm boss 8 tall which is 25 mm from the right.",
        "Plate 120x80x20 with a 5 mm hole at each corner of a 60x40 pocket 10 deep.",
        "Plate 120x80x20 with a slot 60x10 8 deep and a 5 mm hole at the end of the slot.",
        "Wedge 80x40x30 with a 10 mm hole in the bottom, 20 mm from the thick end.",
    ),
    "underneath": (
        "Shelf 600x200x18 with a rebate 10 wide 9 deep along the back edge underneath.",
        "Plate 100x60x20 with a step 10 wide 5 deep on the left side of the bottom.",
        "Plate 100x60x20 with a step 10 wide 5 deep at the right edge on the underside.",
    ),
    "flat, half deep, and none": (
        "Sphere of 50 mm with a flat bottom and a 10 mm hole through it.",
        "Cylinder 50 dia 100 tall with a 20 mm bore to mid depth.",
        "Plate 120x80x6 with five holes 6 mm in a row 20 apart, no hole in the middle.",
    ),
}

#: Their like that say all of it, with how many features they make, and how many holes each.
MADE = (
    ("Shelf board 800x250x18 with 8 mm holes 30 deep in both ends, two per end, 100 apart.", 2, 2),
    ("Block 100x50x20 with 6 mm holes 10 deep in both ends, one in each end.", 2, 1),
    ("Disc 100 mm diameter, 8 mm thick, six 7 mm holes on a 80 mm bolt circle, no hole in the middle.", 1, 6),
)


@pytest.mark.parametrize("request_", [one for kind in ASKED.values() for one in kind])
def test_what_would_be_lost_is_asked_about(request_: str) -> None:
    decision = decide(request_)
    assert decision.plan is None, decision.plan.title if decision.plan else ""
    assert decision.question is not None


@pytest.mark.parametrize(("request_", "features", "each"), MADE)
def test_what_is_said_in_full_is_made(request_: str, features: int, each: int) -> None:
    plan = decide(request_).plan
    assert plan is not None and plan.design is not None
    made = plan.design["bodies"][0]["features"]
    assert len(made) == features
    places = [one.get("at", {}) for one in made]
    assert {place.get("count") or place.get("columns", 1) for place in places} == {each}
