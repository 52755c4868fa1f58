"""The base of all request bodies."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A body in which an unknown key, such as a misspelt one, is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)
