"""Binds the numbers of a run to their names: "OD 40 ID 32", "40 wide 25 high", "legs 60 and 45".

A name can stand before or behind its number, and only the whole run tells
which: all ways to cover it are tried, the one that leaves fewest numbers and
names alone wins, and where two win the run is in doubt.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from mayfly.language.chunks import Quantity
from mayfly.language.cursor import role_of, spread_unit
from mayfly.language.nodes import Label, Measure
from mayfly.language.vocabulary import ADJECTIVES

#: Names that a number marked as a diameter, radius or angle can't have.
_NOT_OF_MARKED = frozenset(
    [
        "length",
        "width",
        "height",
        "depth",
        "thickness",
        "thk",
        "outer_diameter",
        "inner_diameter",
        "side",
        "pitch",
        "wall",
    ]
)
#: Components that are only a way of measuring.
_NO_SUBJECT = frozenset({"overall", "outer", "inner", "mean"})


@dataclass(slots=True)
class Bindings:
    """The measures of a run, names left without a number, and what is in doubt about them."""

    measures: list[Measure] = field(default_factory=list)
    alone: list[Label] = field(default_factory=list)
    doubt: tuple[Label, tuple[Quantity, ...]] | None = None


def bind(elements: list[object]) -> Bindings:
    """Bind numbers (Measure), names (Label) and links ("=", "×", "&") of one run."""
    elements = _with_links(elements)
    shape = tuple(_sign(element) for element in elements)
    _, ways = _ways(shape)
    out = Bindings()
    readings = {
        tuple(str(m.quantity.text) + "|" + str(m.label) for m in _measures(elements, way)) for way in ways
    }
    measures = _measures(elements, ways[0])
    if len(readings) > 1:
        names = [e for e in elements if isinstance(e, Label)]
        out.doubt = names[0], tuple(e.quantity for e in elements if isinstance(e, Measure))
    out.measures = _link(elements, measures)
    out.alone = [
        e
        for pattern, at in ways[0]
        if pattern in {"L", "A", "B", "C"}
        for e in elements[at : at + 1]
        if isinstance(e, Label)
    ]
    return out


def _with_links(elements: list[object]) -> list[object]:
    """Put "=" behind a name that stands between "Ø30" or "45°" and a plain number: it is no name of those."""
    out: list[object] = []
    for index, element in enumerate(elements):
        out.append(element)
        before, behind = elements[index - 1] if index else None, elements[index + 1 : index + 2]
        if (
            isinstance(element, Label)
            and isinstance(before, Measure)
            and _cant_name(element, before.quantity.form)
            and behind
            and isinstance(behind[0], Measure)
            and behind[0].quantity.form == "plain"
        ):
            out.append("=")
    return out


def _cant_name(label: Label, form: str) -> bool:
    """Return whether a name can't be that of a number marked as a diameter, radius or angle."""
    if form == "angle":
        return label.role not in {None, "angle", "pressure_angle"} and label.role not in ADJECTIVES
    return form in {"diameter", "radius"} and label.role in _NOT_OF_MARKED


def _sign(element: object) -> str:
    if isinstance(element, Measure):
        return "D" if element.quantity.form == "designation" else "Q"
    if isinstance(element, Label):
        if element.role is not None and element.role.startswith("along_"):
            return "A"
        if element.role in ADJECTIVES:
            return "A" if not element.components else "B"
        return "C" if element.role is None else "L"
    return str(element)


@lru_cache(maxsize=4096)
def _ways(shape: tuple[str, ...]) -> tuple[float, tuple[tuple[tuple[str, int], ...], ...]]:
    """Find the cheapest ways to cover a run; each is a row of (pattern, start)."""
    best: dict[int, tuple[float, list[tuple[tuple[str, int], ...]]]] = {len(shape): (0.0, [()])}
    for at in range(len(shape) - 1, -1, -1):
        options: list[tuple[float, tuple[tuple[str, int], ...]]] = []
        for pattern, cost in _PATTERNS:
            end = at + len(pattern)
            if end <= len(shape) and "".join(shape[at:end]) == pattern:
                rest_cost, rests = best[end]
                if at and shape[at - 1] == "×":
                    cost += {"QL": 0.05, "QC": 0.05, "Q&QL": 1.0, "Q&QC": 1.0}.get(pattern, 0.0)
                for rest in rests[:6]:
                    turn = 0.01 if rest and _first(pattern) + _first(rest[0][0]) in {"<>", "><"} else 0.0
                    options.append((cost + rest_cost + turn, ((pattern, at), *rest)))
        cheapest = min(cost for cost, _ in options)
        best[at] = (cheapest, [way for cost, way in options if cost <= cheapest + 1e-9][:8])
    return best[0][0], tuple(best[0][1])


