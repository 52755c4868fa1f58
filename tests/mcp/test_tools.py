"""The MCP tools: what they are, and what they answer."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import jsonschema
import mcp_types as types
import numpy as np
import pytest
from mcp import Client, MCPError
from mcp.server.lowlevel.server import Server

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.design import Design
from mayfly.generator import CADModelGenerator
from mayfly.tools import MayflyToolkit
from tests.mcp.conftest import ENDLESS, PLATE, bytes_of, made, text_of
from tests.png_pixels import read_png

SCRIPT = "import cadquery as cq\nwidth = 10.0\nresult = cq.Workplane().box(width, 20, 30)"


async def test_an_operation_is_the_same_as_a_tool_of_langchain_and_of_mcp(server: Server[None]) -> None:
    async with Client(server) as client:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
    for tool in MayflyToolkit().get_tools():
        same = listed[tool.name]
        strict = tool.tool_call_schema.model_json_schema()  # type: ignore[union-attr]
        assert same.description == tool.description
        assert same.input_schema["properties"].keys() == strict["properties"].keys()


async def test_a_call_needs_only_what_has_no_default(server: Server[None]) -> None:
    async with Client(server) as client:
        needed = {t.name: t.input_schema.get("required", []) for t in (await client.list_tools()).tools}
    assert needed["generate_step_model"] == []
    assert needed["run_cadquery_script"] == ["script"]
    assert needed["keep_temp_model"] == ["name"]


async def test_only_tools_that_change_nothing_say_that_they_only_read(server: Server[None]) -> None:
    async with Client(server) as client:
        tools = (await client.list_tools()).tools
    assert {tool.name for tool in tools if tool.annotations and tool.annotations.read_only_hint} == {
        "describe_parts",
        "show_temp_model",
        "measure_temp_model",
        "get_temp_file",
        "list_temp_models",
    }
    destroying = [tool.name for tool in tools if tool.annotations and tool.annotations.destructive_hint]
    assert destroying == ["delete_temp_model"]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("generate_step_model", {"request": PLATE}),
        ("generate_step_model", {"part": "washer", "parameters": {"size": "M10"}}),
        ("run_cadquery_script", {"script": SCRIPT, "parameters": {"width": 12}}),
        ("describe_parts", {}),
        ("describe_parts", {"name": "washer"}),
        ("list_temp_models", {}),
        ("temp_models_cleanup", {}),
        ("temp_models_cleanup", {"action": "sweep"}),
    ],
)
async def test_a_structured_answer_is_as_its_schema_says(
    server: Server[None], name: str, arguments: dict[str, object]
) -> None:
    async with Client(server) as client:
        schema = next(t.output_schema for t in (await client.list_tools()).tools if t.name == name)
        result = await client.call_tool(name, arguments)
    assert not result.is_error, text_of(result)
    assert schema is not None
    jsonschema.validate(result.structured_content, schema)


async def test_making_answers_with_the_essentials_and_a_link(
    server: Server[None], service: TempModelsCleanupService
) -> None:
    async with Client(server) as client:
        result = await client.call_tool("generate_step_model", {"request": PLATE})
        link = result.content[1]
        assert isinstance(link, types.ResourceLink)
        blob = (await client.read_resource(link.uri)).contents[0]
    card = result.structured_content
    assert card["bounding_box_mm"] == [80, 60, 6]
    assert [(hole["diameter_mm"], hole["count"]) for hole in card["holes"]] == [(5.5, 4)]
    assert "80 × 60 × 6 mm" in text_of(result)
    assert "4 × Ø5.5 through" in text_of(result)
    assert isinstance(blob, types.BlobResourceContents)
    assert Path(card["path"]) == service.temp_dir / card["name"]


async def test_a_design_is_taken_as_plain_data_and_as_text(server: Server[None]) -> None:
    data = {"bodies": [{"base": {"kind": "part", "part": "plate", "sizes": {"thickness": 9}}}]}
    async with Client(server) as client:
        for design in (data, json.dumps(data)):
            result = await client.call_tool("generate_step_model", {"design": design})
            assert result.structured_content["bounding_box_mm"][2] == 9, text_of(result)


async def test_the_last_model_is_changed_in_words_and_by_sizes(server: Server[None]) -> None:
    async with Client(server) as client:
        await made(client)
        in_words = await client.call_tool("change_step_model", {"request": "10 mm thick"})
        by_size = await client.call_tool("change_step_model", {"sizes": {"length": "12 cm"}})
        undone = await client.call_tool("change_step_model", {"request": "undo"})
    assert in_words.structured_content["changes"] == [
        "The thickness of the plate changed from 6 mm to 10 mm."
    ]
    assert by_size.structured_content["bounding_box_mm"] == [120, 60, 10]
    assert undone.structured_content["bounding_box_mm"] == [80, 60, 10], text_of(undone)


async def test_a_model_of_another_session_is_changed_by_its_name(
    server: Server[None], generator: CADModelGenerator
) -> None:
    model = await generator.agenerate_model(PLATE)
    async with Client(server) as client:
        unnamed = await client.call_tool("change_step_model", {"request": "10 mm thick"})
        named = await client.call_tool("change_step_model", {"name": model["name"], "request": "10 mm thick"})
    assert unnamed.is_error
    assert text_of(unnamed).startswith("model_not_found: No model was made in this conversation")
    assert named.structured_content["bounding_box_mm"] == [80, 60, 10]
    assert named.structured_content["holes"][0]["count"] == 4


async def test_the_picture_and_the_section_can_be_seen(server: Server[None]) -> None:
    async with Client(server) as client:
        await made(client)
        whole = await client.call_tool("show_temp_model", {"views": ["top"]})
        cut = await client.call_tool("show_temp_model", {"section": "x", "views": ["iso"]})
    assert isinstance(whole.content[1], types.ImageContent)
    orange = (247, 163, 92)
    assert not _has(bytes_of(whole), orange)
    assert _has(bytes_of(cut), orange), "the cut is orange"


def _has(png: bytes, colour: tuple[int, int, int]) -> bool:
    pixels = read_png(png)[:, :, :3].astype(int)
    return bool((np.abs(pixels - np.array(colour)).max(axis=2) < 20).any())


async def test_faces_and_edges_are_found_by_what_they_are(server: Server[None]) -> None:
    async with Client(server) as client:
        await made(client)
        top = await client.call_tool(
            "measure_temp_model", {"what": "faces", "kind": "plane", "direction": "+Z"}
        )
        rims = await client.call_tool("measure_temp_model", {"what": "edges", "diameter": 5.5})
        walls = await client.call_tool("measure_temp_model", {"what": "faces", "kind": "cylinder"})
        upright = await client.call_tool("measure_temp_model", {"what": "edges", "direction": "+Z"})
        (face,) = top.structured_content["faces"]
        around = await client.call_tool("measure_temp_model", {"what": "edges", "face": face["number"]})
    assert face["normal"] == [0, 0, 1]
    assert face["centre_mm"] == [0, 0, 6]
    assert face["area_mm2"] == pytest.approx(80 * 60 - 4 * 23.758294, abs=1e-3)
    assert rims.structured_content["found"] == 8
    places = {tuple(edge["centre_mm"]) for edge in rims.structured_content["edges"]}
    assert (32, 22, 6) in places
    assert all(wall["inner"] and wall["diameter_mm"] == 5.5 for wall in walls.structured_content["faces"])
    lengths = [edge["length_mm"] for edge in upright.structured_content["edges"]]
    assert lengths.count(6) == len(lengths) >= 4
    assert around.structured_content["found"] == 8, "four sides, four rims"
    assert sorted(face["edges"]) == sorted(e["number"] for e in around.structured_content["edges"])


async def test_the_whole_model_is_measured_without_a_list(server: Server[None]) -> None:
    async with Client(server) as client:
        card = await made(client)
        result = await client.call_tool("measure_temp_model", {})
        filtered = await client.call_tool("measure_temp_model", {"diameter": 5.5})
        no_face = await client.call_tool("measure_temp_model", {"what": "edges", "face": 99})
    assert result.structured_content["volume_mm3"] == card["volume_mm3"]
    assert (result.structured_content["face_count"], result.structured_content["edge_count"]) == (10, 24)
    assert filtered.is_error, "a filter that nothing uses is not dropped in silence"
    assert "There is no face 99; the model has 10." in text_of(no_face)


async def test_each_kind_of_file_can_be_fetched(
    server: Server[None], service: TempModelsCleanupService
) -> None:
    begins = {
        "step": b"ISO-10303-21",
        "drawing": b"<svg",
        "picture": b"\x89PNG",
        "sheet": b"%PDF",
        "3mf": b"PK",
        "glb": b"glTF",
        "script": b'"""',
        "design": b"{",
    }
    async with Client(server) as client:
        card = await made(client)
        for kind, begin in begins.items():
            result = await client.call_tool("get_temp_file", {"kind": kind})
            assert not result.is_error, text_of(result)
            assert bytes_of(result).lstrip().startswith(begin), kind
            assert result.structured_content["size_bytes"] == len(bytes_of(result))
        step = await client.call_tool("get_temp_file", {"name": card["name"]})
    assert bytes_of(step) == (service.temp_dir / card["name"]).read_bytes()


