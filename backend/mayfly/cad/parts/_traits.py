"""Reads the traits of a part: flags that are true of it anyway, its pose, and what it consists of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TRAITS: Final = ("Agrees", "Pose", "Has", "Equal")
_COMPONENT = re.compile(r"(?:(?P<count>\d+) )?(?P<name>\w+)(?: at (?P<places>\w+(?: \w+)*))?$")


@dataclass(frozen=True, slots=True)
class Component:
    """A piece that a part consists of: the four walls of a tray, the hub of a flanged hub.

    Attributes:
        name: What the vocabulary calls it.
        count: How many of them there are, None where they are not counted.
        places: Words that may say where it lies, because it lies there; None if not described.
    """

    name: str
    count: int | None
    places: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Traits:
    """What is true of a part by its nature.

    Attributes:
        agrees: Flags of the vocabulary that are true of it: "hollow", "round_shape".
        pose: How it is made: "lying", "standing", both, or neither.
        components: What it consists of, by name.
        equal: The two sizes that "equal" refers to; empty where it refers to none.
    """

    agrees: frozenset[str]
    pose: frozenset[str]
    components: Mapping[str, Component]
    equal: tuple[str, ...]


def read_traits(lines: Mapping[str, Sequence[str]]) -> Traits:
    """Read the lines ``Agrees:``, ``Pose:``, ``Has:`` and ``Equal:`` of a header.

    Raises:
        ValueError: One of them can't be read.
    """
    equal = tuple(name for text in lines["Equal"] for name in text.split(", "))
    if len(equal) not in {0, 2}:
        raise ValueError(f"two sizes are equal, not {len(equal)}")
    components = [_read_component(piece) for text in lines["Has"] for piece in text.split("; ")]
    return Traits(
        agrees=frozenset(word for text in lines["Agrees"] for word in text.split(", ")),
        pose=frozenset(word for text in lines["Pose"] for word in text.split(", ")),
        components={component.name: component for component in components},
        equal=equal,
    )


def _read_component(text: str) -> Component:
    """Read "4 wall at all_round all side"."""
    found = _COMPONENT.match(text)
    if found is None:
        raise ValueError(f"not a component: {text}")
    return Component(
        found["name"],
        int(found["count"]) if found["count"] else None,
        frozenset(found["places"].split()) if found["places"] else None,
    )
