"""What has been read so far, shared by all readers: the thing spoken of, the part, the components."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.cursor import Cursor
from mayfly.language.nodes import MATE, Attribute, Label, Measure, Mention, PartWords, Reference, Request
from mayfly.language.vocabulary import V_SHAPED, word_set

#: Roles that a feature's own sizes can have; any other size said behind it belongs to the part.
OWN_ROLES: Final = {
    "hole": word_set("diameter in_diameter radius deep depth"),
    "bore": word_set("diameter in_diameter radius deep depth"),
    "slot": word_set("length long width wide deep depth radius"),
    "pocket": word_set("length long width wide deep depth radius diameter in_diameter high height side"),
    "boss": word_set("length long width wide height high diameter in_diameter radius side"),
    "groove": word_set("width wide deep depth diameter angle length long"),
    "keyway": word_set("length long width wide deep depth"),
    "shell": word_set("thickness thick thk"),
    "fillet": frozenset(["radius"]),
    "chamfer": word_set("angle wide deep width length depth"),
    "counterbore": word_set("diameter in_diameter deep depth radius"),
    "countersink": word_set("diameter in_diameter angle deep depth radius"),
}


_LISTS: Final = ("unknown", "unsupported", "negated", "notes", "doubts", "shares", "replaced")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A place in the reading to step back to."""

    at: int
    mention: Mention
    context: tuple[str, ...]
    group: int
    base: tuple[str, str, bool, int | None]
    mentions: list[tuple[Mention, int, int, int | None]]
    lengths: tuple[int, int]
    lists: dict[str, int]


class ReaderState(Cursor):
    """The state that the readers share, and how they change it."""

    def __init__(self, terms: list[Term], part_words: Callable[[str], PartWords]) -> None:
        """Start with nothing spoken of.

        Args:
            terms: The request.
            part_words: Gives what is particular to a part, by its name.
        """
        super().__init__(terms)
        self.part_words = part_words
        self.reading = Request()
        self.base = Mention("part")
        self.reading.parts.append(self.base)
        self.mention = self.base
        self.context: tuple[str, ...] = ()
        self.group = 0
        self.sized_at = -1
        self.inside = False
        self.follow_up = False
        self.topic: Reference | None = None
        self.pending: Attribute | None = None

    @property
    def own_sizes(self) -> frozenset[str]:
        """Names of sizes that the part spoken of has, and that are no words of the vocabulary."""
        return self.spoken_of.sizes

    @property
    def spoken_of(self) -> PartWords:
        """What is particular to the part spoken of."""
        return self.part_words(self.base.name) if self.base.name else PartWords()

    @property
    def knows_part(self) -> bool:
        """The part has been named, so that "of the plate" names it again."""
        return bool(self.base.name)

    def new_feature(self, kind: str, name: str, text: str, *, plural: bool = False) -> Mention:
        """Begin to speak of a feature."""
        mention = Mention(kind, name, None, plural, text=text, order=len(self.reading.features))
        mention.vee = kind == "groove" and name.startswith(V_SHAPED)
        self.reading.features.append(mention)
        if self.pending is not None:
            mention.attributes.append(self.pending)
            self.pending = None
        if self.topic is not None:
            mention.attributes.append(Attribute("place", "on", ref=self.topic, text=self.topic.text))
        self.mention = mention
        self.context = ()
        return mention

    def last_holes(self, text: str) -> None:
        """Speak of the holes of the last model, in a follow-up that does not name them ("the inset 15")."""
        if self.mention is self.base and self.follow_up:
            self.new_feature("hole", "holes", text, plural=True).definite = True

    def attribute(
        self, kind: str, name: str = "", start: int | None = None, *, ref: Reference | None = None
    ) -> None:
        """Note something about the thing spoken of; its text runs from ``start`` to here."""
        text = self.text_since(start) if start is not None else name
        about = self.context if self.mention is self.base else ()
        self.mention.attributes.append(Attribute(kind, name, ref=ref, text=text, about=about))

    def add(self, measure: Measure) -> None:
        """Hand a size to the thing that it belongs to."""
        label = measure.label
        mention = self.mention
        own = OWN_ROLES.get(mention.kind)
        if own is not None and (
            measure.context
            or (label.role is not None and label.role not in own)
            or (label.components and label != MATE and not self._belongs(mention, label))
        ):
            mention = self.base
        if mention is self.base and not label.components and not measure.context:
            measure.context = self.context
        mention.measures.append(measure)

    def _belongs(self, mention: Mention, label: Label) -> bool:
        """Return whether a component describes the feature's own size ("20 long overall")."""
        names = set(label.components)
        if mention.kind in {"slot", "pocket", "boss"}:
            return names <= {"overall", "outer", "centre"}
        if mention.kind == "groove":
            return names <= {"groove", "bottom"}
        return names <= {"bore", "overall"} and mention.kind in {"bore", "hole"}

    def new_group(self) -> int:
        """Return the number of a new group of sizes "A x B x C"."""
        self.group += 1
        return self.group

    def snapshot(self) -> Snapshot:
        """Remember everything that a reader may change, to try it and step back."""
        base = self.base
        mentions = [*self.reading.parts, *self.reading.features]
        return Snapshot(
            self.at,
            self.mention,
            self.context,
            self.group,
            (base.name, base.text, base.plural, base.count),
            [(f, len(f.attributes), len(f.measures), f.count) for f in mentions],
            (len(self.reading.parts), len(self.reading.features)),
            {key: len(getattr(self.reading, key)) for key in _LISTS},
        )

    def restore(self, saved: Snapshot) -> None:
        """Step back to a snapshot."""
        self.at, self.mention, self.context, self.group = saved.at, saved.mention, saved.context, saved.group
        self.base.name, self.base.text, self.base.plural, self.base.count = saved.base
        for mention, attributes, measures, count in saved.mentions:
            del mention.attributes[attributes:], mention.measures[measures:]
            mention.count = count
        parts, features = saved.lengths
        del self.reading.parts[parts:], self.reading.features[features:]
        for key, length in saved.lists.items():
            del getattr(self.reading, key)[length:]
