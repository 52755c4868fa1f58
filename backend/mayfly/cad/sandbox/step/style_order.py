"""Sorts the colours and layers of a STEP file: the kernel writes them in the order of its memory.

That order depends on addresses, so the same model gave other bytes from one
process to the next. The entities themselves stay as they are; only the order
and the numbers of those that follow the geometry change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_COLOURED = b"MECHANICAL_DESIGN_GEOMETRIC_PRESENTATION_REPRESENTATION("
_ENTITY = re.compile(rb"#(\d+) ?= ?((?:[^';]|'[^']*')*);\s*")
_REFERENCE = re.compile(rb"'[^']*'|#(\d+)")  # "#12" within quotes is not a reference
_LAYERS = re.compile(rb"(?:#\d+ = PRESENTATION_LAYER_ASSIGNMENT\([^;]*;\n)+")
_LAYER = re.compile(rb"#(\d+) = (PRESENTATION_LAYER_ASSIGNMENT\([^;]*,)\(([^;()]*)\)\);\n")
_ITEMS = re.compile(rb"('[^']*',\()([#\d,]*)(\))")
_BREAK = re.compile(rb"\n *")
_LINE_BYTES = 72


def in_order(content: bytes) -> bytes:
    """Return a STEP file with its colours in the order of what they colour, its layers by their names.

    Args:
        content: A file as the kernel writes it, with all colours behind the geometry.
    """
    content = _LAYERS.sub(_layers, content)
    start = content.rfind(b"\n", 0, max(0, content.find(_COLOURED))) + 1
    end = content.find(b"ENDSEC;", start)
    if not start or end < 0:
        return content
    entities = {int(m[1]): _BREAK.sub(b"", m[2]) for m in _ENTITY.finditer(content, start, end)}
    spelled = _sort_key(entities)
    for number, text in entities.items():
        if text.startswith(_COLOURED):
            entities[number] = _ITEMS.sub(lambda m: m[1] + _sorted(m[2], spelled) + m[3], text, count=1)
    used = {ref for text in entities.values() for ref in _references(text)}
    roots = [number for number in entities if number not in used]
    coloured = sorted((n for n in roots if entities[n].startswith(_COLOURED)), key=spelled)
    others = [n for n in roots if not entities[n].startswith(_COLOURED)]
    order = list(dict.fromkeys(n for root in coloured + others for n in _beneath(root, entities)))
    if len(order) != len(entities):
        return content  # it refers to itself in a circle, which no colour does
    names = dict(zip(order, range(min(entities), min(entities) + len(order)), strict=True))
    lines = [_line(names[number], _renamed(entities[number], names)) for number in order]
    return content[:start] + b"".join(lines) + content[end:]


def _layers(match: re.Match[bytes]) -> bytes:
    """Put layers that follow each other in order, and in each what lies on it; nothing refers to a layer."""
    rows = [(int(m[1]), _BREAK.sub(b"", m[2]), sorted(_references(m[3]))) for m in _LAYER.finditer(match[0])]
    numbers = sorted(number for number, _, _ in rows)
    texts = sorted((kind, items) for _, kind, items in rows)
    return b"".join(
        _line(number, kind + b"(" + b",".join(b"#%d" % item for item in items) + b"))")
        for number, (kind, items) in zip(numbers, texts, strict=True)
    )


def _references(text: bytes) -> Iterator[int]:
    return (int(match[1]) for match in _REFERENCE.finditer(text) if match[1])


def _sort_key(entities: dict[int, bytes]) -> Callable[[int], tuple[tuple[int, ...], bytes]]:
    """Return a sort key for entities that does not depend on the numbers behind the geometry."""
    known: dict[int, tuple[tuple[int, ...], bytes]] = {}

    def spelled(number: int) -> tuple[tuple[int, ...], bytes]:
        if number not in entities:
            return (number,), b"#%d" % number
        if number not in known:
            known[number] = (), b""  # for a circle
            outside: list[int] = []

            def spell(match: re.Match[bytes]) -> bytes:
                if not match[1]:
                    return match[0]
                numbers, text = spelled(int(match[1]))
                outside.extend(numbers)
                return text

            text = _REFERENCE.sub(spell, entities[number])
            known[number] = tuple(sorted(outside)), text
        return known[number]

    return spelled


def _sorted(items: bytes, spelled: Callable[[int], tuple[tuple[int, ...], bytes]]) -> bytes:
    return b",".join(b"#%d" % number for number in sorted(_references(items), key=spelled))


def _beneath(root: int, entities: dict[int, bytes]) -> Iterator[int]:
    """Return an entity and all that it refers to behind the geometry, itself first."""
    waiting, seen = [root], set()
    while waiting:
        number = waiting.pop()
        if number in entities and number not in seen:
            seen.add(number)
            yield number
            waiting += reversed(list(_references(entities[number])))


def _renamed(text: bytes, names: dict[int, int]) -> bytes:
    def rename(match: re.Match[bytes]) -> bytes:
        return b"#%d" % names.get(int(match[1]), int(match[1])) if match[1] else match[0]

    return _REFERENCE.sub(rename, text)


def _line(number: int, text: bytes) -> bytes:
    """Write an entity, broken behind commas."""
    lines = [b"#%d = " % number]
    for piece in re.split(rb"(?<=,)", text + b";"):
        if len(lines[-1]) + len(piece) > _LINE_BYTES:
            lines.append(b"  ")
        lines[-1] += piece
    return b"\n".join(lines) + b"\n"
