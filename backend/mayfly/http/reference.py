"""Build the page at ``/docs``: the OpenAPI document as one HTML page that loads nothing.

Viewers of OpenAPI documents are megabytes of JavaScript from another server, or have to
be bundled. Here each operation and each schema is a row that unfolds; a dozen lines of
script search them, and the page is complete without script, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from mayfly.http.page import page

_SECTIONS = {
    "models": "Models",
    "catalogue": "The catalogue",
    "cleanup": "Cleanup",
    "watch": "Monitoring",
}
_BOUNDS = {
    "minimum": "at least",
    "exclusiveMinimum": "above",
    "maximum": "at most",
    "exclusiveMaximum": "below",
    "minLength": "characters, at least",
    "maxLength": "characters, at most",
    "minItems": "items, at least",
    "maxItems": "items, at most",
    "maxProperties": "entries, at most",
    "pattern": "matches",
}
SCRIPT = """
const box = document.getElementById("search"), rows = document.querySelectorAll("details");
const none = document.getElementById("none");
box.parentElement.hidden = false;
box.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let found = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every(word => text.includes(word));
    found += !row.hidden;
  }
  none.hidden = found > 0;
});
const unfold = () => {
  const row = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (row) row.open = true;
};
addEventListener("hashchange", unfold);
unfold();
"""


def reference(document: Mapping[str, Any], prefix: str = "") -> str:
    """Return the page for an OpenAPI document.

    Args:
        document: As FastAPI builds it (OpenAPI 3.1).
        prefix: What the paths of the service begin with.
    """
    title = str(document["info"]["title"])
    token = "securitySchemes" in document.get("components", {})
    start = escape(prefix)
    body = [
        f"<h1>{escape(title)}: the HTTP service</h1>",
        *(f"<p>{_text(part)}</p>" for part in document["info"].get("description", "").strip().split("\n\n")),
        f'<p><a href="{start}/">What this is</a> · the same as data: '
        f'<a href="{start}/openapi.json">{start}/openapi.json</a>'
        + ("; everything but health needs <code>Authorization: Bearer TOKEN</code></p>" if token else "</p>"),
        '<p hidden><label>Search <input id="search" type="search" autocomplete="off"></label></p>',
        '<p id="none" hidden>No entry has these words.</p>',
        *_operations(document, prefix),
        "<h2>Schemas</h2>",
        *(
            _schema(name, found)
            for name, found in sorted(document.get("components", {}).get("schemas", {}).items())
        ),
    ]
    return page(f"{title}: HTTP", "\n".join(body), script=SCRIPT)


def _operations(document: Mapping[str, Any], prefix: str) -> Iterator[str]:
    """Write the operations, in sections."""
    sections: dict[str, list[str]] = {name: [] for name in _SECTIONS}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            tag = next(iter(operation.get("tags", ())), "")
            sections.setdefault(tag, []).append(_operation(method, prefix + path, operation, document))
    for tag, rows in sections.items():
        if rows:
            yield f"<h2>{escape(_SECTIONS.get(tag, tag or 'Others'))}</h2>"
            yield from rows


def _operation(method: str, path: str, operation: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    parts = [
        f'<details id="{escape(operation["operationId"])}"><summary><b>{method.upper()}</b> '
        f"<code>{escape(path)}</code> {_text(operation.get('summary', ''))}</summary>"
    ]
    if description := operation.get("description"):
        parts.append(f"<p>{_text(description)}</p>")
    if parameters := operation.get("parameters"):
        rows = (
            (
                f"<code>{escape(one['name'])}</code>",
                f"{escape(one['in'])}{', required' if one.get('required') else ''}",
                _kind(one.get("schema", {})),
                " ".join(filter(None, (_text(one.get("description", "")), _bounds(one.get("schema", {}))))),
            )
            for one in parameters
        )
        parts.append(_table("Parameters", ("name", "where", "type", "meaning"), rows))
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        parts.append(f"<p>Body, <code>{escape(kind)}</code>: {_kind(content.get('schema', {}))}</p>")
        parts += [
            f"<p>Example ({escape(name)})</p>{_json(example['value'])}"
            for name, example in content.get("examples", {}).items()
        ]
    answers = (_answer(status, found, document) for status, found in operation["responses"].items())
    parts.append(_table("Answers", ("status", "content", "meaning"), answers))
    return "".join(parts) + "</details>"


def _answer(status: str, found: Mapping[str, Any], document: Mapping[str, Any]) -> tuple[str, str, str]:
    if "$ref" in found:
        found = document["components"]["responses"][found["$ref"].rpartition("/")[2]]
    content = ", ".join(
        f"<code>{escape(kind)}</code> {_kind(one.get('schema', {}))}"
        for kind, one in found.get("content", {}).items()
    )
    return escape(status), content, _text(found.get("description", ""))


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    parts = [f'<details id="schema-{escape(name)}"><summary><code>{escape(name)}</code></summary>']
    if description := schema.get("description"):
        parts.append(f"<p>{_text(description)}</p>")
    required = schema.get("required", ())
    rows = [
        (
            f"<code>{escape(key)}</code>",
            _kind(found),
            "required" if key in required else _default(found),
            " ".join(filter(None, (_text(found.get("description", "")), _bounds(found)))),
        )
        for key, found in schema.get("properties", {}).items()
    ]
    if rows:
        parts.append(_table("", ("name", "type", "", "meaning"), rows))
    else:
        parts.append(f"<p>{_kind(schema)}</p>")
    parts += [f"<p>Example</p>{_json(example)}" for example in schema.get("examples", ())]
    return "".join(parts) + "</details>"


def _kind(schema: Mapping[str, Any]) -> str:
    """Write the type of a value in a few words, with links to the schemas."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#schema-{name}">{name}</a>'
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_kind(one) for one in schema[several]))
    if "const" in schema:
        return f"<code>{escape(json.dumps(schema['const']))}</code>"
    if "enum" in schema:
        return " or ".join(f"<code>{escape(json.dumps(one))}</code>" for one in schema["enum"])
    kind = schema.get("type", "any")
    if kind == "array":
        inner = schema.get("prefixItems") or [schema.get("items", {})]
        return "list of " + ", ".join(dict.fromkeys(_kind(one) for one in inner))
    if kind == "object" and isinstance(values := schema.get("additionalProperties"), dict):
        return f"object of {_kind(values)}"
    return escape(f"{kind} ({schema['format']})" if "format" in schema else str(kind))


def _bounds(schema: Mapping[str, Any]) -> str:
    """Write the limits of a value."""
    limits = [
        f"{words} <code>{escape(str(schema[key]))}</code>" for key, words in _BOUNDS.items() if key in schema
    ]
    return f"({'; '.join(limits)})" if limits else ""


def _default(schema: Mapping[str, Any]) -> str:
    return f"default <code>{escape(json.dumps(schema['default']))}</code>" if "default" in schema else ""


def _table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{one}</th>" for one in heads)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    caption = f"<caption>{title}</caption>" if title else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _json(value: Any) -> str:
    return f"<pre>{escape(json.dumps(value, indent=2, ensure_ascii=False))}</pre>"


def _text(text: str) -> str:
    """Write a text, with code elements for what is between backquotes."""
    pieces = escape(text.strip()).replace("``", "`").split("`")
    return "".join(f"<code>{piece}</code>" if at % 2 else piece for at, piece in enumerate(pieces))
