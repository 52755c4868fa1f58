"""What a request says that is not understood, excludes itself, or finds no use: each becomes a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.design.builder import Draft
from mayfly.errors import NeedsClarification
from mayfly.language.english import a_or_an, and_list, plural
from mayfly.language.nodes import Doubt, Mention, Request
from mayfly.planning.parts.modifiers import has_component
from mayfly.planning.parts.names import offered
from mayfly.planning.questions import about, conflict, unsupported

#: Ends a question about a shape that isn't known.
_WHAT_THERE_IS: Final = "`mayfly parts` lists what can be made."


def ask_about_words(reading: Request, *, follow_up: bool = False) -> None:
    """Ask about what was not understood, before anything is built on it."""
    base = reading.parts[0]
    near = offered()
    if reading.unsupported:
        named = and_list(list(dict.fromkeys(reading.unsupported)))
        raise unsupported(
            f"I can't make this: {named}. Could a plain mechanical part do? {_WHAT_THERE_IS}",
            about("part", words=dict.fromkeys(reading.unsupported)),
            suggestions=near,
        )
    if reading.unknown:
        named = ", ".join(f'"{word[:40]}"' for word in dict.fromkeys(reading.unknown[:8]))
        rest = "" if base.name else f" {_WHAT_THERE_IS}"
        raise unsupported(
            f"I don't understand {named}. Can you say it in other words?{rest}",
            about(
                "words",
                base if base.name else "",
                words=[word[:40] for word in dict.fromkeys(reading.unknown[:8])],
            ),
            suggestions=near,
        )
    if not base.name:
        _ask_what_a_size_means(base)
        raise unsupported(
            f"Which part shall I make? I found no shape in the request. {_WHAT_THERE_IS}",
            about("part"),
            suggestions=near,
        )
    for doubt in reading.doubts:
        raise _which_number(base, doubt)
    if base.count not in {None, 1} or base.plural:
        many = f"{base.count or 'several'} {plural(base.text)}"
        raise unsupported(
            f"I make one part at a time, and {many} would all be the same. Shall I make one? If they differ,"
            " which one first?",
            about("count", base, values=[base.count] if base.count else []),
            ("one",),
        )
    if len(reading.parts) > 1:
        names = and_list([mention.text for mention in reading.parts])
        raise unsupported(
            f"The request names {names}; only one of them can be made. Which one?",
            about("part", words=[mention.text for mention in reading.parts]),
        )
    for total, mentions in reading.shares:
        counted = sum(mention.count or 1 for mention in mentions)
        if counted != total:
            raise conflict(
                f"{total} {mentions[0].name} were asked for, but {counted} are placed. Which is right?",
                about("count", mentions[0], values=[total, counted]),
            )
    for terms in reading.negated:
        for mention in reading.features:
            if mention.kind in terms and not follow_up and _excludes(terms, mention):
                raise conflict(
                    f"The request asks for a {mention.kind} and for none. Which is right?",
                    about("feature", mention),
                )


def _ask_what_a_size_means(base: Mention) -> None:
    """Ask whether the part is meant that a standard size belongs to: "6205 bearing" as a plain ring.

    Raises:
        NeedsClarification: A part follows the table of a size that was said.
    """
    for measure in base.measures:
        table = measure.quantity.table
        part = next((one for one in catalogue().values() if table and one.standard == table), None)
        if part is not None:
            raise unsupported(
                f"Shall {measure.quantity.text} be {a_or_an(part.label)}? {part.description[:1].upper()}"
                f"{part.description[1:]}",
                about("part", words=[measure.quantity.text]),
                suggestions=[part.label],
            )


def _which_number(base: Mention, doubt: Doubt) -> NeedsClarification:
    """Return the question to which number a name belongs: "40 height 60"."""
    numbers = tuple(quantity.text for quantity in doubt.quantities)
    if len(numbers) == 1:  # "fins 25 tall"
        subject = about("number", base, values=doubt.quantities, words=[doubt.words])
        return conflict(f'In "{doubt.words}", what is {numbers[0]}?', subject)
    return conflict(
        f'In "{doubt.words}", which number is the {doubt.label}: {" or ".join(numbers)}?',
        about("number", base, str(doubt.label), values=doubt.quantities, words=[doubt.words]),
        numbers,
    )


def _excludes(terms: Sequence[str], mention: Mention) -> bool:
    """Return whether "no hole" speaks of a feature: "no other holes" and "no hole in the centre" may not."""
    if "other" in terms:
        return False
    places = {
        w for m in mention.attributes if m.kind == "place" and m.ref for r in m.ref.chain() for w in (r.noun,)
    }
    return "centre" not in terms or "centre" in places or not places


def ask_about_negations(reading: Request, draft: Draft) -> None:
    """Ask about "without X" where the part has X by its nature."""
    part = draft.part
    for terms in reading.negated:
        for term in terms:
            bored = term in {"hole", "bore"} and draft.requirements.holes and not {"other"} & set(terms)
            if bored or has_component(part, term):
                raise unsupported(
                    f"{a_or_an(part.label)} always has {a_or_an(term.replace('_', ' '))} and can't be made"
                    " without it. Which part is meant, or is it wanted after all?",
                    about("part", part, words=[term]),
                )
