"""The server's side of building: children are lent, watched and ended; nothing that they say is believed."""

from mayfly.cad.workshop.reading import ScriptRead
from mayfly.cad.workshop.workshop import BuildJob, Format, Workshop

__all__ = ["BuildJob", "Format", "ScriptRead", "Workshop"]
