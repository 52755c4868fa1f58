"""Reads a whole message onto the model at hand, clause by clause, and makes the changed design.

Each clause is read in every way that fits a pattern or adds a feature; ways that find no target in the
model drop out. A message counts as a change only if every clause of it is read. Readings that lead to
different models, with none that is clearly better, become a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mayfly.design import Design
from mayfly.design.edits import ChangeBy, Edit, RemoveFeature, Scale, apply, sizes
from mayfly.design.features import AnyFeature
from mayfly.errors import InvalidDesign, NeedsClarification
from mayfly.planning.follow_up import corrections, counts, features, screw_holes, turned_ends, turning
from mayfly.planning.follow_up import sizes as of_sizes
from mayfly.planning.follow_up.additions import STARTS, additions, surely_adds
from mayfly.planning.follow_up.clauses import Clause, bare, pieces, plain_form, without_correction
from mayfly.planning.follow_up.context import Groups, Reading
from mayfly.planning.follow_up.patterns import Kind, readings
from mayfly.planning.follow_up.pointing import pointed
from mayfly.planning.follow_up.repeat_words import REPEAT
from mayfly.planning.follow_up.repeats import repeated
from mayfly.planning.follow_up.targets import Targets
from mayfly.planning.questions import about, conflict, impossible

_READ: Final[Mapping[Kind, tuple[int, Callable[[Reading, Groups], list[Edit] | None]]]] = {
    "difference": (0, of_sizes.difference),
    "factor": (0, of_sizes.factor),
    "scale": (1, of_sizes.scale),
    "count": (0, counts.count),
    "replace": (0, counts.replace_number),
    "set": (1, of_sizes.set_size),
    "sides": (0, of_sizes.sides),
    "cut_to": (0, of_sizes.cut_to),
    "larger_to": (0, of_sizes.larger_to),
    "depth": (0, screw_holes.depth),
    "hollow": (0, features.hollow),
    "corners": (0, features.corners),
    "step": (0, features.step),
    "back": (0, corrections.back_to),
    "remove": (0, features.remove),
    "move": (0, features.move),
    "move_to": (0, features.move_to),
    "inset": (0, features.inset),
    "turn": (0, turning.turn),
    "start": (0, turning.start),
    "lay": (0, turning.lay),
    "mirror": (0, turning.mirror),
    "head": (0, screw_holes.head),
    "tap": (0, screw_holes.tap),
    "fit": (1, screw_holes.fit),
    "how_much": (3, of_sizes.how_much),
    "turn_down": (0, turned_ends.turn_down),
    "piece": (0, turned_ends.piece),
    "spacing": (0, counts.spacing),
    "count_of": (0, counts.count_of),
    "open": (0, features.opened),
    "last": (0, of_sizes.last_size),
}
"""What reads a kind of change, and its cost: of two readings of one clause the cheaper one holds."""
_MOST_CLAUSES: Final = 12
_EVERYTHING: Final = frozenset({"everything", "everything else", "all", "all else", "the rest", "the others"})
_SWAP: Final = re.compile(
    r"(?:replace|swap|exchange|substitute) (?P<old>[a-z#][\w# ]*?) (?:by|with|for|against) "
    r"(?P<new>(?:an?|the|one|two|#\d+) .+)"
)
#: A number behind these is another one for what was changed last, or one more for what was spoken of.
_ANEW: Final = re.compile(r"\b(?:now|actually|instead|rather|better|hmm?)\b")
_MORE: Final = re.compile(r"\b(?:too|as well|also)\b")
_ADDS: Final = re.compile(r"\b(?:and|also|plus)\b")
_LIKE_THEM: Final = re.compile(r"(?:an? )?(?P<what>.+?) ones?")
_INSTEAD_OF: Final = re.compile(
    r"(?:(?:use|put|make|have|with|add|want) )?(?P<new>(?:an?|one|two|#\d+) .+?) (?:instead of|in place of"
    r"|rather than) (?P<old>(?:the|its|all) [a-z][a-z ]*)"
)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a message makes of the model at hand.

    Attributes:
        design: The new design; None where the last change is to be undone.
        edits: How it came about.
        is_so: The model is so already: "on top", of a boss that is there.
    """

    design: Design | None
    edits: tuple[Edit, ...] = ()
    is_so: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """A message read up to a clause.

    Attributes:
        design: The design so far.
        edits: How it came about.
        last: Paths of the features spoken of last.
        vacated: A feature that was taken away.
        before: The design before the last clause, or before the last change.
        pointed: Paths of the features that the clause points at.
    """

    design: Design
    edits: tuple[Edit, ...] = ()
    last: tuple[str, ...] = ()
    vacated: AnyFeature | None = None
    before: Design | None = None
    pointed: tuple[str, ...] = ()


