"""A catalogue part in words, so that a change ("10 mm thick") can be read on top of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mayfly.cad.parts import Part
from mayfly.contracts import ParameterValue, Plan
from mayfly.errors import MayflyError
from mayfly.generator import part_plan
from mayfly.planning.rules.planner import plan_message


def plan_with_words(part: Part, given: Mapping[str, ParameterValue]) -> Plan:
    """Plan a part, and write down the words from which the rules read the same part again.

    Words that the rules read as anything else are not taken; ``Plan.request`` stays empty then.

    Raises:
        InvalidParameter: Unknown parameter, or a rule of the part is broken.
    """
    plan = part_plan(part.name, given)
    words = (text for text in _sayings(part, plan, given) if _script_of(text) == plan.script)
    return replace(plan, request=next(words, ""))


def _sayings(part: Part, plan: Plan, given: Mapping[str, ParameterValue]) -> Iterator[str]:
    """Return a part in several wordings: with all its sizes, without those that are 0, by its title."""
    values = part.settle(given).values
    name = part.name.replace("_", " ")
    for shown in (values, {key: value for key, value in values.items() if value}):
        yield ", ".join([name, *(f"{key.replace('_', ' ')} {_shown(value)}" for key, value in shown.items())])
    yield plan.title


def _shown(value: ParameterValue) -> str:
    return f"{value:.12g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _script_of(request: str) -> str | None:
    """Return the script that the rules write for a request; None where they ask instead."""
    try:
        return plan_message(request).script
    except MayflyError:
        return None