def _first(pattern: str) -> str:
    """Return which way a pattern binds: "<" name first, ">" number first."""
    if pattern[0] in "LC" and "Q" in pattern:
        return "<"
    return ">" if pattern in {"QL", "QC"} else ""


#: Pattern of signs, and what it costs. Q number, L name, C component only, A adjective behind its number,
#: D standard size, which needs no name.
_PATTERNS: tuple[tuple[str, float], ...] = tuple(
    (pattern, cost)
    for cost, patterns in (
        (0.0, "LQ L=Q CQ C=Q CQA C=QA QA QAC QB QL QC QC&C QL&L D × &"),
        (0.02, "CQL C=QL"),
        (0.05, "LQC L=QC"),
        (0.1, "QLC LQ&Q L=Q&Q CQ&Q C=Q&Q Q&QC Q&QL C&CQ L&LQ C&C=Q"),
        (0.2, "QL&C"),
        (0.3, "QAL"),
        (0.5, "CD LD C=D L=D"),
        (0.9, "C"),
        (1.0, "Q"),
        (3.0, "A B L ="),
    )
    for pattern in patterns.split()
)


def _measures(elements: list[object], way: tuple[tuple[str, int], ...]) -> list[Measure]:
    out: list[Measure] = []
    components: tuple[str, ...] = ()
    for pattern, start in way:
        piece = elements[start : start + len(pattern)]
        labels = [e for e in piece if isinstance(e, Label)]
        numbers = [e for e in piece if isinstance(e, Measure)]
        if not numbers:
            if labels and not labels[0].role:
                components = labels[0].components
            continue
        for number in numbers:
            for label in _labels(pattern, labels):
                out.append(Measure(number.quantity, label, context=() if label.components else components))
                if label.components and label.components[-1] not in _NO_SUBJECT:
                    components = label.components
    return out


def _labels(pattern: str, labels: list[Label]) -> list[Label]:
    """Make the label of a number out of the names in its pattern."""
    if not labels:
        return [Label()]
    if pattern in {"QC&C", "QL&C", "QL&L"} or pattern.startswith(("C&C", "L&L")):
        return labels
    if pattern in {"CQA", "C=QA", "CQL", "C=QL"}:
        return [Label((*labels[0].components, *labels[1].components), role_of(labels[1]))]
    if pattern in {"QAC", "QLC", "LQC", "L=QC"}:
        return [Label((*labels[1].components, *labels[0].components), labels[0].role)]
    if pattern == "QAL":
        return [Label(labels[1].components, labels[1].role)]
    return [labels[0]]


def _link(elements: list[object], measures: list[Measure]) -> list[Measure]:
    """Attribute numbers that stood on both sides of a "×" as one group, and give it the unit at its end."""
    order = [id(e.quantity) for e in elements if isinstance(e, Measure)]
    groups: dict[int, int] = {}
    group = 0
    seen = 0
    crossing = False
    for element in elements:
        if element == "×":
            crossing = True
        elif isinstance(element, Measure):
            if crossing:
                if order[seen - 1] not in groups:
                    group += 1
                    groups[order[seen - 1]] = group
                groups[order[seen]] = group
            crossing = False
            seen += 1
    linked = [replace(m, group=groups.get(id(m.quantity), 0)) for m in measures]
    for number in range(1, group + 1):
        members = [m for m in linked if m.group == number]
        label = next((m.label for m in (members[-1], members[0]) if m.label.components), Label())
        shared = label.components if label.role is None and len(label.components) == 1 else ()
        if shared in {("outer",), ("overall",)}:  # "100 x 80 x 60 outside" says nothing of the 60 alone
            members = [replace(m, label=Label()) if m.label.components == shared else m for m in members]
            linked = [
                next((m for m in members if m.quantity is old.quantity), old) if old.group == number else old
                for old in linked
            ]
            shared = ()
        for old, new in zip(members, spread_unit(members), strict=True):
            if shared and new.label in {Label(), label}:
                new = replace(new, label=Label(shared), context=())
            linked[next(i for i, m in enumerate(linked) if m is old)] = new
    return linked
