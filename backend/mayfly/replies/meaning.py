"""What a reply means for what was asked: an answer to a question, or a decision about a plan.

Nothing of a reply is dropped without a word, and in doubt nothing is built: what can't be read
is asked again, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Final, Literal

from mayfly.cad.script_values import read_value
from mayfly.contracts import Plan, ScriptValue
from mayfly.errors import InvalidParameter
from mayfly.interrupts import Parameter, Question
from mayfly.planning.answering import length_in, reads_as_change, settles_something
from mayfly.replies.reading import Reply
from mayfly.replies.words import has_weight, verdict_of, without_preface

_SHOWN_CHARACTERS: Final = 120
_UNIT_ENDINGS: Final = {
    "_mm": "mm",
    "_cm": "cm",
    "_in": "in",
    "_inch": "in",
    "_inches": "in",
    "_deg": "degrees",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reply means for a question.

    Attributes:
        words: The answer in words; empty where there is none.
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


def answer_of(reply: Reply, question: Question, *, model_reads: bool) -> Answer:
    """Return what a reply means for a question.

    Args:
        reply: What the person answered.
        question: What was asked.
        model_reads: A chat model reads the answer with its question, so that "yes" says something.
    """
    if reply.torn or reply.unread:
        return Answer(again=_unreadable(reply))
    if reply.decision == "cancel":
        return Answer(leaves=True)
    words = _in_words(reply, question)
    if reply.decision == "reject" and reply.formal:  # the reason that a form asks for may be the answer
        settles = words and (
            model_reads or settles_something(question.request, question.problem_dict(), words)
        )
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
        values, strange = _edits(reply.fields, parameters)
    except InvalidParameter as error:
        return Ruling(kind="again", again=str(error))
    if reply.decision is None and reply.words and not (reply.fields or reply.script):
        names = re.findall(r"[a-z]{2,}", f"{plan.title} {plan.part}".lower())
        reply = replace(reply, decision=verdict_of(reply.words, names))
        reply = replace(reply, words="") if reply.decision else reply
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
    if reply.decision == "approve" or reply.script or reply.fields.keys() - _empty(reply.fields):
        return Ruling(kind="build")
    return Ruling(
        kind="again", again='Nothing was said. Say "approve" or "reject", or what shall be different.'
    )


def _turned_down(reply: Reply, plan: Plan, said: str, edits: bool, *, model_reads: bool) -> Ruling:
    """Drop a plan; one that was turned down with a change of it is planned again and shown again."""
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
        return Ruling(
            kind="again", again=f"It was approved with a remark that I can't read: {_quoted(said)}."
        )
    return Ruling(kind="change", words=bare)


def _limits(said: str, plan: Plan) -> bool:
    """Return whether a remark beside an approval has to be heeded before anything is built."""
    return has_weight(said) or reads_as_change(said, plan)


def _edits(
    fields: Mapping[str, Any], parameters: Sequence[Parameter]
) -> tuple[dict[str, ScriptValue], dict[str, Any]]:
    """Return the parameters that a form gives other values, and the fields that are no parameters.

    Raises:
        InvalidParameter: A value is of the wrong kind, or out of its range.
    """
    known = {_folded(one.name): one for one in parameters}
    values: dict[str, ScriptValue] = {}
    strange: dict[str, Any] = {}
    for name, value in _flat(fields, known).items():
        parameter = known.get(_folded(name)) or known.get(_folded(_without_unit(name)[0]))
        if parameter is None:
            strange[name] = value
            continue
        new = _accepted(parameter, value)
        if new != parameter.value:
            values[parameter.name] = new
    return values, strange


def _flat(fields: Mapping[str, Any], known: Mapping[str, Parameter]) -> dict[str, Any]:
    """Return the filled fields, those of a group of parameters ("dimensions") beside the others."""
    flat: dict[str, Any] = {}
    for name, value in fields.items():
        if name in _empty(fields):
            continue
        if isinstance(value, Mapping) and value and all(_folded(str(one)) in known for one in value):
            flat.update({str(one): inner for one, inner in value.items()})
        else:
            flat[name] = value
    return flat


def _empty(fields: Mapping[str, Any]) -> set[str]:
    """Return the fields that a form left empty."""
    return {name for name, value in fields.items() if value is None or value in ("", [], {})}


def _accepted(parameter: Parameter, value: Any) -> ScriptValue:
    """Return a value in the kind of the parameter's own: "8 mm" and "8" are 8.0 where that is a number."""
    own = parameter.value
    if isinstance(value, Mapping) or (isinstance(value, str) and isinstance(own, int | float)):
        text = str(value.get("value") if isinstance(value, Mapping) else value).strip()
        number = None if isinstance(own, bool) else length_in(text)
        value = read_value(text, own) if number is None else number
    elif isinstance(value, str):
        value = read_value(value, own)
    if isinstance(own, int) and not isinstance(own, bool) and isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(own, tuple) and isinstance(value, list):
        value = tuple(value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    label = parameter.name.replace("_", " ")
    if isinstance(own, int | float) and not isinstance(own, bool) and not number:
        raise InvalidParameter(f"{label} is {_quoted(str(value))}, but must be a number.")
    low, high = parameter.minimum, parameter.maximum
    if number and ((low is not None and value < low) or (high is not None and value > high)):
        raise InvalidParameter(
            f"{label} is {value:g}, but must lie in the range {low:g} to {high:g} {parameter.unit}."
        )
    if parameter.choices and str(value) not in parameter.choices:
        raise InvalidParameter(
            f"{label} is {_quoted(str(value))}, but must be one of {', '.join(parameter.choices)}."
        )
    accepted: ScriptValue = value
    return accepted


def _in_words(reply: Reply, question: Question) -> str:
    """Return a reply to a question in words, the values of a form with their names."""
    labels = {_folded(one.name): one.label for one in question.fields}
    if reply.items and len(reply.items) == len(question.fields):
        return ", ".join(
            f"{one.label} {item}" for one, item in zip(question.fields, reply.items, strict=True)
        )
    filled = {name: value for name, value in reply.fields.items() if name not in _empty(reply.fields)}
    if len(filled) == 1 and not reply.words:
        ((name, value),) = filled.items()
        sentence = (
            len(name) > 40
            or "?" in name
            or re.fullmatch(r"(?:q|question|field|a|answer)_?\d*|\d+", name.lower())
        )
        if sentence or _folded(name) in {_folded(question.question), "answerquestion"}:
            return _value_words(value)
    named = _as_words({labels.get(_folded(name), name): value for name, value in filled.items()})
    return ", ".join(filter(None, [named, reply.words or (reply.note if not named else "")]))


def _as_words(values: Mapping[str, Any]) -> str:
    """Return values by name in words: "thickness 6, holes diameter 5 mm"."""
    said = []
    for name, value in values.items():
        bare, unit = _without_unit(name)
        label = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare).replace("_", " ").strip().lower()
        if isinstance(value, bool):
            said.append(label if value else f"no {label}")
        elif isinstance(value, Mapping):
            inner = _as_words(value)
            said.append(f"{label} {inner}" if inner else "")
        else:
            said.append(f"{label} {_value_words(value)} {unit}".strip())
    return ", ".join(filter(None, said))


