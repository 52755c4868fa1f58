"""The generator's awaited methods do what the blocking ones do."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from mayfly.cad.workshop import CancelToken
from mayfly.contracts import Plan, Requirements
from mayfly.errors import BuildCancelled, InvalidParameter, ModelNotFound, RequirementsNotMet, ScriptError
from mayfly.generator import CADModelGenerator

BOX = "side = 20\nshow_object(cq.Workplane().box(side, side, side))"


async def test_requests_parts_and_scripts_are_made(generator: CADModelGenerator) -> None:
    stages: list[str] = []
    models = await asyncio.gather(
        generator.agenerate_model("cube 20 mm", on_progress=stages.append),
        generator.amake_part("cube", side=25),
        generator.arun_script(BOX, {"side": 30}, title="my box"),
    )
    assert [model["report"]["bounding_box_mm"][0] for model in models] == pytest.approx([20, 25, 30])
    assert stages == ["planning", "building", "inspecting", "published"]
    assert models[2]["name"].startswith("my-box-")
    assert generator.get_cleanup_stats()["tracked_files"] == 3


async def test_a_second_one_is_a_copy(generator: CADModelGenerator) -> None:
    first = await generator.amake_part("cube", side=20)
    second = await generator.amake_part("cube", side=20)
    assert first["report"] == second["report"]
    assert first["name"] != second["name"]


async def test_errors_are_the_same(generator: CADModelGenerator) -> None:
    with pytest.raises(ScriptError):
        await generator.arun_script("1 / 0")
    with pytest.raises(InvalidParameter):
        await generator.arun_script(BOX, {"sid": 30})
    with pytest.raises(InvalidParameter):
        await generator.agenerate_model(20)  # type: ignore[arg-type]
    with pytest.raises(RequirementsNotMet):
        await generator.arun_script(BOX, requirements=Requirements(solids=2))


async def test_a_script_is_read_and_a_picture_drawn(generator: CADModelGenerator) -> None:
    assert (await generator.aread_script(BOX, {"side": 30})).parameters == {"side": 30}
    with pytest.raises(InvalidParameter):
        await generator.aread_script(BOX, {"sid": 30})
    model = await generator.amake_part("cube", side=20)
    assert (await generator.apicture(model["name"])).startswith(b"\x89PNG")
    with pytest.raises(InvalidParameter):
        await generator.apicture(model["name"], views="inside")
    with pytest.raises(ModelNotFound):
        await generator.apicture("nothing.step")


async def test_a_failed_plan_is_repaired(service: Any, workshop: Any) -> None:
    class Second:
        def plan(self, request: str, *, previous: Any = None) -> Plan:
            return Plan(script="1 / 0")

        def repair(self, request: str, attempts: Any) -> Plan:
            assert attempts[-1].error["code"] == "script_error"
            return Plan(script=BOX)

    generator = CADModelGenerator(cleanup_service=service, workshop=workshop, planner=Second())
    assert (await generator.agenerate_model("a box"))["report"]["volume_mm3"] == pytest.approx(8000)


async def test_a_token_cancels_from_elsewhere(generator: CADModelGenerator) -> None:
    token = CancelToken()
    building = asyncio.create_task(
        generator.arun_script(f"import time\ntime.sleep(50)\n{BOX}", cancel=token, on_progress=print)
    )
    await asyncio.sleep(0.2)
    assert token.cancel()
    with pytest.raises(BuildCancelled):
        await building
    with pytest.raises(BuildCancelled):
        await generator.amake_part("cube", cancel=token)
