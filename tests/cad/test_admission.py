"""FairSemaphore at the workshop's benches are shared fairly between clients, and so is the line in front."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mayfly.cad.workshop import BuildJob, CancelToken, Client, Workshop
from mayfly.cad.workshop.admission import FairSemaphore, Turn
from mayfly.errors import BuildCancelled, WorkshopBusy

BOX = "show_object(cq.Workplane().box(1, 2, 3))"


class Visits:
    """Turns that come and go, and the order in which they got their places."""

    def __init__(self, places: FairSemaphore) -> None:
        self.places = places
        self.order: list[str] = []
        self.inside: dict[str, Turn] = {}

    def come(self, name: str, *, trusted: bool = False) -> None:
        """Come as ``client`` or ``client number``."""
        client = name.split()[0]
        self.inside[name] = self.places.join(client, lambda: self.order.append(name), trusted=trusted)

    def go(self, *names: str) -> None:
        for name in names:
            self.places.leave(self.inside[name])

    def work_off(self) -> list[str]:
        """Let whoever got in first leave first, until nobody is left."""
        for number in itertools.count():
            if number == len(self.order):
                return self.order
            self.go(self.order[number])
        return []


def test_a_newcomer_does_not_wait_behind_the_line_of_another() -> None:
    visits = Visits(FairSemaphore(2, 64))
    for number in range(10):
        visits.come(f"many {number}")
    visits.come("one")
    visits.go("many 0")
    assert visits.order == ["many 0", "many 1", "one"]


def test_places_go_round_between_clients_and_each_ones_line_keeps_its_order() -> None:
    visits = Visits(FairSemaphore(1, 64))
    for number in range(4):
        visits.come(f"a {number}")
    for number in range(3):
        visits.come(f"b {number}")
    visits.come("c 0")
    order = visits.work_off()
    assert [name.split()[0] for name in order[:4]] == ["a", "b", "c", "a"]
    for client, count in (("a", 4), ("b", 3), ("c", 1)):
        assert [name for name in order if name[0] == client] == [f"{client} {n}" for n in range(count)]
    assert max(place for place, name in enumerate(order) if name[0] == "b") < 7


def test_the_client_that_holds_fewest_places_is_served_first() -> None:
    visits = Visits(FairSemaphore(3, 64))
    for number in range(6):
        visits.come(f"a {number}")
    for number in range(3):
        visits.come(f"b {number}")
    visits.go("a 0")
    visits.go("a 1")
    assert visits.order == ["a 0", "a 1", "a 2", "b 0", "a 3"], "one each, then the one served longest ago"


def test_a_stream_of_newcomers_keeps_nobody_waiting() -> None:
    visits = Visits(FairSemaphore(1, 64))
    visits.come("first")
    visits.come("patient")
    for number in range(20):  # each comes before the last one goes
        visits.come(f"newcomer{number}")
        visits.go(visits.order[-1])
        if "patient" in visits.order:
            break
    assert visits.order.index("patient") <= 2


def test_one_client_can_not_fill_the_line_and_others_still_get_in() -> None:
    places = FairSemaphore(2, 64)
    flood = []
    with pytest.raises(WorkshopBusy, match="its share"):
        for _ in range(100):
            flood.append(places.join("flood", int))
    assert len(flood) == 2 + 32
    others = [places.join("another", int) for _ in range(5)]
    assert all(turn.state == "waiting" for turn in others)
    for turn in (*flood, *others):
        places.leave(turn)
    assert places.load() == {"running": {"trusted": 0, "foreign": 0}, "waiting": {"trusted": 0, "foreign": 0}}


def test_many_floods_leave_room_for_a_newcomer() -> None:
    places = FairSemaphore(2, 64)
    for flood in range(6):
        with pytest.raises(WorkshopBusy):
            for _ in range(100):
                places.join(f"flood {flood}", int)
    assert places.join("another", int).state == "waiting"


def test_the_whole_line_is_bounded_however_many_clients_there_are() -> None:
    places = FairSemaphore(2, 8)
    with pytest.raises(WorkshopBusy, match="10 builds"):
        for number in range(100):
            places.join(f"client {number}", int)


def test_a_line_of_one_is_for_one_and_no_line_is_for_none() -> None:
    for limit in (0, 1):
        places = FairSemaphore(1, limit)
        for _ in range(1 + limit):
            places.join("a", int)
        with pytest.raises(WorkshopBusy):
            places.join("b", int)


def test_a_trusted_build_has_a_place_while_foreign_ones_hold_all() -> None:
    for size in (1, 2, 3):
        visits = Visits(FairSemaphore(size, 64))
        for number in range(10):
            visits.come(f"many {number}")
        visits.come("washer 0", trusted=True)
        visits.come("washer 1", trusted=True)
        assert visits.order[size:] == ["washer 0"], "one, and no more"
        visits.go("washer 0")
        assert visits.order[size:] == ["washer 0", "washer 1"]


def test_a_trusted_build_of_the_flooding_client_gets_its_place_too() -> None:
    visits = Visits(FairSemaphore(1, 1))
    visits.come("flood 0")
    visits.come("flood 1")
    with pytest.raises(WorkshopBusy):
        visits.come("flood 2")
    visits.come("flood washer", trusted=True)
    assert visits.order == ["flood 0", "flood washer"]


def test_the_place_of_trusted_builds_wastes_none() -> None:
    places = FairSemaphore(2, 64)
    assert [places.join("a", int).state for _ in range(3)] == ["held", "held", "waiting"]
    own = FairSemaphore(2, 64)
    turns = [own.join("a", int, trusted=True) for _ in range(3)]
    assert [turn.state for turn in turns] == ["held", "held", "waiting"], "size holds for trusted ones, too"


def test_foreign_builds_are_not_starved_by_a_stream_of_trusted_ones() -> None:
    for size in (1, 2):
        visits = Visits(FairSemaphore(size, 64))
        for number in range(20):
            visits.come(f"washers {number}", trusted=True)
        visits.come("script 0")
        visits.come("script 1")
        order = visits.work_off()
        assert order.index("script 0") <= size + 1
        assert order.index("script 1") <= size + 4


def test_never_more_than_one_is_at_work_beyond_the_size() -> None:
    for size in (1, 2, 4):
        places, most = FairSemaphore(size, 64), Counter[bool]()
        turns: list[Turn] = []
        for number in range(400):
            coming = Turn("", bool(number % 3), int)
            try:
                turns.append(places.join(f"client {number % 5}", int, trusted=coming.trusted))
            except WorkshopBusy:
                for turn in [turn for turn in turns if turn.state == "held"][number % 2 :]:
                    places.leave(turn)
            running = places.load()["running"]
            assert running["foreign"] <= size
            assert sum(running.values()) <= size + (running["trusted"] == 1)
            most[sum(running.values()) > size] += 1
        assert most[True]


def test_nothing_is_remembered_of_clients_that_are_gone() -> None:
    places = FairSemaphore(1, 4)
    for number in range(100):
        places.leave(places.join(f"client {number}", int))
    assert not (places._served or places._inside or places._held or places._waiting)


def test_a_client_holds_no_more_places_than_each_may() -> None:
    visits = Visits(FairSemaphore(10, 64, at_once=2, each=3))
    for number in range(6):
        visits.come(f"a {number}")
    for number in range(6):
        visits.come(f"b {number}")
    visits.come("a washer", trusted=True)
    assert visits.order == ["a 0", "a 1", "a 2", "b 0", "b 1", "b 2", "a washer"]
    visits.go("b 0")
    assert visits.order[-1] == "b 3"


def test_leaving_twice_frees_one_place() -> None:
    places = FairSemaphore(1, 4)
    first, second, third = (places.join("a", int) for _ in range(3))
    places.leave(first)
    places.leave(first)
    assert (second.state, third.state) == ("held", "waiting")
    assert not places.withdraw(second)
    assert places.withdraw(third)
    assert not places.withdraw(third)


def test_a_wait_for_a_place_ends_when_it_is_cancelled() -> None:
    places, token = FairSemaphore(1, 4), CancelToken()
    with ThreadPoolExecutor(1) as caller:

        def wait() -> None:
            with places.hold(Client("other"), cancel=token):
                raise AssertionError("there was no place")

        with places.hold():
            waiting = caller.submit(wait)
            while not places.load()["waiting"]["foreign"]:
                assert not waiting.done()
            assert token.cancel()
            with pytest.raises(BuildCancelled):
                waiting.result(10)
            assert places.load()["waiting"]["foreign"] == 0
    assert places.held == 0


def test_a_caller_that_was_admitted_elsewhere_is_not_counted_again() -> None:
    places = FairSemaphore(1, 0)
    got = threading.Event()

    def wait() -> None:
        with places.hold(Client("a", admitted=True)):
            got.set()

    with ThreadPoolExecutor(1) as caller:
        with places.hold():
            with pytest.raises(WorkshopBusy), places.hold(Client("a")):
                pass
            waiting = caller.submit(wait)
            while not places.load()["waiting"]["foreign"]:
                assert not waiting.done()
        waiting.result(10)
    assert got.is_set()


SLEEP = BuildJob(script=f"import time\ntime.sleep(0.4)\n{BOX}")


def test_a_washer_and_another_clients_script_end_before_a_flood(workshop: Workshop, tmp_path: Path) -> None:
    workshop.warm()
    ended: list[str] = []

    def build(name: str, job: BuildJob, client: Client) -> None:
        workshop.build(job, tmp_path / f"{name}.step", client=client)
        ended.append(name)

    with ThreadPoolExecutor(20) as callers:
        flood = [callers.submit(build, f"flood{n}", SLEEP, Client("flood")) for n in range(12)]
        while workshop.load()["waiting"]["foreign"] < 10:
            assert not all(each.done() for each in flood)
        other = callers.submit(build, "other", SLEEP, Client("other"))
        washer = callers.submit(build, "washer", BuildJob(script=BOX, trusted=True), Client("flood"))
        for each in (*flood, other, washer):
            each.result()
    assert ended.index("washer") <= 3, "it waited behind foreign scripts"
    assert ended.index("other") <= 6, "it waited behind the line of another client"
    assert len(ended) == 14
