"""How long a command takes from Enter to the prompt, beside other ways to get the model from a shell.

    python -m benchmarks.cli [--quick] [--repeat 15] [--cq-cli PATH] [--json FILE]

Each round makes another plate, so that nothing is copied, and measures all ways before the next one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures import Row, Table, Target, command
from benchmarks.peers import ABSENT, PYTHON, python_version

_MAYFLY = [sys.executable, "-c", "from mayfly.cli import main; main()"]
_SCRIPT = """import cadquery as cq

show_object(cq.Workplane().box({length}, 60, 5))
"""
_FRESH = """import cadquery as cq

cq.exporters.export(cq.Workplane().box({length}, 60, 5), {target!r})
"""
_IMPORT = "import sys, time; began = time.perf_counter(); {}; print(time.perf_counter() - began)"
_CODE = "import mayfly.cli.quick, mayfly.cli.making, mayfly.cli.warm.client"
_FULL_CODE = "import mayfly.cli.commands"


class Bench:
    """Measures commands.

    Args:
        folder: Where everything is written.
        cq_cli: The command ``cq-cli``; None where it is not installed.
    """

    def __init__(self, folder: Path, cq_cli: str | None) -> None:
        """Set up surroundings in which no other command has left a warm process."""
        self._folder = folder
        self._cq_cli = cq_cli
        self._length = 60
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MAYFLY_")},
            "XDG_RUNTIME_DIR": str(runtime),
            "MAYFLY_TEMP_DIR": str(folder / "models"),
            "MAYFLY_JANITOR": "off",
        }

    def warm(self) -> float:
        """Return the seconds of a command that asks the warm process."""
        return self._timed([*_MAYFLY, "make", f"plate {self._next()}x60x5"])

    def first(self) -> float:
        """Return the seconds of the command that starts it."""
        self.stop()
        return self.warm()

    def alone(self) -> float:
        """Return the seconds of a command without it."""
        return self._timed([*_MAYFLY, "make", f"plate {self._next()}x60x5"], MAYFLY_WARM="off")

    def listing(self) -> float:
        """Return the seconds of a command that builds nothing."""
        return self._timed([*_MAYFLY, "list"])

    def fresh(self) -> float:
        """Return the seconds of a CadQuery script in a fresh interpreter."""
        script = self._folder / "fresh.py"
        script.write_text(_FRESH.format(length=self._next(), target=str(self._folder / "fresh.step")))
        return self._timed([sys.executable, str(script)])

    def cq_cli(self) -> float | None:
        """Return the seconds of cq-cli; None where it is not installed."""
        if self._cq_cli is None:
            return None
        script, target = self._folder / "cq.py", self._folder / "cq.step"
        script.write_text(_SCRIPT.format(length=self._next()))
        target.unlink(missing_ok=True)
        files = ["--infile", str(script), "--outfile", str(target)]
        return self._timed([self._cq_cli, "--codec", "step", *files])

    def imported(self, code: str) -> float:
        """Return the seconds that importing a command's own code takes."""
        called = [sys.executable, "-c", _IMPORT.format(code)]
        done = subprocess.run(called, check=True, capture_output=True, text=True, env=self._environment)
        return float(done.stdout)

    def stop(self) -> None:
        """End the warm process."""
        self._timed([*_MAYFLY, "warm", "stop"])
        time.sleep(1)

    def _next(self) -> int:
        """Return a length that no plate had."""
        self._length += 1
        return self._length

    def _timed(self, called: Sequence[str], **variables: str) -> float:
        began = time.perf_counter()
        environment = {**self._environment, **variables}
        subprocess.run(called, check=True, capture_output=True, env=environment, cwd=self._folder)
        return time.perf_counter() - began


def tables(options: argparse.Namespace) -> list[Table]:
    """Measure, in turns."""
    rounds = options.repeat or (2 if options.quick else 15)
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="mayfly-cli-bench-") as folder:
        bench = Bench(Path(folder), options.cq_cli)
        bench.first()
        ways: dict[str, Callable[[], float | None]] = {
            "warm": bench.warm,
            "listing": bench.listing,
            "alone": bench.alone,
            "fresh": bench.fresh,
            "cq-cli": bench.cq_cli,
            "own": lambda: bench.imported(_CODE),
            "all": lambda: bench.imported(_FULL_CODE),
        }
        for number in range(rounds):
            if number % 5 == 0:
                found.setdefault("first", []).append(bench.first())
            for name, way in ways.items():
                seconds = way()
                if seconds is not None:
                    found.setdefault(name, []).append(seconds)
        bench.stop()
    medians = {name: statistics.median(values) for name, values in found.items()}
    return [_whole(medians), _imports(medians)]


def _whole(seconds: dict[str, float]) -> Table:
    """Return the table of whole commands."""
    absent = "" if "cq-cli" in seconds else f"{ABSENT}cadquery-cli"
    return Table(
        "A plate of 60 x 5 mm and another length, from Enter to the prompt",
        ("s",),
        (
            Row("`mayfly make`, with the warm process", (seconds["warm"],), ours=True),
            Row("`mayfly make`, which starts it", (seconds["first"],), ours=True),
            Row("`mayfly make`, `MAYFLY_WARM=off`", (seconds["alone"],), ours=True),
            Row("a fresh CadQuery script", (seconds["fresh"],)),
            Row("cq-cli", (seconds.get("cq-cli"),), note=absent),
            Row("`mayfly list`", (seconds["listing"],), ours=True),
        ),
        targets=(
            Target("a warm `mayfly make`, from Enter to the prompt", seconds["warm"], most=0.6, unit="s"),
        ),
        notes=(
            "Mayfly reads words, runs in a jail, measures the written file and registers its deadline; "
            "the others run a script and write a file.",
        ),
        better="less",
        chart="bars",
        axis=("seconds", ""),
    )


def _imports(seconds: dict[str, float]) -> Table:
    """Return the table of what a command imports."""
    return Table(
        "Importing a command's own code",
        ("s",),
        (
            Row("`make`, which the warm process answers", (seconds["own"],), ours=True),
            Row("all other commands (Typer)", (seconds["all"],), ours=True),
        ),
        targets=(Target("import of the command's own code", seconds["own"], most=0.25, unit="s"),),
    )


def extend(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--repeat", type=int, help="rounds")
    parser.add_argument("--cq-cli", default=shutil.which("cq-cli", path=str(PYTHON.parent)), metavar="PATH")


def versions() -> dict[str, str]:
    """Return the versions of what is compared."""
    ours = {name: version(name) for name in ("cadquery", "typer", "pydantic")}
    return ours | {"cq-cli": python_version("cadquery-cli") or ""}


if __name__ == "__main__":
    command(
        "cli",
        "The command line",
        "The same plate from a shell, another length in each round: by `mayfly make`, by a CadQuery script "
        "in a fresh interpreter, and by cq-cli.",
        tables,
        versions,
        extend,
    )
