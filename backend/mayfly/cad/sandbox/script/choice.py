"""Chooses which object of a script is its model, by what the script did, and notes why.

In this order: what it passed to ``show_object``; what it passed to a viewer; its variable
``result``; what it saved to a file itself; the object that it assigned last, if every
other body went into that one. A script that leaves it open is refused with the names of
its bodies and the line to add, and so is a script that must say it itself and did not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from types import FunctionType
from typing import Any, NoReturn

import cadquery as cq

from mayfly.cad.messages.notes import note
from mayfly.cad.sandbox.coded_errors import CodedError
from mayfly.cad.sandbox.record.bindings import Bindings
from mayfly.cad.sandbox.record.bodies import objects_of, shapes_of
from mayfly.cad.sandbox.record.exports import Format, Saved
from mayfly.cad.sandbox.record.lineage import Lineage
from mayfly.cad.sandbox.record.show_functions import ShowFunctions
from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.record.viewers import Viewed
from mayfly.cad.sandbox.script.candidates import Body, Candidates, accounted, overlapping, wholes

_MOST_SENT = 2000
Choice = tuple[list[Shown], list[dict[str, Any]]]


class NothingShown(CodedError):
    """The script made no body that could be its model."""


class ModelUnclear(CodedError):
    """The script made several bodies, or must say itself which one is meant."""


@dataclass(frozen=True, kw_only=True)
class RunRecord:
    """The record of a script that has run.

    Attributes:
        module: Its name as a module.
        namespace: The names that it bound, and their values.
        shows: What it showed.
        views: What it passed to viewers.
        saved: What it saved to files.
        bindings: What it bound, and in which order.
        lineage: What went into what.
        explicit: The script itself must say which object is its model: nothing is guessed.
    """

    module: str
    namespace: Mapping[str, Any]
    shows: ShowFunctions
    views: Sequence[Viewed]
    saved: Sequence[Saved]
    bindings: Bindings
    lineage: Lineage
    explicit: bool

    @cached_property
    def candidates(self) -> Candidates:
        """The bodies that it made and still has."""
        return Candidates(self.namespace, self.module, self.bindings, self.lineage)


def choose(run: RunRecord) -> Choice:
    """Return the objects that are the model, with notes for the reader.

    Raises:
        NothingShown: Nothing could be the model.
        ModelUnclear: There are several, or it is left open where it must not be.
    """
    if run.shows.shown:
        return _without_sketches(run.shows.shown)
    return _viewed(run) or _result(run) or _guessed(run)


# --- what the script says ------------------------------------------------------------------


def _viewed(run: RunRecord) -> Choice | None:
    """Return what is in the viewer at the end."""
    before: list[Shown] = []
    last: list[Shown] = []
    viewer = ""
    for call in run.views:
        bodies = [shown for shown in call.objects if shapes_of(shown.obj)]
        if bodies:
            viewer = call.viewer
            before, last = (before, last + bodies) if call.adds else (before + last, bodies)
    if not last:
        return _displayed(run)
    taken = [run.candidates.body(shown.obj) for shown in last]
    earlier = [run.candidates.body(shown.obj) for shown in before]
    if any(fate is None for _, fate in accounted(taken, earlier)):
        raise ModelUnclear("model_viewed", bodies=_fields_of(wholes([*earlier, *taken])))
    return last, [note("took_viewer", viewer=viewer)]


def _displayed(run: RunRecord) -> Choice | None:
    """Return what the script displays, as notebooks do: the last stage of each of its bodies."""
    found = {(body := run.candidates.body(each.obj)).key: body for each in run.shows.displayed}
    taken = wholes([body for body in found.values() if body.whole])
    if overlapping(taken):
        raise ModelUnclear("model_displayed", bodies=_fields_of(taken))
    return ([Shown(body.obj) for body in taken], [note("took_viewer", viewer="display")]) if taken else None


def _without_sketches(shown: list[Shown]) -> Choice:
    """Leave out sketches that are shown besides solids: the solids were drawn from them."""
    drawn = [each for each in shown if isinstance(each.obj, cq.Sketch)]
    if not drawn or not any(shapes_of(each.obj) for each in shown):
        return shown, []
    return [each for each in shown if each not in drawn], [note("sketches_left_out", count=len(drawn))]


def _result(run: RunRecord) -> Choice | None:
    """Return the variable ``result``, or the objects in it."""
    found = objects_of(run.namespace.get("result"))
    if not found:
        return None
    taken = [each for each in found if shapes_of(each.obj)] or found
    single = len(taken) == 1 and not taken[0].place
    said = note("took_result") if single else note("took_results", count=len(taken))
    bodies = [run.candidates.body(each.obj) for each in taken]
    return [Shown(each.obj, each.key) for each in taken], [said, *_left_out(run, bodies)]


# --- what it leaves open -------------------------------------------------------------------


def _guessed(run: RunRecord) -> Choice:
    """Return what the script saved, or what it assigned last; refuse where that is not clear."""
    bodies = run.candidates.bodies
    saved = _saved_bodies(run)
    if run.shows.debugged and not saved:
        looked_at = {
            run.candidates.body(each.obj).key for obj in run.shows.debugged for each in objects_of(obj)
        }
        others = [body for body in bodies if body.key not in looked_at]
        if not any(body.whole for body in others):
            raise ModelUnclear("model_debugged", bodies=_fields_of(bodies))
        bodies = others
    if run.explicit and (bodies or saved):
        _refuse(wholes(bodies or [body for body, _ in saved]))
    if saved:
        return _exported(run, saved)
    if any(body.whole for body in bodies):
        return _assigned_last(run, bodies)
    return _unfinished(run)


def _saved_bodies(run: RunRecord) -> list[tuple[Body, Format]]:
    """Return the bodies that the script saved, each once, with the best of its formats."""
    found: list[tuple[Body, Format]] = []
    for saved in run.saved:
        for each in objects_of(saved.obj):
            body, format = run.candidates.body(each.obj, saved.line), saved.format
            if not body.whole:
                continue
            for twin in [row for row in found if row[0].key == body.key]:
                found.remove(twin)
                body, format = twin[0], max(format, twin[1])
            found.append((body, format))
    return found


def _exported(run: RunRecord, saved: Sequence[tuple[Body, Format]]) -> Choice:
    """Return what the script saved: the whole of it, or several bodies that are not in one place."""
    rows = list(saved)
    for row in saved:
        if any(_stands_for(other, row) for other in rows if other is not row):
            rows.remove(row)
    taken = wholes([body for body, _ in rows])
    if len(taken) > 1 and (choice := _made_of_all(run, taken)):
        return choice
    if overlapping(taken):
        raise ModelUnclear("model_saved_twice", bodies=_fields_of(taken))
    said = note("took_all_saved", count=len(taken))
    if len(taken) == 1:
        said = note("took_saved", name=taken[0].place, line=taken[0].line)
    return [Shown(body.obj) for body in taken], [said, *_left_out(run, taken)]


def _made_of_all(run: RunRecord, parts: Sequence[Body]) -> Choice | None:
    """Return what the script assigned last, if it is made of all that it saved."""
    try:
        shown, notes = _assigned_last(run, run.candidates.bodies)
    except ModelUnclear:
        return None
    whole = [run.candidates.body(each.obj) for each in shown]
    return (shown, notes) if all(part.is_in(whole) for part in parts) else None


def _stands_for(row: tuple[Body, Format], other: tuple[Body, Format]) -> bool:
    """Return whether a saved body is another one, in a better file or as an assembly, which has names."""
    (body, format), (less, lesser) = row, other
    if not body.has_same_content(less):
        return False
    if body.is_assembly != less.is_assembly:
        return body.is_assembly
    return format > lesser


def _assigned_last(run: RunRecord, bodies: Sequence[Body]) -> Choice:
    """Return the object of the last assignment, if every other body went into it."""
    name, last = _last(run, bodies)
    taken = wholes(last)
    if not taken or not all(body.whole for body in taken):
        return _refuse(wholes(bodies))
    bound = run.candidates.bound[name]
    others = [body for body in bodies if body not in last]
    fates = dict(accounted(taken, others))
    missing = [body for body, fate in fates.items() if fate is None]
    if missing:
        return _holder(taken[0], bodies) or _collected(run, bodies) or _refuse([*wholes(missing), *taken])
    into = [body.place for body, fate in fates.items() if fate and body.place]
    copied = [body for body, fate in fates.items() if fate is False and body.place]
    if len(taken) > 1:
        together = bound.how == "assigned" and isinstance(run.namespace[name], list | tuple | dict | set)
        if not together or overlapping(taken):
            return _refuse(taken)
        said = note("took_last_all", name=name, line=bound.line, count=len(taken), others=into)
    else:
        code = "took_named" if bound.how == "named" else "took_last"
        said = note(code, name=taken[0].place, line=bound.line, others=into)
    notes = [note("took_copy", name=taken[0].place, original=body.place) for body in copied]
    return [Shown(body.obj) for body in taken], [said, *notes]


def _last(run: RunRecord, bodies: Sequence[Body]) -> tuple[str, list[Body]]:
    """Return the name that was bound last of those that hold a body, with its bodies."""
    for name in reversed(run.candidates.bound):
        held = [body for body in bodies if body.name == name]
        if held:
            return name, held
    return "", []


def _holder(last: Body, bodies: Sequence[Body]) -> Choice | None:
    """Return the assembly that the last object was added to, if every other body went into that."""
    for holder in bodies:
        others = [body for body in bodies if body is not holder]
        if holder.place and holder.holds(last) and None not in dict(accounted([holder], others)).values():
            said = note("took_holder", name=holder.place, last=last.place, line=last.line)
            return [Shown(holder.obj)], [said]
    return None


def _collected(run: RunRecord, bodies: Sequence[Body]) -> Choice | None:
    """Return the objects in the one list or dictionary that holds every body, each in a place of its own."""
    for name, value in run.namespace.items():
        if not isinstance(value, list | tuple | dict | set):
            continue
        objects = [run.candidates.body(found.obj) for found in objects_of(value)]
        held = wholes([body for body in objects if body.whole])
        keys = {body.key for body in held}
        others = [body for body in bodies if body.key not in keys]
        if len(held) < 2 or overlapping(held) or None in dict(accounted(held, others)).values():
            continue
        return [Shown(body.obj) for body in held], [note("took_collected", name=name, count=len(held))]
    return None


def _unfinished(run: RunRecord) -> Choice:
    """Return the construction object that was bound last; writing it will report what it lacks."""
    objects = run.candidates.objects
    if objects:
        return [Shown(objects[-1].obj)], []
    if run.candidates.bodies:
        raise ModelUnclear("model_not_kept", bodies=_fields_of(run.candidates.bodies))
    functions = [name for name, value in run.namespace.items() if isinstance(value, FunctionType)]
    if functions:
        raise NothingShown("nothing_called", function=functions[-1])
    raise NothingShown("nothing_shown")


# --- messages -----------------------------------------------------------------------------


def _left_out(run: RunRecord, taken: Sequence[Body]) -> list[dict[str, Any]]:
    """Note the bodies that are neither taken nor a part of what is."""
    others = [body for body in run.candidates.bodies if body.whole and body.place]
    left = [body for body, fate in accounted(taken, others) if fate is None]
    names = [body.place for body in wholes(left)]
    return [note("left_out", names=names)] if names else []


def _refuse(bodies: Sequence[Body]) -> NoReturn:
    raise ModelUnclear("model_left_open", bodies=_fields_of(bodies))


def _fields_of(bodies: Sequence[Body]) -> list[dict[str, Any]]:
    """Return bodies as fields of a message."""
    fields = ({"place": body.place, "line": body.line or None, "whole": body.whole} for body in bodies)
    return list(islice(fields, _MOST_SENT))
