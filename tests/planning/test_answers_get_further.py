"""A direct answer to one of our own questions always gets further: to a model, or to another question.

Each request below is open. It is answered with each option that the question offers, with the words in which
that option differs from the others, with its place ("the second one"), and with the bare value asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.planning.conversation.answers import with_answer
from mayfly.planning.rules import RulesPlanner

#: An open request, and a direct answer in few words.
OPEN = (
    ("plate 200 x 100", "8"),
    ("plate 200 x 100", "8 mm"),
    ("plate 200 x 100", "it's 8 mm thick"),
    ("cylinder 40", "60"),
    ("cylinder 40", "the diameter"),
    ("disc 80 mm diameter", "12"),
    ("tube OD 40 length 100", "32"),
    ("tube OD 40 length 100", "wall 4"),
    ("spur gear with 30 teeth, 10 mm wide", "2"),
    ("spur gear with 30 teeth, 10 mm wide", "module 2"),
    ("plate 100x60x8 with a hole", "10"),
    ("plate 100x60x8 with a 6 mm hole", "in the middle"),
    ("plate 100x60x8 with 4 holes of 6 mm", "in the corners, 10 mm from the edges"),
    ("plate 100x60x8 with 4 holes of 6 mm", "corners, inset 10"),
    ("plate 100x60x8 with 4 holes in the corners, 10 mm from the edges", "M6"),
    ("plate 100x60x8 with 4 holes in the corners, 10 mm from the edges", "5.5 mm"),
    ("plate 100x60x8 with four corner holes of 6 mm", "10 mm"),
    ("plate 100x60x8 with holes 8 mm on PCD 50", "4"),
    ("plate 100x60x8 with holes 8 mm on PCD 50", "six of them"),
    ("plate 100x60x8 with a blind hole of 6 mm in the centre", "5"),
    ("block 50x40x30 with a pocket 30x20", "10"),
    ("plate 100x60x8 with rounded corners", "5"),
    ("plate 100x60x8 with chamfered edges", "1 mm"),
    ("bolt M8", "40"),
    ("L-bracket 60 x 40 x 30", "4 mm"),
    ("L-bracket 80 x 60 x 40 wide, 5 mm thick, one 8 mm hole in each leg", "30 mm from the outside corner"),
    ("flange OD 150, bore 60", "18"),
    ("washer OD 20, ID 10", "2"),
    ("u-channel 40 x 25, 300 long", "2.5"),
    ("90 degree elbow, 30 mm OD, 2 mm wall", "45 mm"),
    ("clevis 30 wide 20 deep 40 high, 10 mm slot, 8 mm pin 10 mm from the top", "25"),
    ("box 100x60x40 hollow", "open at the top"),
    ("cup 80 dia, 100 high", "3"),
    ("enclosure 100 x 70 x 40", "wall 2.5"),
    ("plate 1/3 x 4 x 3", "inches"),
    ("disc 3 inch dia 10 thick", "mm"),
    ("plate 100x60x8, 10 mm thick", "8"),
    ("plate 100x60x5, 8 mm thick", "8 mm"),
    ("Tube OD 20, ID 16, wall thickness 3, length 50", "wall 2"),
    ("tube OD 30, ID 24, wall 2, 60 long", "the wall is 3"),
    ("cylinder diameter 40 radius 15 height 60", "40"),
    ("plate 80x50x6 with a 60 mm hole in the middle", "30 mm"),
    ("washer OD 10 ID 12 thickness 2", "ID 6"),
    ("plate 100x60x8 with 3 corner holes of 6 mm, 10 mm inset", "four"),
    ("plate 100x60x8 with 5 holes dia 6 at the corners, 10 mm inset", "4"),
    ("plate 100x60x8 with a through hole 5 mm, 3 mm deep in the centre", "through"),
    ("plate 100x60x8 with a slot 8 x 20", "20 x 8"),
    ("countersunk plate 100x50x8, 4 holes 10 mm from the edges", "M5"),
    ("stepped shaft: 30 dia x 40, 16 dia x 25 with a 2 mm x 1 mm circlip groove 5 mm from the end",
     "the 16 mm end"),
    ("Shaft Ø30 x 150 with keyway 8 wide x 4 deep x 40 long", "in the middle"),
    ("100x60x8", "plate"),
    ("100x60x8 with 4 M6 holes in the corners, 10 mm inset", "a plate"),
    ("100x50x20, blind hole Ø12 x 15 deep at the centre", "block"),
    ("plate 100x60x8 and a cylinder 20x50", "the plate"),
    ("two plates 100x60x8", "one"),
    ("plate 100x60x20, pocket 50x30, 4 deep, corner radius 5", "of the pocket"),
    ("block 60x40x20 with an M6 counterbored hole in the centre, 12 in deep", "12 mm"),
    ("plate 100x60x8 with a 10 mm hole 20 mm off centre", "to the right"),
    ("flat bar 200x50x8 with a 12 mm hole 30 from one end", "left"),
    ("plate 100x60x8, 12 in wide slot", "12 mm"),
    ("plate 100x60x8 tapered", "never mind the taper, a plain plate 100x60x8"),
)  # fmt: skip
_IDLE = frozenset(["the", "a", "an", "of", "its", "it", "in", "on", "is", "to", "mm"])


def _question(request: str) -> NeedsClarification | None:
    try:
        RulesPlanner().plan(request)
    except NeedsClarification as question:
        return question
    return None


def _answered(request: str, question: NeedsClarification, answer: str) -> Plan | NeedsClarification:
    text = with_answer(request, question.to_dict(), answer, keeps_questions=False)
    try:
        return RulesPlanner().plan(text)
    except NeedsClarification as again:
        return again


def _direct_answers(question: NeedsClarification) -> Iterator[str]:
    """Yield each option, its words in part, and its place among the options."""
    said = [set(re.findall(r"[\w.,°]+", option.lower())) - _IDLE for option in question.options]
    for index, option in enumerate(question.options):
        yield option
        others = set().union(*(words for at, words in enumerate(said) if at != index))
        own = [word for word in re.findall(r"[\w.,°]+", option.lower()) if word in said[index] - others]
        yield from own[:2]
        yield f"{option}, please"
        if index < 3:
            yield f"the {('first', 'second', 'third')[index]} one"


def _gets_further(request: str, question: NeedsClarification, answer: str) -> bool:
    result = _answered(request, question, answer)
    return isinstance(result, Plan) or not result.asks_same(question)


@pytest.mark.parametrize(("request_", "answer"), OPEN)
def test_a_direct_answer_gets_further(request_: str, answer: str) -> None:
    question = _question(request_)
    if question is not None:  # what is read without a question needs no answer
        assert _gets_further(request_, question, answer), question.question


@pytest.mark.parametrize("request_", dict.fromkeys(request for request, _ in OPEN))
def test_every_option_gets_further_in_any_of_its_words(request_: str) -> None:
    question = _question(request_)
    answers = list(_direct_answers(question)) if question is not None else []
    stuck = [answer for answer in answers if question and not _gets_further(request_, question, answer)]
    assert not stuck, question and question.question
