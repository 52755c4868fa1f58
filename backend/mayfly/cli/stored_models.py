"""Finds the stored model that a person means: by its name, by the beginning of it, or the last one made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mayfly.contracts import StoredModel
from mayfly.errors import ModelNotFound

if TYPE_CHECKING:
    from mayfly.stores.store import Store

LAST = "last"
"""What the model that was made last is called."""
_LISTED = 5


def find_model(service: Store, said: str) -> StoredModel:
    """Return the model that somebody names.

    Args:
        service: Where the models are.
        said: Its file name, with or without its path and ending, as much of it as tells it from others, or
            "last".

    Raises:
        ModelNotFound: There is no such model, or several.
        ModelExpired: It was here, its time is over.
    """
    name = said.strip().rsplit("/", 1)[-1]
    models = service.list_models()
    if name in ("", LAST):
        if not models:
            raise ModelNotFound("There is no model now; `mayfly make` makes one.")
        return max(models, key=lambda model: model.created_at)
    exact = [model for model in models if name in (model.name, _stem(model))]
    near = exact or [model for model in models if model.name.startswith(name)]
    if len(near) == 1:
        return near[0]
    if near:
        listed = ", ".join(_stem(model) for model in near[:_LISTED])
        more = f" and {len(near) - _LISTED} more" if len(near) > _LISTED else ""
        raise ModelNotFound(f"{len(near)} models begin with {name!r}: {listed}{more}.")
    return service.get_model(name if name.endswith(".step") else f"{name}.step")


def _stem(model: StoredModel) -> str:
    """Return a model's name without its ending."""
    return model.name.removesuffix(".step")
