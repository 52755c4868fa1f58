"""Acceptance of the cleanup, in seconds: ``cd backend && python test_cleanup.py``.

Makes a real model in a directory of its own, lets a short deadline pass, and
looks at what the service says and does. Ends with 1 if anything is not as it
should be. pytest can run it too.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

os.environ.setdefault(
    "MAYFLY_JANITOR", "off"
)  # nothing is left behind here that a janitor would have to expire

from langgraph_app import CADModelGenerator, TempModelsCleanupService

STATS_KEYS = {"total_files", "tracked_files", "cleanup_interval_minutes", "service_running"}
HALF_A_SECOND_IN_MINUTES = 0.5 / 60


def _model_file(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("ISO-10303-21;\nEND-ISO-10303-21;\n")
    return path


def test_an_expired_file_goes_and_a_young_one_stays() -> None:
    """Only what is past its deadline is removed, and only ``.step`` files."""
    with tempfile.TemporaryDirectory() as folder:
        service = TempModelsCleanupService(folder, cleanup_interval_minutes=30)
        old = _model_file(service.temp_dir, "old.step")
        young = _model_file(service.temp_dir, "young.step")
        notes = _model_file(service.temp_dir, "notes.txt")
        service.register_file(old, ttl_minutes=1)
        service.register_file(young)
        assert service.sweep(now=time.time() + 120).removed == ("old.step",)
        assert not old.exists()
        assert young.exists()
        assert notes.exists()
        stats = service.get_stats()
        assert set(stats) == STATS_KEYS, stats
        assert (stats["total_files"], stats["tracked_files"]) == (1, 1), stats


def test_a_stranger_counts_in_the_total_only() -> None:
    """A ``.step`` file that nobody registered is seen, but not tracked."""
    with tempfile.TemporaryDirectory() as folder:
        service = TempModelsCleanupService(folder)
        service.register_file(_model_file(service.temp_dir, "ours.step"))
        _model_file(service.temp_dir, "stranger.step")
        stats = service.get_stats()
        assert (stats["total_files"], stats["tracked_files"]) == (2, 1), stats


def test_the_thread_keeps_a_short_deadline() -> None:
    """The background thread removes a file within a second of its deadline."""
    with tempfile.TemporaryDirectory() as folder, TempModelsCleanupService(folder) as service:
        assert service.get_stats()["service_running"]
        path = _model_file(service.temp_dir, "brief.step")
        deadline = service.register_file(path, ttl_minutes=HALF_A_SECOND_IN_MINUTES).expires_at
        while path.exists():
            assert time.time() < deadline + 5, "still there five seconds after its deadline"
            time.sleep(0.01)
        assert time.time() >= deadline


def test_a_generated_model_is_tracked_until_it_expires() -> None:
    """A request becomes a registered STEP file, which the next sweep after its time removes."""
    with tempfile.TemporaryDirectory() as folder:
        generator = CADModelGenerator(folder, cleanup_interval_minutes=30)
        try:
            model = generator.generate_model("Create a simple cuboid")
            path = generator.temp_dir / Path(model["model_url"]).name
            assert model["model_url"] == f"/temp_models/{path.name}"
            assert path.read_bytes().startswith(b"ISO-10303-21;")
            stats = generator.get_cleanup_stats()
            assert stats == {
                "total_files": 1,
                "tracked_files": 1,
                "cleanup_interval_minutes": 30,
                "service_running": True,
            }, stats
            assert generator.manual_cleanup()["total_files"] == 1
            assert path.exists()
            report = generator.cleanup_service.sweep(now=time.time() + 31 * 60)
            assert report.removed == (path.name,)
            assert not path.exists()
        finally:
            generator.close()


def main() -> int:
    """Run every check, print a line for each, and tell whether all passed."""
    failed = 0
    for name, check in sorted(globals().items()):
        if not name.startswith("test_"):
            continue
        try:
            check()
        except Exception:
            failed += 1
            print(f"FAILED  {name.removeprefix('test_').replace('_', ' ')}")
            traceback.print_exc()
        else:
            print(f"ok      {name.removeprefix('test_').replace('_', ' ')}")
    print("all checks passed" if not failed else f"{failed} checks failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
