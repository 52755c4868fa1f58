"""Reads a change of a model of several bodies: of the body that is named, of the only one it fits, or of all.

Each body is read as a model by itself, so that everything that can be said of one can be said of any.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from mayfly.design import Design
from mayfly.design.edits import RemoveBody, Scale
from mayfly.design.edits.settling import settled
from mayfly.errors import NeedsClarification
from mayfly.language.english import or_list
from mayfly.planning.follow_up.clauses import bare, plain_form
from mayfly.planning.follow_up.reader import Changed, read_change
from mayfly.planning.questions import about, conflict

_AWAY: Final = (
    r"(?:remove|delete|drop|omit|skip|leave out|take away|take off|without) (?:the )?{name}(?: body)?[.!]?"
)


def read_change_of_bodies(
    message: str, design: Design, earlier: Design | None = None, *, chosen: Collection[str] = ()
) -> Changed | None:
    """Read a message as a change of several bodies; arguments and errors as for ``read_change``."""
    named = [index for index, body in enumerate(design.bodies) if _names(message, body.name)]
    if len(named) == 1:
        name = re.escape(design.bodies[named[0]].name.lower())
        if re.fullmatch(_AWAY.format(name=name), bare(plain_form(message).text).lower()):
            edit = RemoveBody(body=design.bodies[named[0]].name)
            return Changed(design.edit(edit), (edit,))
        return _of_one(message, design, named[0], chosen)
    if named:
        return None
    whole = _asked(message, design, earlier)
    if isinstance(whole, Changed) and (whole.design is None or _scales_all(whole)):
        return whole
    found = dict(_of_each(message, design, chosen))
    changed = {index: one for index, one in found.items() if isinstance(one, Changed)}
    if len(changed) > 1:
        names = or_list([f"the {design.bodies[index].name}" for index in changed])
        raise conflict(f"Which body is meant: {names}?", about("change", words=[message[:60]]))
    question = next((one for one in found.values() if isinstance(one, NeedsClarification)), None)
    if not changed and question is not None:
        raise question
    return next(iter(changed.values()), None)


def speaks_of_a_body(message: str, design: Mapping[str, Any]) -> bool:
    """Return whether a message speaks of one of several bodies: "the pin"; else that may name a part."""
    bodies = design.get("bodies") or ()
    names = [str(body.get("name", "")) for body in bodies] if len(bodies) > 1 else []
    return any(name and _names(message, f"the {name}") for name in names)


def _names(message: str, name: str) -> bool:
    """Return whether a message speaks of a body by its name."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", message, re.IGNORECASE) is not None


def _of_each(
    message: str, design: Design, chosen: Collection[str]
) -> Iterator[tuple[int, Changed | NeedsClarification]]:
    """Yield what a message makes of each body, or asks about it, for those that it can speak of."""
    for index in range(len(design.bodies)):
        try:
            changed = _of_one(message, design, index, chosen)
        except NeedsClarification as question:
            yield index, question
            continue
        if changed is not None:
            yield index, changed


def _of_one(message: str, design: Design, index: int, chosen: Collection[str]) -> Changed | None:
    """Read a message as a change of one body, and put the changed body in its place."""
    alone = Design(bodies=(design.bodies[index],))
    changed = read_change(message, alone, chosen=chosen, among_several=True)
    if changed is None or changed.design is None:
        return changed
    bodies = (*design.bodies[:index], changed.design.bodies[0], *design.bodies[index + 1 :])
    whole = Design.read({**design.model_dump(mode="json"), "bodies": [body.model_dump() for body in bodies]})
    return Changed(settled(design, whole, ()), changed.edits)


def _asked(message: str, design: Design, earlier: Design | None) -> Changed | NeedsClarification | None:
    try:
        return read_change(message, design, earlier)
    except NeedsClarification as question:
        return question


def _scales_all(changed: Changed) -> bool:
    return bool(changed.edits) and all(
        isinstance(edit, Scale) and not edit.of and edit.axis is None for edit in changed.edits
    )
