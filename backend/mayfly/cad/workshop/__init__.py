"""The server's side of building: lends, watches and ends child processes, and checks all that they send."""

from mayfly.cad.workshop.admission import LOCAL, Client, Kind
from mayfly.cad.workshop.asyncio_bridge import in_own_thread, run_cancellable, thread_turn
from mayfly.cad.workshop.builder import Builder
from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.cad.workshop.configured import configured_workshop
from mayfly.cad.workshop.drawing import Draft
from mayfly.cad.workshop.jobs import BuildJob, Format
from mayfly.cad.workshop.script_reading import ScriptRead
from mayfly.cad.workshop.workshop import Workshop

__all__ = [
    "LOCAL",
    "BuildJob",
    "Builder",
    "CancelToken",
    "Client",
    "Draft",
    "Format",
    "Kind",
    "ScriptRead",
    "Workshop",
    "configured_workshop",
    "in_own_thread",
    "run_cancellable",
    "thread_turn",
]
