"""Converts a stored model in the workshop, to a picture or another format, blocking or awaited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from mayfly.async_twins import Step, Steps
from mayfly.cad.picture_options import LIMIT_BYTES, PictureOptions
from mayfly.cad.workshop import Builder, CancelToken, Client, Format
from mayfly.generator.building import at_workshop
from mayfly.stores.store import Store


def drawn(
    service: Store,
    workshop: Callable[[], Builder],
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
    return (
        yield from converted(
            service,
            workshop,
            name,
            "png",
            options=order.to_dict(),
            limit_bytes=LIMIT_BYTES,
            cancel=cancel,
            client=client,
        )
    )


def converted(  # noqa: PLR0913 - what is not named is where, what, and to which format
    service: Store,
    workshop: Callable[[], Builder],
    name: str,
    format: Format,
    *,
    options: Mapping[str, Any] | None = None,
    limit_bytes: int,
    cancel: CancelToken | None,
    client: Client,
) -> Steps[bytes]:
    """Convert a model while its file is leased; arguments besides those of ``drawn`` as ``Workshop.convert``.

    Raises:
        InvalidModelName, ModelNotFound, ModelExpired: There is no such model.
        BuildError: It could not be converted.
        BuildCancelled: The token was cancelled.
    """
    trusted = yield from Step(partial(_is_trusted, service, name))

    def convert(cancel: CancelToken | None, client: Client) -> bytes:
        with service.lease_file(name) as file:
            return workshop().convert(
                file,
                format,
                options=options,
                trusted=trusted,
                limit_bytes=limit_bytes,
                cancel=cancel,
                client=client,
            )

    return (yield from at_workshop(workshop, convert, trusted=trusted, cancel=cancel, client=client))


def _is_trusted(service: Store, name: str) -> bool:
    """Return whether a model was made from one of Mayfly's own scripts."""
    return bool((service.get_report(name) or {}).get("trusted"))
