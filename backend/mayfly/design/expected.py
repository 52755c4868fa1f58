"""Joins what a design expects with what is worked out of its bodies, which may not contradict it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mayfly.contracts import Coordinates, Requirements
from mayfly.design.expectations import Expectations
from mayfly.design.geometry.faces import literal
from mayfly.errors import InvalidDesign


def with_expectations(expect: Expectations, found: Requirements) -> Requirements:
    """Return what is worked out, with what the design expects besides.

    What both speak of has to agree, and is measured by the number that was worked out.

    Raises:
        InvalidDesign: The bodies can't make what is expected; each problem has its path.
    """
    if expect == Expectations():
        return found
    problems = list(_contradictions(expect, found))
    if problems:
        raise InvalidDesign(problems)
    wanted = expect.requirements()
    return replace(
        found,
        solids=wanted.solids if found.solids is None else found.solids,
        bounding_box_mm=found.bounding_box_mm or wanted.bounding_box_mm,
        sides_mm=wanted.sides_mm,
        lowest_mm=_joined(found.lowest_mm, wanted.lowest_mm),
        centre_mm=_joined(found.centre_mm, wanted.centre_mm),
        volume_mm3=wanted.volume_mm3 if found.volume_mm3 is None else found.volume_mm3,
        holes=(*found.holes, *wanted.holes),
        cylinders=wanted.cylinders,
        edges=wanted.edges,
        points=wanted.points,
        wall_mm=wanted.wall_mm,
        no_overlap=wanted.no_overlap,
        manifold=wanted.manifold,
    )


def _joined(found: Coordinates | None, wanted: Coordinates | None) -> Coordinates | None:
    """Return what is worked out along each axis, and what is expected where nothing is."""
    if found is None or wanted is None:
        return found or wanted
    x, y, z = (b if a is None else a for a, b in zip(found, wanted, strict=True))
    return x, y, z


def _contradictions(expect: Expectations, found: Requirements) -> Iterator[tuple[str, str]]:
    """Yield the path of each expectation that the bodies can't meet, and what they make instead."""
    if expect.solids is not None and found.solids is not None and expect.solids != found.solids:
        yield "expect.solids", f"the bodies make {found.solids} solids, not {expect.solids}"
    if expect.volume is not None and found.volume_mm3 is not None:
        allowed = found.volume_tolerance * found.volume_mm3
        if abs(expect.volume - found.volume_mm3) > allowed:
            text = f"the bodies have {literal(found.volume_mm3)} mm³, not {literal(expect.volume)}"
            yield "expect.volume", text
    box, lowest, centre = found.bounding_box_mm, found.lowest_mm, found.centre_mm
    rows = [
        ("expect.envelope", "the bodies are {0} mm along {1}, not {2}", expect.envelope, box),
        ("expect.size_{1}", "the bodies are {0} mm along {1}, not {2}", expect.along("size"), box),
        ("expect.lowest_{1}", "the bodies begin at {1} = {0} mm, not {2}", expect.along("lowest"), lowest),
        ("expect.centre_{1}", "the centre of mass is at {1} = {0}, not {2}", expect.along("centre"), centre),
    ]
    for path, text, wanted, known in rows:
        for letter, want, have in zip("xyz", wanted or (), known or (), strict=False):
            if want is not None and have is not None and abs(want - have) > found.length_tolerance_mm:
                values = literal(have), letter, literal(want)
                yield path.format(*values), text.format(*values)