def read_change(
    message: str,
    design: Design,
    earlier: Design | None = None,
    *,
    chosen: Collection[str] = (),
    overall: float | None = None,
    among_several: bool = False,
) -> Changed | None:
    """Read a message as a change of a design.

    Args:
        message: What was said.
        design: The model at hand.
        earlier: The same before its last change; None where it was not changed.
        chosen: Options that the person chose where it could be read in two ways.
        overall: Length of the whole before its ends were turned down; None where they were not.
        among_several: The design is one body of several.

    Returns:
        The changed design; None where the message can't be read as a change.

    Raises:
        NeedsClarification: It is a change, but it is open which, or it does not fit.
    """
    form = plain_form(message)
    text, corrects = _without_correction(form)
    if not text and REPEAT.fullmatch(form.text):
        text = form.text  # "and the other" may be what stays as it is, too
    if not text:
        return None
    if _is_undo(text):
        return Changed(None)
    lead = form.text.partition(text)[0] if text in form.text else ""
    again = bool(_ANEW.search(f"{lead} {text}"))
    reader = _Reader(
        form,
        corrects=corrects,
        earlier=earlier,
        chosen=chosen,
        once_more=again,
        lead=lead,
        overall=overall,
        among_several=among_several,
        start=design,
    )
    first = _State(design, last=_last_changed(design, earlier), before=earlier)
    state = reader.read(pieces(text), first)
    if state is not None and (state.edits or reader.is_so):
        return Changed(state.design, state.edits, is_so=not state.edits)
    if reader.question is not None:
        raise reader.question
    return None


def keeps(phrase: str, targets: Targets, clause: Clause, before: Design | None = None) -> bool:
    """Return whether words that shall stay name something that is there, and stays.

    Args:
        phrase: The words.
        targets: What there is now.
        clause: Whose numbers the marks are.
        before: The design before the message; a size has to be what it was there.
    """
    if phrase in _EVERYTHING or targets.features(phrase, clause):
        return True
    if phrase and targets.is_whole(phrase) and before is not None:  # "the bar stays as it is"
        return targets.design.bodies[0].base == before.bodies[0].base
    now = targets.size(phrase, clause)
    then = Targets(before).size(phrase, clause) if before is not None else now
    return len(now) == len(then) == 1 and now[0].value == then[0].value


def only_keeps(message: str, design: Design) -> bool:
    """Return whether a message only wants something to stay as it is."""
    form = plain_form(message)
    matches = [match for pattern, match in readings(bare(form.text)) if pattern.kind == "keep"]
    return any(keeps(match["t"], Targets(design), form) for match in matches)


def asks_to_undo(message: str) -> bool:
    """Return whether a message only asks to go back to the design before the last one."""
    return _is_undo(_without_correction(plain_form(message))[0])


def _without_correction(form: Clause) -> tuple[str, bool]:
    text, corrects = without_correction(bare(form.text))
    return bare(text), corrects


def _is_undo(text: str) -> bool:
    return any(pattern.kind == "undo" for pattern, _ in readings(text))


