"""Turns a design into a plan: a script that people can read, and what the finished model must measure."""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Sequence
from dataclasses import replace

from mayfly.contracts import HoleRequirement, Plan, Requirements
from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._edge_cuts import check_walls
from mayfly.design.geometry.faces import Vector, literal
from mayfly.design.model import Body, Design
from mayfly.errors import InvalidDesign, InvalidParameter, UnknownPart


def compile_design(design: Design) -> Plan:
    """Return the plan that builds a design.

    Raises:
        InvalidDesign: A size, a place or a feature does not fit; the text names it and what would do.
    """
    plans = [_body(body, f"bodies[{index}]") for index, body in enumerate(design.bodies)]
    only = design.bodies[0]
    if len(plans) == 1 and not _is_placed(only) and only.color is None:
        plan = plans[0]
    else:
        plan = _together(design, plans)
    return replace(
        plan,
        title=design.title or plan.title,
        requirements=_expected(design, plan.requirements),
        design=design.to_dict(),
    )


def draft_of(body: Body, path: str = "bodies[0]") -> Draft:
    """Return a body with its features put on, one after the other.

    Raises:
        InvalidDesign: The base or a feature does not fit.
    """
    try:
        draft = Draft.start(body.base.form())
    except (InvalidParameter, UnknownPart, DoesNotFit) as error:
        raise InvalidDesign([(f"{path}.base", str(error))]) from error
    for index, feature in enumerate(body.features):
        try:
            feature.apply(draft)
            check_walls(draft)
            draft.features.append(feature)
        except DoesNotFit as error:
            raise error.at(f"{path}.features[{index}].{feature.kind}") from error
    return draft


def _body(body: Body, path: str) -> Plan:
    return draft_of(body, path).plan()


def _is_placed(body: Body) -> bool:
    return any(body.at) or any(body.turn)


def _expected(design: Design, found: Requirements) -> Requirements:
    """Join what the design expects of the whole; it has to agree with what its bodies make.

    Raises:
        InvalidDesign: The bodies can't make what is expected.
    """
    expect = design.expect
    if expect.solids is not None and found.solids is not None and expect.solids != found.solids:
        raise InvalidDesign(
            [("expect.solids", f"the bodies make {found.solids} solids, not {expect.solids}")]
        )
    if expect.envelope is not None and found.bounding_box_mm is not None:
        for letter, want, have in zip("xyz", expect.envelope, found.bounding_box_mm, strict=True):
            if abs(want - have) > found.length_tolerance_mm:
                raise InvalidDesign(
                    [
                        (
                            "expect.envelope",
                            f"the bodies are {literal(have)} mm along {letter}, not {literal(want)}",
                        )
                    ]
                )
    return replace(
        found,
        solids=found.solids if expect.solids is None else expect.solids,
        bounding_box_mm=found.bounding_box_mm or expect.envelope,
    )


# --- several bodies ---------------------------------------------------------------------------------


def _together(design: Design, plans: Sequence[Plan]) -> Plan:
    """Join the scripts of several bodies, each with names of its own, and what they must measure."""
    lines = ["import math", "", "import cadquery as cq", ""]
    shown: list[str] = []
    for body, plan in zip(design.bodies, plans, strict=True):
        prefix = _identifier(body.name, shown)
        script = _renamed(plan.script, prefix)
        lines += [f"# --- {_printable(body.name)}", *script, ""]
        variable = f"{prefix}_result"
        if _is_placed(body):
            lines += [f"{variable} = ({variable}", *_moves(body), ")"]
        options = f', options={{"color": "{body.color}"}}' if body.color else ""
        shown.append(prefix)
        lines += [f"show_object({variable}, name={json.dumps(body.name, ensure_ascii=False)}{options})", ""]
    title = _printable(design.title or "A model of several bodies")
    return Plan(
        script="\n".join([f'"""{title}."""', "", *lines]),
        requirements=_sum(
            [(body, plan.requirements) for body, plan in zip(design.bodies, plans, strict=True)]
        ),
        title=design.title or " and ".join(dict.fromkeys(body.name for body in design.bodies))[:60],
        assumptions=tuple(dict.fromkeys(a for plan in plans for a in plan.assumptions)),
        trusted=all(plan.trusted for plan in plans),
    )


