"""The sizes said of a feature by what they measure; each is taken once, and what is left is asked about."""

from __future__ import annotations

from dataclasses import dataclass, field

from mayfly.language.units import LARGEST_MM, SMALLEST_MM
from mayfly.language.vocabulary import ROLE_OF
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import Size
from mayfly.planning.questions import about, conflict, impossible, unsupported


@dataclass(slots=True)
class Roles:
    """The sizes of one feature.

    Attributes:
        topic: The feature.
        open: The sizes that nothing has been made of yet, in the order of speech.
    """

    topic: Topic
    open: list[Size] = field(default_factory=list)

    @classmethod
    def of(cls, topic: Topic) -> Roles:
        """Begin with all sizes of a feature, those in rows included."""
        sizes = list(topic.sizes)
        for group in topic.groups:
            sizes += group.sizes
        return cls(topic, sizes)

    def take_form(self, form: str) -> list[Size]:
        """Take the sizes that are written in a form: "thread", "angle"."""
        found = [size for size in self.open if size.number.form == form]
        self.open = [size for size in self.open if size not in found]
        return found

    def one(self, *names: str) -> float | None:
        """Take the size of one of these names, in mm; None where none was said.

        Raises:
            NeedsClarification: It was said twice, with different values.
        """
        for name in names:
            found = [size for size in self.open if role_of(size) == name]
            if found:
                return self._value(name, found)
        return None

    def diameter(self) -> float | None:
        """Take the diameter, also as a radius or a bare number; None where none was said."""
        found = [size for size in self.open if role_of(size) in {"diameter", "in_diameter", "radius"}]
        if not found:
            found = [size for size in self.open if role_of(size) is None][:1]
        if not found:
            return None
        values = {self._in_mm(size) * (2 if role_of(size) == "radius" else 1) for size in found}
        self.open = [size for size in self.open if size not in found]
        if len(values) > 1:
            texts = " and ".join(size.number.text for size in found)
            raise conflict(
                f"The {self.topic.name} have two sizes: {texts}. Which one is right?",
                about("size", self.topic.kind, "diameter", values=[size.number for size in found]),
            )
        return values.pop()

    def second(self) -> float | None:
        """Take the next bare number; None where no further one was said."""
        found = next((size for size in self.open if role_of(size) is None), None)
        if found is None:
            return None
        self.open.remove(found)
        return self._in_mm(found)

    def check_all_used(self) -> None:
        """Check that no size is left over.

        Raises:
            NeedsClarification: One is.
        """
        if self.open:
            size = self.open[0]
            raise unsupported(
                f"What is {size.number.text} on the {self.topic.name}?",
                about("number", self.topic.kind, values=[size.number]),
            )

    def _value(self, name: str, found: list[Size]) -> float:
        values = {self._in_mm(size) for size in found}
        if len(values) > 1:
            texts = " and ".join(size.number.text for size in found)
            raise conflict(
                f"The {name} of the {self.topic.name} is given twice: {texts}. Which is right?",
                about("size", self.topic.kind, name, values=[size.number for size in found]),
            )
        self.open = [size for size in self.open if size not in found]
        return values.pop()

    def _in_mm(self, size: Size) -> float:
        quantity = size.number
        if quantity.doubt and quantity.doubt != "fraction":
            raise unsupported(
                f"How is {quantity.text} to be read?", about("number", self.topic.kind, values=[quantity])
            )
        if not SMALLEST_MM <= quantity.value <= LARGEST_MM:
            raise impossible(
                f"{quantity.text} is no size that can be made: from {SMALLEST_MM} mm to {LARGEST_MM:g} mm.",
                about("number", self.topic.kind, values=[quantity]),
            )
        return quantity.value


def role_of(size: Size) -> str | None:
    """Return what a size measures: by its name, else by its sign."""
    role = size.label.role
    if role is not None:
        return ROLE_OF.get(role, role)
    return {"diameter": "diameter", "radius": "radius"}.get(size.number.form)