@dataclass(slots=True)
class _Reader:
    """Reads the clauses of one message.

    Attributes:
        form: The message in its plain form.
        corrects: It corrects the change before.
        earlier: The design before the last change.
        chosen: Options that the person chose where the message could be read in two ways.
        once_more: A number alone is another value for what was changed last: "now 12", "actually 8".
        lead: What was left out at the front of the message: "and the same".
        overall: Length of the whole before its ends were turned down; None where they were not.
        among_several: The design is one body of several.
        is_so: A clause says what is so already.
        question: The first question that came up where a clause could be read but for one thing.
        start: The design before the message.
    """

    form: Clause
    corrects: bool
    earlier: Design | None
    chosen: Collection[str] = ()
    once_more: bool = False
    lead: str = ""
    overall: float | None = None
    among_several: bool = False
    is_so: bool = False
    question: NeedsClarification | None = None
    start: Design | None = None

    def read(self, cut: Sequence[str], state: _State) -> _State | None:
        """Read clauses from a message that is cut into pieces, the longest first clause before others."""
        if not cut or not any(piece.strip() for piece in cut):
            return state
        swap = _SWAP.fullmatch("".join(cut)) or _INSTEAD_OF.fullmatch("".join(cut))
        if swap and (alike := _LIKE_THEM.fullmatch(swap["new"])):
            cut = [f"make {swap['old']} {alike['what']}"]
        elif swap:
            cut = [f"remove {swap['old']}", ", ", f"put {swap['new']} there instead"]
        if len(cut) > 2 * _MOST_CLAUSES:
            return None
        for end in range(len(cut), 0, -2):
            first = "".join(cut[:end])
            after = self._again(first, state) or self._clause(bare(first), state)
            if after is None:
                continue
            whole = self.read(cut[end + 1 :], after)
            if whole is not None:
                return whole
        return None

    def _again(self, text: str, state: _State) -> _State | None:
        """Read a clause as a repeat of what was done last, at another place."""
        whole = text if state.edits else f"{self.lead}{text}"
        plain = _with_one(whole, self.form).strip(" .,;:!?")
        try:
            found = repeated(
                plain, self._reading(text, state), self.chosen, more=bool(_MORE.search(self.form.text))
            )
        except NeedsClarification as question:
            self._ask(question)
            return None
        if found is None:
            return None
        if found.is_so:
            self.is_so = True
            return state
        after = self._applied(found.edits, state)
        if after is None:
            return None
        return _State(
            after, (*state.edits, *found.edits), _touched(found.edits, after, state), before=state.design
        )

    def _pointed(self, text: str, state: _State) -> _State | None:
        """Read a clause that speaks of one of several by its place: "make the left one 8 mm"."""
        if state.pointed:
            return None
        targets = Targets(state.design, last=state.last)
        found = pointed(_with_one(text, self.form), targets)
        if found is None:
            return None
        apart = replace(
            state,
            design=found.design,
            edits=(*state.edits, *found.edits),
            last=found.paths,
            pointed=found.paths,
        )
        after = self._clause(found.text, apart)
        if after is None or after.design == apart.design:
            return None
        return replace(after, pointed=(), before=state.design)

    def _clause(self, text: str, state: _State) -> _State | None:
        """Read one clause in every way, and apply the best."""
        if not text:
            return state
        alone = self._pointed(text, state)
        if alone is not None:
            return alone
        ways: list[tuple[int, tuple[Edit, ...], Design]] = []
        for cost, edits in self._ways(text, state):
            after = self._applied(edits, state)
            if after is not None and all(after != design for _, _, design in ways):
                ways.append((cost, tuple(edits), after))
        if not ways:
            return state if self._keeps(text, state) else None
        least = min(cost for cost, _, _ in ways)
        best = [way for way in ways if way[0] == least]
        if len(best) > 1:
            self._ask(
                conflict(
                    f'"{Clause(text, self.form.numbers, self.form.points).written[:60]}" can be read in two'
                    " ways. Can you name the size or the feature?",
                    about("readings", words=[text[:60]]),
                )
            )
            return None
        _, chosen, design = best[0]
        touched = _touched(chosen, design, state)
        return _State(
            design, (*state.edits, *chosen), touched, _gone(chosen, state), state.design, state.pointed
        )

    def _keeps(self, text: str, state: _State) -> bool:
        """Return whether a clause leaves everything as it is: "that's all", "keep the holes"."""
        targets = Targets(state.design)
        clause = Clause(text, self.form.numbers, self.form.points)
        for pattern, match in readings(text):
            if pattern.kind == "nothing":
                return True
            if pattern.kind == "keep" and keeps(match["t"], targets, clause, self.start):
                return True
        return False

    def _ways(self, text: str, state: _State) -> list[tuple[int, list[Edit]]]:
        """Return the edits of every reading of a clause, with their costs."""
        reading = self._reading(text, state)
        clause = reading.clause
        found: list[tuple[int, list[Edit]]] = []
        for pattern, match in readings(text):
            if pattern.kind not in _READ:
                continue
            cost, read = _READ[pattern.kind]
            said = {name: value for name, value in match.groupdict().items() if value is not None}
            try:
                edits = read(reading, said)
            except NeedsClarification as question:
                self._ask(question)
                continue
            if edits:
                found.append((cost, edits))
        if found and not surely_adds(text):
            return found
        return [*found, *self._added(clause, state)]

    def _reading(self, text: str, state: _State) -> Reading:
        """Return what a clause is read with."""
        return Reading(
            design=state.design,
            targets=Targets(
                state.design, last=state.last, pointed=state.pointed, among_several=self.among_several
            ),
            clause=Clause(text, self.form.numbers, self.form.points),
            corrects=self.corrects,
            earlier=self.earlier,
            continued=bool(state.edits),
            before=state.before,
            once_more=self.once_more,
            adds=bool(_ADDS.search(self.lead)) or bool(state.edits),
            overall=self.overall,
        )

    def _added(self, clause: Clause, state: _State) -> list[tuple[int, list[Edit]]]:
        """Return the edits that add features."""
        try:
            edits = additions(clause.written, state.design, vacated=state.vacated, chosen=self.chosen)
        except NeedsClarification as question:
            if STARTS.match(clause.text) or clause.text == bare(self.form.text):
                self._ask(question)
            return []
        return [(2, edits)] if edits else []

    def _applied(self, edits: Sequence[Edit], state: _State) -> Design | None:
        """Return the design with edits; None, and a question, where they do not fit."""
        design = state.design
        relative = any(isinstance(edit, ChangeBy | Scale) for edit in edits)
        if self.corrects and relative and self.earlier is not None and not state.edits:
            paths = {edit.path for edit in edits if isinstance(edit, ChangeBy)}
            if paths <= set(_changed_paths(design, self.earlier)):
                design = self.earlier
        try:
            return apply(design, edits)
        except InvalidDesign as error:
            text = " ".join(problem for _, problem in error.problems)
            self._ask(impossible(f"{text.rstrip('.')}. Which size or place is right?", about("change")))
            return None

    def _ask(self, question: NeedsClarification) -> None:
        self.question = self.question or question