def _value_words(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " x ".join(_value_words(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value).strip()


def _without_unit(name: str) -> tuple[str, str]:
    """Return a field's name without the unit that it ends with, and the unit: "thickness_mm"."""
    for ending, unit in _UNIT_ENDINGS.items():
        if name.lower().endswith(ending):
            return name[: -len(ending)], unit
    return name, ""


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _lines(script: str) -> list[str]:
    return [line.rstrip() for line in script.strip().splitlines()]


def _misspelt(strange: Mapping[str, Any], parameters: Sequence[Parameter]) -> bool:
    """Return whether a name that is no parameter nearly is one: nobody guesses which was meant."""
    names = [_folded(one.name) for one in parameters]
    return any(get_close_matches(_folded(name), names, n=1, cutoff=0.8) for name in strange)


def _no_such(strange: Mapping[str, Any], parameters: Sequence[Parameter]) -> str:
    names = ", ".join(_quoted(name) for name in strange)
    there = ", ".join(one.name for one in parameters) or "none"
    return f"The script has no parameter {names}. Its parameters: {there}."


def _unreadable(reply: Reply) -> str:
    if reply.torn:
        return 'It says yes and no at once. Say "approve", "reject" or "cancel", or what is meant in words.'
    return f"The answer could not be read ({', '.join(reply.unread[:3])}). Say it in words."


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS] + "…"}"'
