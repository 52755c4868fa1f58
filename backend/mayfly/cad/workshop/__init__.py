"""The server's side of building: children are lent, watched and ended; nothing that they say is believed."""

from mayfly.cad.workshop.admission import LOCAL, Client, Kind
from mayfly.cad.workshop.awaiting import in_own_thread, run_cancellable, thread_turn
from mayfly.cad.workshop.cancelling import CancelToken
from mayfly.cad.workshop.jobs import BuildJob, Format
from mayfly.cad.workshop.reading import ScriptRead
from mayfly.cad.workshop.workshop import Workshop

__all__ = [
    "LOCAL",
    "BuildJob",
    "CancelToken",
    "Client",
    "Format",
    "Kind",
    "ScriptRead",
    "Workshop",
    "in_own_thread",
    "run_cancellable",
    "thread_turn",
]
