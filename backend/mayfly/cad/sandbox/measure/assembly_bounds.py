"""Bounds the assemblies of a STEP file: a few lines can place one part a million times, or within itself.

Checked before the kernel makes shapes of the file, and again before they are measured:
either could take hours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from OCP.IFSelect import IFSelect_SelectModelEntities, IFSelect_SelectType
from OCP.StepRepr import (
    StepRepr_AssemblyComponentUsage,
    StepRepr_MappedItem,
    StepRepr_Representation,
    StepRepr_ShapeRepresentationRelationshipWithTransformation,
)
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopoDS import TopoDS_Iterator, TopoDS_Shape

from mayfly.cad.sandbox.measure.inspection import CheckFailed

PLACES = 20_000
"""How often the parts of an assembly may stand in it, taken together with the assemblies between."""

_COMPOUNDS = (TopAbs_ShapeEnum.TopAbs_COMPOUND, TopAbs_ShapeEnum.TopAbs_COMPSOLID)


class Unbounded(CheckFailed):
    """A file places its parts too often, or a part within itself."""

    def __init__(self, message: str) -> None:
        """Set the check's name."""
        super().__init__("assembly_size", message)


def check_structure(session: Any) -> None:
    """Count how often the parts of a file that was parsed stand in its assemblies.

    Args:
        session: The reader's work session.

    Raises:
        Unbounded: Too often, or endlessly.
    """
    products = _Places()
    for usage in entities(session, StepRepr_AssemblyComponentUsage):
        products.add(usage.RelatingProductDefinition(), usage.RelatedProductDefinition())
    products.check()
    shapes = _Places()
    for relation in entities(session, StepRepr_ShapeRepresentationRelationshipWithTransformation):
        shapes.add(relation.Rep1(), relation.Rep2())
    mapped = {id(item): item for item in entities(session, StepRepr_MappedItem)}
    for holder in entities(session, StepRepr_Representation) if mapped else ():
        for number in range(1, holder.NbItems() + 1):
            item = mapped.get(id(holder.ItemsValue(number)))
            if item is not None:
                shapes.add(holder, item.MappingSource().MappedRepresentation())
    shapes.check()


def check_shape(shape: TopoDS_Shape) -> None:
    """Count how often bodies stand in a shape.

    Raises:
        Unbounded: Too often.
    """
    places = _Places()
    waiting, seen = [shape], {id(shape.TShape()): shape.TShape()}
    while waiting:
        whole = waiting.pop()
        children = TopoDS_Iterator(whole, False, False)
        while children.More():
            child = children.Value()
            places.add(whole.TShape(), child.TShape())
            if child.ShapeType() in _COMPOUNDS and id(child.TShape()) not in seen:
                seen[id(child.TShape())] = child.TShape()
                waiting.append(child)
            children.Next()
    places.check()


def entities(session: Any, kind: Any) -> Iterator[Any]:
    """Return the entities of a kind and of its subtypes."""
    selection = IFSelect_SelectType(kind.get_type_descriptor_s())
    selection.SetInput(IFSelect_SelectModelEntities())
    found = session.EvalSelection(selection)
    while found.More():
        yield found.Value()
        found.Next()


class _Places:
    """Wholes and their parts, of which the places are counted without walking them one by one."""

    def __init__(self) -> None:
        """Start empty."""
        self._alive: dict[int, Any] = {}  # so that no address is used twice
        self._parts: dict[int, list[int]] = defaultdict(list)

    def add(self, whole: Any, part: Any) -> None:
        """Add one place of a part in a whole; either may be missing in a faulty file."""
        if whole is not None and part is not None:
            self._alive |= {id(whole): whole, id(part): part}
            self._parts[id(whole)].append(id(part))

    def check(self) -> None:
        """Count the places.

        Raises:
            Unbounded: There are too many, or infinitely many.
        """
        users = Counter(part for parts in self._parts.values() for part in parts)
        places = {node: int(node not in users) for node in self._alive}
        ready = [node for node, count in places.items() if count]
        total = settled = 0
        while ready:
            node = ready.pop()
            settled += 1
            total += places[node]
            if total > PLACES:
                raise Unbounded(
                    f"its parts stand in more than {PLACES} places, which is the most that is published"
                )
            for part in self._parts.get(node, ()):
                places[part] += places[node]
                users[part] -= 1
                if not users[part]:
                    ready.append(part)
        if settled < len(self._alive):
            raise Unbounded("an assembly in it contains itself")
