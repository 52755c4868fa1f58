"""Waits for a person: interrupts the graph, and asks again until the answer can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

from langgraph.config import get_config
from langgraph.types import interrupt

from mayfly.clarification.meaning import Answer, answer_of
from mayfly.generator import CADModelGenerator
from mayfly.interrupts import Question, Review, question_of
from mayfly.replies.reading import Reply, read_reply


def remembers() -> bool:
    """Return whether the run has a checkpointer, its own or the server's: only then can it be resumed."""
    try:
        return get_config()["configurable"].get("__pregel_checkpointer") is not None
    except (RuntimeError, KeyError):  # outside of a graph
        return False


def model_reads(generator: CADModelGenerator) -> bool:
    """Return whether the planner wants to see questions, since a chat model reads their answers."""
    return bool(getattr(generator.planner, "keeps_questions", False))


def ask(asked: Question | Review) -> Any:
    """Interrupt the graph with a question; return what it is resumed with."""
    if "response_schema" in signature(interrupt).parameters:  # new in LangGraph 1.2
        return interrupt(asked.to_json(), response_schema=asked.response_schema)
    return interrupt(asked.to_json())


def ask_until_answered(
    problem: Mapping[str, Any],
    request: str,
    generator: CADModelGenerator,
    *,
    aside: Callable[[str], str | None] = lambda _: None,
) -> tuple[Answer, Reply]:
    """Ask a question of the planner until its answer can be read, or the person leaves it.

    Args:
        problem: The question, as ``NeedsClarification.to_dict`` gives it.
        request: The request so far.
        generator: Its planner may read answers with their questions.
        aside: Answers what the person asks in between ("how heavy is it?"); the question stays open then.

    Returns:
        The answer, and the reply that it was read from.

    Raises:
        langgraph.errors.GraphInterrupt: The answer is not there yet.
    """
    again: str | None = None
    while True:
        asked = question_of(problem, request, again)
        reply = read_reply(ask(asked), [one.name for one in asked.fields])
        again = aside(reply.words) if reply.words and not reply.fields else None
        if again is not None:
            continue
        answer = answer_of(reply, asked, problem=problem, model_reads=model_reads(generator))
        if answer.again is None:
            return answer, reply
        again = answer.again
