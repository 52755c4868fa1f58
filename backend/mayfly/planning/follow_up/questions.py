"""What is asked about a message that speaks of the last model and can't be read as a change of it."""

from __future__ import annotations

import re
from typing import Final

from mayfly.contracts import Plan
from mayfly.design import CataloguePart, Design
from mayfly.errors import NeedsClarification
from mayfly.language.lexer import tokenize
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.vocabulary import word_set
from mayfly.planning.follow_up.reader import only_keeps
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.reader import readings

_AGAIN: Final = word_set("same again another once repeat copy duplicate redo rebuild remake")
_ONE_MORE: Final = (["one", "more"], ["once", "more"])
_STORAGE: Final = word_set(
    "delete remove discard erase drop trash keep extend save store show list open download"
)
_LONGEST: Final = 80
_UNIT: Final = re.compile(
    r"(?:(?:it's|they are|all|in|use|i meant?|everything in|numbers in) )*"
    r"(?P<unit>mm|millimet(?:re|er)s?|inch(?:es)?)"
    r"(?:,? (?:please|of course|everywhere))?[.!]?"
)


def wants_again(text: str) -> bool:
    """Return whether a message asks for the last model once more."""
    words = _words(text)
    return bool(_AGAIN & set(words)) or any(words[i : i + 2] in _ONE_MORE for i in range(len(words)))


def only_wants_again(text: str) -> bool:
    """Return whether a message asks for the last model once more, and for nothing else."""
    rest = {word for word in _words(text) if word not in _AGAIN | GLUE | HARMLESS | {"one", "more", "it"}}
    return wants_again(text) and not rest and not any(one.kind == "number" for one in tokenize(text))


def unit_named(text: str) -> str:
    """Return the unit that a message names and nothing else, "mm" or "inches"; else an empty string."""
    found = _UNIT.fullmatch(text.strip().lower())
    return "" if found is None else "inches" if found["unit"].startswith("in") else "mm"


def ask_about_same_model(text: str, plan: Plan, last: Plan) -> None:
    """Ask what shall change where a follow-up leaves the last model as it was and wants no second one.

    Args:
        text: The follow-up, in words.
        plan: What it would make.
        last: The last model.

    Raises:
        NeedsClarification: "keep the holes", or a size that the model has already.
    """
    unchanged = (plan.script, plan.parameters) == (last.script, last.parameters)
    if unchanged and not wants_again(text):
        raise true_already(text)


def true_already(text: str) -> NeedsClarification:
    """Return the question what shall change where a message only says what the last model has."""
    said = text.strip()[:60]
    return missing(
        f'"{said}" is true of the last model already. What shall change about it? "the same'
        ' again" makes it once more.',
        about("change", words=[said]),
    )


def not_a_change(message: str, design: Design) -> NeedsClarification:
    """Return the question about a message that speaks of the last model, but of no change that can be read.

    Args:
        message: What was said.
        design: The last model.
    """
    if only_keeps(message, design):
        return true_already(message)
    stored = _STORAGE & set(_words(message))
    names_nothing = _names_nothing(message, design)
    if stored and names_nothing:
        return missing(
            "What shall change about the last model? To list, keep, download or delete it as a file, use the"
            ' storage: "list the models" here, `mayfly --help` on the command line, the tools'
            " `list_temp_models`, `keep_temp_model` and `delete_temp_model`.",
            about("change", words=sorted(stored)),
        )
    if names_nothing:
        return missing(
            "What shall change about the last model? Name a size, a feature, or another part;"
            ' "the same again" makes it once more.',
            about("change"),
        )
    return _not_understood(message, design)


def _words(text: str) -> list[str]:
    return [token.lemma for token in tokenize(text) if token.kind == "word"]


def _names_nothing(message: str, design: Design) -> bool:
    """Return whether a message has no number, no feature and no word that is not known."""
    found = readings(message, onto=design.bodies[0])
    if any(token.kind == "number" for token in tokenize(message)) or not found:
        return False
    state = found[0].state
    return len(state.topics) == 1 and {word.lower() for word in state.unread} <= _STORAGE


def _not_understood(message: str, design: Design) -> NeedsClarification:
    """Return the question for a change in other words, which says what can be changed."""
    base = design.bodies[0].base
    kinds = list(dict.fromkeys(feature.label for feature in design.bodies[0].features))
    named = base.part.replace("_", " ") if isinstance(base, CataloguePart) else "model"
    there = f" It has: {', '.join(kinds)}." if kinds else ""
    said = " ".join(message.split())[:_LONGEST]
    return unsupported(
        f'I can\'t read "{said}" as a change of the {named}. Which size or feature shall change?{there}',
        about("change", words=[said]),
    )
