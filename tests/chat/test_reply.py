"""A model's answer, as it comes: by tool, as text, half broken."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage

from mayfly.contracts import CylinderRequirement, HoleRequirement, PointRequirement
from mayfly.planning.chat.reply import (
    DesignReply,
    LookUpReply,
    PartReply,
    PublishReply,
    QueryReply,
    QuestionReply,
    Reply,
    ScriptReply,
    UnusableReply,
    read_reply,
    read_text,
)
from tests.chat.fake_model import box, calls
from tests.chat.fake_model import in_fence as fenced

BOX = box(10, 20, 30)


def test_a_script_comes_with_its_requirements() -> None:
    requirements = {
        "solids": 1,
        "bounding_box_mm": [10, 20, 30],
        "holes": [{"diameter_mm": 5, "count": 2, "axis": "Z", "kind": "through"}],
    }
    reply = read_reply(calls("write_script", script=BOX, title="box", requirements=requirements))
    assert isinstance(reply, ScriptReply)
    assert (reply.script, reply.title) == (BOX, "box")
    assert reply.requirements.bounding_box_mm == (10, 20, 30)
    assert reply.requirements.holes == (HoleRequirement(diameter_mm=5, count=2, axis="Z", kind="through"),)


CUBE = {"bodies": [{"base": {"kind": "part", "part": "cube", "sizes": {"side": 5}}}]}


@pytest.mark.parametrize(
    "message",
    [
        calls("make_design", design=CUBE, assumptions=["It is a cube."]),
        calls("make_design", design=json.dumps(CUBE), assumptions="It is a cube."),
        calls("make_design", **CUBE, assumptions=["It is a cube."]),
        AIMessage(json.dumps({"design": CUBE, "assumptions": ["It is a cube."]})),
        AIMessage(f"Here:\n```json\n{json.dumps({'design': CUBE, 'assumptions': ['It is a cube.']})}\n```"),
    ],
    ids=["by tool", "as a string", "unwrapped", "as JSON", "in a fence"],
)
def test_a_design_comes_with_its_assumptions(message: AIMessage) -> None:
    assert read_reply(message) == DesignReply(CUBE, ("It is a cube.",))


def test_a_bare_design_is_a_design() -> None:
    assert read_text(json.dumps(CUBE)) == DesignReply(CUBE)


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        (calls("look_up", names=["plate", "hole"]), LookUpReply(("plate", "hole"))),
        (AIMessage('{"look_up": ["plate"]}'), LookUpReply(("plate",))),
        (calls("publish"), PublishReply()),
        (AIMessage('Fine. {"publish": true}'), PublishReply()),
        (calls("query", faces="+X", distance=[1, 2]), QueryReply(faces="+X", distance="1 2")),
        (AIMessage('{"query": {"points": [[1, 2, 3]]}}'), QueryReply(points=((1, 2, 3),))),
    ],
)
def test_what_is_looked_up_or_looked_at_is_read_by_tool_and_as_text(message: AIMessage, reply: Reply) -> None:
    assert read_reply(message) == reply


def test_requirements_are_said_in_the_words_of_a_design() -> None:
    wanted = {
        "solids": 1,
        "envelope": [10, 20, 30],
        "size_x": None,
        "lowest_z": 0,
        "has": [
            {
                "kind": "hole",
                "diameter": 5,
                "axis": "Z",
                "at": [[0, 0], [1, 2]],
                "exact": True,
                "depth": None,
            },
            {"kind": "cylinders", "diameter": 8, "length": 3},
            {"kind": "empty", "point": [1, 2, 3]},
        ],
        "colour": "red",
    }
    reply = read_reply(calls("write_script", script=BOX, requirements=wanted))
    assert isinstance(reply, ScriptReply)
    found = reply.requirements
    assert (found.solids, found.bounding_box_mm, found.by) == (1, (10, 20, 30), "model")
    assert found.lowest_mm == (None, None, 0)
    at = ((0.0, 0.0), (1.0, 2.0))
    assert found.holes == (HoleRequirement(diameter_mm=5, count=2, axis="Z", at=at, exact=True),)
    assert found.cylinders == (CylinderRequirement(diameter_mm=8, length_mm=3),)
    assert found.points == (PointRequirement(at=(1, 2, 3), solid=False),)


def test_a_part_comes_with_its_parameters() -> None:
    reply = read_reply(calls("use_part", part="plate", parameters={"length": 80, "name": "x"}))
    assert reply == PartReply("plate", {"length": 80, "name": "x"})


def test_a_question_comes_with_its_reason() -> None:
    reply = read_reply(calls("ask", question="How high?", reason="conflict", suggestions=["10"]))
    assert reply == QuestionReply("How high?", "conflict", ("10",))


def test_an_unknown_reason_is_taken_for_a_missing_value() -> None:
    assert read_reply(calls("ask", question="How high?", reason="dunno")) == QuestionReply(
        "How high?", "missing"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        {"requirements": json.dumps({"solids": 2}), "assumptions": json.dumps(["a", "b"])},
        {"requirements": {"solids": "2", "holes": None, "bounding_box_mm": None}, "assumptions": ["a", "b"]},
        {"requirements": {"solids": 2, "holes": "[]", "colour": "red"}, "assumptions": ["a", "b", " "]},
    ],
)
def test_nested_values_are_read_in_the_ways_that_models_write_them(arguments: dict[str, object]) -> None:
    reply = read_reply(calls("write_script", script=BOX, **arguments))
    assert isinstance(reply, ScriptReply)
    assert reply.requirements.solids == 2
    assert reply.assumptions == ("a", "b")


def test_odd_words_for_a_holes_kind_and_axis_leave_them_open() -> None:
    hole = {"diameter_mm": 5, "kind": "tapped", "axis": "vertical"}
    reply = read_reply(calls("write_script", script=BOX, requirements={"holes": [hole]}))
    assert isinstance(reply, ScriptReply)
    assert reply.requirements.holes == (HoleRequirement(diameter_mm=5),)


@pytest.mark.parametrize(
    ("name", "arguments", "complaint"),
    [
        ("write_script", {}, "script"),
        ("write_script", {"script": "  "}, "empty"),
        ("write_script", {"script": BOX, "requirements": {"bounding_box_mm": [1, 2]}}, "three sizes"),
        ("write_script", {"script": BOX, "requirements": {"holes": [{"diameter_mm": -1}]}}, "diameter_mm"),
        ("write_script", {"script": BOX, "requirements": {"volume_mm3": float("inf")}}, "volume_mm3"),
        (
            "write_script",
            {"script": BOX, "requirements": {"holes": [{"diameter_mm": 1, "count": 10**9}]}},
            "count",
        ),
        ("use_part", {"parameters": {}}, "part"),
        ("use_part", {"part": "plate", "parameters": {"length": [1]}}, "parameters"),
        ("write_script", {"script": BOX, "requirements": {"has": [{"kind": "wing"}]}}, "requirements: has"),
        ("make_design", {}, "design"),
        ("look_up", {"names": []}, "names"),
        ("query", {"points": [[1, 2]]}, "points"),
        ("ask", {"question": ""}, "question"),
        ("make_model", {"script": BOX}, "no tool 'make_model'"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, arguments: dict[str, object], complaint: str) -> None:
    with pytest.raises(UnusableReply, match=complaint):
        read_reply(calls(name, **arguments))


def test_arguments_that_are_no_json_are_an_unusable_answer() -> None:
    broken = {
        "type": "invalid_tool_call",
        "name": "write_script",
        "args": '{"script": "imp',
        "id": "1",
        "error": "",
    }
    with pytest.raises(UnusableReply, match="not valid JSON"):
        read_reply(AIMessage("", invalid_tool_calls=[broken]))


def test_arguments_in_pythons_notation_are_read() -> None:
    broken = {
        "type": "invalid_tool_call",
        "name": "use_part",
        "args": "{'part': 'cube'}",
        "id": "1",
        "error": "",
    }
    assert read_reply(AIMessage("", invalid_tool_calls=[broken])) == PartReply("cube", {})


def test_two_models_for_one_request_are_not_silently_made_one() -> None:
    both = [{"name": "use_part", "args": {"part": part}, "id": part} for part in ("nut", "bolt")]
    with pytest.raises(UnusableReply, match="one answer"):
        read_reply(AIMessage("", tool_calls=both))
    with pytest.raises(UnusableReply, match="one answer"):
        read_text('{"part": "nut"} and {"part": "bolt"}')


def test_the_same_call_twice_is_one_answer() -> None:
    twice = [{"name": "use_part", "args": {"part": "nut"}, "id": each} for each in "ab"]
    assert read_reply(AIMessage("", tool_calls=twice)) == PartReply("nut", {})


def test_a_question_beside_a_model_is_asked() -> None:
    both = [
        {"name": "use_part", "args": {"part": "nut"}, "id": "1"},
        {"name": "ask", "args": {"question": "M6?"}, "id": "2"},
    ]
    assert read_reply(AIMessage("", tool_calls=both)) == QuestionReply("M6?", "missing")


@pytest.mark.parametrize(
    "text",
    [
        fenced(BOX),
        f"```\n{BOX}```",
        f"~~~python\n{BOX}~~~",
        f"````py\n{BOX}````",
        f"```python title=box.py\n{BOX}```",
        f"1. The box:\n   ```python\n{''.join('   ' + line for line in BOX.splitlines(True))}   ```\nDone.",
        f"```bash\npip install cadquery\n```\nthen\n```python\n{BOX}```\nHope it helps!",
        f"```python\nside = 3\n```\nIn full:\n```python\n{BOX}```\nUse it:\n```python\nprint(result)\n```",
        f"<think>Maybe\n```python\nwrong = 1\nshow_object(wrong)\n```\n?</think>\n{fenced(BOX)}",
        fenced(BOX).replace("\n", "\r\n"),
        f"```python\n{BOX}",
        BOX,
        f"Here is the script.\n\n{BOX}\nIt makes a box of 10 by 20 by 30.",
        fenced(BOX.replace("import cadquery as cq\n", "")),
    ],
    ids=[
        "fenced", "no language", "tildes", "four ticks", "with a title", "inside a list",
        "beside a shell block", "among several", "after thinking", "with carriage returns",
        "fence left open", "bare", "bare in prose", "import left out",
    ],
)  # fmt: skip
def test_a_script_is_found_in_text(text: str) -> None:
    reply = read_text(text)
    assert isinstance(reply, ScriptReply)
    lines = [line for line in reply.script.splitlines() if line]
    assert lines == BOX.splitlines()


def test_a_script_given_in_pieces_is_joined() -> None:
    first, _, rest = BOX.partition("result")
    reply = read_text(f"First\n```python\n{first}```\nthen\n```python\nresult{rest}```")
    assert isinstance(reply, ScriptReply)
    compile(reply.script, "script", "exec")
    assert "import cadquery" in reply.script and "show_object" in reply.script


def test_a_script_with_a_mistake_is_still_taken_so_that_its_line_can_be_named() -> None:
    reply = read_text(
        "```python\nimport cadquery as cq\nresult = cq.Workplane(.box(1, 1, 1)\nshow_object(result)\n```"
    )
    assert isinstance(reply, ScriptReply)
    assert "cq.Workplane(.box" in reply.script


def test_a_bare_script_with_a_mistake_loses_nothing_of_itself() -> None:
    source = BOX.replace("show_object", "result = result.faces('>Z').hole(3\nshow_object")
    reply = read_text(f"Here it is:\n\n{source}")
    assert isinstance(reply, ScriptReply)
    assert reply.script == source


def test_a_script_that_broke_off_is_not_taken_for_a_whole_one() -> None:
    with pytest.raises(UnusableReply, match="not closed"):
        read_text("```python\nimport cadquery as cq\nresult = cq.Workplane().box(1, 1, 1)\n")


def test_requirements_beside_a_script_go_with_it() -> None:
    about = json.dumps({"title": "box", "requirements": {"solids": 1}, "assumptions": ["None."]})
    reply = read_text(f"```json\n{about}\n```\n{fenced(BOX)}")
    assert isinstance(reply, ScriptReply)
    assert (reply.title, reply.requirements.solids, reply.assumptions) == ("box", 1, ("None.",))


@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"part": "cube", "parameters": {"side": 5}}\n```',
        'Sure: {"part": "cube", "parameters": {"side": 5}}',
        '{"name": "use_part", "parameters": {"part": "cube", "parameters": {"side": 5}}}',
        '<tool_call>{"name": "use_part", "arguments": {"part": "cube", "parameters": {"side": 5}}}'
        "</tool_call>",
        '{"type": "function", "function": {"name": "use_part", '
        '"arguments": "{\\"part\\": \\"cube\\", \\"parameters\\": {\\"side\\": 5}}"}}',
        'A set like {1, 2} first, and then {"part": "cube", "parameters": {"side": 5}}',
    ],
)
def test_a_part_is_found_in_text(text: str) -> None:
    assert read_text(text) == PartReply("cube", {"side": 5})


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("How thick shall the plate be?", "How thick shall the plate be?"),
        ("I see two sizes.\n\n**Question:** Which one holds, 5 or 6 mm?", "Which one holds, 5 or 6 mm?"),
        ('{"question": "How thick?", "reason": "missing"}', "How thick?"),
    ],
)
def test_a_question_is_found_in_text(text: str, question: str) -> None:
    assert read_text(text) == QuestionReply(question, "missing")


@pytest.mark.parametrize(
    "text", ["", "   ", "I can't do that.", "blah " * 300 + "?", '{"colour": "red"}', '{"requirements": {}}']
)
def test_prose_with_nothing_in_it_is_one_clear_error(text: str) -> None:
    with pytest.raises(UnusableReply):
        read_text(text)


@given(st.text(max_size=400) | st.text(alphabet='`~{}[]":\\\npython json<think>?', max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        reply = read_text(text)
    except UnusableReply:
        return
    assert isinstance(reply, Reply)
