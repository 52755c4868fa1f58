"""What the tests of pictures and notebooks share: models of many kinds, built once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mayfly.cad.workshop import BuildJob, Format, Workshop
from mayfly.generator import shared_workshop

SCRIPTS = {
    "plate": """
import cadquery as cq
plate = cq.Workplane().box(90, 60, 6, centered=(True, True, False))
show_object(plate.faces(">Z").workplane().rect(74, 44, forConstruction=True).vertices().hole(5.5))
""",
    "turned plate": """
import cadquery as cq
show_object(cq.Workplane().box(60, 90, 6))
""",
    "disc": """
import cadquery as cq
show_object(cq.Workplane().circle(75).extrude(18).faces(">Z").workplane().hole(60))
""",
    "pocket from below": """
import cadquery as cq
block = cq.Workplane().box(80, 60, 12).faces("<Z").workplane().rect(40, 20).cutBlind(-8)
show_object(block.faces("<Z").workplane().rect(64, 44, forConstruction=True).vertices().hole(8, 6))
""",
    "coloured": """
import cadquery as cq
show_object(cq.Workplane().box(20, 20, 10), name="body", options={"color": "tomato"})
show_object(cq.Workplane().workplane(offset=5).circle(5).extrude(12), name="pin",
            options={"color": (0, 128, 0)})
""",
    "table": """
import cadquery as cq
whole = cq.Assembly(name="table")
legs = cq.Assembly(name="legs")
for number, place in enumerate([(-40, -25), (40, -25), (-40, 25), (40, 25)]):
    legs.add(cq.Workplane().box(4, 4, 60), name=f"leg{number}", loc=cq.Location((*place, -30)),
             color=cq.Color("sienna"))
whole.add(legs)
whole.add(cq.Workplane().box(100, 60, 4), name="board", loc=cq.Location((0, 0, 2)))
show_object(whole)
""",
    "many holes": """
import cadquery as cq
show_object(cq.Workplane().box(150, 150, 6).faces(">Z").workplane().rarray(9, 9, 16, 16).hole(5))
""",
    "needle": """
import cadquery as cq
show_object(cq.Workplane("YZ").circle(1).extrude(400))
""",
    "speck": """
import cadquery as cq
show_object(cq.Workplane().box(0.03, 0.02, 0.01))
""",
}


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    """One workshop for the session."""
    yield shared_workshop()
    shared_workshop().close()


@pytest.fixture(scope="session")
def built(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the STEP file of one of the models, built on first use."""
    folder = tmp_path_factory.mktemp("pictures")

    def build(name: str) -> Path:
        path = folder / f"{name.replace(' ', '_')}.step"
        if not path.exists():
            workshop.build(BuildJob(script=SCRIPTS[name], trusted=True, name=name, timestamp=0.0), path)
        return path

    return build


@pytest.fixture(scope="session")
def pictured(built: Callable[[str], Path], workshop: Workshop) -> Callable[[str, Format], bytes]:
    """Give a picture of one of the models, drawn on first use."""
    drawn: dict[tuple[str, Format], bytes] = {}

    def picture(name: str, format: Format) -> bytes:
        if (name, format) not in drawn:
            drawn[name, format] = workshop.convert(built(name), format)
        return drawn[name, format]

    return picture
