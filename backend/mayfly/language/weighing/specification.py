"""Writes a specification in JSON, in YAML or in a notation like them, as lines of phrases."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.arrangements import ARRANGED, arranged
from mayfly.language.weighing.nested import in_lines, read_nested, value_of
from mayfly.language.weighing.spec_phrases import (
    AXES,
    COUNTS,
    HOLDERS,
    QUALITIES,
    UNITS,
    edge_cut,
    is_point,
    phrase,
    points_in,
    spoken,
    with_unit,
    without_unit,
)

#: Keys whose value says what something is, the likeliest first.
_NAMES: Final = tuple(
    "part type shape kind object feature component body base item operation model name profile "  # noqa: SIM905
    "section".split()
)
#: Keys whose value is the letter that a section looks like: "profile": "U".
_SECTION_KEYS: Final = word_set("profile section")
_LETTER: Final = re.compile(r"[LUTZIC]", re.IGNORECASE)
#: Keys of titles, and of the numbers that a part is known by.
_TITLES: Final = word_set("name title")
_CODES: Final = word_set("id pn sku code ref reference uuid")
_CODE: Final = re.compile(r"(?!M\s?\d)[A-Za-z][A-Za-z]*(?:[ _-]?[A-Za-z0-9]+)*", re.IGNORECASE)
_DEEPEST: Final = 8
_NOTES: Final = word_set("note notes remark remarks comment")
#: What holes are called by what goes through them.
_NOUNS: Final = {"bolt": "bolt hole", "bolts": "bolt holes", "screw": "screw hole", "screws": "screw holes"}
#: What is done to edges, and the keys that say how large and on which.
_EDGE_CUTS: Final = word_set("chamfer fillet")
_SIZED_EDGES: Final = word_set("size edges")
_FEATURES: Final = word_set("hole slot pocket boss")
#: Nouns that several keys of one mapping may begin with: "hole_diameter", "hole_count".
_SHARED: Final = ("bolt hole", "mounting hole", "corner hole", "hole", "slot", "pocket", "boss", "bolt")
_VERSION: Final = re.compile(r"[\s_-]*\bv?\d[\w.-]*$", re.IGNORECASE)


#: Lines of keys before a brace: it is the value of one of them.
_IN_LINES: Final = re.compile(
    r"^[ \t]*(?:-\s+)?[A-Za-z]\w*[ \t]*:(?:[ \t]*\S[^\n]*)?\n.*:[ \t]*$", re.MULTILINE | re.DOTALL
)


def phrases_of(text: str) -> str | None:
    """Return the lines of a specification, with the words around it; None where the text has none."""
    found = data_within(text)
    if found is None:
        return None
    before, data, after = found
    listed = (f"- {line}" for line in _lines(_opened(data), _unit(data), 0) if line)
    lines = [line for line in (before, *listed, after) if line]
    return "\n".join(lines)


def data_within(text: str) -> tuple[str, dict[str, Any], str] | None:
    """Return the data of a specification, and the words before and behind it; None where a text has none."""
    text = in_lines(text)
    braced = _braced(text)
    inside = braced is None or _IN_LINES.search(braced[0]) is not None
    if braced is not None and not inside:
        return braced
    found = read_nested(text)
    return braced if found is None else (*found, "")


def _braced(text: str) -> tuple[str, dict[str, Any], str] | None:
    """Return what stands between the braces of a text, and the words around it."""
    begin, end = text.find("{"), text.rfind("}")
    if begin < 0 or end < begin:
        return None
    data = _read(text[begin : end + 1])
    if not isinstance(data, dict) or not data:
        return None
    before = re.sub(r"`+(?:json|yaml|python)?\s*$", "", text[:begin]).strip().removesuffix("=").strip()
    return before, data, text[end + 1 :].strip(" `\n")


def _read(text: str) -> Any:
    quoted = re.sub(r"(?<=[{,\n])(\s*)([A-Za-z_]\w*)(\s*:)", r'\1"\2"\3', text)
    for read, written in ((json.loads, text), (ast.literal_eval, text), (json.loads, quoted)):
        try:
            return read(written)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return value_of(text)  # words without quotes, as in YAML


def _opened(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a specification without what is only wrapped around it: {"part": {…}}."""
    while len(data) == 1:
        ((key, inner),) = data.items()
        if not isinstance(inner, dict) or not inner or is_point(inner):
            break
        named = any(name in inner for name in _NAMES)
        data = inner if named or key.lower() in {*_NAMES, *HOLDERS} else {"type": key, **inner}
    return data


