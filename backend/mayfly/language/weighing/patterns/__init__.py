"""The patterns, a folder for each kind of phrase; importing this package makes the grammar complete.

Of readings that cost the same, the one whose row was added first is preferred: the order of these names is
part of the grammar, and a test holds that no module is missing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

#: The modules with rows, each as folder and name.
IN_ORDER: Final = (
    "around.background",
    "bodies.roles",
    "bodies.joins",
    "bodies.against",
    "around.briefs",
    "places.circles",
    "sketches.construction",
    "sketches.contours",
    "places.coordinates",
    "names.counts",
    "sizes.dimensions",
    "places.directions",
    "places.distances",
    "features.drilled",
    "features.edges",
    "idioms.everyday",
    "around.framing",
    "names.before_nouns",
    "names.feature_heads",
    "features.floors",
    "features.mouths",
    "names.part_heads",
    "names.components",
    "idioms.lists",
    "sketches.loops",
    "features.marks",
    "features.rounded_out",
    "around.materials",
    "names.negations",
    "idioms.asked_for",
    "idioms.notes",
    "idioms.plain_words",
    "idioms.prints",
    "idioms.order_lines",
    "idioms.drawing_habits",
    "idioms.ends_and_flats",
    "idioms.named_again",
    "idioms.in_passing",
    "idioms.loosely",
    "idioms.lowered_ends",
    "idioms.formally",
    "idioms.modelling_prose",
    "places.moves",
    "places.said_again",
    "places.steps",
    "places.whole_moves",
    "around.output",
    "places.places",
    "places.points",
    "places.poses",
    "sketches.profiles",
    "sketches.told_steps",
    "names.references",
    "around.remarked",
    "sketches.repeats",
    "bodies.several",
    "names.shaped",
    "idioms.shop_talk",
    "sizes.labelled",
    "sizes.counted_in",
    "bodies.solids",
    "bodies.primitives",
    "sizes.spacings",
    "bodies.stacks",
    "bodies.standing",
    "around.stated",
    "places.systems",
    "around.titles",
    "sketches.turning",
    "sketches.portions",
    "names.unnamed",
    "around.wants",
)

for _name in IN_ORDER:
    import_module(f"{__name__}.{_name}")
