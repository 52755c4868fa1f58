"""``make demo``: three requests become STEP files, and a dry run shows that they will be removed."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console

from graphs.cad_workflow import graph
from mayfly.app import get_cleanup_service, shutdown
from mayfly.storage_text import when_text

REQUESTS = (
    "90x60x6 mm plate with four 5.5 mm corner holes, 8 mm inset",
    "pipe flange OD 150, 18 thick, bore 60, 4 holes of 18 mm on PCD 110",
    "stepped shaft: first 30 mm dia x 40 long, then 24 dia x 60, then 16 dia x 25",
)
MINUTES_AHEAD = 31

console = Console(highlight=False, soft_wrap=True)


def main() -> int:
    """Run the demonstration; return 0 if all of it worked, otherwise 1."""
    made = [model for request in REQUESTS if (model := make(request))]
    stats = graph.invoke({"action": "stats"})
    console.print(f"\n[bold]Stats[/bold]  {stats['cleanup_stats']}\n{stats['answer']}")
    swept = graph.invoke({"action": "sweep"})
    console.print(f"\n[bold]Sweep now[/bold]\n{swept['answer']}")
    service = get_cleanup_service()
    later = service.sweep(dry_run=True, now=time.time() + MINUTES_AHEAD * 60)
    console.print(f"\n[bold]Dry run, {MINUTES_AHEAD} minutes ahead[/bold]: these would go")
    for name in later.removed:
        console.print(f"  {name}")
    names = {model["name"] for model in made}
    worked = len(names) == len(REQUESTS) and not names & set(swept["sweep"]["removed"])
    worked = worked and names <= set(later.removed)
    shutdown()
    if made:
        console.print(f"\nOpen them while they last: {Path(made[0]['step_path']).parent}")
    return 0 if worked else 1


def make(request: str) -> dict[str, Any] | None:
    """Send one request through the graph, print its stages and its model, and return the model."""
    console.print(f"\n[bold]“{request}”[/bold]")
    started = time.perf_counter()
    answer: dict[str, Any] = {}
    for mode, event in graph.stream({"request": request}, stream_mode=["custom", "values"]):
        if mode == "custom":
            console.print(f"  {time.perf_counter() - started:5.2f} s  {event['stage']}")
        elif "status" in event:
            answer = event
    model: dict[str, Any] | None = answer.get("model")
    if model is None:
        console.print(f"  [red]{answer.get('answer', 'no answer')}[/red]")
        return None
    report = model["report"]
    for name, value in (
        ("file", model["step_path"]),
        ("size", f"{model['size_bytes']:,} bytes"),
        ("box", " × ".join(f"{side:g}" for side in report["bounding_box_mm"]) + " mm"),
        ("volume", f"{report['volume_mm3']:,.2f} mm³"),
        ("expires", when_text(get_cleanup_service().get_model(model["name"]).expires_at)),
    ):
        console.print(f"  {name:<9} {value}")  # not a table, which would cut off the path
    return model


if __name__ == "__main__":
    sys.exit(main())
