"""What a request says must not be there: it agrees with the part, opens it, or contradicts it."""

from __future__ import annotations

from collections.abc import Sequence

from mayfly.cad.parts import Part, said
from mayfly.design.builder import Draft
from mayfly.language.english import a_or_an
from mayfly.language.nodes import Attribute, Mention
from mayfly.language.weighing.topics import State
from mayfly.language.weighing.values import Absent
from mayfly.planning.parts.modifiers import has_component
from mayfly.planning.parts.names import choose_part
from mayfly.planning.questions import about, conflict, unsupported


def open_without_lid(state: State, base: Mention) -> list[Absent]:
    """Return what must not be there; "box with 2 mm walls, without lid" is open at the top.

    Args:
        state: The reading.
        base: The part's mention; it may become open.
    """
    absent = [one for one in state.stated if isinstance(one, Absent)]
    lids = [one for one in absent if one.words == ("lid",)]
    if lids and _opens_without_lid(choose_part(base)):
        base.attributes.append(Attribute("flag", "open_top", text="without lid"))
        absent = [one for one in absent if one not in lids]
    return absent


def _opens_without_lid(part: Part) -> bool:
    """Return whether a lid and an open top make other parts of it."""
    words = {word for becoming in part.header.becomes for word in becoming.words}
    return {said("lid"), said("open_top")} <= words


def ask_about_absent(
    absent: Sequence[Absent], base: Mention, features: Sequence[Mention], draft: Draft
) -> None:
    """Check that nothing is there that must not be.

    Raises:
        NeedsClarification: It is asked for besides, or the part has it by its nature.
    """
    for one in absent:
        other = "other" in one.words
        for mention in features:
            if mention.kind in one.words and not other and not one.at:
                raise conflict(
                    f"The request asks for a {mention.kind} and for none. Which is right?",
                    about("feature", mention),
                )
        for word in one.words:
            bored = word in {"hole", "bore"} and draft.requirements.holes and not other and not one.at
            if bored or (not other and has_component(draft.part, word)):
                raise unsupported(
                    f"{a_or_an(draft.part_label)} always has {a_or_an(word.replace('_', ' '))} and can't be"
                    " made without it. Which part is meant, or is it wanted after all?",
                    about("part", base, words=[word]),
                )
