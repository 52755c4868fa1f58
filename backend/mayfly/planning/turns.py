"""The turns of a request that a chat model asked about: the request, and each question with its answer.

A planner takes a request as one text, and a graph's state keeps it as one; this module alone writes and
reads the lines in which the turns stand there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

QUESTION: Final = "Asked back: "
"""Begins the line of a question inside a request that was asked back."""

ANSWER: Final = "Answer: "
"""Begins the line of the answer to it."""


@dataclass(frozen=True, slots=True)
class Turns:
    """A request and what was asked and answered about it.

    Attributes:
        request: The request, before anything was asked.
        turns: Each question with its answer.
    """

    request: str
    turns: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, text: str) -> Turns:
        """Read a request with its turns; one without any is a request as it stands."""
        request: list[str] = []
        turns: list[tuple[list[str], list[str]]] = []
        for line in text.splitlines():
            if line.startswith(QUESTION):
                turns.append(([line.removeprefix(QUESTION)], []))
            elif not turns:
                request.append(line)
            else:
                turns[-1][1].append(line.removeprefix(ANSWER))
        return cls("\n".join(request), tuple(("\n".join(asked), "\n".join(said)) for asked, said in turns))

    @property
    def spoken(self) -> str:
        """What the person said, the answers included, in one line."""
        return " ".join(" ".join(text.splitlines()) for text in (self.request, *self.answers) if text.strip())

    @property
    def answers(self) -> tuple[str, ...]:
        """What the person answered."""
        return tuple(answer for _, answer in self.turns)


def with_turn(text: str, question: str, answer: str) -> str:
    """Return a request with another question and its answer."""
    return f"{text}\n{QUESTION}{' '.join(question.split())}\n{ANSWER}{answer}"
