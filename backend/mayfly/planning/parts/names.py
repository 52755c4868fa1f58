"""What parts and their sizes are called: the catalogue's names and words, joined with the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from mayfly.cad import standards
from mayfly.cad.parts import Part, catalogue
from mayfly.language.chunks import read_terms
from mayfly.language.labels import read_label, role_of
from mayfly.language.lexicon import Lexicon, lexicon
from mayfly.language.nodes import MATE, Label, Measure, Mention
from mayfly.language.shape_words import SHAPE_WORDS
from mayfly.language.stopwords import HARMLESS
from mayfly.language.tokens import Designation
from mayfly.language.vocabulary import COMPONENTS, MARKERS, NOT_A_PART, ROLES, word_set
from mayfly.language.weighing import patterns as _patterns  # noqa: F401 - fills the grammar
from mayfly.language.weighing.grammar import pattern_words

#: Words that keep a phrase from naming a size: it is a feature, or a place.
_FOREIGN: Final = word_set("hole holes bore slot fillet screws below above the with each both")
#: Where a part has no size of one name, the next ones are tried.
_NEAR_ROLES: Final = {
    "length": ("height", "side", "thickness"),
    "height": ("length", "thickness"),
    "thickness": ("height", "wall", "width"),
    "depth": ("height", "width"),
    "width": ("depth",),
    "diameter": (),
    "sides": ("side",),
    "number": ("turns",),
}

#: A standard by its number: "DIN 912", "DIN EN ISO 4762", "ISO 7093-1", "DIN 125-A".
_NORM: Final = re.compile(
    r"\b(?P<body>(?:DIN|EN|ISO|ASME|ANSI)(?:[ -](?:EN|ISO))*)[ -]?"
    r"(?P<number>\d{1,5})(?:-\d\b|[ -]?[AB]\b)?(?!\d)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def part_phrases() -> Mapping[str, tuple[str, str]]:
    """Return every phrase that asks for a part: to the part's name, and to the catalogue's spelling of it."""
    phrases: dict[str, tuple[str, str]] = {}
    for name, part in catalogue().items():
        for phrase in (*part.names, name.replace("_", " "), *part.header.spoken):
            phrases.setdefault(fold(phrase), (name, phrase))
    for word in NOT_A_PART:
        phrases.pop(word, None)
    return phrases


def fold(phrase: str) -> str:
    """Write a phrase as it is compared: lower case, single spaces, no hyphens."""
    return " ".join(phrase.lower().replace("-", " ").split())


@lru_cache(maxsize=1)
def words() -> Lexicon:
    """Return the vocabulary together with the catalogue's names."""
    by_part: dict[str, list[str]] = {}
    for phrase, (name, _) in part_phrases().items():
        by_part.setdefault(name, []).append(phrase)
    parts = tuple((name, tuple(phrases)) for name, phrases in by_part.items())
    known = lexicon(parts)
    taken = {form for forms in known.phrases.values() for form, _, _ in forms}
    sizes = {phrase for name in catalogue() for phrase in own_sizes(name)}
    sizes = {phrase for phrase in sizes if " " in phrase or (phrase,) not in taken}
    found = lexicon(parts, tuple(sorted(sizes)), find_designations, _conventions())
    return replace(found, known=found.known | pattern_words() | SHAPE_WORDS)


