"""What a reply means for what was asked: an answer to a question, or a decision about a plan.

Nothing of a reply is dropped without a word, and in doubt nothing is built: what can't be read
is asked again, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Literal

from mayfly.clarification.edits import edits_of, folded, quoted, rivalry_in, value_words, without_unit
from mayfly.contracts import Plan, ScriptValue
from mayfly.errors import InvalidParameter
from mayfly.interrupts import Parameter, Question
from mayfly.planning.conversation.answers import reads_as_change, settles_something
from mayfly.replies.reading import Reply
from mayfly.replies.shapes import is_blank
from mayfly.replies.words import has_weight, verdict_of, without_preface


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reply means for a question.

    Attributes:
        words: The answer in words; empty if there is no answer.
        leaves: The person does not want an answer to be given: "cancel", a dismissed form.
        again: Why it has to be asked again; None where it need not.
    """

    words: str = ""
    leaves: bool = False
    again: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a reply means for a plan that was shown.

    Attributes:
        kind: "build" it as shown, build it as "edit"ed, "drop" it, plan it with a "change", or ask "again".
        words: The change, or why it was dropped.
        script: An edited script; None where it is the plan's.
        values: Edited parameters by name.
        again: Why it has to be shown again.
    """

    kind: Literal["build", "edit", "drop", "change", "again"]
    words: str = ""
    script: str | None = None
    values: Mapping[str, ScriptValue] = field(default_factory=dict)
    again: str = ""


def answer_of(reply: Reply, question: Question, *, problem: Mapping[str, Any], model_reads: bool) -> Answer:
    """Return what a reply means for a question.

    Args:
        reply: What the person answered.
        question: What was asked, as it was shown.
        problem: The same, as ``NeedsClarification.to_dict`` gives it.
        model_reads: A chat model reads the answer with its question, so that "yes" has a meaning.
    """
    if reply.torn or reply.unread:
        return Answer(again=_unreadable(reply))
    if reply.decision == "cancel":
        return Answer(leaves=True)
    rivalry = rivalry_in(reply)
    if rivalry:
        return Answer(again=rivalry)
    words = _in_words(reply, question)
    if reply.decision == "reject" and reply.formal:  # the reason that a form asks for may be the answer
        settles = words and (model_reads or settles_something(question.request, problem, words))
        return Answer(words=words) if settles else Answer(leaves=True)
    if words:
        return Answer(words=words)
    if reply.decision == "approve" and len(question.options) == 1:
        return Answer(words=question.options[0].value)
    if reply.decision and model_reads:
        return Answer(words=reply.said or ("yes" if reply.decision == "approve" else "no"))
    if reply.decision:
        said = "Yes" if reply.decision == "approve" else "No"
        return Answer(again=f'{said} does not answer this. Say it in words, or "cancel".')
    return Answer(again='The answer was empty. Say it in words ("6 mm"), or "cancel".')


def ruling_of(reply: Reply, plan: Plan, parameters: Sequence[Parameter], *, model_reads: bool) -> Ruling:
    """Return what a reply means for a plan that was shown.

    Args:
        reply: What the person answered.
        plan: The plan.
        parameters: Its parameters, as they were shown.
        model_reads: A chat model reads changes, and not the rules alone.
    """
    if reply.torn or reply.unread:
        return Ruling(kind="again", again=_unreadable(reply))
    try:
        values, strange = edits_of(reply, parameters)
        returned, _ = edits_of(Reply(fields=reply.echoed), parameters)
    except InvalidParameter as error:
        return Ruling(kind="again", again=str(error))
    reply = _with_verdict(reply, plan)
    script = reply.script if reply.script and _lines(reply.script) != _lines(plan.script) else None
    said = reply.words or reply.note
    if reply.decision in {"reject", "cancel"}:
        return _turned_down(reply, plan, said, bool(values or strange or script), model_reads=model_reads)
    if strange:
        said = ", ".join(filter(None, [_as_words({**values, **strange}), said]))
        if _misspelt(strange, parameters) or not reads_as_change(said, plan):
            return Ruling(kind="again", again=_no_such(strange, parameters))
        return Ruling(kind="change", words=said)
    if said and not (reply.decision == "approve" and not _limits(said, plan)):
        return _changed(said, values, script, reply, plan, model_reads=model_reads)
    if values or script:
        return Ruling(kind="edit", values=values, script=script)
    return _as_shown(reply, returned)


def _with_verdict(reply: Reply, plan: Plan) -> Reply:
    """Return a reply whose words are a verdict ("looks good", "no plate") with that as its decision."""
    if reply.decision is not None or not reply.words or reply.fields or reply.script:
        return reply
    names = re.findall(r"[a-z]{2,}", f"{plan.title} {plan.part}".lower())
    verdict = verdict_of(reply.words, names)
    return replace(reply, decision=verdict, words="") if verdict else reply


def _as_shown(reply: Reply, returned: Mapping[str, ScriptValue]) -> Ruling:
    """Build a plan as it was shown, if the reply approves it or sends its form back."""
    if not (reply.decision == "approve" or reply.script or not all(map(is_blank, reply.fields.values()))):
        again = 'Nothing was said. Say "approve" or "reject", or what should be different.'
    elif returned:
        again = f"The form came back with {_as_words(returned)}. Say so in words, or approve this."
    else:
        return Ruling(kind="build")
    return Ruling(kind="again", again=again)


def _turned_down(reply: Reply, plan: Plan, said: str, edits: bool, *, model_reads: bool) -> Ruling:
    """Reject a plan; one that was rejected with a change of it is planned and shown again."""
    if edits:
        return Ruling(
            kind="again", again="It was turned down and edited at the same time. Which of the two holds?"
        )
    if said and reply.decision == "reject" and (model_reads or reads_as_change(said, plan)):
        return Ruling(kind="change", words=said)
    return Ruling(kind="drop", words=said)


def _changed(
    said: str,
    values: Mapping[str, ScriptValue],
    script: str | None,
    reply: Reply,
    plan: Plan,
    *,
    model_reads: bool,
) -> Ruling:
    """Take words as a change of the plan, with the edited values in front of them."""
    if script:
        return Ruling(kind="again", again="Words and an edited script came together. Which of the two holds?")
    words = ", ".join(filter(None, [_as_words(values), said]))
    bare = without_preface(words)
    if reads_as_change(bare, plan) or model_reads:
        return Ruling(kind="change", words=words if model_reads else bare)
    if reply.decision == "approve":
        return Ruling(kind="again", again=f"It was approved with a remark that I can't read: {quoted(said)}.")
    return Ruling(kind="change", words=bare)


def _limits(said: str, plan: Plan) -> bool:
    """Return whether a remark added to an approval may change what is built."""
    return has_weight(said) or reads_as_change(said, plan)


def _in_words(reply: Reply, question: Question) -> str:
    """Return a reply to a question in words, the values of a form with their names.

    A note added to the answer is part of it if it may be about the shape: "and a 5 mm hole".
    """
    answer = _answer_in_words(reply, question)
    note = reply.note if not answer or has_weight(reply.note) else ""
    return ", ".join(filter(None, [answer, note]))


def _answer_in_words(reply: Reply, question: Question) -> str:
    labels = {folded(one.name): one.label for one in question.fields}
    if reply.items and len(reply.items) == len(question.fields):
        return ", ".join(
            f"{one.label} {item}" for one, item in zip(question.fields, reply.items, strict=True)
        )
    filled = {name: value for name, value in reply.fields.items() if not is_blank(value)}
    if len(filled) == 1 and not reply.words:
        ((name, value),) = filled.items()
        sentence = (
            len(name) > 40
            or "?" in name
            or re.fullmatch(r"(?:q|question|field|a|answer)_?\d*|\d+", name.lower())
        )
        if sentence or folded(name) in {folded(question.question), "answerquestion"}:
            return value_words(value)
    named = _as_words({labels.get(folded(name), name): value for name, value in filled.items()})
    return ", ".join(filter(None, [named, reply.words]))


def _as_words(values: Mapping[str, Any]) -> str:
    """Return values by name in words: "thickness 6, holes diameter 5 mm"."""
    said = []
    for name, value in values.items():
        bare, unit = without_unit(name)
        label = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare).replace("_", " ").strip().lower()
        if isinstance(value, bool):
            said.append(label if value else f"no {label}")
        elif isinstance(value, Mapping):
            inner = _as_words(value)
            said.append(f"{label} {inner}" if inner else "")
        else:
            said.append(f"{label} {value_words(value)} {unit}".strip())
    return ", ".join(filter(None, said))


def _lines(script: str) -> list[str]:
    return [line.rstrip() for line in script.strip().splitlines()]


def _misspelt(strange: Mapping[str, Any], parameters: Sequence[Parameter]) -> bool:
    """Return whether an unknown name is close to a parameter's; which one was meant is not guessed."""
    names = [folded(one.name) for one in parameters]
    return any(get_close_matches(folded(name), names, n=1, cutoff=0.8) for name in strange)


def _no_such(strange: Mapping[str, Any], parameters: Sequence[Parameter]) -> str:
    names = ", ".join(quoted(name) for name in strange)
    there = ", ".join(one.name for one in parameters) or "none"
    return f"The script has no parameter {names}. Its parameters: {there}."


def _unreadable(reply: Reply) -> str:
    if reply.torn:
        return 'It says yes and no at once. Say "approve", "reject" or "cancel", or what is meant in words.'
    return f"The answer could not be read ({', '.join(reply.unread[:3])}). Say it in words."
