"""The benchmarks' page is what their figures say, and says it of everybody in the same way."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import charts, cleaners, report
from benchmarks.figures import PART, Part, Row, Table, Target
from benchmarks.machine import Machine
from benchmarks.soak import verdict
from benchmarks.soak.ledger import Fault, Told
from benchmarks.soak.verdict import Seen

ROOT = Path(__file__).resolve().parent.parent
MACHINE = Machine("2026-01-02", "a processor, 2 cores", 8.0, "Linux", "ext4", 0.5, "abc")
RACE = Table(
    "A race",
    ("ms",),
    (
        Row("Mayfly", (2.0,), ours=True),
        Row("quick", (1.0,)),
        Row("slow", (30.0,)),
        Row("gone", note="get it"),
    ),
    better="less",
    chart="bars",
    axis=("milliseconds", ""),
)
CURVE = Table(
    "A curve",
    ("1", "1,000"),
    (Row("Mayfly", (1.0, 2.0), ours=True), Row("other", (1.0, None))),
    chart="lines",
    axis=("milliseconds", "files"),
)
PART_OF_TWO = Part("tried", "Tried", "How.", (RACE, CURVE), MACHINE, {"quick": "1.2", "gone": ""})


def test_the_page_is_made_from_the_figures() -> None:
    assert report.PAGE.read_text(encoding="utf-8") == report.page(report.load())


def test_the_drawings_are_there_and_no_others() -> None:
    shown = re.findall(r"\]\((images/bench/[^)]+)\)", report.PAGE.read_text(encoding="utf-8"))
    assert {ROOT / "docs" / path for path in shown} == set(report.DRAWINGS.glob("*.svg"))


def test_figures_survive_being_written_down() -> None:
    assert PART.validate_json(PART.dump_json(PART_OF_TWO)) == PART_OF_TWO


def test_tables_that_were_measured_again_alone_say_when_and_the_others_stay() -> None:
    later = replace(MACHINE, date="2026-03-04")
    faster = replace(RACE, rows=(Row("Mayfly", (0.5,), ours=True),))
    page = report.page([PART_OF_TWO.with_newer(replace(PART_OF_TWO, tables=(faster,), machine=later))])
    assert "| **Mayfly** | 0.5 |" in page
    assert (
        page.index("### A race") < page.index("Measured by itself on 2026-03-04") < page.index("### A curve")
    )
    assert page.count("2026-03-04") == 1
    assert "Measured on 2026-01-02" in page


@pytest.mark.parametrize(
    ("target", "met"),
    [
        (Target("x", 12.0, least=12), True),
        (Target("x", 11.9, least=12), False),
        (Target("x", 1.5, most=1.5), True),
        (Target("x", 1.6, most=1.5), False),
        (Target("x", None, most=1.5), None),
    ],
)
def test_a_target_is_met_or_not_or_not_measured(target: Target, met: bool | None) -> None:
    assert target.met is met
    page = report.page([replace(PART_OF_TWO, tables=(replace(RACE, targets=(target,)),))])
    verdict = {True: "met", False: "**not met**", None: "not measured here"}[met]
    assert f"| {verdict} |" in page
    assert ("- Tried: x: " in page) is (met is False)


def test_whoever_is_better_is_named_where_we_lose() -> None:
    page = report.page([PART_OF_TWO])
    assert "- Tried: A race (ms): quick 1, Mayfly 2." in page
    assert "slow 30, Mayfly" not in page
    more = replace(RACE, better="more")
    assert "- Tried: A race (ms): slow 30, Mayfly 2." in report.page([replace(PART_OF_TWO, tables=(more,))])


def test_who_is_not_there_is_told_with_how_to_get_it() -> None:
    page = report.page([PART_OF_TWO])
    assert "| gone (get it) | – |" in page
    assert "Versions: quick 1.2." in page


def test_cleaners_that_are_missing_say_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = dict.fromkeys(cleaners.versions(), "")
    monkeypatch.setattr(cleaners, "versions", lambda: nobody)
    missing = {one.name: one.absent for one in cleaners.cleaners() if one.absent}
    assert len(missing) == len(nobody)
    assert all(text.startswith("not installed here: ") for text in missing.values())


def test_a_trial_run_says_so() -> None:
    assert "A trial run" in report.page([replace(PART_OF_TWO, quick=True)])
    assert "A trial run" not in report.page([PART_OF_TWO])


@pytest.mark.parametrize("table", [RACE, CURVE], ids=["bars", "lines"])
def test_a_drawing_is_the_same_each_time_and_has_no_ground(table: Table) -> None:
    drawing = charts.drawn(table)
    assert drawing is not None
    assert drawing == charts.drawn(table)
    assert "Mayfly" in drawing
    assert "#ffffff" not in drawing
    assert "#000000" not in drawing


def test_the_peers_run_the_kernel_that_we_run() -> None:
    def pinned(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {
            line.split("#")[0].strip() for line in lines if line.startswith(("cadquery==", "cadquery-ocp=="))
        }

    assert pinned("benchmarks/peers.txt") == pinned("constraints.txt")
    assert len(pinned("constraints.txt")) == 2


@pytest.mark.parametrize(
    ("last", "allowed"), [(1104.5, True), (1106.5, False)], ids=["within five seconds", "after them"]
)
def test_a_blackout_counts_for_a_model_that_a_reader_held_too(last: float, allowed: bool) -> None:
    """Nobody lives who could remove it: five seconds from the end of the blackout, reader or not."""
    told = Told("b", "one.step", "http victim", expires=1090.0, read_until=1094.0)
    seen = Seen("b", "one.step", at=1030.0, ctime=1030.0, size=1, last=last, by=last + 0.02)
    blackout = Fault("blackout", "b", began=1085.0, ended=1100.0)
    limit, circumstance = verdict.latest_allowed(seen, told, 1090.0, 60.0, [blackout])
    assert circumstance == "held by a reader"
    assert (seen.last <= limit) is allowed
