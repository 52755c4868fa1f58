"""The keys under which clients send what a person answered, and what each kind of key holds."""

from __future__ import annotations

import re
from typing import Any, Final, get_args

from mayfly.errors import Reason
from mayfly.replies.words import tag_verdict


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Keys whose value is what the person decided, as a word of the client's or as a truth value.
TAGS: Final = _set(
    "type action decision verdict choice option selected selection outcome resolution status response_type"
    " next_action decision_type user_decision user_choice human_decision operation intent command"
)
#: Those of them whose value may be the person's own words instead.
OPEN_TAGS: Final = _set("decision verdict choice option selected selection outcome resolution user_choice")
#: Keys that only wrap what was said.
WRAPPERS: Final = _set(
    "decisions resume payload data args arguments edited_action action_request parameters params values"
    " fields inputs edits changes modified_args edited_args modified_arguments updates update kwargs body"
    " result output"
    " form answers responses message text answer content value input response reply words request feedback"
    " human_feedback human_response user_response user_input prompt instructions instruction messages comment"
    " comments reason note notes remark explanation rationale justification query human_input new_input"
)
#: Those of them that explain a decision next to them.
NOTES: Final = _set("comment comments reason note notes remark explanation rationale justification")
#: Those of them in which every key is the name of a field.
NAMED: Final = _set("parameters params")
SCRIPTS: Final = _set("script code cadquery")
#: Keys that have nothing to do with the answer.
META: Final = _set(
    "id ids interrupt_id interruptid name timestamp created updated date time user username reviewer author"
    " version role metadata additional_kwargs response_metadata sender source example usage_metadata"
    " tool_calls invalid_tool_calls signed_off_by question kind label index title goto thread run"
    " response_schema annotations extras"
)
META_ENDINGS: Final = (
    "_id",
    "_ids",
    "_at",
    "_by",
    "_timestamp",
    "_time",
    "_date",
    "_name",
    "_version",
    "_url",
)
#: Keys that name the field whose value is next to them.
ROW_NAMES: Final = ("field", "parameter", "key", "property")
#: Last words of longer keys that mean the same as the word by itself: ``user_feedback``, ``review_decision``.
TELLING_ENDINGS: Final = _set(
    "decision verdict choice outcome status action answer response reply feedback message text comment"
    " comments reason note notes input"
)
#: What our own interrupts hold, by their kind: a client may send them back with the answer added.
ECHOES: Final = {
    kind: _set(f"kind problem answers action_requests review_configs response_schema {own}")
    for kind, own in {
        "question": "question reason suggestions options request fields",
        "review": "title part assumptions requirements",
    }.items()
}
ECHOED: Final = frozenset[str]().union(*ECHOES.values())
#: The reasons of our own questions; anything else there is a person's.
REASONS: Final = frozenset(get_args(Reason))
SAID_BY_OTHERS: Final = _set(
    "ai assistant system developer tool function aimessage systemmessage toolmessage"
)
SAID_BY_PEOPLE: Final = _set("human user humanmessage")


def is_plain_name(name: str) -> bool:
    """Return whether a form may have a field of this name next to a decision: no other key has it."""
    key = key_of(name)
    known = TAGS | WRAPPERS | META | SCRIPTS | ECHOED
    return not (key in known or key.endswith(META_ENDINGS) or tag_verdict(key))


def key_of(key: Any) -> str:
    """Return a key as one of ours: "editedAction", "Edited-Action" and "edited_action" are one."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(key)[:120])
    return re.sub(r"[\s\-]+", "_", text.strip()).lower()


def known_key(key: str) -> str:
    """Return the key that a longer one stands for, "feedback" for "user_feedback"; else the key itself."""
    ending = key.rpartition("_")[2]
    known = key in TAGS | WRAPPERS | SCRIPTS | META or key.endswith(META_ENDINGS)
    return key if known or ending not in TELLING_ENDINGS else ending
