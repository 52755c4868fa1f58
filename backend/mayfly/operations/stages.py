"""How far a request is at each stage of its build."""

from __future__ import annotations

from typing import Final

FRACTIONS: Final = {"planning": 0.0, "building": 0.2, "inspecting": 0.7, "published": 1.0}
"""How much of its work a request has behind it when a stage begins, not how much of its time."""
