"""Every line that the cleanup half logs, under ``mayfly.cleanup``: one message for one meaning.

The first five are those of the first Mayfly, letter by letter: people search their logs for them.
"""

from __future__ import annotations

INITIALIZED = "🧹 Temp cleanup service initialized"
REGISTERED = "📝 Registered file for cleanup: %s"
NOTHING_OLD = "🧹 Cleanup check: no files older than %s minutes found"
CLEANED_UP = "🗑️ Cleaned up old file: %s"
STOPPED = "🛑 Cleanup service stopped"

DELETED = "🗑️ Deleted before its time: %s"

# What somebody should look at; each is said once for one reason, and tried again.
CANT_REMOVE = "Can't remove %s: %s. It is tried again."
CANT_LOOK_AFTER = "Can't look after %s: %s. It is tried again."
CANT_NOTE = "What is new is not noted, what is known goes in its time: %s"
CANT_FINISH_ROW = "%s is published, but its row is not finished yet: %s"
CANT_WORK = "The cleanup service can't work and tries again: %s"
WORKS_AGAIN = "The cleanup service works again."
NO_JANITOR = (
    "No janitor could be started for %s: %s. Models that outlive their processes are removed when a service "
    "next looks there."
)

INDEX_SET_ASIDE = "The index %s was broken; it is set aside and begun again."
INDEX_UPGRADED = "The index %s of version %d is now of version %d."
