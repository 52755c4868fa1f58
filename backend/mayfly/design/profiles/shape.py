"""What all profiles share: a place, a turn, an outline, and how they write themselves into a script."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable

from mayfly.design import segments
from mayfly.design.outlines import Outline
from mayfly.design.segments import Point
from mayfly.design.values import Angle, Point2, Value

Named = Callable[[str, float, str], str]
"""Adds a parameter to the script: its name, its value, what it is; returns the name that it got."""


class Shape(Value):
    """What all profiles share: where their middle lies, and by how much they are turned about it."""

    at: Point2 = (0.0, 0.0)
    turn: Angle = 0.0

    def outline(self) -> Outline:
        """Return the outline, moved and turned to its place."""
        return _turned(self._drawn(), self.turn).moved(self.at)

    @abstractmethod
    def _drawn(self) -> Outline:
        """Return the outline around its own middle."""

    @abstractmethod
    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it on a workplane of CadQuery."""

    @abstractmethod
    def title(self) -> str:
        """Return what to call it."""

    def described(self) -> str:
        """Return its title with all that the title leaves out: its rounded corners, turn and place."""
        radius = getattr(self, "corner_radius", 0.0)
        words = [
            self.title(),
            *([f"corners rounded {text(radius)} mm"] if radius else []),
            *([f"turned {text(self.turn)}°"] if self.turn else []),
            *([f"at ({text(self.at[0])}, {text(self.at[1])})"] if self.at != (0.0, 0.0) else []),
        ]
        return ", ".join(words)

    def _placed(self, step: str) -> list[str]:
        """Return a step at the profile's place, for what CadQuery draws around the origin."""
        if self.at == (0.0, 0.0) and not self.turn:
            return [step]
        u, v = (text(c) for c in self.at)
        return [
            f".center({u}, {v})",
            *([f".transformed(rotate=(0, 0, {text(self.turn)}))"] if self.turn else []),
            step,
        ]


def text(value: float) -> str:
    """Write a number as a script does."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def _turned(outline: Outline, degrees: float) -> Outline:
    """Return an outline turned about the origin; that of an ellipse by right angles only."""
    if not degrees:
        return outline
    turn = math.radians(degrees)
    cos, sin = math.cos(turn), math.sin(turn)

    def point(at: Point) -> Point:
        return at[0] * cos - at[1] * sin, at[0] * sin + at[1] * cos

    def segment(one: segments.Segment) -> segments.Segment:
        if isinstance(one, segments.Line):
            return segments.Line(point(one.start), point(one.end))
        if one.radii[0] == one.radii[1]:
            return segments.Arc(point(one.centre), one.radii, one.begin + turn, one.sweep)
        radii = one.radii if degrees % 180 == 0 else (one.radii[1], one.radii[0])
        return segments.Arc(point(one.centre), radii, one.begin + turn, one.sweep)

    return Outline(
        tuple(map(segment, outline.segments)), tuple(tuple(map(segment, o)) for o in outline.openings)
    )