def _unit(data: Mapping[str, Any]) -> str:
    unit = next((value for key, value in data.items() if str(key).lower() in UNITS), "")
    text = str(unit).lower()
    return {"inches": "in", "inch": "in", "in": "in", "cm": "cm", "m": "m"}.get(text, "")


@dataclass(slots=True)
class _Line:
    """What is said of one thing, the lines of what it holds, and those of the pieces that it consists of."""

    count: str = ""
    said: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)


def _lines(data: Mapping[str, Any], unit: str, depth: int) -> Iterator[str]:
    """Yield one line for what a mapping describes, and one for each mapping in it."""
    if depth >= _DEEPEST:
        return
    noun, named_by = _name(data)
    line = _Line()
    placed = noun != "" and {"x", "y"} <= {str(key).lower() for key in data} and not _is_body(data)
    for raw, value in _grouped(data).items():
        key, own = without_unit(spoken(str(raw)))
        is_place = placed and key in AXES
        only_named = raw == named_by or (key in _TITLES and noun != "") or _is_code(key, value)
        if key in UNITS or value is None or is_place or only_named:
            continue
        _add(line, key, _amount(value, own or unit), own or unit, depth)
    if placed:
        point = {str(key).lower(): value for key, value in data.items()}
        line.said.append(f"at ({', '.join(with_unit(point[axis], unit) for axis in AXES if axis in point)})")
    is_feature = noun.split()[-1:] != [] and noun.split()[-1] in _FEATURES
    single = "1 " if depth and is_feature else ""
    noun += "s" if is_feature and line.count.strip() not in {"", "1"} else ""
    named = f"{line.count or single}{noun}" if noun else line.count.strip()
    if line.pieces:  # what else is said is said of the whole, which its pieces make
        yield named
        yield from line.pieces
        named = ""
    text = ", ".join(one for one in (named, *line.said) if one)
    if text:
        yield text
    yield from line.inner


def _add(line: _Line, key: str, value: Any, unit: str, depth: int) -> None:
    """Add what one key says."""
    if isinstance(value, list) and _are_mappings(value) and not points_in(value):
        noun = _SECTIONS.get(key.removesuffix("s"), key.removesuffix("s"))
        for one in value:
            if noun in _SECTIONS.values():
                one = {_IN_FULL.get(str(key).lower(), key): size for key, size in one.items()}
            found = list(_lines(_named(one, noun), unit, depth + 1))
            if noun in _SECTIONS.values():
                line.pieces += found
            else:
                line.inner += found
    elif isinstance(value, dict) and not is_point(value):
        _add_mapping(line, key, value, unit, depth)
    elif key in _NOTES and isinstance(value, str):
        line.inner.append(value)  # it speaks of all that was listed
    elif key in COUNTS and isinstance(value, int) and not isinstance(value, bool):
        line.count = f"{value} "
    else:
        line.said.append(phrase(key, value, unit))


def _add_mapping(line: _Line, key: str, value: Mapping[str, Any], unit: str, depth: int) -> None:
    """Add what a mapping says: how features lie, sizes that it only holds, or another thing."""
    laid_out = arranged(value, unit) if key in ARRANGED else ""
    if laid_out:
        line.said.append(laid_out)
    elif _arrangement(key, value, unit):
        line.inner.append(_arrangement(key, value, unit))
    elif key == "chamfer" and {"size", "angle"} <= value.keys():
        line.inner.append(_chamfer(value, unit))
    elif key in _EDGE_CUTS and set(value) == _SIZED_EDGES:
        line.inner.append(edge_cut(key, value["size"], value["edges"], unit))
    elif key in HOLDERS:
        (line.inner if _holds_mappings(value) else line.said).extend(_lines(value, unit, depth + 1))
    else:
        line.inner += _lines(_named(value, key), unit, depth + 1)


#: What the pieces of a shaft are called, of which each has a diameter and a length.
_SECTIONS: Final = dict.fromkeys(
    ("section", "segment", "stage", "journal", "shaft section", "shaft segment"), "section"
)


