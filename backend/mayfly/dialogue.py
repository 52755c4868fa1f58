"""Nodes that wait for a person: clarify asks a question, review shows a plan before it is built.

Both stop the graph by LangGraph's ``interrupt`` and go on with
``Command(resume=...)``. That takes a checkpointer. Without one ``clarify`` lets
the question go out as the answer, and ``review`` lets the plan pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final, Literal

from langchain_core.messages import AIMessage, HumanMessage
from langgraph.config import get_config
from langgraph.types import interrupt

from mayfly.app import get_generator
from mayfly.contracts import Plan, Requirements
from mayfly.errors import InvalidParameter, MayflyError, NeedsClarification, PlanningError, ScriptError
from mayfly.generator import CADModelGenerator
from mayfly.planning.answering import asked_again, is_follow_up, settles_nothing, with_answer
from mayfly.planning.planner import Attempt
from mayfly.run_context import review_wanted
from mayfly.state import WorkflowState, pack_attempt, unpack_attempt

_YES: Final = frozenset({"approve", "approved", "accept", "build", "go", "ok", "okay", "true", "yes"})
_NO: Final = frozenset({"abort", "cancel", "false", "no", "reject", "rejected", "stop"})
_TEXT_KEYS: Final = ("answer", "text", "request", "args", "content")


def clarify(state: WorkflowState, *, generator: CADModelGenerator | None = None) -> dict[str, Any]:
    """Ask the person what the planner needs to know, and put the answer to the request.

    Reads ``problem`` and ``asked``; writes ``asked``, puts the answer into a conversation too, and sets
    ``clarified``, which sends the request back to ``plan``. An empty answer leaves the question standing.
    """
    problem = state["problem"]
    if problem is None or not _remembers():
        return {}
    answer = _text(
        interrupt(
            {
                "kind": "question",
                "question": problem["message"],
                "reason": problem["reason"],
                "suggestions": problem["suggestions"],
                "request": state["asked"],
            }
        )
    )
    if not answer:
        return {}
    question = {"asked": state["asked"], "problem": problem}
    asked = answered(state, question, answer, generator=generator or get_generator())
    update: dict[str, Any] = {"asked": asked, "clarified": True, "problem": None}
    if state.get("messages") is not None:
        update["messages"] = [HumanMessage(answer)]
    return update


def review(state: WorkflowState, *, generator: CADModelGenerator | None = None) -> dict[str, Any]:
    """Show the newest plan for approval, if it is under review.

    The answer may approve ("approve", True), reject ("reject", False), give another
    ``script`` or other ``parameters``, or say in words what shall be different.
    Reads ``attempts``; writes ``attempts``, or ``asked`` and ``clarified``, or ``problem``.
    """
    if not state.get("under_review"):
        return {}
    attempts = list(state["attempts"])
    planned = unpack_attempt(attempts[-1]).plan
    shown = {
        "kind": "review",
        "title": planned.title,
        "part": planned.part,
        "script": planned.script,
        "parameters": dict(planned.parameters),
        "assumptions": list(planned.assumptions),
        "requirements": asdict(planned.requirements),
        "answers": "approve | reject | {script} | {parameters} | words",
    }
    while True:
        answer = _decision(interrupt(shown))
        if answer is True:
            return {}
        if answer is False:
            return {"problem": PlanningError("The plan was not approved, so nothing was built.").to_dict()}
        if isinstance(answer, str):
            return {"asked": f"{state['asked']}\n{answer}", "clarified": True}
        try:
            attempts[-1] = pack_attempt(_edited(planned, answer, generator or get_generator()))
        except (InvalidParameter, ScriptError) as error:
            shown = {**shown, "problem": str(error)}
            continue
        except MayflyError as error:
            return {"problem": error.to_dict()}
        return {"attempts": attempts}


def route_clarify(state: WorkflowState) -> Literal["plan", "respond"]:
    """Plan again with the answer; without one, let the question go out."""
    return "plan" if state.get("clarified") else "respond"


def route_review(state: WorkflowState) -> Literal["generate", "plan", "respond"]:
    """Build what was approved, plan again what was put in other words, drop what was rejected."""
    if state.get("problem"):
        return "respond"
    return "plan" if state.get("clarified") else "generate"


def under_review(state: Mapping[str, Any], *, own: bool = False) -> bool:
    """Tell whether plans of this run are to be shown first.

    The run's context asks for it. A run that goes on after a wait stays under review,
    even where the caller leaves the context out the second time.

    Args:
        state: The graph's state.
        own: The graph is the workflow's own; see ``review_wanted``.
    """
    return _remembers() and (
        review_wanted(own=own) or bool(state.get("clarified") and state.get("under_review"))
    )


def awaiting(planned: Plan, state: Mapping[str, Any]) -> dict[str, Any]:
    """Give status and answer for a plan that is about to wait for approval; in a conversation a message, too.

    They are written before the wait, since a node that is interrupted writes nothing: else
    a caller would see the status of the thread's last run.
    """
    answer = "\n".join([f"Shall this be built? {planned.title}.", *planned.assumptions])
    update = {"status": "needs_clarification", "answer": answer, **_input_taken()}
    return update if state.get("messages") is None else {**update, "messages": [AIMessage(answer)]}


def asks(state: Mapping[str, Any]) -> bool:
    """Tell whether the problem is a question to the person."""
    problem = state.get("problem")
    return problem is not None and problem["code"] == NeedsClarification.code


def answered(
    state: Mapping[str, Any], question: Mapping[str, Any], answer: str, *, generator: CADModelGenerator
) -> str:
    """Give the request with the answer to the question that stands open.

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
    """Give the thread's last model, if a request that was asked about changes it.

    An answer such as "30 mm" by itself always looks like a change, so the request that
    it belongs to is what decides.
    """
    packed = state.get("previous")
    previous = unpack_attempt(packed) if packed else None
    return previous if previous and is_follow_up(asked, previous) else None