async def test_a_fetched_design_makes_the_same_model_again(server: Server[None]) -> None:
    async with Client(server) as client:
        card = await made(client)
        fetched = await client.call_tool("get_temp_file", {"kind": "design"})
        again = await client.call_tool("generate_step_model", {"design": bytes_of(fetched).decode()})
    Design.read(bytes_of(fetched))
    assert again.structured_content["volume_mm3"] == card["volume_mm3"]


async def test_a_model_is_listed_kept_and_deleted(
    server: Server[None], service: TempModelsCleanupService
) -> None:
    async with Client(server) as client:
        name = (await made(client))["name"]
        before = service.get_model(name).expires_at
        listed = await client.call_tool("list_temp_models", {})
        await client.call_tool("keep_temp_model", {"name": name, "minutes": 60})
        kept = service.get_model(name).expires_at
        deleted = await client.call_tool("delete_temp_model", {"name": name})
        gone = await client.call_tool("get_temp_file", {"name": name})
    assert [model["name"] for model in listed.structured_content["models"]] == [name]
    assert kept - before == pytest.approx(3600, abs=1)
    assert deleted.structured_content == {"deleted": name}
    assert gone.is_error
    assert not (service.temp_dir / name).exists()


async def test_a_sweep_deletes_what_is_past_its_time(
    server: Server[None], service: TempModelsCleanupService
) -> None:
    path = service.temp_dir / "old.step"
    path.write_bytes(b"ISO-10303-21;\nEND-ISO-10303-21;\n")
    service.stop_cleanup_service()
    service.register_file(path, 0.0001)
    await asyncio.sleep(0.05)
    async with Client(server) as client:
        result = await client.call_tool("temp_models_cleanup", {"action": "sweep"})
    assert result.structured_content["sweep"]["removed"] == ["old.step"]
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("generate_step_model", {}, "invalid_input: give one of 'request', 'part' and 'design'."),
        ("generate_step_model", {"part": "wheelbarrow"}, "unknown_part: "),
        ("list_temp_models", {"limit": 0}, "invalid_input: 'limit': "),
        ("list_temp_models", {"most": 3}, "invalid_input: there is no argument 'most'."),
        ("get_temp_file", {"name": "../etc/passwd"}, "invalid_model_name: "),
        ("change_step_model", {"name": "gone.step", "request": "thicker"}, "model_not_found: "),
        (
            "run_cadquery_script",
            {"script": "import cadquery as cq\nresult = cq.Nothing()"},
            "script_error: line 2",
        ),
    ],
)
async def test_what_goes_wrong_is_an_answer_with_a_code(
    server: Server[None], name: str, arguments: dict[str, object], said: str
) -> None:
    async with Client(server) as client:
        result = await client.call_tool(name, arguments)
    assert result.is_error
    assert text_of(result).startswith(said)


