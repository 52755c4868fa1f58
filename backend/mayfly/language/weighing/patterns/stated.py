"""Phrases that change no shape and stand in the answer: materials, tolerances, output instructions."""

from __future__ import annotations

from typing import Any

from mayfly.language.stopwords import MATERIALS
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Stated


@row(
    "stated",
    "return|export|save|output|write|give (it|a|the|me)? (valid|as|to|in|one)* step|stp|file file?",
    example="export as STEP",
)
@row(
    "stated",
    "single|one (valid|watertight|closed|manifold|connected)* solid|body",
    example="single watertight solid",
)
@row("stated", "from? <m:word> aluminium|steel|plastic?", example="aluminium", cost=0.1)
def _stated(found: Found) -> Any:
    if found.m is not None and found.m.word not in MATERIALS:
        return None
    return Stated(found.text)
