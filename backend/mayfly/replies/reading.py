"""Reads what a client sends when a person has answered: any of the forms in use becomes one ``Reply``.

Bare words and truth values; LangChain's human-in-the-loop middleware and agent-chat-ui
(``{"decisions": [{"type": "approve"}]}``); Agent Inbox (``[{"type": "accept", "args": None}]``);
AG-UI (``[{"interruptId": ..., "status": "resolved", "payload": ...}]``); messages and content
blocks; ``{"answer": ...}`` and its likes at any depth; fields of a form (``{"thickness": 6}``);
each of them also as JSON in a string. Nothing is guessed: an answer with two meanings, or none, is left
open, and the question is asked again.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from enum import Enum
from typing import Any, Final, Literal

from langchain_core.messages import BaseMessage
from pydantic import BaseModel

from mayfly.replies.keys import (
    META,
    META_ENDINGS,
    NAMED,
    NOTES,
    OPEN_TAGS,
    SAID_BY_OTHERS,
    SAID_BY_PEOPLE,
    SCRIPTS,
    TAGS,
    WRAPPERS,
    key_of,
    known_key,
)
from mayfly.replies.shapes import (
    block_text,
    field_row,
    field_rows,
    is_blank,
    is_echo,
    measured,
    shown_value,
    speaker_of,
    truth_of,
)
from mayfly.replies.words import Verdict, tag_verdict, verdict_of

_DEEPEST: Final = 24
_MOST_VALUES: Final = 2000
_LONGEST_CHARACTERS: Final = 300_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a person answered, whatever form it came in.

    Attributes:
        decision: Approve, reject or cancel; None where nothing was decided, or two things at once.
        formal: The decision was a button's or a form's, and not only a word.
        edited: The form states that something was edited, even if nothing differs.
        said: The words of the decision itself ("yes please").
        words: What was said beyond a decision.
        note: What was said to explain a decision.
        fields: Values by name, from a form.
        rivals: Names with a value that differs from the one in ``fields``: which holds is open.
        echoed: Values by name in our own form, as a client sent it back.
        items: Plain values in the order of a list.
        script: A script, if one was given.
        torn: It holds two decisions that exclude each other.
        unread: Pieces that could not be read.
    """

    decision: Verdict | None = None
    formal: bool = False
    edited: bool = False
    said: str = ""
    words: str = ""
    note: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    rivals: tuple[tuple[str, Any], ...] = ()
    echoed: Mapping[str, Any] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    script: str | None = None
    torn: bool = False
    unread: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said at all."""
        return not (self.decision or self.words or self.note or self.fields or self.script or self.edited)


def read_reply(value: Any, names: Collection[str] = ()) -> Reply:
    """Read a resume value.

    Args:
        value: Anything; mostly JSON as a client sent it.
        names: Names of fields that were asked about; they are always read as such.

    Returns:
        What it says. Never raises: what can't be read is listed in ``unread``.
    """
    found = _Reading(names=frozenset(names))
    found.take(value, depth=0)
    return found.reply()


def _whole(digits: str) -> float:
    """Return a whole number; infinity for more digits than Python reads."""
    return int(digits) if len(digits) < 1000 else float(digits)


@dataclass(slots=True)
class _Reading:
    """Collects what the pieces of a value mean."""

    names: frozenset[str] = frozenset()
    votes: list[Verdict] = field(default_factory=list)
    formal: bool = False
    edited: bool = False
    said: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    rivals: list[tuple[str, Any]] = field(default_factory=list)
    echoed: dict[str, Any] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    script: str | None = None
    unread: list[str] = field(default_factory=list)
    values: int = 0

    def reply(self) -> Reply:
        """Weigh the votes; a rejection together with "cancel" is a rejection."""
        votes = set(self.votes)
        torn = "approve" in votes and len(votes) > 1
        decision = None if torn or not votes else "reject" if "reject" in votes else next(iter(votes))
        return Reply(
            decision=decision,
            formal=self.formal and decision is not None,
            edited=self.edited,
            said=", ".join(self.said),
            words="\n".join(dict.fromkeys(self.words)),
            note="\n".join(dict.fromkeys(self.notes)),
            fields=self.fields,
            rivals=tuple(self.rivals),
            echoed=self.echoed,
            items=self.items,
            script=self.script,
            torn=torn,
            unread=tuple(self.unread),
        )

    def take(self, value: Any, *, depth: int, note: bool = False) -> None:
        """Read a value of any kind."""
        self.values += 1
        if depth > _DEEPEST or self.values > _MOST_VALUES:
            self.unread.append("too deeply nested")
        elif value is None:
            return
        elif isinstance(value, bool):
            self.votes.append("approve" if value else "reject")
        elif isinstance(value, Enum):
            self.take(value.value, depth=depth + 1, note=note)
        elif isinstance(value, str):
            self._text(value, depth, note=note)
        elif isinstance(value, int | float):
            self._number(value)
        elif isinstance(value, BaseMessage):
            self.take(value.content, depth=depth + 1)
        elif isinstance(value, BaseModel):
            self.take(value.model_dump(), depth=depth + 1, note=note)
        elif is_dataclass(value) and not isinstance(value, type):
            self.take(asdict(value), depth=depth + 1, note=note)
        elif isinstance(value, Mapping):
            self._mapping(value, depth, note=note)
        elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
            self._list(value, depth, note=note)
        else:
            self.unread.append(f"a {type(value).__name__}")

    def _number(self, value: float) -> None:
        if isinstance(value, float) and not math.isfinite(value):
            self.unread.append(str(value))
        else:
            self.words.append(shown_value(value))

    def _text(self, text: str, depth: int, *, note: bool) -> None:
        """Read words: JSON that a client put into a string, a decision, or what was said."""
        text = text[:_LONGEST_CHARACTERS].strip()
        if text[:1] in tuple('{["') and text[-1:] in tuple('}]"'):
            try:
                inner = json.loads(text, object_pairs_hook=self._by_name, parse_int=_whole)
            except (ValueError, RecursionError):
                inner = None
            if isinstance(inner, dict | list | str) and inner != text:
                return self.take(inner, depth=depth + 1, note=note)
        if not text or text in {"null", "undefined"}:
            return None
        verdict = verdict_of(text)
        if verdict:
            self.votes.append(verdict)
            self.said.append(text)
        else:
            (self.notes if note else self.words).append(text)
        return None

    def _list(self, values: Sequence[Any], depth: int, *, note: bool) -> None:
        """Read a list: content blocks and plain words are one text, of messages the person's last counts."""
        if len(values) > _MOST_VALUES:
            self.unread.append("too many values")
            return
        blocks = [block_text(value) for value in values]
        if values and all(block is not None for block in blocks):
            return self.take(" ".join(block for block in blocks if block), depth=depth + 1, note=note)
        spoken = [value for value in values if speaker_of(value) in SAID_BY_PEOPLE]
        if spoken and all(speaker_of(value) for value in values):
            return self.take(spoken[-1], depth=depth + 1, note=note)
        plain = [
            value for value in values if isinstance(value, str | int | float) and not isinstance(value, bool)
        ]
        if len(plain) == len(values) and len(values) > 1:
            self.items = self.items or tuple(shown_value(value) for value in plain)
            return self.take(", ".join(shown_value(value) for value in plain), depth=depth + 1, note=note)
        for value in values:
            self.take(value, depth=depth + 1, note=note)
        return None

    def _mapping(self, given: Mapping[Any, Any], depth: int, *, note: bool) -> None:
        pairs = [(key_of(key), str(key), value) for key, value in given.items()]
        names = {key for key, _, _ in pairs}
        if names & {"role", "type"} and speaker_of(given) in SAID_BY_OTHERS and "content" in names:
            return
        row = field_row(given, self.names)
        if row is not None:
            return self._fields([row])
        sized = measured(given)
        if sized is not None:
            return self.take(sized, depth=depth + 1, note=note)
        for key, name, value in pairs:
            if not is_echo(given.get("kind"), key, value):
                self._entry(key, name, value, depth, note=note, siblings=names)
            elif key == "action_requests" and isinstance(value, list):
                for one in value:
                    args = one.get("args") if isinstance(one, Mapping) else None
                    self.echoed.update(args if isinstance(args, Mapping) else {})

    def _entry(self, key: str, name: str, value: Any, depth: int, *, note: bool, siblings: set[str]) -> None:
        """Read one key of a form with its value."""
        self.values += 1
        if name in self.names and not isinstance(value, Mapping):
            return self._fields([(name, value)])
        key = known_key(key)
        if key in TAGS and not (key == "command" and isinstance(value, Mapping)):
            return self._tag(key, value, depth)
        if key in SCRIPTS:
            return self._script(value)
        if key in WRAPPERS or key == "command":
            return self._wrapped(key, value, depth, note=note or (key in NOTES and bool(siblings - {key})))
        if key in META or key.endswith(META_ENDINGS):
            return None
        flag = tag_verdict(re.sub(r"^(?:is|was|has|user|human)_", "", key)) if len(key) > 1 else None
        sized = isinstance(value, int | float) and truth_of(value) is None
        if flag and value is not None and value != "" and not sized:
            return self._flag(flag, value, depth, said=not key.endswith("ed"))
        return self._fields([(name, value)])

    def _wrapped(self, key: str, value: Any, depth: int, *, note: bool) -> None:
        """Read what a key holds that says nothing by itself: an answer, a command, the fields of a form."""
        rows = field_rows(value) if key in {"parameters", "fields", "values"} else None
        if key in NAMED and (rows or isinstance(value, Mapping)):
            return self._fields(rows or value.items())
        return self.take(self._by_name(rows) if rows else value, depth=depth + 1, note=note)

    def _fields(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        """Take values by name, whatever the names are; a second value for a name is kept, too."""
        for key, given in pairs:
            self.values += 1
            name, value = str(key), measured(given) or given
            if is_blank(self.fields.get(name)):
                self.fields[name] = value
            elif not is_blank(value) and value != self.fields[name]:
                self.rivals.append((name, value))

    def _by_name(self, pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        """Return names and values as a mapping, where a later value for a name is noted as a rival."""
        named: dict[str, Any] = {}
        for name, value in pairs:
            if name in named and named[name] != value:
                self.rivals.append((name, value))
            named.setdefault(name, value)
        return named

    def _flag(self, flag: Verdict | Literal["edit"], value: Any, depth: int, *, said: bool) -> None:
        """Take ``{"approved": true}`` and ``{"reject": {"reason": ...}}``; "not rejected" is no approval.

        ``{"approve": "later"}`` is no approval either: words under that key count only if they approve.

        Args:
            flag: What the key says.
            value: What it holds.
            depth: How deep it lies.
            said: The key alone says it ("approve" with nothing in it), and asks nothing ("approved" does).
        """
        truth = truth_of(value)
        if flag == "edit":
            self.edited = truth is not False
        elif flag == "approve" and truth is None and not (isinstance(value, Mapping) and (value or said)):
            if not isinstance(value, str):
                self.unread.append("an approval that is neither true nor false")
                return
            verdict = verdict_of(value)
            if verdict is None:
                self.take(value, depth=depth + 1)
            else:
                self.votes.append(verdict)
                self.formal = True
            return
        elif truth is not False:
            self.votes.append(flag)
            self.formal = True
        elif flag == "approve":
            self.votes.append("reject")
            self.formal = True
        if truth is None:
            self.take(value, depth=depth + 1, note=flag != "edit")

    def _tag(self, key: str, value: Any, depth: int) -> None:
        if isinstance(value, str):
            verdict = tag_verdict(value)
            if verdict == "edit":
                self.edited = True
            elif verdict:
                self.votes.append(verdict)
                self.formal = True
            elif key in OPEN_TAGS:
                self.take(value, depth=depth + 1)
            return
        if isinstance(value, bool):
            self.formal = True
        self.take(value, depth=depth + 1)

    def _script(self, value: Any) -> None:
        if isinstance(value, str) and len(value) <= _LONGEST_CHARACTERS:
            self.script = value if value.strip() else self.script
        elif value is not None:
            self.unread.append("a script that is no text")
