"""What is wrong with a design: where in it, what, and what would do."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from mayfly.errors import InvalidDesign, Reason
from mayfly.language.english import capital
from mayfly.subject import Subject


class DoesNotFit(Exception):
    """A feature can't be made as it is described.

    Attributes:
        problem: What is wrong, a whole sentence.
        ask: The question that a person is asked then.
        fix: What would do, for those who write the design themselves; a sentence, or empty.
        reason: Which kind of doubt it is, as ``NeedsClarification`` has it.
        subject: What the question is about.
        field: Name of the field that is at fault, where it is one.
    """

    def __init__(
        self,
        problem: str,
        ask: str = "",
        *,
        subject: Subject,
        fix: str = "",
        reason: Reason = "impossible",
        field: str = "",
    ) -> None:
        """Keep what is wrong and what to do about it."""
        problem = capital(problem)
        super().__init__(" ".join(part for part in (problem, ask) if part))
        self.problem, self.ask, self.fix, self.reason, self.field = problem, ask, fix, reason, field
        self.subject = subject

    def at(self, path: str) -> InvalidDesign:
        """Return the error for somebody who wrote the design, with the path of the feature."""
        where = f"{path}.{self.field}" if self.field else path
        return InvalidDesign([(where, " ".join(part for part in (self.problem, self.fix) if part))])


def from_validation(error: ValidationError) -> InvalidDesign:
    """Return what pydantic found, each problem with its path written as in Python."""
    problems = []
    every = error.errors(include_url=False)
    # pydantic reports a list whose items were refused as too short, too
    kept = [e for e in every if e["type"] not in {"too_short"}] or every
    for found in kept:
        text = found["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
        problems.append((path_of(found["loc"]), text[:1].lower() + text[1:]))
    return InvalidDesign(problems)


def path_of(steps: Sequence[int | str]) -> str:
    """Return a path as one writes it: ``bodies[0].features[2].hole.at``."""
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step:
            path += f".{step}" if path else step
    return path
