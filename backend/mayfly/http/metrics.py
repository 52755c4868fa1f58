"""Prometheus metrics of requests, builds and stored models.

Each application has a registry of its own. Each of several workers counts its own
requests and builds; the numbers of the store are the same in all.
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
    from mayfly.http.app_state import AppState

Load = Mapping[str, Mapping[Kind, int]]
"""Builds that are "running" and "waiting", of each kind."""

_REQUEST_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30, 120)
_BUILD_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)

_FLEET_NOW = {
    "workers": "Build workers of this version that are alive.",
    "workers_other_version": "Build workers of other versions that are alive.",
    "places": "Jobs that the workers of this version do at the same time.",
    "waiting": "Jobs that wait for a worker.",
    "running": "Jobs that a worker has.",
    "oldest_seconds": "How long the oldest of the waiting jobs has been waiting.",
}
_FLEET_OUTCOMES = ("done", "failed", "again", "lost", "abandoned")


class Metrics:
    """Counts requests and builds, and reads the rest from the store at each scrape."""

    def __init__(self, app_state: AppState) -> None:
        """Create the registry and its counters."""
        self._answers = cache(self._series)
        self.registry = CollectorRegistry()
        self.registry.register(_Store(app_state))
        self.registry.register(_Fleet(app_state))
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
        """Count an answer; ``route`` is the pattern, never the path of the request."""
        count, times = self._answers(method, route, status)
        count.inc()
        times.observe(seconds)

    def _series(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        """Return the series of one kind of answer; looking them up takes longer than counting."""
        return self._requests.labels(method, route, str(status)), self._seconds.labels(method, route)

    def observe_load(self, load: Callable[[], Load]) -> None:
        """Read the workshop's load at each scrape.

        Args:
            load: Returns how many builds are "running" and "waiting", of each kind.
        """
        self.registry.register(_Load(load))

    def built(self, outcome: str, seconds: float) -> None:
        """Count a build; ``outcome`` is "published" or the code of the error."""
        self._builds.labels(outcome).inc()
        self._build_seconds.observe(seconds)

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)


class _Load(Collector):
    """The builds that run and wait, read at each scrape."""

    def __init__(self, load: Callable[[], Load]) -> None:
        self._load = load

    def describe(self) -> Iterator[Metric]:
        """Yield nothing, so that registering does not start the generator."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """Yield the builds of both states, by kind: Mayfly's own scripts (trusted) and others (foreign)."""
        for state, counts in self._load().items():
            family = GaugeMetricFamily(
                f"mayfly_workshop_{state}", f"Builds and drawings that are {state}.", labels=["kind"]
            )
            for kind, number in counts.items():
                family.add_metric([kind], float(number))
            yield family


class _Fleet(Collector):
    """The build workers that all replicas share, read at each scrape; nothing where each builds by itself."""

    def __init__(self, app_state: AppState) -> None:
        self._app_state = app_state

    def describe(self) -> Iterator[Metric]:
        """Yield nothing, so that registering does not start the generator."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """Yield the fleet's numbers, the same at each replica; none while the database can't be used."""
        try:
            found = self._app_state.generator.workshop.fleet()
        except StorageError:
            return
        if found is None:
            return
        for name, text in _FLEET_NOW.items():
            yield GaugeMetricFamily(f"mayfly_fleet_{name}", text, value=found[name])
        jobs = CounterMetricFamily(
            "mayfly_fleet_jobs", "Jobs of all workers by what became of them.", labels=["outcome"]
        )
        for outcome in _FLEET_OUTCOMES:
            jobs.add_metric([outcome], found[outcome])
        yield jobs


class _Store(Collector):
    """The numbers of the store, read at each scrape."""

    def __init__(self, app_state: AppState) -> None:
        self._app_state = app_state

    def describe(self) -> Iterator[Metric]:
        """Yield nothing, so that registering does not start the generator."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """Yield the numbers of the store; ``mayfly_store_readable 0`` if it can't be read."""
        service = self._app_state.cleanup
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
