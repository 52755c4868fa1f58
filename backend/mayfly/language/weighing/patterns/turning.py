"""Ends that are turned down: "both ends turned down to Ø30 x 20", "one end reduced to Ø20 for 35"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.topics import REDUCED
from mayfly.language.weighing.values import Group, Head, Size

_DONE: Final = "turned|reduced|machined|stepped|necked|shouldered (down|dn)? (to|at|,)*"
_ARE: Final = "(is|are|to|be|being|which|of|,)*"


@row("spigot", "<size:row> (long|lg|length|deep)?", example="Ø30 x 20 LG")
def _row(found: Found) -> Any:
    sizes = found.size.sizes
    return found.size if len(sizes) == 2 and sizes[0].number.form in {"diameter", "plain"} else None


@row(
    "spigot",
    "<d:plain> (dia|diam|diameter|mm)* (,|for|over|to|x|a|the|its|length|distance|of|with|first|last)* <l:plain> (mm|lg|long|length)*",
    example="Ø30 for 20 mm",
)
def _over(found: Found) -> Any:
    if found.d.form not in {"diameter", "plain"} or found.l.form != "plain":
        return None
    return Group((Size(found.d, Label((), "diameter")), Size(found.l)))


@row("head", f"(with|,|and)* both|each|ea|two|all end|ends {_ARE} {_DONE} <size:spigot>", example="both ends turned down to Ø30 x 20", cost=-0.4)
@row("head", f"(with|,|and)* {_DONE} <size:spigot> (at|on|for)? both|each|ea end|ends", example="turned down to Ø30 x 20 at both ends", cost=-0.4)
def _both(found: Found) -> Any:
    return Head(REDUCED, "both", found.text, 2, plural=True, said=(found.size,))


@row("head", f"(with|,|and)* (<:count> / the|a) end {_ARE} {_DONE} <size:spigot>", example="one end turned down to Ø20 x 30", cost=-0.4)
@row("head", f"(with|,|and)* {_DONE} <size:spigot> (at|on|for)? (<:count> / a|the) end", example="turned down to Ø20 x 30 at one end", cost=-0.4)
def _one(found: Found) -> Any:
    return Head(REDUCED, "one", found.text, 1, said=(found.size,))


@row("head", f"(with|,|and)* other|opposite|far end|side {_ARE} {_DONE}? <size:spigot>", example="other end turned down to Ø25 x 15", cost=-0.4)
def _other(found: Found) -> Any:
    return Head(REDUCED, "other", found.text, 1, said=(found.size,))
