"""What was said of a part and of each feature: mentions with measures and attributes, without geometry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

from mayfly.language.chunks import Quantity

_Face = TypeVar("_Face")


@dataclass(frozen=True, slots=True)
class Label:
    """What a size is called: "flange dia" is components ("flange",) and role "diameter".

    Attributes:
        components: What it belongs to, in the order of speech.
        role: Which size it is; None where only the component is named ("wall 2").
    """

    components: tuple[str, ...] = ()
    role: str | None = None

    def __str__(self) -> str:
        """Return it in words."""
        return " ".join((*self.components, self.role or "")).replace("_", " ").strip() or "size"


#: Label of a number that has no name.
UNNAMED: Final = Label()
#: Label of a standard size that a thing is for, and does not have itself: "a plate for a NEMA 17 motor".
MATE: Final = Label(("mate",))


@dataclass(slots=True)
class Measure:
    """A quantity with its label.

    Attributes:
        quantity: The number.
        label: What it is called; empty for a bare number.
        group: Measures with the same number stood in one group "A x B x C"; 0 for none.
        used: Something has been made of it.
    """

    quantity: Quantity
    label: Label = UNNAMED
    group: int = 0
    used: bool = False

    def __str__(self) -> str:
        """Return it in words, for questions."""
        name = str(self.label) if self.label != UNNAMED else ""
        return f"{name} {self.quantity.text}".strip()


@dataclass(frozen=True, slots=True)
class Reference:
    """A place spoken of: "the four top edges", "the outer face of the vertical leg".

    Attributes:
        noun: Edge, corner, centre, face, wall, ... (the vocabulary's term).
        traits: Words before it: top, left, outer, each, vertical, long, ...
        count: How many, where said.
        plural: Written in the plural.
        of: What it belongs to.
        text: As written.
    """

    noun: str
    traits: frozenset[str] = frozenset()
    count: int | None = field(default=None, hash=False)
    plural: bool = field(default=False, hash=False)
    of: Reference | None = None
    text: str = field(default="", compare=False)

    def chain(self) -> Iterator[Reference]:
        """Walk from this place outwards."""
        ref: Reference | None = self
        while ref is not None:
            yield ref
            ref = ref.of


@dataclass(slots=True)
class Attribute:
    """Something said about a feature besides its sizes.

    Attributes:
        kind: "place" (preposition and reference), "offset" (a distance from a reference),
            "spacing", "circle", "grid", "points", "flag", "edges".
        name: Which one: the preposition, the direction of the offset, the flag.
        quantities: Its numbers.
        ref: Its reference.
        points: Coordinates, in millimetres.
        axes: The axes that they belong to ("xz"); empty for the first two of the face.
        text: As written, for questions.
        about: Component spoken of just before, where the thing is the part itself.
        measure: Size said just before, where the thing is the part itself.
        used: Something has been made of it.
    """

    kind: str
    name: str = ""
    quantities: tuple[Quantity, ...] = ()
    ref: Reference | None = None
    points: tuple[tuple[float, ...], ...] = ()
    axes: str = ""
    text: str = ""
    about: tuple[str, ...] = ()
    measure: Measure | None = None
    used: bool = False

    @property
    def refs(self) -> list[Reference]:
        """Its place and those that it belongs to, the nearest first."""
        return list(self.ref.chain()) if self.ref else []

    @property
    def words(self) -> set[str]:
        """All words of its places: their nouns, and what was said of them."""
        return {word for ref in self.refs for word in (ref.noun, *ref.traits)}


@dataclass(slots=True)
class Mention:
    """A thing spoken of: the part itself, a hole, a slot, a fillet.

    Attributes:
        kind: "part" or the feature's term.
        name: The part's name for a part; otherwise the words it was called by.
        count: How many, where said.
        plural: Spoken of in the plural.
        measures: Its sizes.
        attributes: What else was said about it.
        text: As written, for questions.
        order: Its place in the request.
        definite: Spoken of as known: "the holes".
        lead: The words just before it: "with", "each with".
        oriented: It is said which way it runs.
        vee: It is a groove of triangular section.
    """

    kind: str
    name: str = ""
    count: int | None = None
    plural: bool = False
    measures: list[Measure] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    text: str = ""
    order: int = 0
    definite: bool = False
    lead: str = ""
    oriented: bool = False
    vee: bool = False

    @property
    def label(self) -> str:
        """What to call it in a sentence."""
        return self.name or self.kind

    def flags(self) -> set[str]:
        """Return the names of its flags."""
        return {attribute.name for attribute in self.attributes if attribute.kind == "flag"}

    def take_flag(self, *names: str) -> bool:
        """Consume the flags of these names; return whether there was one."""
        found = [
            attribute for attribute in self.attributes if attribute.kind == "flag" and attribute.name in names
        ]
        for attribute in found:
            attribute.used = True
        return bool(found)

    def take(self, kind: str) -> list[Attribute]:
        """Return the attributes of one kind that nothing has used yet; they stay unused."""
        return [attribute for attribute in self.attributes if attribute.kind == kind and not attribute.used]

    def on_each(self, faces: Iterable[_Face]) -> Iterator[_Face]:
        """Yield the faces that it is on; all that was said of it holds for each of them."""
        said = [(attribute, attribute.used) for attribute in self.attributes]
        for face in faces:
            for attribute, used in said:
                attribute.used = used
            yield face
