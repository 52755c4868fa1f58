"""How much a second machine adds: a worker on each of two machines, against one.

    python -m benchmarks.fleet.two_machines [--builds N] [--share F]        # root, for the namespaces

A machine is a network namespace with an address of its own, and a share of the processors that it never
exceeds (a control group), so that two of them have twice what one has, as two real ones do. Database, bucket
and caller are on a third. The share has to leave processors for these: of two processors, 0.3 of one for each
machine. All of it is in namespaces that end with the program, and can't be reached from outside.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fleet.overhead import Timed, throughput
from benchmarks.fleet.processes import Machine as Fleet
from benchmarks.fleet.processes import machine as fleet_of
from mayfly.stores.bucket import Bucket

HUB = "10.77.0.1"
PERIOD_US = 20_000
GROUPS = Path("/sys/fs/cgroup")
ENTERED = "MAYFLY_BENCHMARK_ENTERED"
"""Set in the process that is in a network namespace of its own."""

ENTER_GROUP = 'echo $$ > "$0" && exec "$@"'


def run(*command: str) -> None:
    """Run a command of the system."""
    subprocess.run(command, check=True)


@contextlib.contextmanager
def control_group(name: str, share: float) -> Iterator[Path]:
    """Make a control group for a block; it gets its share of one processor before others, and never more."""
    old = GROUPS / "cpu"
    folder = (old if old.is_dir() else GROUPS) / f"mayfly-{os.getpid()}-{name}"
    folder.mkdir()
    try:
        quota = round(share * PERIOD_US)
        if old.is_dir():
            (folder / "cpu.cfs_period_us").write_text(str(PERIOD_US))
            (folder / "cpu.cfs_quota_us").write_text(str(quota))
            (folder / "cpu.shares").write_text("262144")
        else:
            (folder / "cpu.max").write_text(f"{quota} {PERIOD_US}")
            (folder / "cpu.weight").write_text("10000")
        yield folder
    finally:
        folder.rmdir()


@dataclass(frozen=True)
class Node:
    """A machine of this experiment.

    Attributes:
        holder: The process that keeps its network.
        group: Its control group.
    """

    holder: int
    group: Path

    def within(self) -> list[str]:
        """Return the command that runs another one there."""
        network = ["nsenter", f"--net=/proc/{self.holder}/ns/net"]
        return [*network, "sh", "-c", ENTER_GROUP, str(self.group / "cgroup.procs")]


@contextlib.contextmanager
def node(number: int, share: float) -> Iterator[Node]:
    """Make a machine for a block, with a cable to the hub."""
    with (
        control_group(str(number), share) as group,
        subprocess.Popen(["unshare", "--net", "sleep", "infinity"]) as holder,
    ):
        try:
            ours, theirs = f"hub{number}", f"node{number}"
            wait_for_network(holder.pid)
            run("ip", "link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", str(holder.pid))
            run("ip", "link", "set", ours, "master", "hub", "up")
            inside = ("nsenter", f"--net=/proc/{holder.pid}/ns/net", "ip")
            run(*inside, "link", "set", "lo", "up")
            run(*inside, "address", "add", f"10.77.0.{number + 1}/24", "dev", theirs)
            run(*inside, "link", "set", theirs, "up")
            yield Node(holder.pid, group)
        finally:
            holder.kill()


def wait_for_network(pid: int) -> None:
    """Wait until a process is in another network than this one."""
    here = Path("/proc/self/ns/net").readlink()
    while Path(f"/proc/{pid}/ns/net").readlink() == here:
        os.sched_yield()


def end_worker(fleet: Fleet) -> None:
    """Let the oldest worker finish and end."""
    process = fleet.workers.pop(0)
    os.kill(process.pid, signal.SIGTERM)
    process.wait(60)


def measure(builds: int, share: float) -> tuple[list[float], float]:
    """Return the builds a second of each machine alone, and of both."""
    with (
        tempfile.TemporaryDirectory() as top,
        node(1, share) as first,
        node(2, share) as second,
        fleet_of(Path(top), address=HUB) as fleet,
    ):
        remote = Timed(fleet.database(), Bucket("s3://mayfly-fleet/models"))
        folder = Path(top)

        def rate(workers: int) -> float:
            fleet.wait_until_ready(workers=workers)
            throughput(remote, folder, 8 * workers)  # what is loaded at the first builds
            return throughput(remote, folder, builds * workers)

        fleet.start_worker(first.within())
        alone = [rate(1)]
        fleet.start_worker(second.within())
        both = rate(2)
        end_worker(fleet)
        alone.append(rate(1))
        remote.close()
        fleet.end()
        return alone, both


def main() -> int:
    """Enter a network of its own, measure there, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet.two_machines", description=__doc__)
    parser.add_argument("--builds", type=int, default=100, help="for each machine")
    parser.add_argument("--share", type=float, default=0.3, help="of a processor, for each machine")
    options = parser.parse_args()
    if ENTERED not in os.environ:
        again = ["unshare", "--net", sys.executable, "-m", "benchmarks.fleet.two_machines", *sys.argv[1:]]
        return subprocess.run(again, env={**os.environ, ENTERED: "1"}, check=False).returncode
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "hub", "type", "bridge")
    run("ip", "address", "add", f"{HUB}/24", "dev", "hub")
    run("ip", "link", "set", "hub", "up")
    alone, both = measure(options.builds, options.share)
    one = sum(alone) / len(alone)
    print(f"each machine has {options.share:g} of a processor; {os.cpu_count()} are there for all")
    print(f"one machine {alone[0]:.2f} builds a second, the other one alone {alone[1]:.2f}, both {both:.2f}:")
    print(f"{both / one:.2f} times as many")
    return 0


if __name__ == "__main__":
    sys.exit(main())
