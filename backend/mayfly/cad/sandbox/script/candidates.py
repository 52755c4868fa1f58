"""The bodies that could be a script's model, and which of them went into others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import cadquery as cq
from OCP.TopLoc import TopLoc_Location

from mayfly.cad.sandbox.record.bindings import Bindings
from mayfly.cad.sandbox.record.bodies import (
    Found,
    objects_in,
    shapes_behind,
    shapes_of,
    share_space,
    solids_of,
    volume_of,
)
from mayfly.cad.sandbox.record.lineage import Ancestry, Lineage, Way

_MOST_COMPARED: Final = 60  # each with each


@dataclass(eq=False)
class Body:
    """A body that may be the model, or a part of it.

    Attributes:
        obj: The object.
        lineage: Knows what it was made of.
        place: How the script reaches it, as ``parts[0]``; empty where no name does.
        name: The module-level name in that.
        line: Where it was bound, saved or made; 0 if that is not known.
    """

    obj: Any
    lineage: Lineage = field(repr=False)
    place: str = ""
    name: str = ""
    line: int = 0

    @cached_property
    def whole(self) -> bool:
        """Whether the object is the body; else it is a workplane or a selection on it."""
        return bool(shapes_of(self.obj))

    @property
    def is_assembly(self) -> bool:
        """Whether the object is an assembly."""
        return isinstance(self.obj, cq.Assembly)

    @cached_property
    def shapes(self) -> list[Any]:
        """Its shapes with solids."""
        return shapes_of(self.obj) or shapes_behind(self.obj)

    @cached_property
    def ids(self) -> frozenset[int]:
        """The numbers of its shapes."""
        return frozenset(id(shape) for shape in self.shapes)

    @cached_property
    def solids(self) -> list[Any]:
        """The kernel's solids."""
        return solids_of(self.shapes)

    @cached_property
    def ancestry(self) -> Ancestry:
        """What went into it."""
        return Ancestry(self.lineage, self.shapes)

    @cached_property
    def volume_mm3(self) -> float:
        """Its volume."""
        return volume_of(self.shapes)

    @cached_property
    def key(self) -> tuple[int, ...]:
        """What bodies of the very same shapes have in common; an assembly has places, too."""
        return (*([0] if self.is_assembly else []), *(id(shape) for shape in self.shapes))

    def way_into(self, other: Body) -> Way | None:
        """Return how it got into another body, all of its shapes; None if one of them did not."""
        ways: list[Way] = []
        for shape in self.shapes:
            if id(shape) in other.ids:
                way = None if self.is_assembly and not other.is_assembly else Way.KEPT
            else:
                way = other.ancestry.way_of(shape) or other.way_of_solids(solids_of([shape]))
            if way is None:
                return None
            ways.append(way)
        if not ways:
            return None
        if min(ways) is Way.COPIED and len(other.solids) > len(self.solids):
            return Way.JOINED  # the other is several that were made of it
        return min(ways)

    def is_in(self, others: Iterable[Body]) -> bool:
        """Return whether it is one of others or went into one, and is not only copied."""
        return any((way := self.way_into(other)) is not None and way > Way.COPIED for other in others)

    def is_copy_in_place(self, other: Body) -> bool:
        """Return whether another is a copy that is partly where this one is."""
        return self.way_into(other) is Way.COPIED and share_space(self.obj, other.obj)

    def has_same_content(self, other: Body) -> bool:
        """Return whether one of two was made of the other and both are the same amount of it."""
        related = self.way_into(other) is not None or other.way_into(self) is not None
        close = abs(self.volume_mm3 - other.volume_mm3) <= 1e-6 * abs(self.volume_mm3)
        return related and close and len(self.solids) == len(other.solids)

    def holds(self, other: Body) -> bool:
        """Return whether it is more than another and has that among its parts, as an assembly has."""
        return len(self.key) > len(other.key) and other.ids <= self.ids

    def way_of_solids(self, solids: Sequence[Any]) -> Way | None:
        """Return how solids got into it by what the kernel shares between them."""
        ways: list[Way] = []
        for solid in solids:
            if any(solid.IsSame(other) for other in self._by_place[hash(solid)]):
                ways.append(Way.KEPT)
            elif any(solid.IsPartner(other) for other in self._by_form[_form(solid)]):
                ways.append(Way.COPIED)
            else:
                return None
        return min(ways, default=None)

    @cached_property
    def _by_place(self) -> defaultdict[int, list[Any]]:
        return _grouped(self.solids, hash)

    @cached_property
    def _by_form(self) -> defaultdict[int, list[Any]]:
        return _grouped(self.solids, _form)


