"""What a message wants: a model, the state of the storage, a sweep, a list, or help."""

from __future__ import annotations

import pytest

from mayfly.planning.conversation.intent import help_text, read_intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("can you make a plate 100x50x5?", "make"),
        ("what about a plate 100x50x5 instead?", "make"),
        ("I'd like a cube of 20 mm", "make"),
        ("the same, but 20 mm thick", "make"),
        ("remove the holes", "make"),
        ("delete the fillets", "make"),
        ("make a file holder 100 x 50 x 20", "make"),
        ("tray for files 100x50x20", "make"),
        ("create a storage box 100x80x50 with 2 mm walls, open top", "make"),
        ("a clean plate 100x60x8", "make"),
        ("stats", "stats"),
        ("storage status", "stats"),
        ("cleanup stats", "stats"),
        ("how many files are there?", "stats"),
        ("when does my plate expire?", "stats"),
        ("how long do files live?", "stats"),
        ("is the cleanup service running?", "stats"),
        ("how many files were removed today", "stats"),
        ("what is the deadline of the next model", "stats"),
        ("are any models about to expire?", "stats"),
        ("how big is the temp folder?", "stats"),
        ("clean up", "sweep"),
        ("sweep", "sweep"),
        ("run the cleanup now", "sweep"),
        ("please purge old files", "sweep"),
        ("could you delete the expired models?", "sweep"),
        ("get rid of everything that is too old", "sweep"),
        ("empty the temp folder", "sweep"),
        ("clear expired step files", "sweep"),
        ("do a dry run of the cleanup", "sweep"),
        ("list my models", "list"),
        ("which models are still available?", "list"),
        ("show me the files", "list"),
        ("what models do I have?", "list"),
        ("show all stored models", "list"),
        ("give me the list of models", "list"),
        ("what's in storage?", "list"),
        ("list", "list"),
        ("ls", "list"),
        ("can i see which step files exist", "list"),
        ("what did I make so far?", "list"),
        ("how much time is left for my gear?", "stats"),
        ("kindly do the cleaning of expired models", "sweep"),
        ("who are you", "help"),
        ("a status plate 100x60x8", "make"),
        ("make a list holder plate 100x60x5", "make"),
        ("help", "help"),
        ("what can you do?", "help"),
        ("how do I make a plate?", "help"),
        ("what shapes do you know?", "help"),
        ("which parts are available?", "help"),
        ("list the parts you can make", "help"),
        ("do you support inches?", "help"),
        ("Give me an example", "help"),
        ("hello", "help"),
        ("Can you make gears, or only plates?", "help"),
        ("How do I write a plate with 4 M6 holes?", "help"),
        ("would you show me the stats?", "stats"),
        ("show me what is left", "list"),
        ("can you show me the files?", "list"),
        ("how do I know when my model expires?", "stats"),
        ("hello, a plate 100x60x5 please", "make"),
        ("can you make me a washer?", "make"),
        ("could you make spacers OD 10 ID 5 L 10", "make"),
        ("", "make"),
    ],
)
def test_a_message_is_told_apart(text: str, intent: str) -> None:
    assert read_intent(text) == intent


def test_help_shows_examples_that_can_be_made() -> None:
    from mayfly.planning.rules import RulesPlanner

    examples = [line[2:] for line in help_text().splitlines() if line.startswith("- ")]
    assert len(examples) >= 5
    for example in examples:
        RulesPlanner().plan(example)