def open_question(
    state: Mapping[str, Any], asked: str, problem: Mapping[str, Any], *, answered_now: bool
) -> dict[str, Any]:
    """Write a question of the planner down, so that an answer can be told from a new request.

    Writes ``asked``, ``problem``, ``status``, ``answer`` and ``question``; in a conversation the question
    becomes its next message, before anything waits for the answer.

    Args:
        state: The graph's state.
        asked: The request, with the answers to earlier questions.
        problem: The question, as ``NeedsClarification.to_dict`` gives it.
        answered_now: The request holds an answer to the question before.
    """
    before = state.get("question") if answered_now else None
    asked_about = asked_again(problem, before["problem"] if before else None)
    if before and settles_nothing(problem, before["problem"], asked):
        asked = before["asked"]
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
    """Say a problem for people, with what would work."""
    works = "; ".join(problem.get("suggestions") or ())
    return f"{problem['message']}\nThis would work: {works}." if works else str(problem["message"])


def is_asked_already(state: Mapping[str, Any], answer: str) -> bool:
    """Tell whether a question stands in the conversation as its last message."""
    last = (state.get("messages") or [None])[-1]
    return asks(state) and isinstance(last, AIMessage) and str(last.text) == answer


def _edited(planned: Plan, answer: Mapping[str, Any], generator: CADModelGenerator) -> Plan:
    """Give the plan with the person's script or parameters.

    The person's word goes before what was read from the request: an edited plan has to be
    valid, but meets no other requirements, and title, assumptions and the words that it was made
    from no longer tell what it is.

    Raises:
        InvalidParameter: The script has no such parameter, or the value's type is wrong.
        ScriptError: It is no Python.
        BuildError: It could not be read.
    """
    source = str(answer.get("script") or planned.script)
    read = generator.read_script(source, answer.get("parameters") or {})
    return replace(
        planned,
        script=read.script,
        parameters=read.parameters,
        requirements=Requirements(),
        title=f"{planned.title}, edited",
        assumptions=("It was edited in the review, so it is held against no size of the request.",),
        trusted=planned.trusted and source == planned.script,
        explicit=planned.explicit and source == planned.script,
        request="",
    )


def _decision(answer: Any) -> bool | str | Mapping[str, Any]:
    """Read the answer to a review: yes, no, an edit, or words; nothing said is no."""
    if isinstance(answer, list) and answer:
        answer = answer[0]
    if isinstance(answer, Mapping):
        kind = answer.get("type")
        edit = answer["args"] if kind == "edit" and isinstance(answer.get("args"), Mapping) else answer
        if edit.keys() & {"script", "parameters"}:
            return dict(edit)
        if isinstance(answer.get("approve"), bool):
            return bool(answer["approve"])
        if kind in ("accept", "ignore"):
            return bool(kind == "accept")
    text = _text(answer)
    word = text.lower().strip(" .!")
    if not word or word in _NO:
        return False
    return True if word in _YES else text


def _text(answer: Any) -> str:
    """Give the words of an answer, bare or in one of the forms that clients wrap them in."""
    if isinstance(answer, list) and answer:
        answer = answer[0]
    if isinstance(answer, Mapping):
        answer = next((answer[key] for key in _TEXT_KEYS if isinstance(answer.get(key), str)), "")
    return answer.strip() if isinstance(answer, str) else "" if answer is None else str(answer)


def _input_taken() -> dict[str, Any]:
    """Take the input out before a wait: a new message may come instead of the answer."""
    return {"request": "", "action": None} if _remembers() else {}


def _remembers() -> bool:
    """Tell whether the run has a checkpointer, its own or the server's: only then can it be resumed."""
    try:
        return get_config()["configurable"].get("__pregel_checkpointer") is not None
    except (RuntimeError, KeyError):  # outside of a graph
        return False
