"""Resources of an MCP client: what can be read, until when, and who is told that it is gone."""

from __future__ import annotations

import asyncio
import base64
import json
from datetime import datetime
from typing import Any

import mcp_types as types
import pytest
from mcp import Client, MCPError
from mcp.server.lowlevel.server import Server
from mcp.shared.subscriptions import ResourceUpdated

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.design import Design
from tests.mcp.conftest import made

MODES = pytest.mark.parametrize("mode", ["auto", "legacy"])


@MODES
async def test_a_step_file_is_a_blob_that_says_when_it_goes(
    server: Server[None], service: TempModelsCleanupService, mode: Any
) -> None:
    async with Client(server, mode=mode) as client:
        card = await made(client)
        read = await client.read_resource(f"mayfly://models/{card['name']}")
        listed = await client.list_resources()
    (blob,) = read.contents
    assert isinstance(blob, types.BlobResourceContents)
    assert base64.b64decode(blob.blob) == (service.temp_dir / card["name"]).read_bytes()
    assert blob.mime_type == "model/step"
    assert blob.meta is not None
    assert blob.meta["mayfly/expiresAt"] == card["expires_at"]
    row = next(row for row in listed.resources if row.uri == blob.uri)
    assert row.size == card["size_bytes"]
    assert row.meta == {"mayfly/expiresAt": card["expires_at"]}


async def test_an_answer_may_be_kept_no_longer_than_the_model(server: Server[None]) -> None:
    async with Client(server) as client:
        card = await made(client)
        read = await client.read_resource(f"mayfly://models/{card['name']}")
    left = datetime.fromisoformat(card["expires_at"]) - datetime.fromisoformat(card["created_at"])
    assert 0 < read.ttl_ms <= left.total_seconds() * 1000
    assert read.cache_scope == "private"


async def test_drawing_picture_script_and_design_belong_to_a_model(server: Server[None]) -> None:
    async with Client(server) as client:
        uri = f"mayfly://models/{(await made(client))['name']}"
        drawing = (await client.read_resource(f"{uri}/drawing")).contents[0]
        picture = (await client.read_resource(f"{uri}/picture")).contents[0]
        script = (await client.read_resource(f"{uri}/script")).contents[0]
        design = (await client.read_resource(f"{uri}/design")).contents[0]
    assert isinstance(drawing, types.TextResourceContents)
    assert drawing.text.startswith("<svg")
    assert isinstance(picture, types.BlobResourceContents)
    assert base64.b64decode(picture.blob).startswith(b"\x89PNG")
    assert isinstance(script, types.TextResourceContents)
    assert "import cadquery as cq" in script.text
    assert isinstance(design, types.TextResourceContents)
    assert Design.read(design.text).bodies[0].features


async def test_the_catalogue_and_the_schema_of_a_design_can_be_read(server: Server[None]) -> None:
    async with Client(server) as client:
        parts = json.loads(_text(await client.read_resource("mayfly://parts")))
        washer = json.loads(_text(await client.read_resource("mayfly://parts/washer")))
        schema = json.loads(_text(await client.read_resource("mayfly://design/schema")))
    assert washer in parts
    assert "bodies" in schema["properties"]


def _text(read: types.ReadResourceResult) -> str:
    contents = read.contents[0]
    assert isinstance(contents, types.TextResourceContents)
    return contents.text


async def test_every_template_leads_to_something(server: Server[None]) -> None:
    async with Client(server) as client:
        name = (await made(client))["name"]
        templates = (await client.list_resource_templates()).resource_templates
        assert len(templates) == 6
        for template in templates:
            uri = template.uri_template.replace("{name}", name).replace("{part}", "washer")
            (contents,) = (await client.read_resource(uri)).contents
            assert contents.mime_type == template.mime_type


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("mayfly://models/gone.step", "model_not_found: "),
        ("mayfly://models/..%2Fsecret.step", "invalid_model_name: "),
        ("mayfly://parts/wheelbarrow", "unknown_part: "),
        ("mayfly://nothing", "There is no resource"),
    ],
)
async def test_what_is_not_there_is_said_so(server: Server[None], uri: str, said: str) -> None:
    async with Client(server) as client:
        with pytest.raises(MCPError, match=said) as raised:
            await client.read_resource(uri)
    assert raised.value.code == types.INVALID_PARAMS


async def test_names_are_completed(server: Server[None]) -> None:
    async with Client(server) as client:
        name = (await made(client))["name"]
        file = types.ResourceTemplateReference(uri="mayfly://models/{name}")
        part = types.ResourceTemplateReference(uri="mayfly://parts/{part}")
        models = await client.complete(file, {"name": "name", "value": "pla"})
        parts = await client.complete(part, {"name": "part", "value": "wash"})
    assert models.completion.values == [name]
    assert parts.completion.values == ["washer"]


async def test_who_listens_is_told_when_a_model_goes(
    server: Server[None], service: TempModelsCleanupService
) -> None:
    async with Client(server) as client:
        name = (await made(client))["name"]
        uri = f"mayfly://models/{name}"
        async with client.listen(resource_subscriptions=[uri]) as changes:
            await asyncio.sleep(1.2)  # a look at the models, before it goes
            service.delete(name)
            async with asyncio.timeout(20):
                event = await anext(aiter(changes))
    assert event == ResourceUpdated(uri)


@pytest.mark.filterwarnings("ignore:resources/(un)?subscribe")  # it is what older clients do
async def test_a_session_that_subscribed_is_told_when_a_model_goes(
    server: Server[None], service: TempModelsCleanupService
) -> None:
    told: list[str] = []

    async def hear(message: Any) -> None:
        inner = getattr(message, "root", message)
        if isinstance(inner, types.ResourceUpdatedNotification):
            told.append(inner.params.uri)

    async with Client(server, mode="legacy", message_handler=hear) as client:
        first, second = (await made(client))["name"], (await made(client, "cube 20 mm"))["name"]
        await client.subscribe_resource(f"mayfly://models/{first}")
        await client.subscribe_resource(f"mayfly://models/{second}")
        await client.unsubscribe_resource(f"mayfly://models/{second}")
        service.delete(second)
        service.delete(first)
        async with asyncio.timeout(20):
            while not told:
                await asyncio.sleep(0.05)
        await asyncio.sleep(1)
    assert told == [f"mayfly://models/{first}"]


async def test_an_expired_model_is_gone_for_clients_too(
    server: Server[None], service: TempModelsCleanupService
) -> None:
    async with Client(server) as client:
        name = (await made(client))["name"]
        uri = f"mayfly://models/{name}"
        service.sweep(now=service.get_model(name).expires_at + 1)
        with pytest.raises(MCPError, match="model_expired: "):
            await client.read_resource(uri)
