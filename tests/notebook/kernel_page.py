"""A page that does what a notebook does with a widget: it runs its front end and carries its messages."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from comm.base_comm import BaseComm

ADDRESS = "http://notebook.test/"
PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><title>notebook</title></head>
<body style="margin: 0; background: #ffffff; font: 14px sans-serif"><div id="cell"></div></body></html>
"""
RUN = """
async () => {
  const bytes = (text) => new DataView(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer)
  const { state, buffers } = await window.opened()
  const take = (values, files) => {
    for (const [name, text] of Object.entries(files)) values[name] = bytes(text)
    return values
  }
  let values = take(state, buffers)
  const heard = {}
  const fire = (event, ...given) => (heard[event] ?? []).forEach((one) => one(...given))
  const model = {
    get: (name) => values[name],
    on: (event, one) => (heard[event] ??= []).push(one),
    off: (event, one) => (heard[event] = (heard[event] ?? []).filter((other) => other !== one)),
    send: async (content) => {
      for (const message of await window.ask(content)) {
        if (message.method === 'custom') fire('msg:custom', message.content, message.files.map(bytes))
        else {
          values = { ...values, ...take(message.state, message.buffers) }
          Object.keys(message.state).forEach((name) => fire('change:' + name))
        }
      }
    },
  }
  const url = URL.createObjectURL(new Blob([values._esm], { type: 'text/javascript' }))
  const front = (await import(url)).default
  window.leave = front.render({ model, el: document.getElementById('cell') })
}
"""


class Wire(BaseComm):  # type: ignore[misc]  # the package has no types
    """What carries a widget's messages: it notes them for the page."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.sent: list[dict[str, Any]] = []
        super().__init__(*given, **named)

    def publish_msg(
        self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
    ) -> None:
        """Note one message."""
        del metadata, keys
        self.sent.append({"type": msg_type, **self._plain(data or {}, buffers or [])})

    def _plain(self, data: Mapping[str, Any], buffers: list[Any]) -> dict[str, Any]:
        files = [base64.b64encode(bytes(one)).decode() for one in buffers]
        if data.get("method") == "custom":
            return {"method": "custom", "content": data["content"], "files": files}
        named = {path[0]: file for path, file in zip(data.get("buffer_paths", []), files, strict=True)}
        return {"method": "update", "state": data.get("state", {}), "buffers": named}

    def taken(self) -> list[dict[str, Any]]:
        """Return what was sent since the last call."""
        sent, self.sent = self.sent, []
        return sent


def show(page: Any, widget: Any, **style: str) -> None:
    """Show a widget on a page, as a notebook does."""
    wire: Wire = widget.comm
    page.route(ADDRESS, lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto(ADDRESS)
    for name, value in style.items():
        page.evaluate("([name, value]) => (document.body.style[name] = value)", [name, value])
    page.expose_function("opened", lambda: wire.taken()[0])
    page.expose_function("ask", lambda content: _asked(wire, content))
    page.evaluate(RUN)


def _asked(wire: Wire, content: Any) -> list[dict[str, Any]]:
    wire.handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})
    return [one for one in wire.taken() if one["method"] == "custom" or one["state"]]
