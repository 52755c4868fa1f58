"""Which children there are and the state of each: starting, ready, lent, used, or being removed.

It only keeps account; the pool holds its lock around every call.
"""

from __future__ import annotations

from collections import Counter, deque

from mayfly.cad.workshop.pool.child_process import ROLES, ChildProcess, Role

_MOST_JOBS = 100


class ChildRegistry:
    """The children of one zygote.

    Attributes:
        children: All of them, by their numbers, until what is left of one is removed.
        starting: Numbers of those that were ordered and are not ready yet.
        ready: Fresh ones, by the role they are ready for.
        used: Those that ran trusted jobs and may run more.
    """

    def __init__(self) -> None:
        """Start without children."""
        self.children: dict[int, ChildProcess] = {}
        self.starting: set[int] = set()
        self.ready: dict[Role, deque[ChildProcess]] = {role: deque() for role in ROLES}
        self.used: deque[ChildProcess] = deque()

    def add(self, child: ChildProcess) -> None:
        """Add a child that was ordered."""
        self.children[child.identity] = child
        self.starting.add(child.identity)

    def mark_ready(self, child: ChildProcess) -> bool:
        """Note that a child is ready; False where it is not waited for any more."""
        if child.identity not in self.starting:
            return False
        self.starting.discard(child.identity)
        self.ready[child.role].append(child)
        return True

    def next_order(self, wanted: int) -> Role | None:
        """Return the role to order where fewer than ``wanted`` are ready or starting; else None."""
        coming = Counter(self.children[identity].role for identity in self.starting)
        there = {role: len(queue) + coming[role] for role, queue in self.ready.items()}
        role: Role = min(ROLES, key=there.__getitem__)
        return role if sum(there.values()) < wanted else None

    def is_ready(self) -> bool:
        """Return whether a fresh child is ready."""
        return any(self.ready.values())

    def is_lending(self) -> bool:
        """Return whether a build uses a child, which would end with the zygote."""
        return any(child.lent and not child.dead for child in self.children.values())

    def can_lend(self) -> bool:
        """Return whether a child is ready, or was before it was lent."""
        return bool(self.is_ready() or self.used or self.is_lending())

    def is_slow(self, ordered_before: float) -> bool:
        """Return whether a child that was ordered before some time is not ready yet."""
        return any(self.children[one].ordered_at < ordered_before for one in self.starting)

    def lend_used(self) -> ChildProcess | None:
        """Lend a child that ran trusted jobs before, if there is one."""
        while self.used:
            child = self.used.pop()
            if not child.dead:
                child.lent = True
                return child
        return None

    def at_rest(self) -> list[ChildProcess]:
        """Return the children that wait for a job, fresh ones and those that ran trusted ones."""
        return [child for queue in (*self.ready.values(), self.used) for child in queue]

    def lend(self, role: Role) -> ChildProcess:
        """Lend a fresh child, of which one must be ready: for ``role``, or else for another role."""
        queue = self.ready[role] or next(filter(None, self.ready.values()))
        child = queue.popleft()
        child.lent = True
        return child

    def take_back(self, child: ChildProcess, most: int, most_seconds: float) -> bool:
        """Keep a child that ran trusted jobs for more of them; False where it has to be ended.

        Args:
            child: The child that was lent.
            most: How many may be kept.
            most_seconds: How long one may have worked.
        """
        known = child.identity in self.children and not child.dead
        fresh = child.jobs < _MOST_JOBS and child.busy_seconds < most_seconds
        if not (known and fresh and len(self.used) < most):
            return False
        child.lent = False
        self.used.append(child)
        return True

    def withdraw(self, child: ChildProcess) -> bool:
        """Stop lending a child; return whether it was still starting."""
        for queue in (*self.ready.values(), self.used):
            if child in queue:
                queue.remove(child)
                child.returned = True
        if child.identity not in self.starting:
            return False
        self.starting.discard(child.identity)
        child.returned = True
        return True

    def is_to_remove(self, child: ChildProcess) -> bool:
        """Return whether a child is both dead and given back, so that its remains go; True only once."""
        known = child.identity in self.children
        if not (child.dead and child.returned and known) or child.being_removed:
            return False
        child.being_removed = True
        return True

    def end_all(self, *, orphaned: bool) -> list[ChildProcess]:
        """Kill all children, stop lending them, and return them.

        Args:
            orphaned: The zygote was lost; else they are ended on purpose.
        """
        for queue in (*self.ready.values(), self.used):
            queue.clear()
        self.starting.clear()
        for child in self.children.values():
            child.kill()
            child.orphaned = orphaned
            child.note_end(None)
        return list(self.children.values())
