"""How many wrong models a chat model could publish: right replies, each with one size or feature made wrong.

Each size that the request names is made a fifth larger, each count one more, each feature left out, moved, or
made plain where it has a counterbore. A reply's own requirements stay as they were, as those of a model that
slipped would. A change that leaves the model as it was is no mutant. What is counted:

* ``unchecked``: no requirements at all, as it would be without Mayfly;
* ``own``: the requirements that the model stated;
* ``facts``: those and what the rules read of a request that they can't read as a whole;
* ``product``: those and all that the rules read, as it is built;
* ``noted``: the same, where the number that was changed is not named to the model as missing before;
* ``bare`` and ``bare_noted``: the last two for a model that states no requirements at all.

Looks are off. A design's own requirements follow from its numbers, so they see no change of these.
"""

from __future__ import annotations

import ast
import copy
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from langchain_core.messages import AIMessage

from mayfly.cad.requirements_check import compare
from mayfly.cad.script import read_script, with_parameters
from mayfly.cad.workshop import Builder, BuildJob
from mayfly.contracts import BuildReport, Measures, Plan, Requirements
from mayfly.errors import InvalidDesign, InvalidParameter, MayflyError, NeedsClarification
from mayfly.planning.chat.agreement import join, read_beyond_doubt
from mayfly.planning.chat.number_audit import Said, audited, leaves, missing_numbers, said_numbers
from mayfly.planning.chat.plans import plan_of
from mayfly.planning.chat.reply import Answer, DesignReply, ScriptReply, UnusableReply, read_reply
from mayfly.planning.readings.facts import facts
from mayfly.planning.rules import RulesPlanner

LARGER: Final = 1.2
GATES: Final = ("unchecked", "own", "facts", "product", "noted", "bare", "bare_noted")
_MOVED_MM: Final = 2.0
_COUNTS: Final = frozenset({"count", "columns", "rows", "sides", "teeth", "fins", "holes", "number"})
_PLACES: Final = frozenset({"points", "inset", "spacing", "centre"})


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One wrong reply and where it is caught.

    Attributes:
        request: The request.
        kind: What was changed: "size", "count", "feature left out", "moved", "counterbore left out".
        what: Where.
        whole: The rules read the request as a whole.
        published: Of each gate, whether the wrong model passes it.
    """

    request: str
    kind: str
    what: str
    whole: bool
    published: Mapping[str, bool]


def mutants(answer: Answer, said: Sequence[Said]) -> Iterator[tuple[str, str, Answer]]:
    """Yield wrong versions of a right reply: kind, what was changed, reply.

    Args:
        answer: The right reply.
        said: The numbers of the request; sizes that it does not name are left as they are.
    """
    if isinstance(answer, ScriptReply):
        yield from _of_script(answer, said)
    elif isinstance(answer, DesignReply):
        yield from _of_design(answer, said)


def _of_script(answer: ScriptReply, said: Sequence[Said]) -> Iterator[tuple[str, str, Answer]]:
    """Yield a script with one parameter changed, or with one operation left out."""
    for parameter in read_script(answer.script).parameters:
        values = parameter.default if isinstance(parameter.default, tuple | list) else (parameter.default,)
        for index, value in enumerate(values):
            if isinstance(value, bool | str) or not _is_said(value, said):
                continue
            counted = isinstance(value, int)
            changed = value + 1 if counted else value * LARGER
            row = [*values[:index], changed, *values[index + 1 :]]
            new = tuple(row) if isinstance(parameter.default, tuple) else row[0]
            with suppress(InvalidParameter):
                script = with_parameters(answer.script, {parameter.name: new})
                yield "count" if counted else "size", parameter.name, replace(answer, script=script)
    for what, script in _left_out(answer.script):
        yield "feature left out", what, replace(answer, script=script)


def _left_out(script: str) -> Iterator[tuple[str, str]]:
    """Yield a script without one of its assignments that cut, join, round or chamfer the result."""
    tree = ast.parse(script)
    for node in tree.body:
        again = (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Call)
            and any(
                isinstance(name, ast.Name) and name.id == node.targets[0].id for name in ast.walk(node.value)
            )
        )
        if again:
            rest = [other for other in tree.body if other is not node]
            yield f"line {node.lineno}", ast.unparse(ast.Module(rest, [])) + "\n"


def _of_design(answer: DesignReply, said: Sequence[Said]) -> Iterator[tuple[str, str, Answer]]:
    """Yield a design with one number changed, or with one feature left out, moved or made plain."""
    for path, value in _numbers(answer.design, ()):
        inner = [name for name in path if isinstance(name, str)]
        if "expect" in inner or not _is_said(value, said):
            continue
        counted = inner[-1] in _COUNTS and float(value).is_integer()
        kind = "count" if counted else "moved" if _PLACES & set(inner) else "size"
        changed = value + 1 if counted else value + _MOVED_MM if kind == "moved" else value * LARGER
        yield kind, ".".join(map(str, path)), replace(answer, design=_with(answer.design, path, changed))
    for b, body in enumerate(answer.design["bodies"]):
        for f, feature in enumerate(body.get("features", ())):
            left = copy.deepcopy(answer.design)
            del left["bodies"][b]["features"][f]
            yield "feature left out", f"{feature['kind']} {f}", replace(answer, design=left)
            if feature.get("counterbore"):
                plain = copy.deepcopy(answer.design)
                del plain["bodies"][b]["features"][f]["counterbore"]
                yield "counterbore left out", f"hole {f}", replace(answer, design=plain)


def _numbers(data: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], float]]:
    """Yield the numbers in plain data with their paths; a text is one where it is a length alone."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from _numbers(value, (*path, name))
    elif isinstance(data, list | tuple):
        for index, value in enumerate(data):
            yield from _numbers(value, (*path, index))
    elif not isinstance(data, bool) and data is not None:
        numbers = [each for each in leaves(data)] if isinstance(data, int | float) else _length(data)
        if len(numbers) == 1 and numbers[0]:
            yield path, float(data) if isinstance(data, int | float) else numbers[0]