def _conventions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the phrases of parts that slope, and those under which a part is used upside down."""
    slopes, inverted = [], []
    for phrase, (name, spelled) in part_phrases().items():
        conventions = catalogue()[name].conventions
        if conventions.slopes:
            slopes.append(phrase)
        if spelled in conventions.inverted:
            inverted.append(phrase)
    return ("slopes", tuple(slopes)), ("inverted", tuple(inverted))


def find_designations(text: str) -> tuple[Designation, ...]:
    """Return the standard sizes that a text names, and the standards of parts by their numbers, in order."""
    found = [
        Designation(one.start, one.end, one.table, one.size, one.value_mm)
        for one in standards.find_designations(text)
    ]
    for match in _NORM.finditer(text):
        norm = f"{match['body'].split()[-1].split('-')[-1]} {match['number']}".lower()
        if norm in norms() and not any(match.start() < one.end and one.start < match.end() for one in found):
            found.append(Designation(match.start(), match.end(), "norm", norm, 0.0))
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def norms() -> Mapping[str, str]:
    """Return the standards that parts follow: "din 912" to the name of the part."""
    return {norm: name for name, part in catalogue().items() for norm in part.conventions.norms}


def settle_norm(base: Mention) -> None:
    """Replace the part of a mention by the one that a standard, or a standard size, names.

    A "washer DIN 9021" is a large one, and "IPE 200, 1000 long" is a beam.

    A standard of another kind of part ("nut DIN 9021") stays, and is asked about.
    """
    for attribute in base.attributes:
        norm = attribute.name if attribute.kind == "norm" else attribute.text
        if "norm" not in {attribute.kind, attribute.name} or attribute.used or norm not in norms():
            continue
        part = catalogue()[norms()[norm]]
        kinds = {phrase.split()[-1] for phrase in part.names}
        if not base.name or base.text.split()[-1].removesuffix("s") in kinds:
            base.name, base.text = part.name, part.label
            attribute.used = True
    for measure in base.measures if not base.name else ():
        named = by_table().get(measure.quantity.table)
        if named and measure.label != MATE:
            base.name, base.text = named, catalogue()[named].label


@lru_cache(maxsize=1)
def by_table() -> Mapping[str, str]:
    """Return the tables whose sizes name a part by themselves, to the name of the part."""
    return {part.conventions.named: name for name, part in catalogue().items() if part.conventions.named}


@lru_cache(maxsize=128)
def size_labels(name: str) -> Mapping[Label, str]:
    """Return what the sizes of a part are called: label to the name of a parameter or other size."""
    part = catalogue()[name]
    entries = [(p.name, p.words) for p in part.parameters.values()]
    entries += [(alias.name, alias.words) for alias in part.aliases.values()]
    labels: dict[Label, str] = {}
    for size, phrases in entries:
        for phrase in (size.replace("_", " "), *phrases):
            label = read_label(read_terms(phrase, lexicon((), ())))
            if label is None:
                label = Label((), phrase) if phrase in ROLES else Label((fold(phrase),))
            labels.setdefault(plain(label), size)
    return labels


@lru_cache(maxsize=128)
def own_sizes(name: str) -> frozenset[str]:
    """Return the names of a part's sizes that the vocabulary does not have ("leg centres", "projection")."""
    phrases = {
        label.components[0]
        for label in size_labels(name)
        if len(label.components) == 1 and label.role is None
    }
    known = COMPONENTS.keys() | HARMLESS | set(MARKERS["standing"])
    circles = set(MARKERS["bolt_circle"])
    return frozenset(p for p in phrases if p not in known | circles and not _FOREIGN.intersection(p.split()))


@lru_cache(maxsize=1)
def offered() -> tuple[str, ...]:
    """Return the names of the parts that are offered where no shape is known, in their order."""
    found = [part.conventions.offer for part in catalogue().values() if part.conventions.offer]
    return tuple(title for _, title in sorted(found))


@lru_cache(maxsize=2048)
def plain(label: Label) -> Label:
    """Return a label without "overall", its adjective resolved ("thick" is a thickness)."""
    components = tuple(c for c in label.components if c != "overall")
    return Label(components, role_of(label))


def find_size(part: Part, measure: Measure) -> str | None:
    """Find the parameter (or other size) that a measure's label names."""
    return _find_size(part.name, measure.label, has_unit=measure.quantity.unit is not None)


@lru_cache(maxsize=4096)
def _find_size(name: str, said: Label, *, has_unit: bool) -> str | None:
    """Find the parameter (or other size) of a part that a label names."""
    part = catalogue()[name]
    labels = size_labels(name)
    label = plain(said)
    if label.role is not None and label.role.startswith("along_"):
        axis = label.role.removeprefix("along_")
        if part.sizes and len(part.sizes[0]) == 3:
            return part.sizes[0][("length", "width", "height").index(axis)]
        return next(
            (labels[found] for found in (Label((), axis), Label((), "height")) if found in labels), None
        )
    if said.components == ("overall",) and label.role is None:  # "140 overall"
        label = Label((), "length")
    options = [label]
    if label.role == "sides" and has_unit:
        options = [Label(label.components, "side")]
    if label.role == "radius":
        options.append(Label(label.components, "diameter"))
    if label.components:
        options += [Label(label.components[-1:], label.role), Label(label.components, None)]
        if label.components == ("outer",) and label.role is not None:
            options.append(Label((), label.role))
        if label.role in {None, "thickness"}:
            options += [Label(label.components[-1:], None), Label(label.components[-1:], "thickness")]
        if label.role is None:
            options += [Label(label.components, role) for role in ("length", "width", "height", "diameter")]
    else:
        options += [Label((), role) for role in _NEAR_ROLES.get(label.role or "", ())]
        if label.role == "width" and part.base == "round":  # "disc 100 OD x 25 wide"
            options += [Label((), role) for role in ("thickness", "length", "height")]
    return next((labels[option] for option in options if option in labels), None)


def choose_part(mention: Mention) -> Part:
    """Return the part that a mention speaks of."""
    return catalogue()[mention.name]
