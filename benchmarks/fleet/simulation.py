"""A fleet of any size, simulated with the measured costs of its parts, beside the arithmetic for it.

    python -m benchmarks.fleet.simulation [--models N] [--write]

Each model takes its way through replicas, workers, database and bucket as the code sends it. A part is a
number of processors with one queue; how long a step keeps one of them busy is what was measured
(``costs.json``), with the spread of build times (lognormal). Sweepers look twice a second. The arithmetic of
docs/scale.md says how busy each part is at a rate; the simulation says how long models then wait, how late
they go, and at which rate which part gives way. With ``--write``, the table of docs/scale.md is replaced.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import json
import math
import random
import statistics
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

COSTS: Final = json.loads(Path(__file__).with_name("costs.json").read_text())
PAGE: Final = Path(__file__).parents[2] / "docs" / "scale.md"
RUSH: Final = 5.0
"""How many times the mean of the day the rush hour is."""
SPREAD: Final = 0.5
"""Sigma of the logarithm of a step's time; of builds of the catalogue 0.4 to 0.6."""
SWEEP_SECONDS: Final = 0.5
SWEPT_AT_ONCE: Final = 1000
PUT_DOLLARS, GET_DOLLARS = 5e-6, 0.4e-6
"""Amazon's list prices as remembered, each request."""
PUTS, GETS = 2, 3
"""Of a model: its parcel and itself; the parcel, and two downloads."""
LIFE_SECONDS: Final = 1800.0
PARTS: Final = ("replica", "worker", "build", "database", "bucket")
STATIONS: Final = ("replica", "worker", "database", "bucket")
_KEPT_UP: Final = 0.93
"""The part of the models that must be answered while others still ask; else they wait ever longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """How many processors each part has, and how often models are made.

    Attributes:
        models_a_day: On the mean.
        replicas: Processors of all replicas together.
        workers: Processors of all workers together.
        database: Processors of the database.
        bucket: Processors of the bucket's servers; a service's are as good as endless.
        sweepers: Processes that sweep.
    """

    models_a_day: float
    replicas: int
    workers: int
    database: int
    bucket: int
    sweepers: int

    @property
    def rate(self) -> float:
        """Models a second at the rush hour."""
        return self.models_a_day / 86_400 * RUSH

    def processors(self, part: str) -> int:
        """Return the processors of a part."""
        return {"replica": self.replicas, "database": self.database, "bucket": self.bucket}.get(
            part, self.workers
        )


FLEETS: Final = (
    Fleet(models_a_day=1e3, replicas=1, workers=2, database=1, bucket=1, sweepers=2),
    Fleet(models_a_day=1e4, replicas=1, workers=2, database=1, bucket=1, sweepers=2),
    Fleet(models_a_day=1e5, replicas=1, workers=2, database=1, bucket=1, sweepers=3),
    Fleet(models_a_day=1e6, replicas=4, workers=8, database=2, bucket=2, sweepers=8),
    Fleet(models_a_day=1e7, replicas=24, workers=72, database=12, bucket=12, sweepers=60),
)


def milliseconds(part: str) -> float:
    """Return the processor time that a model costs a part."""
    return float(COSTS["caller_ms" if part == "replica" else f"{part}_ms"])


def predicted(fleet: Fleet, rate: float) -> dict[str, float]:
    """Return how busy each part is at a rate, by arithmetic: rate times time, by processors."""
    busy = {part: rate * milliseconds(part) / 1e3 / fleet.processors(part) for part in PARTS}
    busy["worker"] += busy.pop("build")  # both are on the workers' processors
    return busy


def most_a_second(fleet: Fleet) -> tuple[float, str]:
    """Return the rate at which the first part has no time left, by arithmetic, and which part that is."""
    busy = predicted(fleet, 1.0)
    part = max(busy, key=lambda name: busy[name])
    return 1 / busy[part], part


class Station:
    """A number of processors with one queue, first come, first served."""

    def __init__(self, simulation: Simulation, processors: int) -> None:
        """Start idle."""
        self._simulation = simulation
        self._free = processors
        self._waiting: deque[tuple[float, Callable[[], None]]] = deque()
        self.busy_seconds = 0.0

    def serve(self, seconds: float, done: Callable[[], None]) -> None:
        """Keep a processor busy for some time, as soon as one is free."""
        if self._free:
            self._free -= 1
            self._begin(seconds, done)
        else:
            self._waiting.append((seconds, done))

    def _begin(self, seconds: float, done: Callable[[], None]) -> None:
        self.busy_seconds += seconds

        def end() -> None:
            done()
            if self._waiting:
                self._begin(*self._waiting.popleft())
            else:
                self._free += 1

        self._simulation.after(seconds, end)


@dataclass
class Outcome:
    """What came out of a simulation.

    Attributes:
        seconds: Of each model, from the request to the answer.
        late: Of each model, from its deadline until its bytes were gone.
        busy: How busy each part was.
        models_in_time: How many were answered while models were still asked for.
    """

    seconds: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    busy: dict[str, float] = field(default_factory=dict)
    models_in_time: int = 0


class Simulation:
    """Events in the order of their times."""

    def __init__(self, fleet: Fleet, rate: float, seconds: float, seed: int = 1) -> None:
        """Prepare a run.

        Args:
            fleet: Its parts.
            rate: Models a second.
            seconds: How long models are asked for.
            seed: Of the random numbers.
        """
        self.now = 0.0
        self._rate, self._seconds = rate, seconds
        self.dice = random.Random(seed)  # noqa: S311 - a simulation
        self._order = itertools.count()
        self.events: list[tuple[float, int, Callable[[], None]]] = []
        self._fleet = fleet
        self.stations = {name: Station(self, fleet.processors(name)) for name in STATIONS}
        self._due: deque[float] = deque()
        self.outcome = Outcome()

    def after(self, seconds: float, event: Callable[[], None]) -> None:
        """Do something after some time."""
        heapq.heappush(self.events, (self.now + seconds, next(self._order), event))

    def run(self) -> Outcome:
        """Run to the end of the last model, and return what came out."""
        self.after(self._between(), self._arrive)
        for number in range(self._fleet.sweepers):
            self.after(SWEEP_SECONDS * number / self._fleet.sweepers, self._sweep)
        while self.events and self.now < self._seconds + 2:
            self.now, _, event = heapq.heappop(self.events)
            event()
        for name, station in self.stations.items():
            processors = self._fleet.processors(name)
            self.outcome.busy[name] = min(1.0, station.busy_seconds / processors / self._seconds)
        return self.outcome

    def _between(self) -> float:
        return self.dice.expovariate(self._rate)

    def _time(self, seconds: float) -> float:
        """Return a time whose mean is given."""
        return seconds * self.dice.lognormvariate(-SPREAD * SPREAD / 2, SPREAD)

    def _arrive(self) -> None:
        if self.now < self._seconds:
            self.after(self._between(), self._arrive)
            self._next(self.now, self._way(), 0)

    def _way(self) -> list[tuple[str, float]]:
        """Return the steps of a model: which part, and for how long."""
        replica, database, bucket = (milliseconds(name) / 1e3 for name in ("replica", "database", "bucket"))
        working = (milliseconds("worker") + milliseconds("build")) / 1e3
        return [
            ("replica", replica * 0.5),
            ("database", database * 0.25),  # handed in, fetched, claimed
            ("worker", working),
            ("bucket", bucket * 0.25),
            ("database", database * 0.25),  # answered
            ("bucket", bucket * 0.25),
            ("replica", replica * 0.5),
            ("database", database * 0.25),  # reserved and finished; a quarter is left for its removal
            ("bucket", bucket * 0.25),
        ]

    def _next(self, began: float, way: list[tuple[str, float]], at: int) -> None:
        if at == len(way):
            self.outcome.seconds.append(self.now - began)
            self.outcome.models_in_time += self.now <= self._seconds
            self._due.append(self.now)  # one that was made a life ago ends now: as many go as come
            return
        part, seconds = way[at]
        self.stations[part].serve(self._time(seconds), lambda: self._next(began, way, at + 1))

    def _sweep(self) -> None:
        """Remove what is due, up to a thousand; look again half a second later, or at once if more is due."""
        taken = [self._due.popleft() for _ in range(min(len(self._due), SWEPT_AT_ONCE))]
        if not taken:
            self.after(SWEEP_SECONDS, self._sweep)
            return
        cost = len(taken) * milliseconds("database") / 1e3 * 0.25 + 0.002

        def gone() -> None:
            self.outcome.late += [self.now - moment for moment in taken]
            self.after(0.0 if self._due and len(taken) == SWEPT_AT_ONCE else SWEEP_SECONDS, self._sweep)

        def stored() -> None:
            bucket = len(taken) * milliseconds("bucket") / 1e3 * 0.25
            self.stations["bucket"].serve(bucket, gone)

        self.stations["database"].serve(cost, stored)


def breaking_rate(fleet: Fleet, models: int) -> tuple[float, str]:
    """Return the rate at which models wait ever longer in the simulation, and the busiest part there.

    Args:
        fleet: Its parts.
        models: How many are asked for in each of six runs.
    """
    low, high = 0.3 * most_a_second(fleet)[0], 2.0 * most_a_second(fleet)[0]
    busiest = ""
    for _ in range(6):
        middle = math.sqrt(low * high)
        seconds = models / middle
        found = Simulation(fleet, middle, seconds).run()
        if found.models_in_time < _KEPT_UP * middle * seconds:
            high, busiest = middle, max(found.busy, key=lambda name: found.busy[name])
        else:
            low = middle
    return low, busiest


def percentile(values: list[float], part: float) -> float:
    """Return a percentile; 0 of nothing."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))] if values else 0.0


