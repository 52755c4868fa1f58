"""Which children there are and where each stands: on its way, ready, lent, used again, or leaving.

Bookkeeping only; the pool holds its lock around every call.
"""

from __future__ import annotations

from collections import Counter, deque

from mayfly.cad.workshop.child_process import ROLES, ChildProcess, Role

_VETERAN_JOBS = 100


class Crew:
    """The children of one zygote.

    Attributes:
        children: All of them, by their numbers, until nothing is left of one.
        starting: Numbers of those that were ordered and are not ready yet.
        ready: Fresh ones, by what they are ready for.
        veterans: Those that ran trusted jobs and may run more.
    """

    def __init__(self) -> None:
        """Have none."""
        self.children: dict[int, ChildProcess] = {}
        self.starting: set[int] = set()
        self.ready: dict[Role, deque[ChildProcess]] = {role: deque() for role in ROLES}
        self.veterans: deque[ChildProcess] = deque()

    def add(self, child: ChildProcess) -> None:
        """Take in a child that was ordered."""
        self.children[child.identity] = child
        self.starting.add(child.identity)

    def welcome(self, child: ChildProcess) -> bool:
        """Take note that a child is ready; False where nobody waits for it any more."""
        if child.identity not in self.starting:
            return False
        self.starting.discard(child.identity)
        self.ready[child.role].append(child)
        return True

    def next_order(self, wanted: int) -> Role | None:
        """Return what to order where fewer than ``wanted`` are ready or on their way; else None."""
        coming = Counter(self.children[identity].role for identity in self.starting)
        there = {role: len(line) + coming[role] for role, line in self.ready.items()}
        role: Role = min(ROLES, key=there.__getitem__)
        return role if sum(there.values()) < wanted else None

    def is_ready(self) -> bool:
        """Tell whether a fresh child is ready."""
        return any(self.ready.values())

    def is_lending(self) -> bool:
        """Tell whether somebody works with a child, which would end with the zygote."""
        return any(child.lent and not child.dead for child in self.children.values())

    def can_lend(self) -> bool:
        """Tell whether a child is ready, or was before somebody took it."""
        return bool(self.is_ready() or self.veterans or self.is_lending())

    def is_slow(self, ordered_before: float) -> bool:
        """Tell whether a child that was ordered before some time is not ready yet."""
        return any(self.children[one].ordered_at < ordered_before for one in self.starting)

    def lend_veteran(self) -> ChildProcess | None:
        """Lend a child that ran trusted jobs before, if there is one."""
        while self.veterans:
            child = self.veterans.pop()
            if not child.dead:
                child.lent = True
                return child
        return None

    def lend(self, role: Role) -> ChildProcess:
        """Lend a fresh child, of which one must be ready: for ``role``, or else for another."""
        line = self.ready[role] or next(filter(None, self.ready.values()))
        child = line.popleft()
        child.lent = True
        return child

    def take_back(self, child: ChildProcess, most: int, most_seconds: float) -> bool:
        """Have a child that ran trusted jobs wait for more; False where it is not to.

        Args:
            child: Who was lent.
            most: How many may wait so.
            most_seconds: How long one may have worked.
        """
        known = child.identity in self.children and not child.dead
        fresh = child.jobs < _VETERAN_JOBS and child.busy_seconds < most_seconds
        if not (known and fresh and len(self.veterans) < most):
            return False
        child.lent = False
        self.veterans.append(child)
        return True

    def leave_lines(self, child: ChildProcess) -> bool:
        """Lend a child no more; tell whether it was still starting."""
        for line in (*self.ready.values(), self.veterans):
            if child in line:
                line.remove(child)
                child.returned = True
        if child.identity not in self.starting:
            return False
        self.starting.discard(child.identity)
        child.returned = True
        return True

    def may_leave(self, child: ChildProcess) -> bool:
        """Tell once whether a child is both dead and given back: what is left of it is to be removed."""
        known = child.identity in self.children
        if not (child.dead and child.returned and known) or child.leaving:
            return False
        child.leaving = True
        return True

    def end_all(self, *, orphaned: bool) -> list[ChildProcess]:
        """Kill all children and lend none any more; return them.

        Args:
            orphaned: The zygote was lost; else they are ended on purpose.
        """
        for line in (*self.ready.values(), self.veterans):
            line.clear()
        self.starting.clear()
        for child in self.children.values():
            child.kill()
            child.orphaned = orphaned
            child.note_end(None)
        return list(self.children.values())
