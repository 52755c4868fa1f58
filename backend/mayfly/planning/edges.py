"""Fillets and chamfers: which edges, whether they fit, and the step of the script that makes them."""

from __future__ import annotations

import math
from typing import Final

from mayfly.cad.parts import read_pairs
from mayfly.planning.draft import Draft
from mayfly.planning.language.reading import Frame, Label, Mark
from mayfly.planning.language.units import number
from mayfly.planning.questions import conflict, impossible, length_of, missing, unsupported

#: Round parts whose ends differ: the sizes of the rims at the top and at the bottom.
_RIMS: Final = {
    "flanged_hub": ("hub_diameter", "flange_diameter"),
    "flanged_bushing": ("outer_diameter", "flange_diameter"),
    "pulley": ("outer_diameter", "outer_diameter"),
}


def add_edge_treatment(draft: Draft, frame: Frame, *, after_cuts: bool) -> None:
    """Round or chamfer what a frame asks for.

    Raises:
        NeedsClarification: Unknown edges, no size, or a size that does not fit.
    """
    size = _size(frame)
    which = _edges(draft, frame)
    _check(draft, frame, size, which)
    verb = "fillet" if frame.kind == "fillet" else "chamfer"
    name = draft.parameter(
        f"{which}_{verb}" if which != "all" else f"edge_{verb}", size, f"{verb} of the {_words(which)} edges"
    )
    selectors = [_selector(draft, which)]
    if which == "both" and is_turned(draft) and draft.part.base != "round":
        selectors = [_selector(draft, "top"), _selector(draft, "bottom")]  # the rims may differ in diameter
    lines = [f"result = result{selector}.{verb}({name})" for selector in selectors]
    step = "\n".join([f"# {verb} on the {_words(which)} edges", *lines])
    if which == "all" and after_cuts:
        draft.steps.append(step)
        draft.take_volume(None)
        draft.assumptions.append(f"The {verb} on all edges includes the rims of the holes named before it.")
        return
    draft.edge_steps.append(step)
    draft.take_volume(_removed(draft, frame.kind, size, which))
    if which == "vertical":  # the kernel rounds upright edges only while the ones they meet are sharp
        draft.edge_steps.insert(0, draft.edge_steps.pop())


def is_turned(draft: Draft) -> bool:
    """Whether the part has round rims at its top and bottom, and no straight edges."""
    return draft.part.base == "round" or draft.part.name in _RIMS or draft.part.name == "stepped_shaft"


def _rims(draft: Draft) -> tuple[float, float]:
    """Give the diameters of the rims at the top and at the bottom."""
    if draft.part.name == "stepped_shaft":
        steps = read_pairs(str(draft.values["steps"]))
        return steps[-1][0], steps[0][0]
    if draft.part.name in _RIMS:
        top, bottom = _RIMS[draft.part.name]
        return float(draft.values[top]), float(draft.values[bottom])
    return draft.box[0], draft.box[0]


def _words(which: str) -> str:
    return "top and bottom" if which == "both" else which


def _size(frame: Frame) -> float:
    found: list[float] = []
    for measure in frame.measures:
        quantity = measure.quantity
        if quantity.form == "angle":
            if frame.kind == "chamfer" and quantity.value == 45:
                measure.used = True
                continue
            raise unsupported(f"Only chamfers of 45° are made, not {quantity.text}.")
        if quantity.form == "diameter" or measure.label.role == "diameter":
            raise conflict(f"Is {quantity.text} the radius of the {frame.name}?")
        if measure.label not in {Label()} and measure.label.role != "radius":
            raise unsupported(f"What is {measure} on the {frame.name}?")
        measure.used = True
        found.append(length_of(quantity, frame.kind))
    if not found:
        raise missing(f"Which size has the {frame.kind}?")
    if len(set(found)) > 1:
        raise conflict(
            f"The {frame.kind} has two sizes: {' and '.join(number(f) for f in found)} mm. Which one holds?"
        )
    return found[0]


def _edges(draft: Draft, frame: Frame) -> str:
    """Tell which edges are meant."""
    words: set[str] = set()
    frame.take_flag("sharp")
    for flag in ("vertical", "all_round", "rounded"):
        if frame.take_flag(flag):
            words.add(flag)
    for mark in frame.take("place"):
        words |= _edge_words(mark)
    words |= {"corner"} if "corner" in frame.name or "corner" in frame.text else set()
    words |= {"vertical"} if "vertical" in frame.text else set()
    words |= {"top"} if "top edge" in frame.text else set()
    if "one_end" in words:
        words.add(_one_end(draft, frame, words))
    if "inner" in words:
        raise unsupported(f"A {draft.part.title.lower()} has no inside edge for the {frame.text}.")
    is_round = is_turned(draft)
    if "all" in words and not words & {"top", "bottom", "vertical", "outer"}:
        return "both" if is_round and words & {"rim", "end"} else "all"
    if {"top", "bottom"} <= words or ("both" in words and is_round):
        return "both"
    if "vertical" in words and words & {"top", "bottom"}:
        raise unsupported(f"Please give the {frame.kind} for the vertical and the top edges one by one.")
    if "top" in words:
        return "top"
    if "bottom" in words:
        return "bottom"
    if is_round:
        if "vertical" in words or "corner" in words:
            raise unsupported(f"A {draft.part.title.lower()} has no vertical edges to {frame.kind}.")
        return "both"
    if words & {"horizontal"}:
        return "both"
    return "vertical"