def _with_one(text: str, form: Clause) -> str:
    """Return a plain form in which a single "one" is a word, and no number."""

    def written(mark: re.Match[str]) -> str:
        given = form.numbers[int(mark[1])]
        return "one" if given.form == "word" and given.value == 1 else mark[0]

    return re.sub(r"#(\d+)", written, text)


def _touched(edits: Sequence[Edit], design: Design, state: _State) -> tuple[str, ...]:
    """Return the paths of the features that edits are about; what is added is the last one of its body."""
    count = len(design.bodies[0].features)
    grown = count - len(state.design.bodies[0].features)
    if grown > 0:
        return tuple(f"bodies[0].features[{index}]" for index in range(count - grown, count))
    if grown < 0:
        return ()
    paths = {str(getattr(edit, "path", getattr(edit, "of", ""))) for edit in edits}
    touched = tuple(
        f"bodies[0].features[{index}]"
        for index in range(count)
        if any(
            path == f"bodies[0].features[{index}]" or path.startswith(f"bodies[0].features[{index}].")
            for path in paths
        )
    )
    return touched or state.last


def _gone(edits: Sequence[Edit], state: _State) -> AnyFeature | None:
    """Return the feature that edits take away, if it is one."""
    gone = [edit.of for edit in edits if isinstance(edit, RemoveFeature)]
    if len(gone) != 1:
        return state.vacated
    targets = Targets(state.design)
    return next((spot.feature for spot in targets.spots if spot.path == gone[0]), None)


def _last_changed(design: Design, earlier: Design | None) -> tuple[str, ...]:
    """Return the paths of the features that the last change was about: what it added, or changed."""
    if earlier is None:
        return ()
    before, now = earlier.bodies[0].features, design.bodies[0].features
    if len(now) > len(before):
        return tuple(f"bodies[0].features[{index}]" for index in range(len(before), len(now)))
    return tuple(
        f"bodies[0].features[{index}]"
        for index, feature in enumerate(now)
        if index >= len(before) or before[index] != feature
    )


def _changed_paths(design: Design, earlier: Design) -> list[str]:
    before = {size.path: size.value for size in sizes(earlier)}
    return [size.path for size in sizes(design) if before.get(size.path) != size.value]


def unassumed(design: Design, names: Sequence[str]) -> Design:
    """Return a design without the sizes of its part that were assumed, which then follow the others again.

    Args:
        design: The design.
        names: Parameters that were assumed for a reason ("floor", as thick as the wall).
    """
    body = design.bodies[0]
    held = getattr(body.base, "sizes", None)
    if len(design.bodies) != 1 or held is None or not set(names) & held.keys():
        return design
    kept = {name: value for name, value in held.items() if name not in names}
    base = body.base.model_copy(update={"sizes": kept})
    return design.model_copy(update={"bodies": (body.model_copy(update={"base": base}),)})
