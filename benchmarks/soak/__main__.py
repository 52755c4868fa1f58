"""Run the soak: ``python -m benchmarks.soak --minutes 60 --json soak.json --markdown soak.md``."""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from benchmarks.soak import sampling
from benchmarks.soak.actors import McpServer, Service, Worker
from benchmarks.soak.clients import McpDoor, PageDoor, browser_path, connected_to, has_mcp
from benchmarks.soak.doors import CommandDoor, Door, HttpDoor, SlowReader, WorkerDoor
from benchmarks.soak.faults import Faults
from benchmarks.soak.ledger import Ledger
from benchmarks.soak.place import ROOT, Place
from benchmarks.soak.report import figures, markdown
from benchmarks.soak.verdict import judge

log = logging.getLogger("soak")

SAMPLE_SECONDS = 10
START_SECONDS = 3
"""Between the starts of two doors: each one's first build begins a process that loads CadQuery."""
ORPHAN_SECONDS = 600
"""How long a killed process's half-written file is left alone; so long is the end without killed services."""
BYSTANDERS = ("notes.txt", "link.step")
"""What lies in each directory and is none of Mayfly's business."""


class Soak:
    """One run."""

    def __init__(self, place: Place, minutes: float) -> None:
        """Start all processes."""
        self.place = place
        self.seconds = minutes * 60
        self.ledger = Ledger(place.path / "ledger.jsonl")
        self.seen = place.path / "observer.jsonl"
        for models in (place.a, place.b):
            (models / "notes.txt").write_text("not a model")
            (models / "link.step").symlink_to("notes.txt")
        watched = [str(self.seen), str(place.a), str(place.b)]
        self.observer = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.soak.observer", *watched], stdin=subprocess.PIPE, cwd=ROOT
        )
        self.lasting, self.victim = Service("lasting", place), Service("victim", place)
        self.graph, self.agent = Worker("graph", place, stepped=True), Worker("agent", place)
        self.lasting.start(place.a)
        self.victim.start(place.b)
        self.mcp = [McpServer(place)] if has_mcp() else []
        self.samples: list[dict[str, Any]] = []
        self.problems: list[str] = []
        self.began = time.time()

    def run(self) -> None:
        """Put load on all doors and break things until the time is over."""
        ledger, stop = self.ledger, threading.Event()
        doors: list[Door] = [
            HttpDoor(ledger, self.lasting, 1.2),
            HttpDoor(ledger, self.lasting, 1.2),
            HttpDoor(ledger, self.victim, 1.5),
            SlowReader(ledger, self.lasting, 5),
            SlowReader(ledger, self.victim, 20),
            WorkerDoor(ledger, self.graph, 2),
            WorkerDoor(ledger, self.agent, 2),
            CommandDoor(ledger, self.place, 6),
        ]
        for server in self.mcp:
            doors += [
                McpDoor(ledger, server.name, server.connect, 4),
                McpDoor(ledger, "mcp lasting", lambda: connected_to(self.lasting), 4),
            ]
        if browser := browser_path():
            doors += [PageDoor(ledger, self.lasting, browser, 3)]
        for door in doors:
            if isinstance(door, SlowReader):
                door.until = self.began + self.seconds - self.place.ttl_minutes * 60 - 10
        kill_until = self.began + max(self.seconds - ORPHAN_SECONDS, self.seconds / 2)
        workers = [self.graph, self.agent]
        others: list[Service | McpServer] = [self.lasting, *self.mcp]
        faults = Faults(ledger, self.place, self.victim, workers, others, kill_until)
        threads = [self._thread(door.drive, stop) for door in doors]
        threads.append(self._thread(faults.run, stop))
        for thread in threads:
            thread.start()
            time.sleep(START_SECONDS)
        while (left := self.began + self.seconds - time.time()) > 0:
            self.sample()
            time.sleep(min(SAMPLE_SECONDS, max(0.0, left)))
        stop.set()
        for thread in threads:
            thread.join(300)
        self.sample()

    def _thread(self, work: Any, stop: threading.Event) -> threading.Thread:
        """Return a thread for some work; it never outlives this process."""
        return threading.Thread(target=self._guarded, args=(work, stop), daemon=True)

    def _guarded(self, work: Any, stop: threading.Event) -> None:
        """Go on after what the harness itself did not foresee, and keep it as a finding."""
        while not stop.is_set():
            try:
                work(stop)
            except Exception as error:
                log.exception("the harness stumbled")
                self.problems.append(f"harness: {error!r}")

    def sample(self) -> None:
        """Note what everything holds at this moment."""
        processes = {}
        lasting: list[Service | Worker | McpServer] = [self.lasting, self.graph, self.agent, *self.mcp]
        for who in lasting:
            processes[who.name] = sampling.held(who.pid)
            for zygote in sampling.zygotes(who.pid)[:1]:
                processes[f"{who.name}'s zygote"] = sampling.held(zygote)
        contents = {"temporary files": sampling.temporary(self.place.tmp)}
        for models in (self.place.a, self.place.b):
            contents |= {f"{models.name} {k}": n for k, n in sampling.contents(models).items()}
        contents["processes"] = len(sampling.mentioning(self.place.path))
        load, now = os.getloadavg()[0], time.time() - self.began
        row = {"at": now, "processes": processes, "contents": contents, "load": load}
        self.samples.append(row)
        unexpected = sum(not job.as_expected for job in self.ledger.jobs)
        log.info(
            "%4.0f s: %d jobs, %d not as expected, %d faults; %s; load %.1f",
            row["at"], len(self.ledger.jobs), unexpected, len(self.ledger.faults), contents, row["load"],
        )  # fmt: skip

    def end(self) -> dict[str, Any]:
        """End everything in an orderly way, wait for the janitors, and look for what is left."""
        place = self.place
        if self.victim.models != place.b:  # the last service of a directory clears up after killed ones
            self.victim.end()
            self.victim.start(place.b)
        codes = {who.name: who.end() for who in (self.lasting, self.victim, self.graph, self.agent)}
        janitors = [pid for pid in (sampling.janitor(place.a), sampling.janitor(place.b)) if pid]
        limit = time.time() + 4 * place.ttl_minutes * 60
        while time.time() < limit and any(sampling.contents(p)["models"] > 1 for p in (place.a, place.b)):
            time.sleep(0.2)
        limit = time.time() + ORPHAN_SECONDS + 60
        while time.time() < limit and (sampling.mentioning(place.tmp) or self._janitors()):
            time.sleep(0.2)
        time.sleep(6)  # the observer writes down what it saw every five seconds
        assert self.observer.stdin is not None
        self.observer.stdin.close()
        self.observer.wait(30)
        left = {}
        for models in (place.a, place.b):
            names = sorted(path.name for path in models.iterdir() if path.name != ".mayfly")
            left[models.name] = [name for name in names if name not in BYSTANDERS]
            if [name for name in names if name in BYSTANDERS] != sorted(BYSTANDERS):
                self.problems.append(f"a bystander was removed from {models}")
            counted = sampling.contents(models)
            left[models.name] += [f"{counted[k]} {k}" for k in ("partials", "trash") if counted[k]]
        return {
            "exit_codes": codes,
            "janitors_that_took_over": len(janitors),
            "processes_left": sampling.mentioning(place.path),
            "left_in_a": left["a"],
            "left_in_b": left["b"],
            "temporary_files_left": sorted(path.name for path in place.tmp.iterdir()),
            "index_bytes": sum(sampling.contents(p).get("index_bytes", 0) for p in (place.a, place.b)),
        }

    def _janitors(self) -> bool:
        return bool(sampling.janitor(self.place.a) or sampling.janitor(self.place.b))


