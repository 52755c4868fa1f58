"""Articles, plurals, agreement and lists: the grammar of the sentences that people read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

#: Letters whose names begin with a vowel: "an M6 hole", "an L-bracket".
_VOWEL_LETTERS: Final = frozenset("aefhilmnorsx")
#: Words that begin with a vowel letter and the sound of a consonant, and the other way round.
_CONSONANT_SOUNDS: Final = re.compile(r"(?:uni|us[eu]|one\b|once\b|eu|u\b)", re.IGNORECASE)
_VOWEL_SOUNDS: Final = re.compile(r"(?:hour|honest|heir)", re.IGNORECASE)
#: 8, 80, 800 ("eight"), 11 and 18, alone or in thousands.
_VOWEL_NUMBERS: Final = re.compile(r"(?:8[\d,]*|(?:11|18)(?:,?\d{3})*)(?![\d,])")
_IRREGULAR: Final = {"teeth": "tooth", "feet": "foot", "leaves": "leaf", "radii": "radius", "axes": "axis"}
#: Verbs whose plural is not made by leaving out an s.
_WITH_SEVERAL: Final = {"is": "are", "has": "have", "does": "do", "was": "were"}
#: Endings in s that are no plural: a boss, a radius, an axis, and the size "across flats".
_SINGULAR_S: Final = ("ss", "us", "is", "across flats", "across corners")


def a_or_an(noun: str) -> str:
    """Return a noun with its indefinite article, by its sound: "an M6 hole", "an 8 mm slot", "a U-bolt"."""
    return f"{'an' if _sounds_like_a_vowel(noun) else 'a'} {noun}"


def _sounds_like_a_vowel(noun: str) -> bool:
    first = re.split(r"[\s/-]", noun.strip("\"'("), maxsplit=1)[0]
    if first[:1].isdigit():
        return _VOWEL_NUMBERS.match(first) is not None
    spelled = re.match(r"[A-Z](?=\d|$)|[A-Z]{2}|[a-z]$", first)
    if spelled:
        return first[0].lower() in _VOWEL_LETTERS
    if _VOWEL_SOUNDS.match(first):
        return True
    return first[:1].lower() in set("aeiou") and not _CONSONANT_SOUNDS.match(first)


def the(noun: str) -> str:
    """Return a thing with its article: "the 10 mm hole" for "a 10 mm hole"."""
    first, _, rest = noun.partition(" ")
    return f"the {rest}" if first.lower() in {"a", "an", "the"} and rest else f"the {noun}"


def is_plural(noun: str) -> bool:
    """Return whether a noun is in the plural: "corner holes", "teeth", but not "number of teeth"."""
    head = noun.lower().split(" of ")[0]
    last = head.rpartition(" ")[2]
    return last in _IRREGULAR or (last.endswith("s") and not head.endswith(_SINGULAR_S))


def singular(noun: str) -> str:
    """Return a phrase with its last word in the singular: "corner hole" for "corner holes"."""
    if not is_plural(noun):
        return noun
    before, _, last = noun.rpartition(" ")
    if last.lower() in _IRREGULAR:
        one = _IRREGULAR[last.lower()]
    elif re.search(r"(?:ss|sh|ch|x)es$", last):
        one = last[:-2]
    else:
        one = last[:-3] + "y" if last.endswith("ies") else last[:-1]
    return f"{before} {one}".strip()


def plural(noun: str) -> str:
    """Return a phrase with its last word in the plural: "bosses" for "boss"."""
    if is_plural(noun):
        return noun
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun[:-1]}ves" if noun.endswith("leaf") else f"{noun}s"


def one(noun: str) -> str:
    """Return one of some things: "a ring groove" for "ring grooves"."""
    return a_or_an(singular(noun))


def agree(noun: str, with_one: str, with_several: str) -> str:
    """Return the form of a verb or pronoun that goes with a noun."""
    return with_several if is_plural(noun) else with_one


def subject(noun: str, verb: str) -> str:
    """Return a noun as the subject of a sentence: "the hole is", "the holes are".

    Args:
        noun: The noun, without an article.
        verb: "is", "has", "does", or another verb as it goes with "it" ("runs").
    """
    return f"the {noun} {_verb(noun, verb)}"


def inverted(verb: str, noun: str) -> str:
    """Return a noun behind its verb, as in a question: "is the hole", "do the holes".

    Args:
        verb: "is", "has" or "does".
        noun: The noun, without an article.
    """
    return f"{_verb(noun, verb)} the {noun}"


def _verb(noun: str, verb: str) -> str:
    return agree(noun, verb, _WITH_SEVERAL.get(verb) or verb.removesuffix("s"))


def and_list(items: Sequence[str]) -> str:
    """Return a list in words: "length, width and thickness"."""
    return _listed(items, "and")


def or_list(items: Sequence[str]) -> str:
    """Return a choice in words: "top, bottom or front"."""
    return _listed(items, "or")


def _listed(items: Sequence[str], link: str) -> str:
    items = list(items)
    return f"{', '.join(items[:-1])} {link} {items[-1]}" if len(items) > 1 else "".join(items)


def capital(text: str) -> str:
    """Return a text with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def in_a_sentence(title: str) -> str:
    """Return a title as it stands within a sentence: "spur gear", "L-bracket"."""
    return re.sub(r"\b[A-Z](?=[a-z])", lambda letter: letter[0].lower(), title)
