"""The tooth of the spur gear is an involute: checked by unrolling a string from the base circle."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from mayfly.cad.parts import get_part

NEAR_MM = 2e-3
GEARS = [(2.0, 24, 20.0), (1.0, 11, 20.0), (3.0, 60, 20.0), (2.0, 30, 14.5), (4.0, 17, 25.0)]


def unrolled(base_radius: float, radius: float) -> float:
    """Angle of the end of a taut string that is unrolled from the base circle until it reaches a radius."""
    string = math.sqrt(radius**2 - base_radius**2)
    unwound = string / base_radius
    x = base_radius * math.cos(unwound) + string * math.sin(unwound)
    y = base_radius * math.sin(unwound) - string * math.cos(unwound)
    return math.atan2(y, x)


def flank_angle(module: float, teeth: int, pressure_degrees: float, radius: float) -> float:
    """Half the angle of a tooth at a radius: at the pitch circle, tooth and gap share the pitch equally."""
    pitch_radius = module * teeth / 2
    base_radius = pitch_radius * math.cos(math.radians(pressure_degrees))
    half_at_pitch = (math.pi * module / 2) / 2 / pitch_radius
    return half_at_pitch + unrolled(base_radius, pitch_radius) - unrolled(base_radius, radius)


@pytest.fixture(scope="module")
def gears(measure: Callable[..., list[dict[str, Any]]]) -> list[tuple[list[str], list[bool], list[bool]]]:
    """For each gear: what each point tests, what it should be (inside or not), and what it is."""
    cases, tried = [], []
    for module, teeth, pressure in GEARS:
        points, labels, expected = [], [], []
        tip, root = module * (teeth + 2) / 2, module * (teeth - 2.5) / 2
        base = module * teeth / 2 * math.cos(math.radians(pressure))
        start = max(base, root) + 0.01
        for tooth in (0, 1, teeth // 2):
            middle = 2 * math.pi * tooth / teeth
            for part in (0, 0.25, 0.5, 0.75, 0.97):
                radius = start + part * (tip - start)
                half = flank_angle(module, teeth, pressure, radius)
                for side in (-1, 1):
                    for depth, inside in ((-NEAR_MM, True), (NEAR_MM, False)):
                        turn = middle + side * (half + depth / radius)
                        points.append([radius * math.cos(turn), radius * math.sin(turn), 1.0])
                        labels.append(f"flank of tooth {tooth} at {radius:.3f}, side {side}, {depth:+} mm")
                        expected.append(inside)
            gap = middle + math.pi / teeth
            for radius, turn, inside in (
                (tip - NEAR_MM, middle, True),
                (tip + NEAR_MM, middle, False),
                (root - NEAR_MM, gap, True),
                (root + NEAR_MM, gap, False),
            ):
                points.append([radius * math.cos(turn), radius * math.sin(turn), 1.0])
                labels.append(f"tooth {tooth}, radius {radius:.3f}")
                expected.append(inside)
        plan = get_part("spur_gear").plan(module=module, teeth=teeth, width=2, pressure_angle=pressure)
        cases.append({"script": plan.script, "points": points})
        tried.append((labels, expected))
    answers = measure(cases)
    return [(*known, answer["inside"]) for known, answer in zip(tried, answers, strict=True)]


@pytest.mark.parametrize("place", range(len(GEARS)), ids=[f"m{m} z{z} {a}°" for m, z, a in GEARS])
def test_flanks_tip_and_root_lie_where_theory_puts_them(
    gears: list[tuple[list[str], list[bool], list[bool]]], place: int
) -> None:
    labels, expected, found = gears[place]
    wrong = [label for label, want, have in zip(labels, expected, found, strict=True) if want != have]
    assert len(labels) == len(found) == 3 * (20 + 4)
    assert not wrong


def test_the_required_volume_is_that_of_the_tooth_profile_summed_in_thin_rings() -> None:
    for module, teeth, pressure in GEARS:
        tip, root = module * (teeth + 2) / 2, module * (teeth - 2.5) / 2
        base = module * teeth / 2 * math.cos(math.radians(pressure))
        rings = 20000
        area = math.pi * root**2
        for ring in range(rings):
            radius = root + (ring + 0.5) * (tip - root) / rings
            half = flank_angle(module, teeth, pressure, max(radius, base))
            area += teeth * 2 * half * radius * (tip - root) / rings
        plan = get_part("spur_gear").plan(module=module, teeth=teeth, width=2, pressure_angle=pressure)
        assert plan.requirements.volume_mm3 == pytest.approx(2 * area, rel=1e-6)
