"""The published JSON schema of a design: ``docs/design.schema.json`` and ``GET /design/schema``.

``python -m mayfly.design.schema > docs/design.schema.json`` writes it.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import Any

from mayfly.design.model import Design


@cache
def _schema() -> str:
    return json.dumps(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **Design.model_json_schema()}
    )


def design_schema() -> dict[str, Any]:
    """Return the JSON schema of what ``Design.read`` takes."""
    schema: dict[str, Any] = json.loads(_schema())
    return schema


def schema_text() -> str:
    """Return the same as the text of its file."""
    return json.dumps(design_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
