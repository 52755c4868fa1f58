"""What a chat model gets right, and what wrong models it could publish, as tables of the benchmarks."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from benchmarks.chat import read_lines, replay, summary
from benchmarks.chat_mutations import GATES, benchmark
from benchmarks.figures import Row, Table, Target, command
from benchmarks.machine import ROOT
from mayfly.generator import shared_workshop

PLAY: Final = Path(__file__).with_name("chat_play.jsonl")
ACCEPTANCE: Final = ROOT / "tests" / "acceptance" / "requests.jsonl"
ABOUT: Final = (
    "A strong model's part for 68 requests was written by hand before any result was seen "
    "(`benchmarks/chat_play.jsonl`) and is built again. Then each right answer, and each design that the "
    "rules read of an acceptance request, is made wrong in one way at a time, as a model that slips would: a "
    "size that the request names a fifth larger, a count one more, a feature left out, moved, or without its "
    "counterbore. The answer's own requirements stay as they were. Looks are off, and nothing is repaired."
)
HEADS: Final = {
    "unchecked": "no checks",
    "own": "its own requirements",
    "facts": "and facts of the half-read request",
    "product": "and all that the rules read",
    "noted": "and numbers not named as missing",
    "bare": "all that the rules read, and no requirements of its own",
    "bare_noted": "the same, and numbers",
}


def play_table(total: Mapping[str, Any]) -> Table:
    """Return the table of the recorded part."""
    requests = int(total["requests"])
    rows = (
        Row("right at first, or rightly asked", (round(total["right_at_first"] * requests),), True),
        Row("after one repair or note", (round(total["right_after_one_repair"] * requests),), True),
        Row("after two", (round(total["right_after_two_repairs"] * requests),), True),
        Row("published though wrong", (int(total["published_but_wrong"]),), True),
    )
    right = 100 * total["right_after_two_repairs"]
    targets = (
        Target("recorded answers right or rightly asked", right, least=95.0, unit="%"),
        Target("recorded answers published though wrong", float(total["published_but_wrong"]), most=0.0),
    )
    return Table("A strong model, recorded", (f"of {requests}",), rows, targets)


def mutation_table(found: Mapping[str, Any]) -> Table:
    """Return the table of the answers that were made wrong."""
    rows = tuple(
        Row(name, (group["mutants"], *(_share(group, gate) for gate in GATES)), True)
        for name, group in found["groups"].items()
    )
    every = found["groups"]["all"]
    product, noted = (100 * every[gate] / every["mutants"] for gate in ("product", "noted"))
    targets = (
        Target("wrong answers published, with facts", product, most=5.0, unit="%"),
        Target("the same, with notes about numbers", noted, most=2.0, unit="%"),
        Target("right answers refused", float(len(found["refused"])), most=0.0),
    )
    notes = (
        f"{found['replies']} right answers. What does not fit or can't be built is no wrong answer here, nor "
        "is what measures the same as the right model.",
        "A note is no refusal: a model that insists publishes, and the answer names the missing number.",
        f"Right answers that got a note: {len(found['noted'])}.",
        "; ".join([f"Right answers refused: {len(found['refused'])}", *found["refused"]]) + ".",
    )
    columns = ("wrong answers", *(f"published: {HEADS[gate]}" for gate in GATES))
    return Table("Answers made wrong in one way", columns, rows, targets, notes)


def _share(group: Mapping[str, Any], gate: str) -> str:
    return f"{100 * group[gate] / group['mutants']:.1f} %"


def tables(options: argparse.Namespace) -> Iterator[Table]:
    """Measure everything."""
    step = 10 if options.quick else 1
    os.environ["MAYFLY_JANITOR"] = "off"
    play, acceptance = read_lines(PLAY, None)[::step], read_lines(ACCEPTANCE, None)[::step]
    with tempfile.TemporaryDirectory() as folder:
        yield play_table(summary(list(replay(play, Path(folder)))))
        yield mutation_table(benchmark([*play, *acceptance], shared_workshop(), Path(folder)))
    shared_workshop().close()


if __name__ == "__main__":
    command("chat_figures", "Chat models", ABOUT, tables, lambda: {"CadQuery": version("cadquery")})
