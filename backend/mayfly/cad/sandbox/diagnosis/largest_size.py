"""Finds the largest fillet, chamfer or wall that works where one failed, and the edges at which it fails.

Found by trying, in the script's own child and within a second. An attempt may
crash the kernel; then the child's plain error stands.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cadquery as cq
from OCP.BRep import BRep_Tool

from mayfly.cad.sandbox.diagnosis.faults import sound
from mayfly.cad.sandbox.measure.shape_fields import edge_place

SECONDS, EDGES_SECONDS = 1.2, 0.3
"""How long sizes are tried, then single edges: processor time, so that a busy machine tries as many."""

CLOSE = 1.05
"""The size named works; this many times as much does not."""

_NARROW = 1.02
_SMALLEST = 1 / 4096
_MOST_EDGES = 24
_EDGES_SENT = 100
_LEAST_CHANGE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class SizedStep:
    """A step whose success depends on one size.

    Attributes:
        what: "fillet", "chamfer" or "shell".
        size: The size that the script asked for, in mm, without a sign.
        make: Takes another size and builds; raises what the kernel raises.
        body: What the step works on.
        edges: The edges that it works on; empty for a shell.
        alone: Takes a size and one of the edges, and builds with that edge alone.
        ratio: Of a chamfer's second length to its first; None where there is one length.
    """

    what: str
    size: float
    make: Callable[[float], cq.Shape]
    body: cq.Shape
    edges: Sequence[cq.Shape] = ()
    alone: Callable[[float, cq.Shape], cq.Shape] | None = None
    ratio: float | None = None

    def works(self, size: float) -> bool:
        """Return whether a size gives a sound body.

        Args:
            size: The size in mm.
        """
        return self._sound(lambda: self.make(size))

    def works_alone(self, edge: cq.Shape) -> bool:
        """Return whether the size that the script asked for works on one edge alone.

        Args:
            edge: The edge.
        """
        alone = self.alone
        return alone is not None and self._sound(lambda: alone(self.size, edge))

    def _sound(self, build: Callable[[], cq.Shape]) -> bool:
        try:
            made = build()
            # The kernel takes a hundred times as long for a faulty body as for an open one.
            if made.wrapped is None or not all(
                BRep_Tool.IsClosed_s(shell.wrapped) for shell in made.Shells()
            ):
                return False
            if not sound(made.wrapped):
                return False
            if isinstance(made, cq.Wire):
                return True
            volume, before = made.Volume(), _volume(self.body)
            # Where nothing is left of a hollow, the kernel gives the body back as it was.
            return volume > 0 and abs(volume - before) > _LEAST_CHANGE * before
        except Exception:  # the kernel may refuse in any way
            return False


def sized_step(call: str, values: Mapping[str, Any]) -> SizedStep | None:
    """Return a fillet, chamfer or shell by the local values of CadQuery's function; None if it is another.

    Args:
        call: The function's name.
        values: Its local values.
    """
    build = {"fillet": _fillet, "chamfer": _chamfer, "shell": _hollow, "hollow": _hollow}.get(call)
    try:
        return build(values) if build else None
    except (KeyError, TypeError, ValueError, AttributeError):  # another function of that name
        return None


def not_positive(call: str, values: Mapping[str, Any]) -> str | None:
    """Return "fillet" or "chamfer" if its size is not positive, else None.

    Args:
        call: The name of CadQuery's function.
        values: Its local values.
    """
    sizes = {"fillet": ("radius", "r"), "chamfer": ("length", "d")}.get(call, ())
    size = next((values[name] for name in sizes if isinstance(values.get(name), int | float)), None)
    return call if size is not None and size <= 0 else None


def _fillet(values: Mapping[str, Any]) -> SizedStep:
    body = _first(values, "solid", "self", "s")
    if isinstance(body, cq.Wire):
        corners = values.get("vertices")
        return SizedStep(
            what="fillet",
            size=_positive(values["radius"]),
            make=lambda size: body.fillet(size, corners),
            body=body,
        )
    radius, edges = _positive(_first(values, "radius", "r")), _edges(_first(values, "edgeList", "edges"))
    return SizedStep(
        what="fillet",
        size=radius,
        make=lambda size: body.fillet(size, edges),
        body=body,
        edges=edges,
        alone=lambda size, edge: body.fillet(size, [edge]),
    )


def _chamfer(values: Mapping[str, Any]) -> SizedStep:
    body = _first(values, "solid", "self", "s")
    edges = _edges(_first(values, "edgeList", "edges"))
    length, second = _positive(_first(values, "length", "d")), values.get("length2")
    ratio = _positive(second) / length if second else None

    def make(size: float, chosen: Sequence[cq.Shape]) -> cq.Shape:
        made: cq.Shape = body.chamfer(size, size * ratio if ratio else None, chosen)
        return made

    return SizedStep(
        what="chamfer",
        size=length,
        make=lambda size: make(size, edges),
        body=body,
        edges=edges,
        alone=lambda size, edge: make(size, [edge]),
        ratio=ratio,
    )


def _hollow(values: Mapping[str, Any]) -> SizedStep:
    body = _first(values, "solidRef", "self", "s")
    thickness = float(_first(values, "thickness", "t"))
    opened = _first(values, "faceList", "faces", "faces_")
    faces = opened.Faces() if isinstance(opened, cq.Shape) else list(opened or ())
    kind = values.get("kind", "arc")
    return SizedStep(
        what="shell",
        size=_positive(abs(thickness)),
        make=lambda size: body.hollow(faces, math.copysign(size, thickness), kind=kind),
        body=body,
    )


@dataclass(frozen=True, slots=True)
class Largest:
    """What trying sizes has found.

    Attributes:
        size: The largest that works; None where none was found.
        certain: It was tried and works, and 1.05 times as much does not; or, without a size, none works.
        exact: Only the very size that the script asked for fails: a little less and a little more work.
    """

    size: float | None
    certain: bool = False
    exact: bool = False


def largest(job: SizedStep) -> Largest:
    """Return the largest size that works, a short number, as far as it is found in time.

    Args:
        job: What to try.
    """
    works, fails = 0.0, job.size
    until, took = time.process_time() + SECONDS, 0.0

    def tried(size: float) -> bool:
        nonlocal took
        started = time.process_time()
        if started + took > until:
            raise TimeoutError
        good = job.works(size)
        took = max(took, time.process_time() - started)
        return good

    try:
        while fails > _NARROW * works:
            if fails < job.size * _SMALLEST:
                return Largest(None, certain=True)
            middle = (works + fails) / 2
            works, fails = (middle, fails) if tried(middle) else (works, middle)
        for short in _short(works):
            if short * CLOSE < fails or not (short == works or tried(short)):
                continue
            works = short
            if not tried(short * CLOSE):
                return Largest(short, certain=True)
            return Largest(short, exact=short * CLOSE > job.size)
    except TimeoutError:
        pass
    return Largest(works or None)


def failing_edges(job: SizedStep) -> tuple[list[dict[str, Any]], bool]:
    """Return the edges on which the size fails by themselves, and whether all were tried.

    Seams of round faces are left out: the kernel skips them.

    Args:
        job: What failed.
    """
    until = time.process_time() + EDGES_SECONDS
    found: list[dict[str, Any]] = []
    seams = _seams(job.body)
    for edge in itertools.islice(job.edges, _MOST_EDGES):
        if edge.hashCode() in seams:
            continue
        if time.process_time() > until:
            return found, False
        if not job.works_alone(edge):
            found.append(edge_place(edge.wrapped))
    return found[:_EDGES_SENT], len(job.edges) <= _MOST_EDGES


def foreign_edges(job: SizedStep) -> bool:
    """Return whether an edge belongs to another body than the one worked on.

    Args:
        job: What failed.
    """
    own = {edge.hashCode() for edge in job.body.Edges()} if job.edges else set()
    return any(edge.hashCode() not in own for edge in job.edges)


def _seams(body: cq.Shape) -> set[int]:
    """Return the edges along which a face meets itself, by their hash."""
    return {
        edge.hashCode()
        for face in body.Faces()
        for edge in face.Edges()
        if BRep_Tool.IsClosed_s(edge.wrapped, face.wrapped)
    }


def _short(value: float) -> Iterator[float]:
    """Return a number cut to one, two and three digits, and itself; none is larger than it."""
    for digits in (1, 2, 3):
        unit = 10.0 ** (math.floor(math.log10(value)) - digits + 1)
        yield float(f"{math.floor(value / unit * (1 + 1e-12)) * unit:.12g}")
    yield value


@lru_cache(maxsize=4)
def _volume(body: cq.Shape) -> float:
    return float(body.Volume())


def _first(values: Mapping[str, Any], *names: str) -> Any:
    for name in names:
        if values.get(name) is not None:
            return values[name]
    if names[0] == "faceList":
        return None
    raise KeyError(names[0])


def _positive(value: Any) -> float:
    number = float(value)
    if not 0 < number < math.inf:
        raise ValueError("no size")
    return number


def _edges(value: Any) -> list[cq.Shape]:
    """Return the edges of a list, or of a shape that stands for them."""
    return list(value.Edges() if isinstance(value, cq.Shape) else value)