def _one_end(draft: Draft, frame: Frame, words: set[str]) -> str:
    """Choose the end that "at one end" means: any, where both ends are the same."""
    if words & {"top", "bottom"}:
        return "top" if "top" in words else "bottom"
    if draft.part.base == "round":
        draft.assumptions.append(f"The {frame.kind} is made at the top end.")
        return "top"
    if not is_turned(draft):
        raise unsupported(
            f"Only vertical, top, bottom or all edges can get the {frame.kind}, not those of one end."
        )
    raise missing(
        f"Which end of the {draft.part.title.lower()} gets the {frame.kind}: the top or the bottom?"
    )


def _edge_words(mark: Mark) -> set[str]:
    words: set[str] = set()
    refs = list(mark.ref.chain()) if mark.ref else []
    for ref in refs:
        words |= {ref.noun, *ref.traits}
    if words & {
        "left",
        "right",
        "front",
        "back",
        "long",
        "short",
        "long_side",
        "short_side",
        "x",
        "y",
        "hole",
        "bore",
        "slot",
        "pocket",
        "opposite",
    }:
        raise unsupported(f"Only vertical, top, bottom or all edges can be chosen, not {mark.text!r}.")
    for ref in refs:
        if ref.noun == "end" and (
            ref.count == 1 or not (ref.plural or ref.count or ref.traits & {"both", "all", "each", "every"})
        ):
            words.add("one_end")
        if ref.count is not None and ref.noun in {"edge", "corner"} and ref.count not in {4, 8, 12}:
            raise unsupported(f"Which {ref.count} edges are meant by {mark.text!r}?")
        if ref.count == 12:
            words.add("all")
        if ref.count == 8:
            words |= {"top", "bottom"}
    mark.used = True
    if "each" in words or "every" in words:
        words.add("all")
    if "all" in words and "corner" in words:
        words -= {"all"}
    return {
        "rim" if w in {"circumference"} else "top" if w == "top_face" else "bottom" if w == "underside" else w
        for w in words
    }


def _selector(draft: Draft, which: str) -> str:
    if is_turned(draft):
        rim = '.edges("%CIRCLE").edges(cq.selectors.RadiusNthSelector(-1))'
        return {
            "top": f'.faces(">Z"){rim}',
            "bottom": f'.faces("<Z"){rim}',
            "both": rim,
            "all": '.edges("%CIRCLE")',
        }[which]
    return {
        "vertical": '.edges("|Z")',
        "top": '.faces(">Z").edges()',
        "bottom": '.faces("<Z").edges()',
        "both": '.faces("<Z or >Z").edges()',
        "all": ".edges()",
    }[which]


def _check(draft: Draft, frame: Frame, size: float, which: str) -> None:
    x, y, z = draft.box
    word = f"{'radius' if frame.kind == 'fillet' else 'chamfer'} of {number(size)} mm"
    top, bottom = _rims(draft)
    narrow = (
        min(x, y)
        if not is_turned(draft)
        else top
        if which == "top"
        else bottom
        if which == "bottom"
        else min(top, bottom)
    )
    if draft.part.base != "prismatic" and not is_turned(draft):
        raise unsupported(f"A {draft.part.title.lower()} takes no {frame.kind} here.")
    if 2 * size >= narrow - 1e-6:
        raise impossible(
            f"A {word} does not fit: the {_words(which)} edges need 2 x {number(size)} ="
            f" {number(2 * size)} mm,"
            f" but the side is {number(narrow)} mm. Which"
            f" {'radius' if frame.kind == 'fillet' else 'size'}, less than {number(narrow / 2)}"
            " mm?"
        )
    high = {"top": size, "bottom": size, "both": 2 * size, "all": 2 * size}.get(which, 0.0)
    if high >= z - 1e-6:
        raise impossible(
            f"A {word} on the {_words(which)} edges does not fit a height of {number(z)} mm. Which size?"
        )


def _removed(draft: Draft, kind: str, size: float, which: str) -> float | None:
    """Volume that the treatment takes away, in mm³; None where no closed formula is kept here."""
    x, y, z = draft.box
    base, c = draft.part.base, size
    solid = draft.requirements.volume_mm3
    if base == "prismatic":
        if solid is None or abs(solid - x * y * z) > 1e-6 * x * y * z or draft.edge_steps[:-1]:
            return None
        if which == "vertical":
            return (4 - math.pi) * c**2 * z if kind == "fillet" else 2 * c**2 * z
        if which in {"top", "bottom", "both"}:
            sides = 2 if which == "both" else 1
            shrink = [(x - 2 * s) * (y - 2 * s) for s in (0.0, c)]
            if kind == "chamfer":
                kept = c * (shrink[0] + shrink[1] + 4 * (x - c) * (y - c)) / 6
                return sides * (x * y * c - kept)
            # inset s(t) = c - sqrt(c² - t²): mean of s is c(1 - pi/4), mean of s² is c²(5/3 - pi/2)
            return sides * c * (2 * (x + y) * c * (1 - math.pi / 4) - 4 * c**2 * (5 / 3 - math.pi / 2))
        if which == "all" and kind == "fillet":
            a, b, h = x - 2 * c, y - 2 * c, z - 2 * c
            kept = (
                a * b * h
                + 2 * c * (a * b + b * h + a * h)
                + math.pi * c**2 * (a + b + h)
                + 4 / 3 * math.pi * c**3
            )
            return x * y * z - kept
        return None
    if is_turned(draft) and which in {"top", "bottom", "both"} and not draft.edge_steps[:-1]:
        top, bottom = _rims(draft)
        rims = [
            d / 2 for d, sides in ((top, {"top", "both"}), (bottom, {"bottom", "both"})) if which in sides
        ]
        if kind == "chamfer":
            return sum(math.pi * (r**2 * c - c * (r**2 + r * (r - c) + (r - c) ** 2) / 3) for r in rims)
        return sum(math.pi * c * (2 * r * c * (1 - math.pi / 4) - c**2 * (5 / 3 - math.pi / 2)) for r in rims)
    return None