def row(fleet: Fleet, models: int) -> dict[str, str]:
    """Simulate a fleet at its rush hour; return what the table says of it."""
    found = Simulation(fleet, fleet.rate, models / fleet.rate).run()
    limit, part = most_a_second(fleet)
    simulated, busiest = breaking_rate(fleet, models // 2)
    dollars = fleet.models_a_day * (PUTS * PUT_DOLLARS + GETS * GET_DOLLARS)
    said = predicted(fleet, fleet.rate)
    wait = f"{statistics.median(found.seconds):.2f}, {percentile(found.seconds, 0.99):.2f}"
    return {
        "models a day": f"10{'⁰¹²³⁴⁵⁶⁷'[round(math.log10(fleet.models_a_day))]}",
        "a second at five times the mean": f"{fleet.rate:.3g}",
        "processors": ", ".join(str(fleet.processors(name)) for name in STATIONS),
        "busy, by arithmetic": ", ".join(f"{said[name]:.0%}" for name in STATIONS),
        "busy, simulated": ", ".join(f"{found.busy[name]:.0%}" for name in STATIONS),
        "seconds a model: median, p99": wait,
        "late p99, s": f"{percentile(found.late, 0.99):.2f}",
        "commits a second": f"{fleet.rate * COSTS['commits']:,.0f}",
        "log, GB a day": f"{fleet.models_a_day * COSTS['log_kb'] / 1024**2:.2g}",
        "PUT + GET, $ a day": f"{dollars:.2f}",
        "gives way at, a second: arithmetic, simulated": f"{limit:.3g}, {simulated:.3g}",
        "what gives way": part if busiest in ("", part) else f"{part} ({busiest})",
    }


def table(models: int) -> str:
    """Simulate all sizes; return a table in Markdown, its fours in the order of ``STATIONS``."""
    found = [row(fleet, models) for fleet in FLEETS]
    lines = [list(found[0]), ["---"] * len(found[0]), *(list(each.values()) for each in found)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Simulate, and print or write the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet.simulation", description=__doc__)
    parser.add_argument("--models", type=int, default=10_000, help="in each run")
    parser.add_argument("--write", action="store_true", help="write the table into docs/scale.md")
    options = parser.parse_args()
    found = table(options.models)
    print(found)
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        begin, end = "<!-- simulation -->\n", "\n<!-- /simulation -->"
        head, tail = text.partition(begin)[0], text.partition(end)[2]
        PAGE.write_text(f"{head}{begin}{found}{end}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