_IN_FULL: Final = {"dia": "diameter", "d": "diameter", "ø": "diameter", "len": "length", "l": "length"}


def _chamfer(value: Mapping[str, Any], unit: str) -> str:
    """Return a chamfer that is given by its size and its angle, with the edges that it is on."""
    size, angle = with_unit(value["size"], unit), value["angle"]
    rest = [one for key, one in value.items() if key not in {"size", "angle"} and isinstance(one, str)]
    where = " ".join(one.replace("_", " ") for one in rest)
    return f"chamfer {size} x {angle}°{f' on the {where}' if where else ''}"


def _amount(value: Any, unit: str) -> Any:
    """Return {"value": 20, "unit": "mm"} as "20 mm", anything else as it is."""
    if not isinstance(value, dict) or "value" not in value:
        return value
    return f"{value['value']} {value.get('unit') or value.get('units') or unit}".strip()


def _grouped(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a mapping in which keys that begin with the same noun are one: "hole_diameter", "hole_count"."""
    groups: dict[str, dict[str, Any]] = {}
    for raw, value in data.items():
        key = spoken(str(raw))
        noun = next((noun for noun in _SHARED if key.startswith(f"{noun} ")), "")
        if noun and not isinstance(value, dict | list) and "circle" not in key:
            groups.setdefault(noun, {})[key.removeprefix(f"{noun} ")] = value
    shared = {noun for noun, said in groups.items() if len(said) > 1}
    if not shared:
        return data
    found: dict[str, Any] = {}
    laid_out = [key for key in data if _is_layout(spoken(str(key)))]
    for raw, value in data.items():
        noun = next((noun for noun in _SHARED if spoken(str(raw)).startswith(f"{noun} ")), "")
        if noun not in shared or isinstance(value, dict | list) or "circle" in spoken(str(raw)):
            found[raw] = value
        elif noun not in found:
            found[noun] = dict(groups[noun])
    if len(shared) == 1:  # an edge distance or a bolt circle is that of the only features there are
        (noun,) = shared
        found[noun] |= {spoken(str(key)): found.pop(key) for key in laid_out if key in found}
    return found


def _is_layout(key: str) -> bool:
    return key.startswith(("edge ", "bolt circle", "pcd", "bcd", "pitch circle", "inset"))


def _is_code(key: str, value: Any) -> bool:
    """Return whether a key only says by which number a part is known: "id": "chan-7"."""
    return key in _CODES and isinstance(value, str) and _CODE.fullmatch(value.strip()) is not None


def _name(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a mapping says that it is, and the key that says so."""
    keys = {str(key).lower(): key for key in data}
    for name in _NAMES:
        value = data.get(keys.get(name, ""))
        if isinstance(value, str) and value and value.lower() not in QUALITIES:
            words = _NOUNS.get(value.lower(), spoken(value))
            if name in _SECTION_KEYS:
                if not _LETTER.fullmatch(value.strip()):
                    continue
                words = f"{value.strip()} profile"
            return _VERSION.sub("", words) if name in {"name", "model"} else words, keys[name]
    return "", ""


def _named(data: Mapping[str, Any], noun: str) -> Mapping[str, Any]:
    if _name(data)[0]:
        return data
    return {"shape": noun, **data} if "type" in data else {"type": noun, **data}


def _arrangement(key: str, value: Mapping[str, Any], unit: str) -> str:
    """Return what is arranged in a mapping whose key says so: "hole_pattern"; empty for any other one."""
    noun, _, last = key.rpartition(" ")
    said = arranged(value, unit) if last in ARRANGED and noun else ""
    size = value.get(f"{noun}_diameter", value.get("hole_diameter", value.get("size")))
    return f"{noun}s, diameter {with_unit(size, unit)}, {said}" if said and size is not None else ""


def _is_body(data: Mapping[str, Any]) -> bool:
    """Return whether x, y and z are the sides of something, not its place."""
    return not {"diameter", "radius", "d", "thread", "width", "length"} & {spoken(str(key)) for key in data}


def _holds_mappings(value: Mapping[str, Any]) -> bool:
    return any(
        isinstance(one, dict) or (isinstance(one, list) and _are_mappings(one)) for one in value.values()
    )


def _are_mappings(value: list[Any]) -> bool:
    return bool(value) and all(isinstance(one, dict) for one in value)