def _length(text: Any) -> list[float]:
    single = isinstance(text, str) and any(text.rstrip().endswith(unit) for unit in ("in", "mm", '"'))
    return list(leaves(text)) if single else []


def _with(design: Any, path: Sequence[str | int], value: float) -> Any:
    """Return a design with another number at a path."""
    changed = copy.deepcopy(design)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = int(value) if float(value).is_integer() else value
    return changed


def _is_said(value: float, said: Sequence[Said]) -> bool:
    """Return whether the request names a number, itself, its half or its double."""
    return any(not missing_numbers([one], [abs(float(value))]) for one in said)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A request with its right model.

    Attributes:
        request: The request.
        said: Its numbers.
        whole: What the product reads of it with certainty.
        half: What it would read if it could not read it as a whole.
        stated: The requirements of the right reply; None for a design, which has its own.
        base: What the right model measures.
        workshop: Where models are built.
        folder: Where they lie meanwhile.
    """

    request: str
    said: tuple[Said, ...]
    whole: Requirements
    half: Requirements
    stated: Requirements | None
    base: BuildReport
    workshop: Builder
    folder: Path

    def gates(self, wrong: Answer) -> dict[str, bool] | None:
        """Return which gates a wrong reply passes; None where it can't be built or makes the same model."""
        try:
            plan = plan_of(wrong, Requirements(), request=self.request, last=False)
        except (InvalidDesign, InvalidParameter, NeedsClarification, UnusableReply):
            return None  # it does not fit: the model hears of it
        own = plan.requirements if self.stated is None else self.stated
        wanted = {"unchecked": Requirements(), "own": own}
        for name, certain in (("facts", self.half), ("product", self.whole)):
            with suppress(NeedsClarification):  # a contradiction goes back, or is asked about
                wanted[name] = join(certain, own)
        try:
            report = _built(plan, _all_measures(*wanted.values()), self.workshop, self.folder)
        except MayflyError:
            return None
        if _same(report, self.base):
            return None
        wanted["bare"] = self.whole
        found = {name: name in wanted and not compare(wanted[name], report) for name in GATES}
        lost = audited(self.said, plan, report.to_dict())
        found |= {"noted": found["product"] and not lost, "bare_noted": found["bare"] and not lost}
        return found


def tried(line: Mapping[str, Any], answer: Answer, workshop: Builder, folder: Path) -> Iterator[Mutant | str]:
    """Yield what becomes of each wrong version of a reply; a text where the right one is refused or noted."""
    request = str(line["request"])
    said = said_numbers(request)
    whole, _ = read_beyond_doubt(request)
    try:
        right = plan_of(answer, whole, request=request, last=False)
        base = _built(right, _all_measures(right.requirements), workshop, folder)
    except (MayflyError, UnusableReply) as error:
        yield f"the right reply is refused: {error}"
        return
    missed = compare(right.requirements, base)
    if missed:
        yield f"the right reply is refused: {missed[0]}"
        return
    if lost := audited(said, right, base.to_dict()) if whole.volume_mm3 is None else ():
        yield f"noted, though right: {', '.join(lost)}"
    case = Case(
        request=request,
        said=said,
        whole=whole,
        half=replace(facts(request), by="request"),
        stated=answer.requirements if isinstance(answer, ScriptReply) else None,
        base=base,
        workshop=workshop,
        folder=folder,
    )
    for kind, what, wrong in mutants(answer, said):
        found = case.gates(wrong)
        if found is not None:
            read = whole.volume_mm3 is not None
            yield Mutant(request=request, kind=kind, what=what, whole=read, published=found)