def _printable(text: str) -> str:
    """Return a text that ends no comment and no docstring: names come from strangers, scripts are run."""
    return "".join(c if c.isprintable() else " " for c in text).replace("\\", "/").replace('"', "'")


def _identifier(name: str, taken: Sequence[str]) -> str:
    """Return a name of Python made from what a body is called."""
    plain = re.sub(r"\W+", "_", name.lower(), flags=re.ASCII).strip("_") or "body"
    plain = plain if plain[0].isalpha() else f"body_{plain}"
    unique, index = plain, 2
    while unique in taken:
        unique, index = f"{plain}_{index}", index + 1
    return unique


def _renamed(script: str, prefix: str) -> list[str]:
    """Return a body's script without its imports and its end, its own names behind a prefix."""
    tree = ast.parse(script)
    own = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    } | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    local = {arg.arg for node in ast.walk(tree) if isinstance(node, ast.arguments) for arg in node.args}
    lines = script.splitlines()
    places = sorted(
        (
            (node.lineno - 1, node.col_offset, node.id)
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and node.id in own - local
        ),
        reverse=True,
    )
    for row, column, name in places:
        line = lines[row].encode()
        lines[row] = (line[:column] + f"{prefix}_{name}".encode() + line[column + len(name) :]).decode()
    gone: set[int] = set()
    for node in tree.body:
        shows = (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Name)
            and node.value.func.id == "show_object"
        )
        if isinstance(node, ast.Import | ast.ImportFrom) or shows or node is tree.body[0]:
            gone |= set(range(node.lineno - 1, node.end_lineno or node.lineno))
    kept = [line for row, line in enumerate(lines) if row not in gone]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    return text.splitlines()


def _moves(body: Body) -> list[str]:
    """Return the steps that turn and move a body to its place."""
    steps = [
        f"    .rotate((0, 0, 0), {axis}, {literal(angle)})"
        for axis, angle in zip(("(1, 0, 0)", "(0, 1, 0)", "(0, 0, 1)"), body.turn, strict=True)
        if angle
    ]
    if any(body.at):
        steps.append(f"    .translate(({', '.join(literal(c) for c in body.at)}))")
    return steps


def _sum(parts: Sequence[tuple[Body, Requirements]]) -> Requirements:
    """Return what all bodies together must measure; they must not overlap."""
    volumes = [found.volume_mm3 for _, found in parts]
    turned = any(any(body.turn) for body, _ in parts)
    corners = [_corners(body, found) for body, found in parts]
    box = None
    if not turned and None not in corners:
        lows = [low for pair in corners if pair for low in (pair[0],)]
        highs = [high for pair in corners if pair for high in (pair[1],)]
        sides = [max(h[i] for h in highs) - min(low[i] for low in lows) for i in range(3)]
        box = (sides[0], sides[1], sides[2])
    return Requirements(
        solids=sum(found.solids or 1 for _, found in parts),
        bounding_box_mm=box,
        volume_mm3=None if None in volumes else math.fsum(v for v in volumes if v is not None),
        holes=tuple(_moved(hole, body) for body, found in parts for hole in found.holes),
        exact_holes=all(found.exact_holes for _, found in parts) and not turned,
        length_tolerance_mm=max(found.length_tolerance_mm for _, found in parts),
        volume_tolerance=max(found.volume_tolerance for _, found in parts),
    )


def _corners(body: Body, found: Requirements) -> tuple[Vector, Vector] | None:
    """Return the two ends of a body's box where it stands, for a body around the Z axis on Z=0."""
    if found.bounding_box_mm is None:
        return None
    x, y, z = found.bounding_box_mm
    a, b, c = body.at
    return (a - x / 2, b - y / 2, c), (a + x / 2, b + y / 2, c + z)


def _moved(hole: HoleRequirement, body: Body) -> HoleRequirement:
    """Return a hole where its body stands; of a turned body only its size is known."""
    if any(body.turn):
        return replace(hole, axis=None, at=None)
    if hole.at is None or hole.axis is None:
        return hole
    u, v = {"X": (1, 2), "Y": (0, 2), "Z": (0, 1)}[hole.axis]
    return replace(hole, at=tuple((a + body.at[u], b + body.at[v]) for a, b in hole.at))
