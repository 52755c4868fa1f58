"""One directory under several boot clocks: nothing goes early, nothing becomes immortal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cleanup.kit import MakeService, MovableClock, models_in, publish

HOUR = 3600.0
FAR = 1_000_000.0
LIFE = 1800.0


def another_clock(boot_shift: float, name: str = "the-first-boot", wall_shift: float = 0.0) -> MovableClock:
    clock = MovableClock()
    clock.boot_shift, clock.boot_name, clock.wall_shift = boot_shift, name, wall_shift
    return clock


@pytest.mark.parametrize("asks_first", ["list", "sweep", "details", "stats"])
@pytest.mark.parametrize("name", ["the-first-boot", "another-boot"])
@pytest.mark.parametrize("shift", [FAR, -FAR / 10, HOUR, -HOUR, 30.0, -30.0])
def test_two_boot_clocks_keep_one_deadline(
    make_service: MakeService, folder: Path, shift: float, name: str, asks_first: str
) -> None:
    ours = another_clock(FAR if shift < 0 else 0.0)
    theirs = another_clock(ours.boot_shift + shift, name)
    keeper, other = make_service(clock=ours), make_service(clock=theirs)
    publish(keeper, "a.step")
    ask = {
        "list": lambda: other.list_models(),
        "sweep": lambda: other.sweep(),
        "details": lambda: other.get_details(),
        "stats": lambda: other.get_stats(),
    }[asks_first]
    ask()
    for passed in (5.0, 900.0, 885.0):
        assert keeper.sweep().removed == other.sweep().removed == ()
        for service in (keeper, other):
            assert service.get_model("a.step").expires_at - ours.wall() == pytest.approx(
                LIFE - (ours.wall_shift), abs=3
            )
        publish(other, f"b{passed:.0f}.step")
        ours.pass_time(passed)
        theirs.pass_time(passed)
    assert other.sweep().removed == keeper.sweep().removed == ()
    ours.pass_time(15)
    theirs.pass_time(15)
    gone = (*keeper.sweep().removed, *other.sweep().removed)
    assert "a.step" in gone
    ours.pass_time(LIFE)
    theirs.pass_time(LIFE)
    other.sweep()
    keeper.sweep()
    assert models_in(folder) == set()


def test_clocks_that_can_not_agree_are_told(make_service: MakeService) -> None:
    keeper, other = make_service(clock=another_clock(0.0)), make_service(clock=another_clock(FAR, "other"))
    publish(keeper, "a.step")
    other.list_models()
    keeper.list_models()
    assert "boot clocks" in keeper.get_details()["trouble"]


@pytest.mark.parametrize("step", [HOUR, -HOUR, 24 * HOUR])
def test_a_step_of_the_wall_clock_moves_nothing_between_two_boot_clocks(
    make_service: MakeService, folder: Path, step: float
) -> None:
    ours, theirs = another_clock(0.0), another_clock(FAR, "other")
    keeper, other = make_service(clock=ours), make_service(clock=theirs)
    publish(keeper, "a.step")
    for service in (other, keeper, other):
        service.sweep()
    for clock in (ours, theirs):
        clock.wall_shift += step
    for service in (other, keeper, other):
        assert service.sweep().removed == ()
    third = make_service(clock=another_clock(2 * FAR, "third", wall_shift=step))
    assert third.sweep().removed == ()
    for clock in (ours, theirs):
        clock.pass_time(LIFE - 10)
    assert keeper.sweep().removed == other.sweep().removed == ()
    for clock in (ours, theirs):
        clock.pass_time(15)
    assert keeper.sweep().removed == ("a.step",)
    assert models_in(folder) == set()


def test_a_boot_whose_name_comes_again_makes_nothing_immortal(make_service: MakeService) -> None:
    publish(make_service(clock=another_clock(FAR)), "a.step")
    after = another_clock(0.0)
    service = make_service(clock=after)
    assert service.sweep().removed == ()
    after.pass_time(LIFE + 5)
    assert service.sweep().removed == ("a.step",)


def test_a_boot_whose_name_comes_again_counts_the_time_off(make_service: MakeService) -> None:
    publish(make_service(clock=another_clock(FAR)), "a.step")
    assert make_service(clock=another_clock(0.0, wall_shift=LIFE + 5)).sweep().removed == ("a.step",)


def test_a_lease_outlives_the_arrival_of_another_boot_clock(make_service: MakeService, folder: Path) -> None:
    ours, theirs = another_clock(0.0), another_clock(FAR, "other")
    keeper, other = make_service(1, clock=ours), make_service(1, clock=theirs)
    publish(keeper, "a.step")
    with keeper.lease("a.step", max_seconds=600):
        for clock in (ours, theirs):
            clock.pass_time(90)
        assert other.sweep().leased == keeper.sweep().leased == ("a.step",)
    assert other.sweep().removed == ("a.step",)


_ROLE = """
import sys, time
from mayfly.cleanup.service import TempModelsCleanupService
role, folder = sys.argv[1:3]
service = TempModelsCleanupService(folder, 10, janitor=False)
if role == "keeper":
    with service:
        with service.partial() as partial:
            partial.path.write_text("x")
            partial.publish("a.step")
        print("published", flush=True)
        sys.stdin.readline()
        print(round(service.get_model("a.step").expires_at - time.time()), flush=True)
