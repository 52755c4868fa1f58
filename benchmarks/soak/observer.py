"""The observer: a process that knows nothing but the two directories, and writes down what it sees.

``python -m benchmarks.soak.observer LOG DIR DIR`` looks every 20 ms, with
``scandir`` and ``stat`` alone; of each new model it reads the end, once.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TextIO

PERIOD_SECONDS = 0.02
_END = b"END-ISO-10303-21;"


class Eye:
    """Watches one directory."""

    def __init__(self, path: Path, log: TextIO) -> None:
        """Nothing was seen yet."""
        self.path = path
        self.log = log
        self.known: dict[str, list[float]] = {}  # name -> inode, size, last seen

    def tell(self, event: str, name: str, **more: float | str) -> None:
        """Write an event down."""
        self.log.write(json.dumps({"event": event, "place": self.path.name, "name": name, **more}) + "\n")

    def look(self) -> None:
        """Compare what is there with what was."""
        now = time.time()
        seen = set()
        with os.scandir(self.path) as entries:
            for entry in entries:
                if not entry.name.endswith(".step") or entry.is_symlink():
                    continue
                try:
                    state = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                if stat.S_ISREG(state.st_mode):
                    seen.add(entry.name)
                    self.meet(entry.name, state, now)
        for name in [name for name in self.known if name not in seen]:
            # it went between the last look that found it and the end of this one
            last = self.known.pop(name)[2]
            self.tell("gone", name, last=last, by=time.time())

    def meet(self, name: str, state: os.stat_result, now: float) -> None:
        """Note a model that is there."""
        before = self.known.get(name)
        if before is None:
            self.known[name] = [state.st_ino, state.st_size, now]
            self.tell("seen", name, at=now, ctime=state.st_ctime, size=state.st_size, inode=state.st_ino)
            if not name.startswith("stranger-") and not self.whole(name):
                self.tell("half", name, at=now, size=state.st_size)
            return
        if (before[0], before[1]) != (state.st_ino, state.st_size):
            self.tell("changed", name, at=now, size=state.st_size, before=before[1])
            before[0], before[1] = state.st_ino, state.st_size
        before[2] = now

    def whole(self, name: str) -> bool:
        """Tell whether a model ends as a STEP file does; one that has just gone did."""
        try:
            with (self.path / name).open("rb", buffering=0) as file:
                file.seek(max(0, os.fstat(file.fileno()).st_size - 64))
                return file.read(64).rstrip().endswith(_END)
        except FileNotFoundError:
            return True


def main() -> None:
    """Look until the standard input ends."""
    with Path(sys.argv[1]).open("w", encoding="utf-8") as log:
        eyes = [Eye(Path(path), log) for path in sys.argv[2:]]
        os.set_blocking(0, False)
        longest, before, told = 0.0, time.monotonic(), time.monotonic()
        while True:
            for eye in eyes:
                eye.look()
            now = time.monotonic()
            longest, before = max(longest, now - before), now
            if now - told > 5:
                log.write(json.dumps({"event": "pace", "at": time.time(), "longest": longest}) + "\n")
                log.flush()
                told, longest = now, 0.0
                with suppress(BlockingIOError):
                    if os.read(0, 1) == b"":
                        return
            time.sleep(PERIOD_SECONDS)


if __name__ == "__main__":
    main()
