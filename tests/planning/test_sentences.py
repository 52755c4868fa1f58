"""Questions and assumptions are correct sentences: all that the requests of the tests lead to."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.parts import catalogue
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.language import english
from mayfly.planning.rules import RulesPlanner

TESTS = Path(__file__).resolve().parents[1]
#: What is asked for on every part: it finds what the part has no room, no face or no name for.
FEATURES = re.split(
    r",\s+",
    """a hole, holes, 4 holes of 5 mm, two 300 mm holes in the middle, an 8 mm hole 2000 mm deep,
    a blind hole of 3 mm, an M6 counterbored hole on the left wall, a tapped hole of 5 mm, a slot 10 x 4,
    slots 8 x 20, a pocket 5 x 5, pockets 8 x 8 x 900, a boss, bosses of 8 mm, two 500 mm bosses 5 mm high,
    a groove, V grooves 2 mm deep, ring grooves 3 x 2, a keyway, keyways, fillets, a chamfer,
    a 900 mm fillet on the top edges, 1 mm chamfers on the left edges, a thickness of 18 km,
    an inner widget of 8, 8 mm, no walls, without a bottom, standing upside down, a 2 in hole,
    holes of 5 mm and 6 mm in the corners, two M5 holes 11 mm apart and 18 mm from the left""",
)
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'(?!\w)|`[^`]*`')
_VERBS = "is|are|has|have|does|do|was|were"
#: Words that end the noun behind "is the …".
_ENDS = re.compile(
    r"[,:?.(]|\b(?:go|run|runs|lie|count|turned|in|on|of|from|for|with|along|to|through|tapped|or|round|closed"
    r"|open|standing|that|which|between|around|over|and|at|where|how|it|those|meant|said|made)\b"
)


def requests() -> Iterator[str]:
    """Every text of the corpora and of the planner's tests, and every part with what may not fit it."""
    for path in sorted(TESTS.rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from _texts(json.loads(line))
    for path in sorted((TESTS / "planning").glob("test_*.py")):
        if path.name == Path(__file__).name:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant):
                yield from _texts(node.value)
    for part in catalogue().values():
        for feature in FEATURES:
            yield f"{part.names[0]} with {feature}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and " " in value and len(value) < 2000:
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


@cache
def sentences() -> dict[str, str]:
    """Every question and assumption, with the first request that leads to it."""
    found: dict[str, str] = {}
    for request in dict.fromkeys(requests()):
        try:
            said = [str(each) for each in RulesPlanner().plan(request).assumptions]
        except NeedsClarification as error:
            said = [error.question]
        except MayflyError:
            continue
        for sentence in said:
            found.setdefault(sentence, request)
    return found


def faults(sentence: str) -> list[str]:
    """What is wrong with a sentence; the words of the request that it quotes are not looked at."""
    text = _QUOTED.sub("«»", sentence)
    wrong = [f"begins with {text[:1]!r}"] if re.match(r"[a-zà-ÿ]", text) else []
    wrong += [] if re.search(r"[.?)]$", text) else ["has no end"]
    wrong += [f"holds {match[0]!r}" for match in re.finditer(r"  | [,.?]|\.\.|[{}_]|\bNone\b|\[|\(\)", text)]
    for match in re.finditer(r"\b([Aa]n?) ([\w«»Ø-]+(?: mm)?)", text):
        if english.a_or_an(match[2]).split()[0] != match[1].lower():
            wrong.append(f"article: {match[0]}")
    for match in re.finditer(
        rf"(?<!of )(?<!on )(?<!along )\b[Tt]he ((?:[a-zA-Z-]+ ){{0,3}}?[a-zA-Z-]+) ({_VERBS})\b", text
    ):
        if not re.search(r"\b(?:of|and|or|in|on|are|is)\b", match[1]):
            wrong += _disagreement(match[2], match[1], match[0])
    for match in re.finditer(rf"\b({_VERBS}) the ((?:\d+ )?)([a-zA-Z][^?.]*\?)", text, re.IGNORECASE):
        noun = _ENDS.split(match[3], maxsplit=1)[0].strip()
        listed = re.match(rf"{re.escape(noun)}(?:,| and) ", match[3]) is not None
        if noun and not listed and not re.search(r"\d|«", noun):
            wrong += _disagreement(match[1].lower(), noun, match[0])
    return wrong


def _disagreement(verb: str, noun: str, where: str) -> list[str]:
    several = verb in {"are", "have", "do", "were"}
    return [] if several == english.is_plural(noun) else [f"agreement: {where}"]


def test_every_question_and_assumption_is_a_correct_sentence() -> None:
    wrong = {
        sentence: (found, request) for sentence, request in sentences().items() if (found := faults(sentence))
    }
    assert len(sentences()) > 600
    assert wrong == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "Where does the bosses go: floor or lid?",
        "A enclosure has no flat left for the hole.",
        "An U-channel takes no fillet here.",
        "A 8 mm slot is too long.",
        "A M6 hole is too long.",
        "The holes has two sizes: 5 and 6 mm. Which one is right?",
        "Is the slots in the bore or on the outside?",
        "the length is assumed to be 60 mm.",
        "The length is assumed to be 60 mm",
        "The length  is assumed to be 60 mm.",
        "The length is assumed to be None.",
        "The inner_diameter is assumed to be 5 mm.",
    ],
)
def test_a_wrong_sentence_is_found(sentence: str) -> None:
    assert faults(sentence)


@pytest.mark.parametrize(
    "noun",
    re.split(
        r",\s+",
        """an M6 hole, an 8 mm slot, an 80 mm slot, an 11 mm slot, an 18 mm slot, an 18,000 mm slot, a boss,
        a 110 mm slot, a 1 mm slot, a 5 mm slot, a U profile, a u channel, an L-bracket, an l-bracket, an OD,
        an o ring groove, a v groove, an enclosure, an equal gusset, a hex nut, an hour, an uneven edge,
        a uniform wall, an R5 corner, a T-slot, a Ø8 hole""",
    ),
)
def test_an_article_goes_by_the_sound(noun: str) -> None:
    assert english.a_or_an(noun.partition(" ")[2]) == noun


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("hole", "holes"),
        ("boss", "bosses"),
        ("corner hole", "corner holes"),
        ("hinge leaf", "hinge leaves"),
        ("recess", "recesses"),
        ("cavity", "cavities"),
        ("notch", "notches"),
        ("key", "keys"),
    ],
)
def test_a_noun_has_a_singular_and_a_plural(one: str, several: str) -> None:
    assert english.plural(one) == english.plural(several) == several
    assert english.singular(several) == english.singular(one) == one
    assert english.subject(one, "runs") == f"the {one} runs"
    assert english.subject(several, "runs") == f"the {several} run"
    assert english.inverted("does", several) == f"do the {several}"


def test_the_head_of_a_phrase_decides_its_number() -> None:
    assert not english.is_plural("number of teeth")
    assert not english.is_plural("width across flats")
    assert english.is_plural("teeth")


def test_a_list_reads_as_one() -> None:
    assert english.and_list(["length", "width", "height"]) == "length, width and height"
    assert english.or_list(["top", "bottom"]) == "top or bottom"
    assert english.and_list(["length"]) == "length"
    assert english.in_a_sentence("L-bracket") == "L-bracket"
    assert english.in_a_sentence("Spur gear") == "spur gear"
