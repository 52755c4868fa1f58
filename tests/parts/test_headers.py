"""The lines of a part's file that planning reads: they speak the vocabulary's words, and say so if not."""

from __future__ import annotations

import pytest

from mayfly.cad.parts import Formula, Part, catalogue
from mayfly.cad.standards import TABLES
from mayfly.language.vocabulary import COMPONENTS, FEATURES, MARKERS, ROLES
from mayfly.planning.parts.names import size_labels
from tests.parts.test_catalogue import PART


@pytest.mark.parametrize("part", catalogue().values(), ids=lambda part: part.name)
def test_a_header_speaks_the_words_of_the_vocabulary(part: Part) -> None:
    header = part.header
    own = {component for label in size_labels(part.name) for component in label.components}
    own |= {word for parameter in part.parameters.values() for word in parameter.words}
    assert not header.traits.agrees - MARKERS.keys() - {"along_length"}  # a direction, said of the fins
    assert not header.traits.pose - MARKERS.keys()
    assert not header.traits.components.keys() - COMPONENTS.keys() - own
    assert not header.absorbs.keys() - FEATURES.keys() - {"flat"}  # which the reader sizes itself


@pytest.mark.parametrize("part", catalogue().values(), ids=lambda part: part.name)
def test_what_a_part_becomes_is_there_and_its_words_are_known(part: Part) -> None:
    known = MARKERS.keys() | COMPONENTS.keys() | ROLES.keys() | {"flat_alone", "recessed", "bored", "d_bored"}
    for becoming in part.header.becomes:
        assert becoming.part in {*catalogue(), "upright", "?"}
        tables = {one.word.replace("_", " ") for one in becoming.words if one.how in {"named", "fits"}}
        assert not tables - set(TABLES)
        spoken = {one.word for one in becoming.words if one.how not in {"called", "named", "fits"}}
        assert not spoken - known
        assert becoming.takes in {"", *MARKERS}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("Has: four legs of wood", "not a component"),
        ("Absorbs: hole", "not a feature"),
        ("Absorbs: hole: diameter", "not a size"),
        ("Absorbs: hole: bore = number", "no parameter of the script: bore"),
        ("Becomes: cup", "not another part"),
        ("Becomes: ? if hollow", "not another part"),
        ("Equal: height", "two sizes are equal"),
        ("Equal: width, height", "no parameter of the script: width"),
        ('Face: top "top" up at height; u height; v height; depth height', "not a face"),
        ('Face: top "top" Z+ at height; u height; v height', "a face needs"),
        ('Face: top "top" Z+ at height; u height; v height; depth height; soft', "not a word about a face"),
        ('Face: top "top" Z+ at height; u wide; v height; depth height', "no parameter of the script: wide"),
        ("Side: height", "not a round side"),
        ("Outline: height", "not an outline"),
        ("Outline: Y along wide: 0, 0; 1, 0; 0, 1", "no parameter of the script: wide"),
        ("Ends: equal", "ends are alike or differ"),
        ("Hollow: yes", "hollow as a prism"),
        ("Keyway: bore", "a keyway is on the shaft"),
        ("Thread: height cut", "a thread is tapped"),
        ("Slopes: wide", "no parameter of the script: wide"),
        ("Inverted: a lid", "inverted under names that it does not have: a lid"),
        ("Example: a peg: wide = 5", "no parameter of the script: wide"),
    ],
)
def test_a_line_that_can_not_be_read_is_named(line: str, complaint: str) -> None:
    broken = PART.replace("Names: peg", f"Names: peg\n{line}")
    with pytest.raises(ValueError, match=f"part peg: .*{complaint}"):
        Part.read("peg", broken)


def test_a_formula_with_some_values_known_gives_the_same() -> None:
    formula = Formula("((0, a / b if abs(u) < a else sum(u * k for k in range(n))), (v, hypot(u, a)))")
    known = {"a": 3.0, "b": 2.0, "n": 4, "k": 100}
    some = formula.with_known(known)
    for u in (0.0, -2.5, 7.0):
        assert some({"u": u, "v": 1.5}) == formula({**known, "u": u, "v": 1.5})


def test_a_division_by_nothing_is_an_error_only_where_it_is_needed() -> None:
    formula = Formula("u / (a - a) if u > a else u")
    assert formula.with_known({"a": 1.0})({"u": 0.5}) == 0.5
    with pytest.raises(ZeroDivisionError):
        formula.with_known({"a": 1.0})({"u": 2.0})
