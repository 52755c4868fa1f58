"""Prometheus metrics: what was answered, what was built, what is stored.

Each application has a registry of its own. With several workers each of them
counts its own requests and builds; the numbers of the store are the same in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from mayfly.cad.workshop import Kind
from mayfly.errors import StorageError

if TYPE_CHECKING:
    from mayfly.http.app_state import Office

Load = Mapping[str, Mapping[Kind, int]]
"""Builds that are "running" and "waiting", of each kind."""

_REQUEST_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30, 120)
_BUILD_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """Counts what the service does, and asks the store for the rest when it is scraped."""

    def __init__(self, office: Office) -> None:
        """Make an empty registry."""
        self._answers = cache(self._series)
        self.registry = CollectorRegistry()
        self.registry.register(_Store(office))
        self._requests = Counter(
            "mayfly_http_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "mayfly_http_request_seconds",
            "Time until an answer began.",
            ["method", "route"],
            buckets=_REQUEST_BUCKETS,
            registry=self.registry,
        )
        self._builds = Counter(
            "mayfly_builds", "Builds by how they ended.", ["outcome"], registry=self.registry
        )
        self._build_seconds = Histogram(
            "mayfly_build_seconds",
            "Time of a build, waiting and planning included.",
            buckets=_BUILD_BUCKETS,
            registry=self.registry,
        )
        self.builds_running = Gauge(
            "mayfly_builds_running", "Builds that run or wait.", registry=self.registry
        )
        self.builds_cancelled = Counter(
            "mayfly_builds_cancelled",
            "Builds and drawings that were cancelled, or whose client hung up.",
            registry=self.registry,
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer; ``route`` is the pattern, never the path that was asked for."""
        count, times = self._answers(method, route, status)
        count.inc()
        times.observe(seconds)

    def _series(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        """Look up the series of one kind of answer, which takes longer than counting it."""
        return self._requests.labels(method, route, str(status)), self._seconds.labels(method, route)

    def watch_load(self, load: Callable[[], Load]) -> None:
        """Have the workshop's load asked for with each scrape.

        Args:
            load: Gives how many builds are "running" and "waiting", of each kind.
        """
        self.registry.register(_Load(load))

    def built(self, outcome: str, seconds: float) -> None:
        """Count a build; ``outcome`` is "published" or the code of the error."""
        self._builds.labels(outcome).inc()
        self._build_seconds.observe(seconds)

    def text(self) -> bytes:
        """Give everything in Prometheus' text format."""
        return generate_latest(self.registry)


class _Load(Collector):
    """What the workshop does and what waits for it, at the moment it is asked for."""

    def __init__(self, load: Callable[[], Load]) -> None:
        self._load = load

    def describe(self) -> Iterator[Metric]:
        """Name nothing in advance, so that registering starts nothing."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """Count both states, by kind: Mayfly's own scripts (trusted) and others (foreign)."""
        for state, counts in self._load().items():
            family = GaugeMetricFamily(
                f"mayfly_workshop_{state}", f"Builds and drawings that are {state}.", labels=["kind"]
            )
            for kind, number in counts.items():
                family.add_metric([kind], float(number))
            yield family


class _Store(Collector):
    """The models' numbers, read at the moment they are asked for."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def describe(self) -> Iterator[Metric]:
        """Name nothing in advance, so that registering starts nothing."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """Read the store; where it can't be read, say so by ``mayfly_store_readable 0``."""
        service = self._office.cleanup
        running = GaugeMetricFamily("mayfly_cleanup_running", "1 while the cleanup service runs.")
        running.add_metric([], float(service.service_running))
        yield running
        readable = GaugeMetricFamily("mayfly_store_readable", "1 while directory and index can be used.")
        try:
            stats, details = service.get_stats(), service.get_details()
        except StorageError:
            readable.add_metric([], 0.0)
            yield readable
            return
        readable.add_metric([], 1.0)
        yield readable
        models = GaugeMetricFamily("mayfly_models", "Models in the directory.", labels=["tracked"])
        models.add_metric(["yes"], float(stats["tracked_files"]))
        models.add_metric(["no"], float(stats["total_files"] - stats["tracked_files"]))
        yield models
        yield GaugeMetricFamily("mayfly_models_bytes", "Size of all models.", value=details["total_bytes"])
        yield CounterMetricFamily(
            "mayfly_models_removed", "Models removed since the directory was made.", details["removed_total"]
        )
        if details["next_deadline"] is not None:
            yield GaugeMetricFamily(
                "mayfly_next_deadline_seconds", "Epoch time of the next expiry.", details["next_deadline"]
            )
