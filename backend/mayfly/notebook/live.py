"""``watch()``: the stored models with their time left, redrawn by a thread."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakValueDictionary

from mayfly.contracts import StoredModel
from mayfly.errors import MayflyError, StorageError
from mayfly.storage_text import bytes_text, listing_answer, when_text

if TYPE_CHECKING:
    from mayfly.stores.store import Store

_views: WeakValueDictionary[str, LiveView] = WeakValueDictionary()


class LiveView:
    """A view of a directory of models that keeps itself up to date.

    It lives until ``stop()``, its time is up, or the kernel ends; the kernel is free
    meanwhile. Outside of a notebook it is a listing, taken when it is printed.

    Attributes:
        service: The cleanup service whose models are shown.
    """

    def __init__(self, service: Store, *, every_seconds: float = 1.0, for_minutes: float = 60.0) -> None:
        """Set what to show; nothing is shown yet."""
        self.service = service
        self._every_seconds = every_seconds
        self._ends_at = time.monotonic() + for_minutes * 60
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._handle: Any = None

    @property
    def is_live(self) -> bool:
        """Whether it is still being redrawn."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Show it below the running cell and keep it up to date; does nothing outside of a notebook."""
        handle = _new_display(self._bundle())
        if handle is None:
            return
        self._handle = handle
        self._thread = threading.Thread(target=self._run, name="mayfly-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop redrawing; what was last shown stays."""
        self._stopping.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=10)

    def html(self, *, ended: bool = False) -> str:
        """Return the view as HTML, as it is now."""
        now = time.time()
        try:
            models, details = self.service.list_models(), self.service.get_details(history=0)
            disk = shutil.disk_usage(self.service.temp_dir)
        except (StorageError, OSError) as error:
            return f"<p><i>{escape(str(error))}</i></p>"
        return board(models, details, (disk.used, disk.total), now=now, ended=ended)

    def __repr__(self) -> str:
        """Return a list of the models as they are now."""
        try:
            return listing_answer(self.service.list_models())
        except MayflyError as error:
            return str(error)

    def _ipython_display_(self) -> None:
        """Print the listing, unless the view is shown already."""
        if self._handle is None:
            print(repr(self))  # noqa: T201 - what IPython asks of this method

    def _run(self) -> None:
        shown: dict[str, str] = {}
        while not self._stopping.wait(self._every_seconds) and time.monotonic() < self._ends_at:
            bundle = self._bundle()
            if bundle != shown:
                self._handle.update(bundle, raw=True)
                shown = bundle
        self._handle.update(self._bundle(ended=True), raw=True)

    def _bundle(self, *, ended: bool = False) -> dict[str, str]:
        return {"text/html": self.html(ended=ended), "text/plain": repr(self)}


def watch(service: Store | None = None, *, every_seconds: float = 1.0, for_minutes: float = 60.0) -> LiveView:
    """Show the stored models with a countdown and the disk's use, kept up to date.

    A second view of the same directory takes over from the first.

    Args:
        service: Whose models; the process's own service if not given.
        every_seconds: Time between two looks.
        for_minutes: When it ends by itself.

    Returns:
        The view; ``stop()`` ends it.
    """
    if service is None:
        from mayfly.app import get_cleanup_service

        service = get_cleanup_service()
    former = _views.get(str(service.temp_dir))
    if former is not None:
        former.stop()
    view = LiveView(service, every_seconds=every_seconds, for_minutes=for_minutes)
    _views[str(service.temp_dir)] = view
    view.start()
    return view


def board(
    models: Sequence[StoredModel],
    details: Mapping[str, Any],
    disk: tuple[int, int],
    *,
    now: float,
    ended: bool = False,
) -> str:
    """Return the view as HTML.

    Args:
        models: The models, soonest deadline first.
        details: What ``Store.get_details`` gives.
        disk: Bytes used and bytes in all.
        now: Epoch seconds, for the countdown.
        ended: It is no longer updated; it then says so, with the time.
    """
    rows = "".join(_row(model, now) for model in models) or "<tr><td><i>No models.</i></td></tr>"
    used, total = disk
    taken = bytes_text(details["total_bytes"])
    share = f"{used / total:.0%}" if total else "?"
    clock = when_text(now, now).split(",")[0].removeprefix("at ")
    end = f"<p><i>Live view ended; as of {clock}.</i></p>" if ended else ""
    return (
        f'<table style="margin:0">{rows}</table>'
        f"<p>Models: {taken}, deleted so far: {details['removed_total']}. Disk: "
        f'<progress max="{total}" value="{used}"></progress> {share} of {bytes_text(total)} used.</p>{end}'
    )


def _row(model: StoredModel, now: float) -> str:
    left = max(0.0, model.expires_at - now)
    life = max(model.expires_at - model.created_at, 1e-9)
    countdown = "going" if left == 0 else f"{int(left) // 60}:{int(left) % 60:02}"
    found = "" if model.tracked else ", adopted"
    return (
        f'<tr><td style="text-align:left">{escape(model.name)}</td>'
        f"<td>{bytes_text(model.size_bytes)}{found}</td>"
        f'<td><progress max="{life:.0f}" value="{min(left, life):.0f}"></progress></td>'
        f"<td>{countdown}</td></tr>"
    )


def _new_display(bundle: Mapping[str, str]) -> Any:
    """Show something in a place that can be changed later; None where there is no notebook."""
    shell = _shell()
    if shell is None or not hasattr(shell, "kernel"):
        return None
    from IPython import display

    return cast(Any, display).display(bundle, raw=True, display_id=True)


def _shell() -> Any:
    """Return IPython's shell if this runs in one; IPython is never imported for it."""
    import sys

    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None