else:
    left = [round(model.expires_at - time.time()) for model in service.list_models()]
    print(left, service.sweep().removed, flush=True)
"""


def _ahead() -> list[str]:
    return ["unshare", "-T", "--boottime", "1000000", "--fork"]


def _masked(tmp_path: Path, *, boot_id: str | None) -> list[str]:
    """Give a command prefix for another boot's name, or for no ``/proc`` that tells it."""
    if boot_id is None:
        script = "mount -t tmpfs none /proc/sys/kernel/random && mount -t tmpfs none /proc/self/ns; shift 0"
    else:
        name = tmp_path / "boot_id"
        name.write_text(boot_id + "\n")
        script = f"mount --bind {name} /proc/sys/kernel/random/boot_id"
    return ["unshare", "-m", "sh", "-c", script + ' && exec "$@"', "sh"]


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs root's namespaces")
@pytest.mark.parametrize("who_is_ahead", ["keeper", "other"])
@pytest.mark.parametrize("other_name", [False, True], ids=["same boot id", "other boot id"])
def test_time_namespaces_keep_one_deadline(
    folder: Path, tmp_path: Path, who_is_ahead: str, other_name: bool
) -> None:
    probe = subprocess.run([*_ahead(), "true"], capture_output=True)
    if probe.returncode:
        pytest.skip("no time namespaces here")
    prefix = {"keeper": [], "other": _masked(tmp_path, boot_id="1-2-3") if other_name else []}
    prefix[who_is_ahead] = [*_ahead(), *prefix[who_is_ahead]]
    command = [sys.executable, "-c", _ROLE]
    keeper = subprocess.Popen(
        [*prefix["keeper"], *command, "keeper", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert keeper.stdin is not None and keeper.stdout is not None
    assert keeper.stdout.readline() == "published\n"
    done = subprocess.run(
        [*prefix["other"], *command, "other", str(folder)], capture_output=True, text=True, timeout=200
    )
    time.sleep(1.5)
    keeper.stdin.write("\n")
    left = int(keeper.communicate()[0])
    assert models_in(folder) == {"a.step"}, done.stdout
    assert 560 < left <= 600
    assert done.stdout.endswith("()\n"), done.stderr


_STEPPED = """
import sys, time
from mayfly.cleanup.service import TempModelsCleanupService
role, folder, step = sys.argv[1], sys.argv[2], float(sys.argv[3])
service = TempModelsCleanupService(folder, 10, janitor=False)
if role == "first":
    with service.partial() as partial:
        partial.path.write_text("x")
        partial.publish("a.step")
else:
    real = time.time
    time.time = lambda: real() + step
    print(service.sweep().removed, [round(m.expires_at - time.time()) for m in service.list_models()])
"""


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs root's namespaces")
@pytest.mark.parametrize("step", [HOUR, -HOUR])
@pytest.mark.parametrize("hidden", [False, True], ids=["with /proc", "without"])
def test_without_proc_a_step_of_the_wall_clock_removes_nothing(
    folder: Path, tmp_path: Path, step: float, hidden: bool
) -> None:
    prefix = _masked(tmp_path, boot_id=None) if hidden else []
    for role in ("first", "second"):
        done = subprocess.run(
            [*prefix, sys.executable, "-c", _STEPPED, role, str(folder), str(step)],
            capture_output=True,
            text=True,
            timeout=200,
        )
        assert done.returncode == 0, done.stderr
    removed, _, left = done.stdout.partition(" ")
    assert removed == "()"
    assert 580 <= int(left.strip("[]\n")) <= 600