def commit() -> str:
    """Name the commit that is measured."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip() or "unknown"


def main() -> int:
    """Run, judge and write down; 1 if there is a finding."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--ttl-minutes", type=float, default=1, help="life of a model")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--logs", type=Path, help="folder to copy the logs to")
    parser.add_argument("--judge", type=Path, metavar="LOGS", help="judge the logs of an earlier run again")
    options = parser.parse_args()
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    told = _judged(options.judge) if options.judge else _measured(options)
    text = json.dumps(told, indent=1)
    if options.json:
        options.json.write_text(text + "\n")
    if options.markdown:
        options.markdown.write_text(markdown(told))
    sys.stdout.write((markdown(told) if not options.json else "") + "\n".join(told["findings"][:50]) + "\n")
    return 1 if told["findings"] else 0


def _measured(options: argparse.Namespace) -> dict[str, Any]:
    """Run, and give the figures."""
    run = {
        "minutes": options.minutes,
        "ttl_seconds": options.ttl_minutes * 60,
        "warm_up_seconds": min(600.0, options.minutes * 60 / 5),
        "commit": commit(),
    }
    with ExitStack() as stack:
        place = Place(options.ttl_minutes)
        stack.callback(place.remove)
        for wanted, what in (
            (place.mounted, "full disks: not root"),
            (place.stepper, "clock steps: no cc"),
            (has_mcp(), "MCP: its SDK is not installed"),
            (browser_path(), "the page: no Chromium, no Playwright, or not built (`make web`)"),
        ):
            if not wanted:
                log.warning("skipped: %s", what)
        soak = Soak(place, options.minutes)
        soak.run()
        for model in soak.ledger.models.values():
            soak.ledger.note("told", model)
        ending = soak.end()
        if options.logs:
            with suppress(OSError):
                options.logs.mkdir(parents=True, exist_ok=True)
                for path in [*place.path.glob("*.log"), *place.path.glob("*.jsonl")]:
                    (options.logs / path.name).write_bytes(path.read_bytes())
                rest = {"samples": soak.samples, "ending": ending, "run": run, "problems": soak.problems}
                (options.logs / "rest.json").write_text(json.dumps(rest))
        verdict = judge(soak.ledger, soak.seen, run["ttl_seconds"])
        verdict.findings += soak.problems
        return figures(soak.ledger, verdict, soak.samples, ending, run)


def _judged(logs: Path) -> dict[str, Any]:
    """Give the figures of a run that is over."""
    rest = json.loads((logs / "rest.json").read_text())
    ledger = Ledger.read(logs / "ledger.jsonl")
    verdict = judge(ledger, logs / "observer.jsonl", rest["run"]["ttl_seconds"])
    verdict.findings += rest["problems"]
    return figures(ledger, verdict, rest["samples"], rest["ending"], rest["run"])


if __name__ == "__main__":
    sys.exit(main())