async def test_an_unknown_tool_is_an_error_of_the_protocol(server: Server[None]) -> None:
    async with Client(server) as client:
        with pytest.raises(MCPError, match="There is no tool 'nothing'"):
            await client.call_tool("nothing", {})


async def test_progress_grows_through_all_stages(server: Server[None]) -> None:
    reached: list[tuple[float, str | None]] = []

    async def on_progress(value: float, total: float | None, message: str | None) -> None:
        assert total == 1
        reached.append((value, message))

    async with Client(server) as client:
        await client.call_tool("generate_step_model", {"request": PLATE}, progress_callback=on_progress)
    assert [stage for _, stage in reached] == ["planning", "building", "inspecting", "published"]
    values = [value for value, _ in reached]
    assert values == sorted(set(values))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_call_that_is_cancelled_ends_its_build(
    server: Server[None], generator: CADModelGenerator, mode: str
) -> None:
    def running() -> int:
        return sum(generator.workshop.load()["running"].values())

    async with Client(server, mode=mode) as client:  # type: ignore[arg-type]
        call = asyncio.create_task(client.call_tool("run_cadquery_script", {"script": ENDLESS}))
        async with asyncio.timeout(60):
            while not running():
                await asyncio.sleep(0.02)
        call.cancel()
        async with asyncio.timeout(30):
            while running():
                await asyncio.sleep(0.02)
    assert generator.cleanup_service.list_models() == []
