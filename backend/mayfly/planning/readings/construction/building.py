"""What takes shape step by step: the body so far, and the sketches that nothing was done with yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mayfly.language.weighing.topics import State, Topic
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.built_up.work import Work

AXES: Final = {"xy": "z", "xz": "y", "yz": "x"}
#: The face that a profile along each axis ends in.
NORMAL: Final = {"z": "top", "y": "front", "x": "right"}


@dataclass(slots=True)
class Building:
    """A body that is built up, one topic after the other.

    Attributes:
        state: The reading.
        work: The body so far.
        sketches: Profiles that nothing was done with yet.
        waiting: Lofts and sweeps that were announced; they are carried out when all sketches are known.
        last: How many features there were before the last step.
        sizes: Features that turned out to be sizes of the part: the hole of a standoff.
    """

    state: State
    work: Work | None = None
    sketches: list[Topic] = field(default_factory=list)
    waiting: list[Topic] = field(default_factory=list)
    last: int = 0
    sizes: tuple[Topic, ...] = ()

    def finished(self) -> Work:
        """Return the body when all topics were taken, and what had to wait was carried out.

        Raises:
            NeedsClarification: Nothing was done with a sketch, or there is no body.
        """
        if self.sketches and self.work is not None:
            raise missing(
                f"What is done with the {self.sketches[-1].name}: extruded or cut, and how far?",
                about("size", "extrusion", "height"),
            )
        if self.work is None:
            if self.sketches:
                raise missing(
                    f"How far is the {self.sketches[-1].name} extruded?",
                    about("size", "extrusion", "height"),
                )
            raise missing("Which part shall be made?", about("part"))
        return self.work

    def body(self, topic: Topic) -> Work:
        """Return the body so far, which a topic belongs to.

        Raises:
            NeedsClarification: There is none.
        """
        if self.work is None:
            raise missing(f"What does the {topic.name} belong to?", about("part"))
        return self.work

    def taken(self) -> Topic:
        """Return the sketch that was drawn last, and let it go.

        Raises:
            NeedsClarification: There is none.
        """
        if not self.sketches:
            raise missing("Which profile is meant?", about("place", "profile"))
        return self.sketches.pop()
