"""Conversations in the store's database: whichever replica gets the next message goes on with it.

A replica that answers a message holds the conversation, and shows every few seconds that it still does;
others wait for their turn. Where it shows nothing for longer, it has ended: the next one finds the
conversation as it was before that message.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from mayfly.errors import StorageError, WorkshopBusy
from mayfly.stores.database import Database

BEAT_SECONDS: Final = 3.0
HELD_SECONDS: Final = 15.0
"""A conversation whose holder shows nothing for so long is free."""
WAIT_SECONDS: Final = 120.0
"""How long a message waits for the answer to the one before it."""
_LOOK_SECONDS: Final = 0.2

#: One that was silent for its life begins again. Repeated after a lost answer, it knows its own holder.
_TAKE: Final = (
    "INSERT INTO conversations (id, holder, held_until, until)"
    " SELECT %s, %s, t + %s, t + %s FROM (SELECT store_time() AS t) AS clock ON CONFLICT (id) DO UPDATE"
    " SET holder = excluded.holder, held_until = excluded.held_until, until = excluded.until,"
    " state = CASE WHEN conversations.until > store_time() THEN conversations.state END"
    " WHERE conversations.holder IS NULL OR conversations.holder = excluded.holder"
    " OR conversations.held_until < store_time() RETURNING state"
)
_BEAT: Final = "UPDATE conversations SET held_until = store_time() + %s WHERE id = %s AND holder = %s"
_KEEP: Final = (
    "UPDATE conversations SET state = coalesce(%s, state), holder = NULL, until = store_time() + %s"
    " WHERE id = %s AND holder = %s"
)
_PRUNE: Final = (
    "DELETE FROM conversations WHERE until < store_time() AND (holder IS NULL OR held_until < store_time())"
)


class Turn:
    """One message of a conversation, as its holder sees it.

    Attributes:
        state: What was kept after the message before; None in a new conversation.
        kept: What is to be kept after this one; None leaves what is there.
    """

    def __init__(self, state: bytes | None) -> None:
        """Keep what was there."""
        self.state = state
        self.kept: bytes | None = None


class ConversationTable:
    """The conversations of one store; may be used by several threads."""

    def __init__(self, database: Database) -> None:
        """Keep where they are."""
        self._database = database

    @contextmanager
    def turn(self, name: str, life_seconds: float) -> Iterator[Turn]:
        """Hold a conversation for a block, and keep at its end what the block has left in the turn.

        Args:
            name: The conversation.
            life_seconds: How long it is remembered after this message.

        Raises:
            StorageError: The database can't be used.
            WorkshopBusy: The message before it was not answered in time.
        """
        holder = secrets.token_hex(8)
        turn = Turn(self._take(name, holder, life_seconds))
        ended = threading.Event()
        beat = threading.Thread(
            target=self._beat, args=(name, holder, ended), name="mayfly-turn", daemon=True
        )
        beat.start()
        try:
            yield turn
        finally:
            ended.set()
            beat.join()
            self._database.rows(_KEEP, (turn.kept, life_seconds, name, holder))
            self._database.rows(_PRUNE)

    def _take(self, name: str, holder: str, life_seconds: float) -> bytes | None:
        give_up = time.monotonic() + WAIT_SECONDS
        while True:
            rows = self._database.rows(_TAKE, (name, holder, HELD_SECONDS, life_seconds))
            if rows:
                return None if rows[0][0] is None else bytes(rows[0][0])
            if time.monotonic() > give_up:
                raise WorkshopBusy("The message before this one is still being answered.")
            time.sleep(_LOOK_SECONDS)

    def _beat(self, name: str, holder: str, ended: threading.Event) -> None:
        while not ended.wait(BEAT_SECONDS):
            with suppress(StorageError):  # the next beat, or another holder
                self._database.rows(_BEAT, (HELD_SECONDS, name, holder))
