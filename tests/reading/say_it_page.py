"""Writes docs/say-it.md from the requests of ``say_it.py``: what each is read as, and a picture of its model.

    python -m tests.reading.say_it_page          the page, and the pictures of models that have changed

Each request is planned by the rules, without a model and without a key; the pictures are drawn from the STEP
files. The last line of a picture identifies the script that it shows.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from pathlib import Path

from mayfly.contracts import Plan
from mayfly.design import Design
from mayfly.generator import CADModelGenerator, shared_workshop
from mayfly.planning.rules import RulesPlanner
from tests.reading.say_it import SECTIONS

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "say-it.md"
PICTURES = DOCS / "images" / "say-it"
_WIDTH = 260
_HEAD = """# Say it

Written by `python -m tests.reading.say_it_page`, which plans and builds each request; a test holds the page
against what is read. No chat model was asked. [reading.md](reading.md) explains how a request is read,
[conventions.md](conventions.md) what is assumed, [parts.md](parts.md) lists the parts.
"""


def plan_of(request: str) -> Plan:
    """Return the plan of a request."""
    return RulesPlanner().plan(request)


def stamp(plan: Plan) -> str:
    """Return the line that identifies what a picture shows: a digest of the script and its sizes."""
    shown = f"{plan.script}\n{sorted(plan.parameters.items())}"
    return f"<!-- {hashlib.sha256(shown.encode()).hexdigest()[:16]} -->"


def requests() -> list[str]:
    """Return all requests of the page, in their order."""
    return [request for _, _, its in SECTIONS for request in its]


def picture(request: str) -> Path:
    """Return where the picture of a request's model is kept."""
    words = re.findall(r"[a-z0-9]+", request.lower())
    digest = hashlib.sha256(request.encode()).hexdigest()[:4]
    return PICTURES / f"{'-'.join(words)[:32].strip('-')}-{digest}.svg"


def read_as(plan: Plan) -> list[str]:
    """Return what a request was read as: its design in sentences, and what was assumed."""
    assert plan.design is not None
    lines = [line.removeprefix("- ") for line in Design.read(plan.design).describe().splitlines()]
    return list(dict.fromkeys([*lines, *(f"_{statement}_" for statement in plan.assumptions)]))


def page() -> str:
    """Return the page's text."""
    parts = [_HEAD]
    for heading, about, its in SECTIONS:
        parts.append(f"## {heading}\n\n{about}\n")
        for request in its:
            shown = picture(request).relative_to(DOCS).as_posix()
            plan = plan_of(request)
            lines = "\n".join(f"- {line}" for line in read_as(plan))
            alt = re.sub(r"[\[\]|]", "", plan.title)
            parts.append(
                f'```text\n{request}\n```\n\n<img src="{shown}" alt="{alt}" width="{_WIDTH}">\n\n{lines}\n'
            )
    return "\n".join(parts)


def is_current(request: str, plan: Plan) -> bool:
    """Return whether the picture of a request is there and shows its model."""
    kept = picture(request)
    return kept.is_file() and kept.read_text(encoding="utf-8").rstrip().endswith(stamp(plan))


def draw(request: str, plan: Plan, generator: CADModelGenerator) -> None:
    """Build a plan, draw its model and keep the picture."""
    model = generator.build_plan(plan)
    drawn = shared_workshop().convert(Path(model["step_path"]), "svg").decode()
    picture(request).write_text(f"{drawn.rstrip()}\n{stamp(plan)}\n", encoding="utf-8")


def main() -> None:
    """Draw what has changed, remove what is shown no longer, and write the page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for path in set(PICTURES.glob("*.svg")) - {picture(request) for request in requests()}:
        path.unlink()
    with tempfile.TemporaryDirectory() as folder, CADModelGenerator(folder) as generator:
        for request in requests():
            plan = plan_of(request)
            if not is_current(request, plan):
                draw(request, plan, generator)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
