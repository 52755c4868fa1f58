"""The simulated fleet does what queues of known behaviour do, and agrees with the arithmetic."""

from __future__ import annotations

import statistics

import pytest

from benchmarks.fleet import simulation
from benchmarks.fleet.simulation import Fleet, Simulation, Station, breaking_rate, most_a_second, predicted

SMALL = Fleet(models_a_day=1e5, replicas=1, workers=2, database=1, bucket=1, sweepers=3)


def test_a_queue_with_one_processor_waits_as_the_formula_says() -> None:
    """Of an M/M/1 queue, the mean time is that of a step by what is left of the processor."""
    run = Simulation(SMALL, rate=1.0, seconds=1.0, seed=3)
    station = Station(run, 1)
    times: list[float] = []
    moment = 0.0
    for _ in range(40_000):
        moment += run.dice.expovariate(0.5)
        step = run.dice.expovariate(1.0)

        def arrive(step: float = step, moment: float = moment) -> None:
            station.serve(step, lambda: times.append(run.now - moment))

        run.after(moment, arrive)
    import heapq

    while run.events:
        run.now, _, event = heapq.heappop(run.events)
        event()
    assert statistics.mean(times) == pytest.approx(1.0 / (1 - 0.5), rel=0.08)


@pytest.mark.parametrize("fleet", [SMALL, simulation.FLEETS[3]], ids=["small", "a-million-a-day"])
def test_each_part_is_as_busy_as_the_arithmetic_says(fleet: Fleet) -> None:
    found = Simulation(fleet, fleet.rate, 3000 / fleet.rate).run()
    for part, busy in predicted(fleet, fleet.rate).items():
        assert found.busy[part] == pytest.approx(busy, rel=0.12, abs=0.01), part


def test_the_part_that_gives_way_is_the_one_with_the_least_room() -> None:
    limit, part = most_a_second(SMALL)
    simulated, busiest = breaking_rate(SMALL, 2000)
    assert part == busiest == "worker"
    assert 0.8 * limit < simulated < 1.15 * limit
    slow_disk = Fleet(models_a_day=1e5, replicas=9, workers=90, database=1, bucket=9, sweepers=3)
    assert most_a_second(slow_disk)[1] == breaking_rate(slow_disk, 2000)[1] == "database"


def test_models_go_within_a_second_of_their_deadlines_with_three_sweepers() -> None:
    found = Simulation(SMALL, SMALL.rate, 300.0).run()
    assert len(found.late) > 1000
    assert simulation.percentile(found.late, 0.99) < 1.0
