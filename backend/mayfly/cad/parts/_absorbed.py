"""Reads which features are sizes of the part itself: the bore of a tube, the slot of a clevis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

_LINE = re.compile(
    r"(?P<kinds>\w+(?: \| \w+)*): (?P<sizes>[^;]+)"
    r"(?:; at (?P<places>[^;]+))?(?:; said (?P<flags>[^;]+))?(?:; needs (?P<needs>[^;]+))?"
    r"(?:; (?P<together>pair|four))?$"
)
#: What fills no role of a measure: how many, on which circle, how far below the top, how far apart.
_APART: Final = ("count", "circle", "below", "spacing")
_PLACES: Final = frozenset(
    ["centre", "part", "it", "everything", "axis", "whole", "entire", "body", "piece"]
).union(["length", "height", "thickness"])
_FLAGS: Final = frozenset(["through", "centred", "everything", "round_shape"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed:
    """How one kind of feature becomes sizes of a part.

    Attributes:
        sizes: Role of the feature's measure to the part's size; "" is a bare number.
        places: Words that may place it without saying anything new.
        flags: Flags that say nothing new.
        needs: At least one of these words must place it.
        count: The part's size that takes the number of them.
        circle: The part's size that takes a bolt circle.
        below: The part's size that takes the distance below the top.
        spacing: The part's size that takes the distance between their centres.
        together: How many of them the size stands for.
    """

    sizes: Mapping[str, str]
    places: frozenset[str]
    flags: frozenset[str]
    needs: frozenset[str]
    count: str
    circle: str
    below: str
    spacing: str
    together: int

    @property
    def names(self) -> frozenset[str]:
        """The part's sizes that it gives."""
        return frozenset({*self.sizes.values(), self.count, self.circle, self.below, self.spacing} - {""})


def read_absorbed(texts: Iterable[str]) -> dict[str, tuple[Absorbed, ...]]:
    """Read the lines ``Absorbs:`` of a header: by kind of feature, the ways in their order.

    Raises:
        ValueError: One of them can't be read.
    """
    ways: dict[str, tuple[Absorbed, ...]] = {}
    for text in texts:
        found = _LINE.match(text)
        if found is None:
            raise ValueError(f"not a feature that is a size of the part: {text}")
        way = _read_way(found)
        for kind in found["kinds"].split(" | "):
            ways[kind] = (*ways.get(kind, ()), way)
    return ways


def _read_way(found: re.Match[str]) -> Absorbed:
    """Read "pin_hole = number | diameter, pin_drop = below" and what may be said besides."""
    roles: dict[str, str] = {}
    for pair in found["sizes"].split(", "):
        size, _, names = pair.partition(" = ")
        if not names:
            raise ValueError(f"not a size and what it takes: {pair}")
        roles |= dict.fromkeys(names.split(" | "), size)
    return Absorbed(
        sizes={"" if role == "number" else role: size for role, size in roles.items() if role not in _APART},
        places=frozenset(found["places"].split()) if found["places"] else _PLACES,
        flags=frozenset(found["flags"].split()) if found["flags"] else _FLAGS,
        needs=frozenset((found["needs"] or "").split()),
        count=roles.get("count", ""),
        circle=roles.get("circle", ""),
        below=roles.get("below", ""),
        spacing=roles.get("spacing", ""),
        together={"pair": 2, "four": 4}.get(found["together"] or "", 1),
    )
