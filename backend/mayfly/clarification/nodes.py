"""Nodes that wait for a person: clarify asks a question, review shows a plan before it is built.

Both stop the graph with LangGraph's ``interrupt`` and go on with ``Command(resume=...)``, which needs
a checkpointer. Without one, ``clarify`` lets the question become the answer of the run, and ``review``
lets the plan pass. ``interrupts`` holds what is asked, ``replies`` reads what comes back, ``meaning`` says
what it means for what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

from langchain_core.messages import AIMessage, HumanMessage

from mayfly.app import get_generator
from mayfly.clarification.asking import ask, ask_until_answered, model_reads, remembers
from mayfly.clarification.meaning import Ruling, ruling_of
from mayfly.clarification.review import change_in_words, edited_plan, stands_under_review, turned_down
from mayfly.contracts import Plan
from mayfly.errors import BuildCancelled, BuildError, InvalidDesign, InvalidParameter, NeedsClarification
from mayfly.generator import CADModelGenerator
from mayfly.graph_state.run_context import review_wanted
from mayfly.graph_state.schemas import WorkflowState, pack_attempt, unpack_attempt
from mayfly.interrupts import review_of
from mayfly.planning.conversation.answers import (
    is_follow_up,
    next_question,
    stands_alone,
    with_answer,
)
from mayfly.planning.conversation.intent import help_text, read_intent
from mayfly.planning.conversation.model_questions import answer_about
from mayfly.planning.planner import Attempt
from mayfly.replies.reading import read_reply
from mayfly.replies.words import verdict_of
from mayfly.storage_text import listing_answer, stats_answer


def clarify(state: WorkflowState, *, generator: CADModelGenerator | None = None) -> dict[str, Any]:
    """Ask the person what the planner needs to know, and add the answer to the request.

    Reads ``problem`` and ``asked``; writes ``asked``, puts the answer into a conversation too, and sets
    ``clarified``, which sends the request back to ``plan``. What can't be read is asked again; "cancel"
    leaves the request, and writes ``problem``.
    """
    problem = state["problem"]
    if problem is None or not remembers():
        return {}
    generator = generator or get_generator()
    answer, reply = ask_until_answered(
        problem, state["asked"], generator, aside=partial(_aside, state, generator)
    )
    if answer.leaves:
        return cancelled(state, reply.said or "cancel")
    question = {"asked": state["asked"], "problem": problem}
    text = answered(state, question, answer.words, generator=generator)
    update: dict[str, Any] = {"asked": text, "clarified": True, "problem": None}
    if state.get("messages") is not None:
        update["messages"] = [HumanMessage(answer.words)]
    return update


def review(state: WorkflowState, *, generator: CADModelGenerator | None = None) -> dict[str, Any]:
    """Show the newest plan for approval, if it is under review.

    The answer may approve, reject, give other parameters or another script, or describe a change in words,
    in any form that clients send. What can't be read is asked again.
    Reads ``attempts``, ``reply`` and ``remark``; writes ``attempts``, or ``asked``, ``clarified`` and
    ``reviewed``, or ``problem``.
    """
    if not state.get("under_review"):
        return {}
    generator = generator or get_generator()
    attempts = list(state["attempts"])
    planned = unpack_attempt(attempts[-1]).plan
    remark, given = state.get("remark"), state.get("reply")
    again = str(remark["problem"]["message"]) if remark else None
    done: dict[str, Any] = {"reply": None, "remark": None}
    while True:
        shown = review_of(planned, again)
        names = [one.name for one in shown.parameters]
        reply = read_reply(ask(shown) if given is None else given, names)
        given = None
        ruling = ruling_of(reply, planned, shown.parameters, model_reads=model_reads(generator))
        if ruling.kind == "build":
            return done
        if ruling.kind == "drop":
            return {**done, "problem": turned_down(ruling.words).to_dict()}
        if ruling.kind == "change":
            words = change_in_words(ruling.words, planned, remark, generator)
            return {
                **done,
                "asked": words,
                "clarified": True,
                "reviewed": attempts[-1],
                **_said(state, ruling),
            }
        again = ruling.again
        if ruling.kind == "edit":
            try:
                attempts[-1] = pack_attempt(edited_plan(planned, ruling, generator))
            except (InvalidParameter, InvalidDesign, BuildError) as error:
                again = str(error)
                continue
            return {**done, "attempts": attempts}


def about_last(state: Mapping[str, Any], text: str) -> str | None:
    """Return the answer to a question about the thread's last model; None where a message asks nothing.

    Args:
        state: The graph's state.
        text: The message.
    """
    packed = state.get("previous")
    if not text.strip() or state.get("action") not in (None, "about"):
        return None
    last = unpack_attempt(packed) if packed else None
    return answer_about(text, last, state.get("made"))


def _aside(state: Mapping[str, Any], generator: CADModelGenerator, text: str) -> str | None:
    """Return the answer to what is asked while a question waits, about the last model or the storage."""
    told = about_last({**state, "action": None}, text)
    if told is not None:
        return told
    intent, service = read_intent(text), generator.cleanup_service
    if intent == "list":
        return listing_answer(service.list_models())
    if intent == "stats":
        return stats_answer(service.get_stats(), service.get_details())
    return help_text() if intent == "help" else None


def taken_as_reply(state: WorkflowState, text: str) -> dict[str, Any] | None:
    """Return what a new run's message does to the open question or plan; None if it is a new request.

    A person who types into a chat page while a plan is under review, or leaves a question by "never
    mind", answers by a new run instead of a resumption.

    Args:
        state: The graph's state, as the last run left it, with the new run's input.
        text: The new message.
    """
    if state.get("clarified") or state.get("action") not in (None, "make") or not text.strip():
        return None
    verdict = verdict_of(text)
    if stands_under_review(state) and (verdict or (read_intent(text) == "make" and not stands_alone(text))):
        waiting = awaiting(unpack_attempt(state["attempts"][-1]).plan, state)
        waiting.pop("messages", None)  # it is in the conversation already
        return {**waiting, "reply": text, "intent": "make", "problem": None, "under_review": True}
    if state.get("question") and verdict == "cancel":
        return {"intent": "make", "under_review": False, "attempts": [], "model": None, **cancelled(state)}
    return None


def kept_under_review(state: Mapping[str, Any], problem: Mapping[str, Any]) -> dict[str, Any]:
    """Return the update by which a plan stays under review, since a change of it could not be planned.

    Args:
        state: The graph's state; ``reviewed`` is the plan.
        problem: Why the change could not be planned, as ``MayflyError.to_dict`` gives it.
    """
    reviewed = state["reviewed"]
    waiting = awaiting(unpack_attempt(reviewed).plan, state)
    answer = f"{question_answer(problem)}\n{waiting['answer']}"
    said = {"messages": [AIMessage(answer)]} if "messages" in waiting else {}
    return {
        **waiting,
        **said,
        "answer": answer,
        "under_review": True,
        "attempts": [reviewed],
        "remark": {"asked": state["asked"], "problem": dict(problem)},
        "question": None,
    }


def cancelled(state: Mapping[str, Any], said: str = "") -> dict[str, Any]:
    """Return the update for a person who left a question or a plan: nothing is built, nothing stays open.

    Args:
        state: The graph's state.
        said: What the person said, for the conversation; empty where it is there already.
    """
    problem = BuildCancelled("It was cancelled, so nothing was built.").to_dict()
    update: dict[str, Any] = {"problem": problem, "question": None, "clarified": False}
    if said and state.get("messages") is not None:
        update["messages"] = [HumanMessage(said)]
    return update


def route_clarify(state: WorkflowState) -> Literal["plan", "respond"]:
    """Plan again with the answer; without one, respond with the question."""
    return "plan" if state.get("clarified") else "respond"


def route_review(state: WorkflowState) -> Literal["generate", "plan", "respond"]:
    """Build what was approved, plan again what was changed in words, drop what was rejected."""
    if state.get("problem"):
        return "respond"
    return "plan" if state.get("clarified") else "generate"


def under_review(state: Mapping[str, Any], *, own: bool = False) -> bool:
    """Return whether plans of this run are shown before they are built.

    The run's context asks for it. A run that goes on after a wait stays under review,
    even where the caller leaves the context out the second time.

    Args:
        state: The graph's state.
        own: The graph is the workflow's own; see ``review_wanted``.
    """
    return remembers() and (
        review_wanted(own=own) or bool(state.get("clarified") and state.get("under_review"))
    )


def awaiting(planned: Plan, state: Mapping[str, Any]) -> dict[str, Any]:
    """Return status, answer and, in a conversation, a message for a plan that will wait for approval.

    They are written before the wait, since an interrupted node writes nothing: the caller would see the
    status of the thread's last run.
    """
    answer = "\n".join([f"Shall this be built? {planned.title}.", *planned.statements])
    update = {"status": "needs_clarification", "answer": answer, **_input_taken()}
    return update if state.get("messages") is None else {**update, "messages": [AIMessage(answer)]}


def asks(state: Mapping[str, Any]) -> bool:
    """Return whether the problem is a question to the person."""
    problem = state.get("problem")
    return problem is not None and problem["code"] == NeedsClarification.code


def answered(
    state: Mapping[str, Any], question: Mapping[str, Any], answer: str, *, generator: CADModelGenerator
) -> str:
    """Return the request with the answer to the open question in it.

    Args:
        state: The graph's state; ``previous`` counts only where the request changes that model.
        question: ``asked`` and ``problem``, as ``open_question`` gives them.
        answer: What the person said.
        generator: Its planner may want to see the questions too.
    """
    return with_answer(
        question["asked"],
        question["problem"],
        answer,
        keeps_questions=getattr(generator.planner, "keeps_questions", False),
        previous=last_model(state, question["asked"]),
    )


def last_model(state: Mapping[str, Any], asked: str) -> Attempt | None:
    """Return the thread's last model, if the request that was asked about changes it.

    An answer such as "30 mm" by itself always looks like a change, so the request that
    it belongs to is what decides.
    """
    packed = state.get("previous")
    previous = unpack_attempt(packed) if packed else None
    return previous if previous and is_follow_up(asked, previous) else None


def open_question(
    state: Mapping[str, Any], asked: str, problem: Mapping[str, Any], *, answered_now: bool
) -> dict[str, Any]:
    """Record a question of the planner, so that its answer is not taken for a new request.

    Writes ``asked``, ``problem``, ``status``, ``answer`` and ``question``; in a conversation the question
    becomes its next message, before anything waits for the answer.

    Args:
        state: The graph's state.
        asked: The request, with the answers to earlier questions.
        problem: The question, as ``NeedsClarification.to_dict`` gives it.
        answered_now: The request holds an answer to the question before.
    """
    before = state.get("question") if answered_now else None
    asked, asked_about = next_question(problem, before, asked)
    answer = question_answer(asked_about)
    update: dict[str, Any] = {
        "asked": asked,
        "problem": asked_about,
        "question": {"asked": asked, "problem": asked_about},
        "status": "needs_clarification",
        "answer": answer,
        **_input_taken(),
    }
    if state.get("messages") is not None:
        update["messages"] = [AIMessage(answer)]
    return update


def question_answer(problem: Mapping[str, Any]) -> str:
    """Return a problem in words, with what would work."""
    works = "; ".join(problem.get("suggestions") or ())
    return f"{problem['message']}\nThis would work: {works}." if works else str(problem["message"])


def is_asked_already(state: Mapping[str, Any], answer: str) -> bool:
    """Return whether the question is already the last message of the conversation."""
    last = (state.get("messages") or [None])[-1]
    return asks(state) and isinstance(last, AIMessage) and str(last.text) == answer


def _said(state: Mapping[str, Any], ruling: Ruling) -> dict[str, Any]:
    """Return the update that adds the person's words to a conversation, unless they came as its message."""
    if state.get("messages") is None or state.get("reply"):
        return {}
    return {"messages": [HumanMessage(ruling.words)]}


def _input_taken() -> dict[str, Any]:
    """Return the update that clears the input before a wait: a new message may come instead of the answer."""
    return {"request": "", "action": None} if remembers() else {}
