"""The server's side of building: lends, watches and ends child processes, and checks all that they send."""

from mayfly.cad.workshop.admission import LOCAL, Client, Kind
from mayfly.cad.workshop.asyncio_bridge import in_own_thread, run_cancellable, thread_turn
from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.cad.workshop.drawing import Draft
from mayfly.cad.workshop.jobs import BuildJob, Format
from mayfly.cad.workshop.script_reading import ScriptRead
from mayfly.cad.workshop.workshop import Workshop

__all__ = [
    "LOCAL",
    "BuildJob",
    "CancelToken",
    "Client",
    "Draft",
    "Format",
    "Kind",
    "ScriptRead",
    "Workshop",
    "in_own_thread",
    "run_cancellable",
    "thread_turn",
]
