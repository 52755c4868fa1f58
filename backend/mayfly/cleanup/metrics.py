"""The cleanup service's numbers for Prometheus (needs the ``serve`` extra)."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import StorageError


class CleanupCollector:
    """Asks a service when it is scraped; keeps no numbers of its own.

    Totals are the index's, so they survive restarts and are the same in every
    process that shares the directory: scrape one of them.
    """

    def __init__(self, service: TempModelsCleanupService) -> None:
        """Keep whom to ask."""
        self._service = service

    def collect(self) -> Iterator[Metric]:
        """Give all numbers; where the index can't be used, those that need none."""
        running = self._service.service_running
        yield _gauge("mayfly_cleanup_running", "Whether the thread is alive and was seen lately.", running)
        try:
            stats, details = self._service.get_stats(), self._service.get_details(history=0)
        except (StorageError, OSError):
            yield _gauge("mayfly_cleanup_index_usable", "Whether the index can be used.", 0)
            return
        yield _gauge("mayfly_models", "Models in the directory.", stats["total_files"])
        yield _gauge("mayfly_models_tracked", "Registered models among them.", stats["tracked_files"])
        failing, janitor = len(details["failing"]), details["janitor_pid"] is not None
        yield _gauge("mayfly_cleanup_index_usable", "Whether the index can be used.", 1)
        yield _gauge("mayfly_models_bytes", "Size of all models in bytes.", details["total_bytes"])
        yield _gauge("mayfly_models_failing", "Models that could not be removed so far.", failing)
        yield _gauge("mayfly_janitor_running", "Whether a janitor stands by.", janitor)
        yield _gauge("mayfly_disk_free_bytes", "Free space for models in bytes.", details["disk_free_bytes"])
        deadline = details["next_deadline"]
        if deadline is not None:
            yield _gauge("mayfly_next_deadline_timestamp_seconds", "Epoch time of the next one.", deadline)
        for key, text in (
            ("registered", "Models registered"),
            ("adopted", "Unregistered models found"),
            ("removed", "Models removed"),
            ("removed_bytes", "Bytes removed"),
            ("failures", "Attempts to remove a model that failed"),
        ):
            counter = CounterMetricFamily(f"mayfly_cleanup_{key}", f"{text} since the index was begun.")
            counter.add_metric([], details[f"{key}_total"])
            yield counter


def metrics_text(service: TempModelsCleanupService) -> bytes:
    """Give the numbers in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(CleanupCollector(service))
    return generate_latest(registry)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=float(value))
