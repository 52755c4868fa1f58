"""HTML pages that load nothing, with a Content-Security-Policy for their own style and script."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from starlette.responses import Response

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; }
h2 { margin: 2rem 0 .5rem; }
details { border-top: 1px solid #8886; padding: .4rem 0; }
summary { cursor: pointer; }
summary b { display: inline-block; min-width: 4.5rem; font-weight: 600; }
table { border-collapse: collapse; margin: .5rem 0 1rem; width: 100%; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-top: 1px solid #8883; }
th { font-weight: 400; opacity: .7; }
td { overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: .6rem; background: #8882; border-radius: .3rem; }
input { font: inherit; padding: .2rem .4rem; min-width: min(24rem, 60vw); }
"""


def page(title: str, body: str, *, script: str = "") -> str:
    """Return a whole page.

    Args:
        title: Plain text.
        body: HTML, in which everything foreign is escaped.
        script: JavaScript that runs at the end of the page.
    """
    run = f"<script>{script}</script>" if script else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title><style>{STYLE}</style></head>'
        f"<body>{body}{run}</body></html>\n"
    )


def page_response(text: str, *, script: str = "") -> Response:
    """Return the answer with a page and a policy for its own style and script."""
    allowed = f"; script-src {_source_hash(script)}" if script else ""
    policy = (
        f"default-src 'none'; style-src {_source_hash(STYLE)}{allowed}; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    headers = {"Content-Security-Policy": policy, "Vary": "Accept"}
    return Response(text, media_type="text/html", headers=headers)


def _source_hash(source: str) -> str:
    """Return the hash that a Content-Security-Policy uses for a style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
