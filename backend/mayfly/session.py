"""A conversation in this process: what is said, one message at a time, as a chat page would send it.

The command line, the HTTP service and notebooks talk through it. It runs the workflow graph in a thread of
its own and resumes it where the graph has asked a question, so that every door reads answers, changes and
questions about a model alike.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from mayfly.cad.workshop import CancelToken
from mayfly.generator import CADModelGenerator, Progress
from mayfly.graph_state.packing import pack_thread, unpack_thread
from mayfly.graph_state.progress import CANCEL
from mayfly.stores.store import Conversations, ConversationTurn
from mayfly.workflow import build_workflow

MOST_SESSIONS: Final = 1000
"""How many conversations are remembered; the one that was silent for the longest is forgotten first."""


class Sessions:
    """Conversations by their ids, forgotten when they were silent for too long.

    It may be used from any thread; messages of one conversation are worked on one after the other. With
    ``shared``, the conversations are there, and any process goes on with them; otherwise here in memory.
    """

    def __init__(
        self,
        generator: CADModelGenerator | None = None,
        *,
        life_seconds: float = 1800.0,
        clock: Callable[[], float] = time.monotonic,
        shared: Conversations | None = None,
    ) -> None:
        """Set up no conversation yet.

        Args:
            generator: The generator to work on; the process's own if not given.
            life_seconds: How long a conversation is remembered after its last message.
            clock: Tells the time in seconds.
            shared: Where the conversations are, if other processes go on with them.
        """
        self._saver = InMemorySaver()
        self._flow = build_workflow(self._saver, generator=generator)
        self._life_seconds = life_seconds
        self._clock = clock
        self._shared = shared
        self._used: OrderedDict[str, float] = OrderedDict()
        self._busy: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def say(
        self,
        text: str,
        session: str | None = None,
        *,
        instead: Mapping[str, Any] | None = None,
        on_progress: Progress | None = None,
        cancel: CancelToken | None = None,
    ) -> dict[str, Any]:
        """Send a message into a conversation, and return what comes back.

        Args:
            text: A request, an answer, a change, or a question about the last model.
            session: The conversation; a new one begins without it, or where it is forgotten.
            instead: What to do instead of reading words: ``design``, ``edits`` or ``action``, as the
                workflow graph takes them.
            on_progress: Called with each stage of a build.
            cancel: Cancels the build from another thread; the last model stays as it was.

        Returns:
            ``session``, ``begun`` (it was not known before), ``status``, ``code`` (of the error, if the
            status is "failed"), ``answer``, ``options`` (answers that the question names) and ``model``
            (what ``CADModelGenerator.generate_model`` returns; None where nothing was made).
        """
        sent = dict(instead) if instead else {"request": text}
        name = session or uuid.uuid4().hex
        with self._lock:
            self._forget_silent()
            begun = name not in self._used
            self._used[name] = self._clock()
            self._used.move_to_end(name)
            busy = self._busy.setdefault(name, threading.Lock())
        with busy:
            if self._shared is None:
                return {"session": name, "begun": begun, **self._answer(sent, name, on_progress, cancel)}
            with self._shared.turn(name, self._life_seconds) as turn, self._unpacked(name, turn):
                begun = turn.state is None
                return {"session": name, "begun": begun, **self._answer(sent, name, on_progress, cancel)}

    @contextmanager
    def _unpacked(self, name: str, turn: ConversationTurn) -> Iterator[None]:
        """Unpack a shared conversation into this process for a block, and pack it again at its end."""
        if turn.state is not None:
            unpack_thread(self._saver, name, turn.state)
        try:
            yield
        finally:
            turn.kept = pack_thread(self._saver, name)
            self._saver.delete_thread(name)

    def _answer(
        self, said: dict[str, Any], name: str, on_progress: Progress | None, cancel: CancelToken | None
    ) -> dict[str, Any]:
        config: RunnableConfig = {"configurable": {"thread_id": name, CANCEL: cancel}}
        waits = "request" in said and bool(self._flow.get_state(config).next)
        sent: Any = Command(resume=said["request"]) if waits else said
        result: dict[str, Any] = {}
        piece: Any
        for mode, piece in self._flow.stream(sent, config, stream_mode=["custom", "values"]):
            if mode == "values":
                result = piece
            elif on_progress is not None and isinstance(piece, dict) and "stage" in piece:
                on_progress(str(piece["stage"]))
        state = self._flow.get_state(config)
        if not state.next:
            model = result.get("model") if result.get("status") == "made" else None
            status, problem = result["status"], result.get("problem") or {}
            code = problem.get("code") if status == "failed" else None
            return {"status": status, "code": code, "answer": result["answer"], "options": [], "model": model}
        asked: dict[str, Any] = next((pause.value for task in state.tasks for pause in task.interrupts), {})
        remark = asked.get("problem")
        answer = str(state.values.get("answer") or asked.get("question") or "")
        return {
            "status": "needs_clarification",
            "code": None,
            "answer": f"{remark}\n{answer}" if remark and remark not in answer else answer,
            "options": [option["value"] for option in asked.get("options") or ()],
            "model": None,
        }

    def _forget_silent(self) -> None:
        """Forget the conversations that were silent for too long, and those that are too many."""
        oldest = self._clock() - self._life_seconds
        while self._used and (len(self._used) > MOST_SESSIONS or next(iter(self._used.values())) < oldest):
            name, _ = self._used.popitem(last=False)
            self._busy.pop(name, None)
            self._saver.delete_thread(name)


class Session:
    """One conversation, for a command line or a notebook."""

    def __init__(self, generator: CADModelGenerator | None = None) -> None:
        """Begin a conversation.

        Args:
            generator: The generator to work on; the process's own if not given.
        """
        self._sessions = Sessions(generator, life_seconds=float("inf"))
        self._name = uuid.uuid4().hex

    def say(self, text: str, *, on_progress: Progress | None = None) -> dict[str, Any]:
        """Send a message, and return what comes back; as ``Sessions.say``."""
        return self._sessions.say(text, self._name, on_progress=on_progress)