def _all_measures(*wanted: Requirements) -> Measures:
    """Return what has to be measured for all of several requirements."""
    each = [one.measures for one in wanted]
    points = tuple(dict.fromkeys(point for one in each for point in one.points))
    walls = [one.wall_below_mm for one in each if one.wall_below_mm is not None]
    flags = {name: any(getattr(one, name) for one in each) for name in _flags()}
    return Measures(points=points, wall_below_mm=max(walls, default=None), **flags)


def _flags() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Measures) if field.name not in {"points", "wall_below_mm"})


def _built(plan: Plan, measures: Measures, workshop: Builder, folder: Path) -> BuildReport:
    """Build a plan, and return what was measured on it."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        job = BuildJob(
            script=plan.script,
            parameters=plan.parameters,
            trusted=plan.trusted,
            explicit=plan.explicit,
            measures=measures,
        )
        return workshop.build(job, Path(own) / "mutant.step")


def _same(one: BuildReport, other: BuildReport) -> bool:
    """Return whether two models measure the same: a change that changed nothing."""

    def seen(report: BuildReport) -> str:
        holes = [asdict(hole) for hole in report.holes]
        box = [round(side, 4) for side in (*report.bounding_box_mm, *report.lowest_mm, *report.centre_mm)]
        return json.dumps([report.solids, report.faces, round(report.volume_mm3, 3), box, holes], default=str)

    return seen(one) == seen(other)


def played(line: Mapping[str, Any]) -> Answer | None:
    """Return the last recorded answer of a line, the one that is published, where it is a model."""
    for recorded in line.get("answers", ())[-1:]:
        if not isinstance(recorded, Mapping) or "tool" not in recorded:
            return None
        call = {"name": recorded["tool"], "args": recorded["arguments"], "id": "recorded"}
        reply = read_reply(AIMessage("", tool_calls=[call]))
        return reply if isinstance(reply, DesignReply | ScriptReply) else None
    return None


def read_by_rules(line: Mapping[str, Any]) -> Answer | None:
    """Return the design that the rules read of a request, as a model's reply; None where they read none."""
    try:
        plan = RulesPlanner().plan(str(line["request"]))
    except MayflyError:
        return None
    return DesignReply(dict(plan.design)) if plan.design else None


def summed(found: Sequence[Mutant]) -> dict[str, Any]:
    """Return how many mutants pass each gate, by what was changed and by how much the rules had read."""
    groups: dict[str, list[Mutant]] = {"all": list(found)}
    for name, whole in (("read as a whole by the rules", True), ("not read as a whole", False)):
        groups[name] = [each for each in found if each.whole is whole]
    for kind in dict.fromkeys(each.kind for each in found):
        groups[kind] = [each for each in found if each.kind == kind]
    return {
        name: {"mutants": len(group), **{gate: _passing(group, gate) for gate in GATES}}
        for name, group in groups.items()
        if group
    }


def _passing(group: Sequence[Mutant], gate: str) -> int:
    return sum(each.published[gate] for each in group)


def benchmark(lines: Sequence[Mapping[str, Any]], workshop: Builder, folder: Path) -> dict[str, Any]:
    """Change every right reply in every way, and return what was counted and what would be published."""
    found: list[Mutant] = []
    refused: list[str] = []
    noted: list[str] = []
    tries = Counter[str]()
    for line in lines:
        answer = played(line) if "answers" in line else read_by_rules(line)
        if answer is None:
            continue
        tries["replies"] += 1
        for one in tried(line, answer, workshop, folder):
            if isinstance(one, Mutant):
                found.append(one)
            else:
                (noted if one.startswith("noted") else refused).append(f"{line['request'][:80]}: {one}")
    left = [f"{each.request[:70]} [{each.kind}: {each.what}]" for each in found if each.published["noted"]]
    return {**tries, "refused": refused, "noted": noted, "passed": left, "groups": summed(found)}
