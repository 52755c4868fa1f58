"""Finds what words of a change mean in the design at hand: a size, features, or the whole model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mayfly.design import Design
from mayfly.design.edits import Size, sizes
from mayfly.design.features import AnyFeature, Hole
from mayfly.language.chunks import Quantity
from mayfly.language.vocabulary import word_set
from mayfly.planning.follow_up.clauses import Clause
from mayfly.planning.follow_up.traits import fits_word, lies_central
from mayfly.planning.parts.names import part_phrases

_IDLE: Final = word_set(
    "the a an its it's of this that these those all both each every my our your whole entire complete total"
    " overall existing current new first one ones"
)
#: Words for the model itself.
WHOLE: Final = word_set(
    "it this that part model piece thing one whole everything all body object shape size lot"
)
THEM: Final = word_set("them they those these")
#: Stands in a clause for features that were found by their place before.
POINTED: Final = "pointed"
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "hole": ("hole",),
    "bore": ("hole",),
    "drilling": ("hole",),
    "perforation": ("hole",),
    "opening": ("hole", "slot", "pocket"),
    "cutout": ("slot", "pocket"),
    "slot": ("slot",),
    "pocket": ("pocket",),
    "recess": ("pocket",),
    "boss": ("boss",),
    "hub": ("boss",),
    "stud": ("boss",),
    "fillet": ("fillet",),
    "rounding": ("fillet",),
    "radius": ("fillet",),
    "chamfer": ("chamfer",),
    "bevel": ("chamfer",),
    "groove": ("groove", "ring_groove"),
    "keyway": ("keyway",),
    "keyseat": ("keyway",),
    "rib": ("rib",),
    "step": ("step",),
    "counterbore": ("hole",),
    "countersink": ("hole",),
}
#: The size that is meant where only the feature is named: "make the hole 2 mm bigger".
MAIN: Final = {
    "hole": "diameter",
    "fillet": "radius",
    "chamfer": "size",
    "boss": "diameter",
    "groove": "depth",
    "ring_groove": "depth",
    "rib": "thickness",
    "step": "diameter",
}
_TRAITS: Final = word_set(
    "corner bolt circle pcd pattern screw mounting fixing through clearance tapped threaded blind round small"
    " big large central centre center middle inner outer top bottom front back left right rounded grid row"
    " inside outside countersunk counterbored"
)
_HEADS: Final = word_set("counterbore countersink bore")
#: An article behind another word: the word is a verb, or the whole of which the rest is a part.
_WHICH: Final = re.compile(r"^(?!all |both |each |of )[a-z]+ (?:all )?(?:the|them|it|its|both|each)\b")
_PLACE_FIELDS: Final = frozenset({"face", "at", "edges", "z", "side", "name"})
#: Adjective to the nouns of the size that it speaks of, the best first.
ADJECTIVES: Final[dict[str, tuple[str, ...]]] = {
    "thick": ("thickness", "thick"),
    "long": ("length", "long", "height", "high"),
    "wide": ("width", "wide"),
    "high": ("height", "high", "tall", "thickness"),
    "tall": ("height", "tall", "high", "thickness"),
    "deep": ("depth", "deep"),
    "big": (),
}
#: What people call the sizes of a place, by its kind.
_OF_PLACES: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("circle", "diameter"): ("bolt circle", "pcd", "bcd", "pitch circle", "hole circle", "circle"),
    ("row", "spacing"): ("hole spacing", "hole distance"),
    ("grid", "spacing"): ("hole spacing", "hole distance"),
    ("corners", "inset"): ("edge distance", "distance from the edges", "distance to the edge", "margin"),
}
#: What a hollow body may be deep in.
_DEEP: Final = frozenset({"width", "height"})
#: Nouns of sizes to the adjective that goes with them; others go with "big" alone.
_GOES_WITH: Final = {
    "thickness": "thick", "wall": "thick", "floor": "thick", "web": "thick", "flange": "thick",
    "length": "long", "width": "wide", "height": "high", "depth": "deep",
    "leg": "long",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """A feature of the design with the path to it."""

    path: str
    feature: AnyFeature


@dataclass(slots=True)
class Targets:
    """The sizes and features of a design, found by words.

    Attributes:
        design: The design.
        last: Paths that were spoken of before, for "them" and "it".
        pointed: Paths that ``POINTED`` stands for.
        among_several: The design is one body of several, so that a word may be of another one.
    """

    design: Design
    last: tuple[str, ...] = ()
    pointed: tuple[str, ...] = ()
    among_several: bool = False
    _sizes: tuple[Size, ...] = field(init=False, default=())
    _spots: tuple[Spot, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        """List what there is."""
        self._sizes = sizes(self.design)
        self._spots = tuple(
            Spot(f"bodies[{i}].features[{j}]", feature)
            for i, body in enumerate(self.design.bodies)
            for j, feature in enumerate(body.features)
        )

    @property
    def spots(self) -> tuple[Spot, ...]:
        """All features of the bodies."""
        return self._spots

    @property
    def sizes(self) -> tuple[Size, ...]:
        """All sizes."""
        return self._sizes

    def is_whole(self, phrase: str) -> bool:
        """Return whether words mean the model itself: "it", "the plate", "the whole part"."""
        words = phrase.split()
        rest = " ".join(word for word in words if word not in _IDLE and word not in WHOLE)
        return not THEM & set(words) and words != ["both"] and (not rest or rest in self._body_words())

    def _body_words(self) -> set[str]:
        body = self.design.bodies[0]
        names = {body.name.lower()}
        part = getattr(body.base, "part", None)
        names |= {phrase for phrase, (name, _) in part_phrases().items() if name == part}
        names |= {name.split()[-1] for name in names} - self._size_words()  # "the bar" of a flat bar
        return names | {f"{name}s" for name in names}

    def _size_words(self) -> set[str]:
        """Return the words that the sizes are called by, in both numbers: "fin", "fins"."""
        words = {word for size in self._sizes for name in (size.name, *size.words) for word in name.split()}
        return words | {f"{word}s" for word in words} | {_singular(word) for word in words}

    def features(self, phrase: str, clause: Clause) -> list[Spot]:
        """Return the features that words mean: "the corner holes", "the 6 mm holes", "the slot", "them".

        Args:
            phrase: The words, in the plain form.
            clause: Whose numbers the marks are.
        """
        words = _words(phrase)
        if words == [POINTED]:
            return [spot for spot in self._spots if spot.path in (self.pointed or self.last)]
        if phrase == "both" or (set(words) <= THEM | {"hole"} and set(words) & THEM):
            return self._them()
        nouns = [word for word in words if _singular(word) in _KINDS]
        if not nouns or not _all_known(words):
            return []
        if (len(nouns) > 1 and not set(map(_singular, nouns[:-1])) <= _HEADS) or _WHICH.search(phrase):
            return []  # "chamfer the hole" is about a chamfer
        noun = _singular(nouns[-1])
        found = [spot for spot in self._spots if spot.feature.kind in _KINDS[noun]]
        if noun in {"counterbore", "countersink"}:
            found = [spot for spot in found if getattr(spot.feature, noun, None) is not None]
        if noun == "bore":  # bolt holes are none
            found = [spot for spot in found if spot.feature.name == "bore" or lies_central(spot.feature)]
        others = "other" in words
        for word in words:
            if word is nouns[-1] or word == "other" or (_singular(word) in _KINDS and word in nouns[:-1]):
                continue
            found = [spot for spot in found if fits_word(spot.feature, word, clause)]
        if others:
            found = [spot for spot in self._spots if spot.feature.kind in _KINDS[noun]]
            found = [spot for spot in found if spot.path not in self.last]
        return found

    def _them(self) -> list[Spot]:
        """Return what "them" means: what was spoken of before, else the only pattern, else all holes."""
        before = [spot for spot in self._spots if spot.path in self.last]
        if len(before) == 1 and _is_single(before[0].feature):  # it and its copies elsewhere
            return [spot for spot in self._spots if same_shape(spot.feature, before[0].feature)]
        if before:
            return before
        holes = [spot for spot in self._spots if isinstance(spot.feature, Hole)]
        return holes or (list(self._spots) if len(self._spots) == 1 else [])

    def size(
        self, phrase: str, clause: Clause, *, adjective: str = "", given: Quantity | None = None
    ) -> list[Size]:
        """Return the sizes that words mean; several where it is open which, none where nothing is meant.

        Args:
            phrase: The words: "the wall", "hole diameter", "it".
            clause: Whose numbers the marks are.
            adjective: What was said of the size: "thick" of "2 mm thicker", "big" of "bigger".
            given: The new value, whose unit shows whether a count or a length is meant.
        """
        both = phrase.split(" and ")
        if len(both) == 2 and not self.features(phrase, clause):
            each = [self.size(one, clause, adjective=adjective, given=given) for one in both]
            return [found[0] for found in each] if all(len(found) == 1 for found in each) else []
        whole = self.is_whole(phrase)
        if whole and self.last and not set(phrase.split()) & {"part", "model", "everything"} and adjective:
            near = self._of_last(adjective, given, anything=not phrase)
            if near:
                return near
        if whole:
            sized = self._sized_so(adjective)
            if len(sized) > 1:
                return []  # which of them?
            return self._of_features(sized, adjective, given) if sized else self.of_body(adjective, given)
        spots = self.features(phrase, clause)
        if spots:
            return self._of_features(spots, adjective, given)
        return self._named(phrase, clause, adjective, given)

    def _of_last(self, adjective: str, given: Quantity | None, *, anything: bool) -> list[Size]:
        """Return a size of the one feature spoken of before, for "make it 2 mm deeper", "and 12 wide"."""
        spots = [spot for spot in self._spots if spot.path in self.last]
        if len(spots) != 1 or (adjective not in {"deep", "big"} and not anything):
            return []
        return self._of_features(spots, adjective, given)

    def _sized_so(self, adjective: str) -> list[Spot]:
        """Return the features that are "15 high" or "6 deep" where the body has no size that is called so."""
        noun = {"high": "height", "tall": "height", "deep": "depth"}.get(adjective, "")
        if not noun or any(s.name == noun for s in self._own(None)):
            return []
        sized = {s.owner for s in self._sizes if s.name == noun and s.value}
        return [spot for spot in self._spots if spot.path in sized]

    def _own(self, given: Quantity | None) -> list[Size]:
        """Return the sizes of the model itself that can take a number."""
        own = [s for s in self._sizes if "].features[" not in s.path and _fits(s, given)]
        return [s for s in own if s.owner == "bodies[0]" and ".at[" not in s.path and ".turn[" not in s.path]

    def of_body(self, adjective: str, given: Quantity | None) -> list[Size]:
        """Return the size of the model itself that an adjective speaks of."""
        own = self._own(given)
        if adjective == "deep" and any(s.name == "floor" for s in own):
            return [s for s in own if not s.derived and s.name in _DEEP]  # from the front, or from above?
        for noun in ADJECTIVES.get(adjective, ()):
            for derived in (False, True):
                found = [s for s in own if s.derived is derived and _called(s, noun)]
                named = [s for s in found if s.name == noun]
                if found:
                    return named or found
        if adjective in {"thick", "wide"} and not self.among_several:  # of a rod
            return [s for s in own if s.name == "diameter" and not s.derived]
        if adjective in {"big", ""} and given is not None:
            plain = [s for s in own if not s.derived]
            return plain
        return []

    def of_feature(self, spot: Spot, adjective: str, given: Quantity | None) -> list[Size]:
        """Return the size of one feature that an adjective speaks of, or its main one."""
        return self._of_features([spot], adjective, given)

    def _of_features(self, spots: Sequence[Spot], adjective: str, given: Quantity | None) -> list[Size]:
        """Return the size of features that an adjective speaks of, or their main one."""
        found: list[Size] = []
        for spot in spots:
            own = [s for s in self._sizes if s.owner == spot.path and _fits(s, given)]
            nouns = ADJECTIVES.get(adjective, ())
            if adjective in {"big", ""}:
                nouns = (MAIN.get(spot.feature.kind, ""),)
            own.sort(key=lambda size: size.path.count("."))  # its own sizes before those of its place
            near = next((near for noun in nouns if (near := [s for s in own if _called(s, noun)])), [])
            found += near[:1]
        return found

    def _named(self, phrase: str, clause: Clause, adjective: str, given: Quantity | None) -> list[Size]:
        """Return the sizes that are called by their names: "wall", "bolt circle", "length of the slot"."""
        plain = re.sub(r"\b(?:the|its|a|an|this|that)\b ?", "", phrase).strip()
        of = re.fullmatch(r"(?P<size>.+?) (?:of|for|on|in) (?P<owner>.+)", plain)
        tries = [(plain, "")]
        if of:
            tries = [(of["size"], of["owner"]), (f"{of['owner']} {of['size']}", ""), *tries]
        if plain in {"outside", "inside"}:  # "2 mm bigger on the outside"
            tries.append((f"{plain} diameter", ""))
        words = plain.split()
        tries += [(" ".join(words[i:]), " ".join(words[:i])) for i in range(1, len(words))]
        for name, owner in tries:
            pool = self._pool(owner, clause)
            if pool is None:
                continue
            found = _best([s for s in pool if _fits(s, given)], name, adjective)
            if found:
                return found
        return []

    def _pool(self, owner: str, clause: Clause) -> list[Size] | None:
        """Return the sizes of the owner that words mean; None where they mean nothing."""
        usable = [s for s in self._sizes if not re.search(r"\]\.(?:at|turn)\[|\.centre\[|\.points", s.path)]
        if not owner:
            return usable
        if self.is_whole(owner):
            return [s for s in usable if s.owner == "bodies[0]"]
        paths = {spot.path for spot in self.features(owner, clause)}
        return [s for s in usable if s.owner in paths] if paths else None


def _is_single(feature: AnyFeature) -> bool:
    """Return whether a feature is one thing, of which "them" does not speak by itself."""
    place = getattr(feature, "at", None)
    return place is None or (place.number == 1 and not place.mirror)


def same_shape(one: AnyFeature, other: AnyFeature) -> bool:
    """Return whether two features differ in nothing but their place."""
    return shape_of(one) == shape_of(other)


def shape_of(feature: AnyFeature) -> dict[str, object]:
    """Return the fields of a feature that say nothing of its place."""
    data = feature.model_dump(mode="json")
    return {name: value for name, value in data.items() if name not in _PLACE_FIELDS}


def kinds_of(noun: str) -> tuple[str, ...]:
    """Return the kinds of features that a noun means: "cutouts"."""
    return _KINDS.get(_singular(noun), ())


def main_value(targets: Targets, spot: Spot) -> float | None:
    """Return the size by which people tell features apart; None for those that have no such size."""
    name = MAIN.get(spot.feature.kind, "")
    found = [size.value for size in targets.sizes if size.path == f"{spot.path}.{name}"]
    return float(found[0]) if found and isinstance(found[0], int | float) else None


def _best(pool: Sequence[Size], name: str, adjective: str) -> list[Size]:
    """Return the sizes of a name: parameters before those that follow, names before other words."""
    nouns = [noun for noun in ADJECTIVES.get(adjective, ()) if noun]
    exact = [f"{name} {noun}" for noun in nouns] + [f"{_singular_all(name)} {noun}" for noun in nouns]
    for wanted in exact:
        found = [s for s in pool if _called(s, wanted)]
        if found:
            return _leading(found, wanted)
    found = [s for s in pool if _called(s, name)]
    if adjective not in {"", "big"}:
        found = [s for s in found if _agrees(s, adjective)]
    return _leading(found, name)


def _leading(found: list[Size], name: str) -> list[Size]:
    """Return the sizes that carry a name most directly."""
    ranks = [(not s.value, s.derived, "].features[" in s.path, not _same(s.name, name)) for s in found]
    return [s for s, rank in zip(found, ranks, strict=True) if rank == min(ranks)]


def _agrees(size: Size, adjective: str) -> bool:
    """Return whether an adjective can speak of a size: "thicker" of a wall, not of a length."""
    noun = size.name.split()[-1]
    return _GOES_WITH.get(noun, "big") == adjective


def _called(size: Size, name: str) -> bool:
    return any(
        _same(word, name) for word in (size.name, *size.words, *_OF_PLACES.get((size.kind, size.name), ()))
    )


def _same(word: str, name: str) -> bool:
    one, two = word.replace("-", " ").lower(), name.lower()
    return one == two or _singular_all(one) == _singular_all(two)


def _fits(size: Size, given: Quantity | None) -> bool:
    """Return whether a size can take a number: a length no count, an angle no length."""
    if given is None:
        return True
    if given.form == "thread":
        return size.unit == "mm"
    if given.form == "angle":
        return size.unit == "°"
    if given.unit is not None or given.form in {"diameter", "radius"}:
        return size.unit == "mm"
    return size.unit in {"mm", "count", "°"}


def _words(phrase: str) -> list[str]:
    return [word for word in re.sub(r"[^\w# ]", " ", phrase).split() if word not in _IDLE or word in THEM]


def _all_known(words: Sequence[str]) -> bool:
    known = (
        _TRAITS | _KINDS.keys() | {"other", "remaining", "four", "two", "three", "six", "eight", "mm", "for"}
    )
    return all(_singular(word) in known or word.startswith("#") for word in words)


def _singular(word: str) -> str:
    if word in {"bosses", "radiuses"}:
        return word[:-2]
    if word == "radii":
        return "radius"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word


def _singular_all(phrase: str) -> str:
    return " ".join(_singular(word) for word in phrase.split())
