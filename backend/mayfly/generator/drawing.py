"""Draws the picture of a stored model in the workshop, blocking or awaited."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mayfly.async_twins import Step, Steps
from mayfly.cad.picture_options import LIMIT_BYTES, PictureOptions
from mayfly.cad.workshop import CancelToken, Client, Workshop
from mayfly.generator.building import at_workshop
from mayfly.stores.store import Store


def drawn(
    service: Store,
    workshop: Callable[[], Workshop],
    name: str,
    order: PictureOptions,
    *,
    cancel: CancelToken | None,
    client: Client,
) -> Steps[bytes]:
    """Draw a model while its file is leased.

    Args:
        service: Where the model is.
        workshop: Looks up where it is drawn.
        name: The model's file name.
        order: What the picture shows.
        cancel: Cancels it from another thread.
        client: Whose request it is.
    """
    trusted = yield from Step(partial(_is_trusted, service, name))

    def draw(cancel: CancelToken | None, client: Client) -> bytes:
        with service.lease_file(name) as file:
            return workshop().convert(
                file,
                "png",
                options=order.to_dict(),
                trusted=trusted,
                limit_bytes=LIMIT_BYTES,
                cancel=cancel,
                client=client,
            )

    return (yield from at_workshop(workshop, draw, trusted=trusted, cancel=cancel, client=client))


def _is_trusted(service: Store, name: str) -> bool:
    """Return whether a model was made from one of Mayfly's own scripts."""
    return bool((service.get_report(name) or {}).get("trusted"))