def _form(solid: Any) -> int:
    """Return a number that a solid has wherever it is put."""
    return hash(solid.Located(TopLoc_Location()))


def _grouped(solids: Iterable[Any], key: Callable[[Any], int]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for solid in solids:
        groups[key(solid)].append(solid)
    return groups


class Candidates:
    """The bodies that a script has made and still has.

    Attributes:
        bound: Where each name was bound the last time, in that order.
        objects: All of CadQuery's objects that its names hold.
        bodies: Those with a solid, one for each, the one bound last at the end.
    """

    def __init__(
        self, namespace: Mapping[str, Any], module: str, bindings: Bindings, lineage: Lineage
    ) -> None:
        """Find them.

        Args:
            namespace: The names that the script bound, and their values.
            module: What the script is called as a module.
            bindings: What it bound, and in which order.
            lineage: What went into what.
        """
        self._lineage = lineage
        self.bound = bindings.names()
        self._order = {name: at for at, name in enumerate(self.bound)}
        self.objects = sorted(objects_in(namespace, module), key=self._recency)
        named = [
            Body(each.obj, lineage, each.place, each.name, self._line(each.name)) for each in self.objects
        ]
        self.bodies = _distinct(body for body in named if body.shapes)
        left = [Body(value, lineage, line=line) for value, line in bindings.left]
        self.bodies[:0] = _distinct(body for body in left if body.shapes and self._adds_to_named(body))

    def _adds_to_named(self, left: Body) -> bool:
        """Return whether a body without a name is more than an unchanged copy of one with a name."""
        return not left.is_in(self.bodies) and not any(
            body.way_into(left) is Way.KEPT and body.has_same_content(left) for body in self.bodies
        )

    def body(self, obj: Any, line: int = 0) -> Body:
        """Return the body of an object, with the name under which the script has it, if it has one."""
        bare = Body(obj, self._lineage, line=line)
        known = next((body for body in self.bodies if body.place and body.key == bare.key), None)
        if known is None:
            return bare
        return Body(obj, self._lineage, known.place, known.name, line or known.line)

    def _recency(self, found: Found) -> tuple[bool, bool, int]:
        """Return a key to sort by the last binding; targets of loops first, then what no assignment bound."""
        bound = self.bound.get(found.name)
        if bound is None:
            return True, False, 0
        return bound.how != "loop", bound.how != "loop", self._order[found.name]

    def _line(self, name: str) -> int:
        bound = self.bound.get(name)
        return bound.line if bound else 0


def _distinct(bodies: Iterable[Body]) -> list[Body]:
    """Keep one of the bodies with the same shapes: a whole one, else the one that comes last."""
    found: dict[tuple[int, ...], Body] = {}
    for body in bodies:
        twin = found.get(body.key)
        if twin is None or body.whole or not twin.whole:
            found.pop(body.key, None)
            found[body.key] = body
    return list(found.values())


def wholes(bodies: Sequence[Body]) -> list[Body]:
    """Return the bodies that did not go into another one of them."""
    if len(bodies) > _MOST_COMPARED:
        return list(bodies)
    result = list(bodies)
    for body in bodies:
        if body.is_in(other for other in result if other is not body):
            result.remove(body)
    return result


def overlapping(bodies: Sequence[Body]) -> bool:
    """Return whether any two bodies are partly in one place; of very many it is not known."""
    pairs = ((one, other) for at, one in enumerate(bodies) for other in bodies[at + 1 :])
    return len(bodies) <= _MOST_COMPARED and any(share_space(one.obj, other.obj) for one, other in pairs)


def accounted(taken: Sequence[Body], others: Sequence[Body]) -> Iterator[tuple[Body, bool | None]]:
    """Find what became of other bodies: True for one that went into the taken, False for one only copied.

    A copy beside the original is another body. A copy in the same place can't be: then the
    original is only where it was made. None stands for a body of which the taken hold nothing.
    """
    for body in others:
        if body.is_in(taken):
            yield body, True
        else:
            yield body, False if any(body.is_copy_in_place(target) for target in taken) else None
