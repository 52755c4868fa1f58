"""The offline chat model: which tool it calls for which words, and what it tells the person."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from mayfly.offline_model import OfflineChatModel
from mayfly.tools import MayflyToolkit

Call = tuple[str, dict[str, Any]]


def model(**binding: Any) -> Any:
    return OfflineChatModel().bind_tools(MayflyToolkit().get_tools(), **binding)


def calls(*messages: BaseMessage | str) -> list[Call]:
    answer = model().invoke([HumanMessage(m) if isinstance(m, str) else m for m in messages])
    return [(call["name"], call["args"]) for call in answer.tool_calls]


def answered(call: Call, content: str, status: str = "success") -> list[BaseMessage]:
    """A tool call and its answer, as they stand in a conversation."""
    name, args = call
    return [
        AIMessage("", tool_calls=[{"name": name, "args": args, "id": content}]),
        ToolMessage(content, tool_call_id=content, name=name, status=status),
    ]


MAKE: Call = ("generate_step_model", {"request": "make a 40 mm cube"})
MADE = answered(MAKE, "Made cube-3f9c2a71.step: cube 40 mm.")


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("make a 40 mm cube", MAKE),
        ("Hi! Could you make a 40 mm cube? Thanks", "generate_step_model"),
        ("plate 80 x 60 x 6 mm with four 5 mm corner holes", "generate_step_model"),
        ("how many models are there?", ("temp_models_cleanup", {"action": "stats"})),
        ("delete the expired files", ("temp_models_cleanup", {"action": "sweep"})),
        ("would you delete the expired files?", ("temp_models_cleanup", {"action": "sweep"})),
        ("sweep, but only a dry run", ("temp_models_cleanup", {"action": "sweep", "dry_run": True})),
        ("what would be deleted?", ("temp_models_cleanup", {"action": "sweep", "dry_run": True})),
        ("list the models", ("list_temp_models", {})),
        ("delete cube-3f9c2a71.step", ("delete_temp_model", {"name": "cube-3f9c2a71.step"})),
        (
            "keep cube-3f9c2a71.step for 2 hours",
            ("keep_temp_model", {"name": "cube-3f9c2a71.step", "minutes": 120}),
        ),
        (
            "keep the file cube.step half an hour longer",
            ("keep_temp_model", {"name": "cube.step", "minutes": 30}),
        ),
        ("keep cube.step for two hours", ("keep_temp_model", {"name": "cube.step", "minutes": 120})),
        ("keep cube.step for 1 h 30 min", ("keep_temp_model", {"name": "cube.step", "minutes": 90})),
        ("keep cube.step an hour and a half", ("keep_temp_model", {"name": "cube.step", "minutes": 90})),
        ("keep cube.step for 2 hours, please", ("keep_temp_model", {"name": "cube.step", "minutes": 120})),
        ("list", ("list_temp_models", {})),
        ("list all", ("list_temp_models", {})),
        ("keep cube.step longer", ("keep_temp_model", {"name": "cube.step"})),
        ("which parts are there?", ("describe_parts", {})),
        ("describe the L-bracket", ("describe_parts", {"name": "l_bracket"})),
    ],
)
def test_words_lead_to_a_tool_call(words: str, call: Call | str) -> None:
    made = calls(words)
    assert len(made) == 1
    assert made[0] == call or made[0][0] == call


@pytest.mark.parametrize(
    "words",
    [
        "plate 80x60x6; keep the corners sharp",
        "a box 40 x 40 x 20. Delete the holes",
        "plate 80 x 60 x 6 mm, then four 5 mm corner holes with 8 mm inset",
    ],
)
def test_a_request_is_not_torn_where_its_parts_mean_nothing_of_their_own(words: str) -> None:
    assert calls(words) == [("generate_step_model", {"request": words})]


def test_steps_are_worked_through_one_call_at_a_time() -> None:
    words = "make a 40 mm cube, keep it for an hour, then tell me the stats"
    assert calls(words) == [MAKE]
    keep = ("keep_temp_model", {"name": "cube-3f9c2a71.step", "minutes": 60})
    assert calls(words, *MADE) == [keep]
    stats = ("temp_models_cleanup", {"action": "stats"})
    assert calls(words, *MADE, *answered(keep, "kept")) == [stats]
    last = model().invoke([HumanMessage(words), *MADE, *answered(keep, "kept"), *answered(stats, "1 model")])
    assert last.text == "Made cube-3f9c2a71.step: cube 40 mm.\n\nkept\n\n1 model"
    assert last.tool_calls == []


def test_two_parts_are_two_calls() -> None:
    words = "make a 40 mm cube and then a cylinder Ø20 x 30"
    second = ("generate_step_model", {"request": "a cylinder Ø20 x 30"})
    assert calls(words) == [MAKE]
    assert calls(words, *MADE) == [second]


def test_it_means_the_model_that_was_made_last_when_its_turn_comes() -> None:
    earlier = [HumanMessage("make a 40 mm cube"), *MADE, AIMessage("Made.")]
    delete = ("delete_temp_model", {"name": "cube-3f9c2a71.step"})
    words = "delete it, then make a 10 mm cube"
    assert calls(*earlier, words) == [delete]
    make = ("generate_step_model", {"request": "make a 10 mm cube"})
    done = [*answered(delete, "Deleted."), *answered(make, "Made cube-00000000.step.")]
    assert calls(*earlier, words, *done) == []


@pytest.mark.parametrize(
    "time", ["forever", "for ever", "until noon", "for a while", "for some time", "for 2 fortnights"]
)
def test_a_time_that_can_t_be_read_is_asked_for_and_never_guessed(time: str) -> None:
    answer = model().invoke([HumanMessage("make a 40 mm cube"), *MADE, HumanMessage(f"keep it {time}")])
    assert answer.tool_calls == []
    assert "how many minutes or hours" in answer.text


TWO = [
    HumanMessage("make a 10 mm cube, then a tube OD 40 ID 32 length 60"),
    *answered(MAKE, "Made cube-00000001.step: cube 10 mm."),
    *answered(
        ("generate_step_model", {"request": "a tube"}), "Made tube-00000002.step: tube 40 x 32 x 60 mm."
    ),
    AIMessage("Made."),
]


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("delete the first one", ("delete_temp_model", {"name": "cube-00000001.step"})),
        ("delete the last one", ("delete_temp_model", {"name": "tube-00000002.step"})),
        ("delete the cube", ("delete_temp_model", {"name": "cube-00000001.step"})),
        ("keep the cube for 2 hours", ("keep_temp_model", {"name": "cube-00000001.step", "minutes": 120})),
        ("keep it two hours", ("keep_temp_model", {"name": "tube-00000002.step", "minutes": 120})),
    ],
)
def test_a_model_can_be_meant_by_its_place_or_its_part(words: str, call: Call) -> None:
    assert calls(*TWO, words) == [call]


@pytest.mark.parametrize("words", ["delete the third one", "delete the plate", "keep the plate for 2 hours"])
def test_a_model_that_is_not_there_is_asked_for(words: str) -> None:
    assert "Which model?" in model().invoke([*TWO, HumanMessage(words)]).text


def test_a_deletion_at_the_end_is_a_step_of_its_own() -> None:
    words = "make a 10 mm cube, then a 20 mm cube, then delete the first one"
    first = answered(("generate_step_model", {"request": "make a 10 mm cube"}), "Made cube-00000001.step: 1")
    second = answered(("generate_step_model", {"request": "a 20 mm cube"}), "Made cube-00000002.step: 2")
    assert calls(words, *first) == [("generate_step_model", {"request": "a 20 mm cube"})]
    assert calls(words, *first, *second) == [("delete_temp_model", {"name": "cube-00000001.step"})]


def test_what_was_not_made_is_never_taken_for_an_older_model() -> None:
    words = "make a plate 80 x 60 mm, then delete it"
    asked = answered(
        ("generate_step_model", {"request": "make a plate 80 x 60 mm"}),
        "needs_clarification: Which thickness?",
        "error",
    )
    answer = model().invoke([*TWO, HumanMessage(words), *asked])
    assert answer.tool_calls == []
    assert "Which model?" in answer.text


@pytest.mark.parametrize("talk", ["thanks!", "what is the weather?", "hmm", "hello there"])
def test_small_talk_is_no_answer_to_a_question_and_the_question_stays(talk: str) -> None:
    make = ("generate_step_model", {"request": "a plate 80 x 60 mm"})
    asked = answered(make, "needs_clarification: Which thickness?", "error")
    turn = [HumanMessage("a plate 80 x 60 mm"), *asked, AIMessage("Which thickness?"), HumanMessage(talk)]
    again = model().invoke(turn)
    assert again.tool_calls == []
    assert "thickness" in again.text
    together = {"request": "a plate 80 x 60 mm, 6 mm thick"}
    assert calls(*turn, again, "6 mm thick") == [("generate_step_model", together)]


def test_without_a_model_it_asks_which_one() -> None:
    answer = model().invoke("delete it")
    assert answer.tool_calls == []
    assert "Which model?" in answer.text


def test_a_question_is_passed_on_and_its_answer_is_read_with_the_request() -> None:
    make = ("generate_step_model", {"request": "a plate 80 x 60 mm"})
    asked = answered(make, "needs_clarification: Which thickness?", "error")
    question = model().invoke([HumanMessage("a plate 80 x 60 mm"), *asked])
    assert question.text == "Which thickness?"
    turn = [HumanMessage("a plate 80 x 60 mm"), *asked, question]
    assert calls(*turn, "6 mm thick") == [
        ("generate_step_model", {"request": "a plate 80 x 60 mm, 6 mm thick"})
    ]
    assert calls(*turn, "make a 40 mm cube") == [MAKE]


def test_a_question_after_a_question_keeps_what_was_said() -> None:
    first = ("generate_step_model", {"request": "a plate 80 mm long"})
    asked = answered(first, "needs_clarification: Which width?", "error")
    second = ("generate_step_model", {"request": "a plate 80 mm long, 60 mm wide"})
    assert calls("a plate 80 mm long", *asked, "60 mm wide") == [second]
    turns = [HumanMessage("a plate 80 mm long"), *asked, HumanMessage("60 mm wide")]
    again = answered(second, "needs_clarification: Which thickness?", "error")
    third = ("generate_step_model", {"request": "a plate 80 mm long, 60 mm wide, 6 mm thick"})
    assert calls(*turns, *again, "6 mm thick") == [third]
    other = ("generate_step_model", {"request": "a tube OD 40"})
    assert calls(*turns, *again, "a tube OD 40") == [other]


def test_a_question_is_only_open_until_the_next_turn() -> None:
    make = ("generate_step_model", {"request": "a plate 80 x 60 mm"})
    asked = answered(make, "needs_clarification: Which thickness?", "error")
    stats = answered(("temp_models_cleanup", {"action": "stats"}), "0 models")
    turns = [HumanMessage("a plate 80 x 60 mm"), *asked, HumanMessage("the stats, please"), *stats]
    assert calls(*turns, "6 mm thick") == [("generate_step_model", {"request": "6 mm thick"})]


def test_an_error_is_told_and_the_other_steps_go_on() -> None:
    words = "delete missing.step, then tell me the stats"
    delete = ("delete_temp_model", {"name": "missing.step"})
    failed = answered(delete, "model_not_found: There is no model missing.step.", "error")
    stats = ("temp_models_cleanup", {"action": "stats"})
    assert calls(words, *failed) == [stats]
    last = model().invoke([HumanMessage(words), *failed, *answered(stats, "0 models")])
    assert last.text == "That did not work: There is no model missing.step.\n\n0 models"


def test_help_needs_no_tool() -> None:
    answer = model().invoke("what can you do?")
    assert answer.tool_calls == []
    assert "STEP" in answer.text


def test_a_tool_that_is_not_there_is_not_called() -> None:
    only_stats = [tool for tool in MayflyToolkit().get_tools() if tool.name == "temp_models_cleanup"]
    answer = OfflineChatModel().bind_tools(only_stats).invoke("make a 40 mm cube")
    assert answer.tool_calls == []
    assert "generate_step_model" in answer.text
    assert OfflineChatModel().invoke("make a 40 mm cube").tool_calls == []


def test_the_same_conversation_gets_the_same_answer() -> None:
    messages = [
        SystemMessage("Be brief."),
        HumanMessage("make a 40 mm cube"),
        *MADE,
        HumanMessage("delete it"),
    ]
    first, second = model().invoke(messages), model().invoke(messages)
    assert first.tool_calls == second.tool_calls
    assert first.tool_calls[0]["id"] != model().invoke("delete cube-3f9c2a71.step").tool_calls[0]["id"]


async def test_it_answers_asynchronously_and_in_a_stream() -> None:
    assert (await model().ainvoke("list the models")).tool_calls[0]["name"] == "list_temp_models"
    chunks = [chunk async for chunk in model().astream("list the models")]
    assert sum(len(chunk.tool_calls) for chunk in chunks) == 1


def test_it_says_so_when_it_can_t_be_forced() -> None:
    assert model(tool_choice="any").invoke("list the models").tool_calls
    assert not model(tool_choice="none").invoke("list the models").tool_calls
    with pytest.raises(ValueError, match="can't be forced"):
        model(tool_choice="delete_temp_model").invoke("list the models")
    with pytest.raises(ValueError, match="can't be forced"):
        model(tool_choice="any").invoke("what can you do?")


HANDED_OVER = answered(("transfer_to_cad_agent", {}), "Successfully transferred to cad_agent")
SEARCHED = answered(("search_the_web", {"query": "cube"}), "A cube has six faces.")
REFUSED = answered(("book_a_room", {}), "not_allowed: no rooms", "error")


@pytest.mark.parametrize("foreign", [HANDED_OVER, SEARCHED, REFUSED, [*SEARCHED, *HANDED_OVER]])
def test_what_a_foreign_tool_answered_is_no_result_of_ours(foreign: list[BaseMessage]) -> None:
    assert calls("make a 40 mm cube", *foreign) == [MAKE]
    last = model().invoke([HumanMessage("make a 40 mm cube"), *foreign, *MADE])
    assert (last.text, last.tool_calls) == ("Made cube-3f9c2a71.step: cube 40 mm.", [])


def test_a_foreign_tool_between_two_steps_answers_none_of_them() -> None:
    words = "make a 40 mm cube, then tell me the stats"
    stats = ("temp_models_cleanup", {"action": "stats"})
    assert calls(words, *MADE, *HANDED_OVER) == [stats]
    last = model().invoke([HumanMessage(words), *HANDED_OVER, *MADE, *SEARCHED, *answered(stats, "1 model")])
    assert last.text == "Made cube-3f9c2a71.step: cube 40 mm.\n\n1 model"


def test_a_tool_answer_without_a_name_is_known_by_its_call() -> None:
    unnamed = ToolMessage("Transferred", tool_call_id="h1")
    handoff = AIMessage("", tool_calls=[{"name": "transfer_to_cad_agent", "args": {}, "id": "h1"}])
    assert calls("make a 40 mm cube", handoff, unnamed) == [MAKE]
    assert calls("make a 40 mm cube", unnamed) == [MAKE]


def test_a_question_stays_open_over_a_handoff() -> None:
    make = ("generate_step_model", {"request": "a plate 80 x 60 mm"})
    asked = answered(make, "needs_clarification: Which thickness?", "error")
    turn = [HumanMessage("a plate 80 x 60 mm"), *asked, AIMessage("Which thickness?"), *HANDED_OVER]
    together = ("generate_step_model", {"request": "a plate 80 x 60 mm, 6 mm thick"})
    assert calls(*turn, "6 mm thick", *HANDED_OVER) == [together]
    assert calls(*turn, HumanMessage("hm"), *HANDED_OVER, "6 mm thick") == [together]


def test_an_edited_call_of_ours_is_not_made_a_second_time() -> None:
    keep = model().invoke("keep cube.step for 10 minutes")
    edited = ToolMessage("Listed.", tool_call_id=keep.tool_calls[0]["id"], name="list_temp_models")
    assert calls("keep cube.step for 10 minutes", keep, edited) == []
