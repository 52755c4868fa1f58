"""Sleeves with a bore from each end, as couplings: "bored 12 from one end and 10 from the other"."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.topics import ROUND_BAR, State, Topic
from mayfly.language.weighing.values import Group, Size
from mayfly.planning.parts.names import size_labels
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, conflict, unsupported
from mayfly.planning.readings.said.mentions import mention_of

#: What the patterns call the two bores.
BORES: Final = ("first bore", "second bore")


@lru_cache(maxsize=1)
def _coupling() -> str:
    """Return the part that has a first and a second bore."""
    wanted = {Label((name,)) for name in BORES}
    return next(name for name in catalogue() if wanted <= size_labels(name).keys())


def is_bored_from_ends(name: str) -> bool:
    """Return whether a part can have a bore from each end: a round bar, or what is hollow and round."""
    part = catalogue().get(name)
    return name in {ROUND_BAR, _coupling()} or (
        part is not None
        and {"round_shape", "open_ended"} <= part.traits.agrees
        and "outer_diameter" in part.parameters
    )


def with_two_bores(state: State) -> State:
    """Return a reading in which a sleeve with a bore from each end is a shaft coupling.

    Raises:
        NeedsClarification: The bores do not meet, or are the same.
    """
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or not is_bored_from_ends(base.name):
        return state
    wide = [_bore(base, name) for name in BORES]
    if wide == [None, None]:
        return state
    own = tuple(one for one in base.said if isinstance(one, Size | Group) and not _is_of_bore(one))
    bar = replace(base, name=ROUND_BAR, said=tuple(_plain(one) for one in own))
    values, _ = settle(size_part(mention_of(bar), {}))
    if None in wide:
        raise unsupported(
            "Which diameter has the bore from the other end?", about("size", "bore", "diameter")
        )
    length = float(values["height"])
    first = _depth(base, length)
    rest = tuple(one for one in base.said if not isinstance(one, Size | Group))
    sizes = {
        "outer diameter": float(values["diameter"]),
        "length": length,
        "first bore": wide[0],
        "second bore": wide[1],
        "first depth": first,
    }
    said = tuple(Size(_mm(value), _LABELS[name]) for name, value in sizes.items() if value is not None)
    sleeve = replace(base, name=_coupling(), words="coupling", said=(*rest, *said))
    return state.but(topics=tuple(sleeve if topic is base else topic for topic in state.topics))


_LABELS: Final = {
    "outer diameter": Label(("outer",), "diameter"),
    "length": Label((), "length"),
    "first bore": Label(("first bore",)),
    "second bore": Label(("second bore",)),
    "first depth": Label(("first",), "depth"),
}


def _mm(value: float) -> Quantity:
    return Quantity(value, f"{value:g}", unit="mm")


def _is_of_bore(value: object) -> bool:
    return isinstance(value, Size) and value.label.components[:1] in {(name,) for name in BORES}


def _bore(base: Topic, name: str) -> float | None:
    """Return how wide a bore is.

    Raises:
        NeedsClarification: Two widths were said.
    """
    found = [size.number for size in base.sizes if size.label == Label((name,))]
    if len({one.value for one in found}) > 1:
        raise conflict(
            f"The {name} is given twice: {found[0].text} and {found[1].text}. Which is right?",
            about("size", "bore", "diameter", values=found),
        )
    return found[0].value if found else None


def _depth(base: Topic, length: float) -> float | None:
    """Return how deep the first bore is; None where they meet in the middle.

    Raises:
        NeedsClarification: The depths do not make the length.
    """
    said = {
        name: [size.number.value for size in base.sizes if size.label == Label((name,), "depth")]
        for name in BORES
    }
    first, second = (values[0] if values else None for values in said.values())
    if first is not None and second is not None and abs(first + second - length) > SAME_MM:
        raise conflict(
            f"The bores are {first:g} and {second:g} mm deep, but the whole is {length:g} mm long. What is"
            " between?",
            about("size", "bore", "depth", values=[first, second, length]),
        )
    return first if first is not None else None if second is None else length - second


def _plain(one: Size | Group) -> Size | Group:
    """Return the size of the outside as that of the bar."""
    if isinstance(one, Size) and one.label.components == ("outer",):
        return replace(one, label=Label((), one.label.role or "diameter"))
    return one
