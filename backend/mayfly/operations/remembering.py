"""What is known of a stored model, so that a caller who names it can change it."""

from __future__ import annotations

from mayfly.contracts import Plan
from mayfly.design import Design, compile_design
from mayfly.errors import InvalidDesign, ModelNotFound
from mayfly.planning.planner import Attempt
from mayfly.stores.store import Store


def attempt_of(service: Store, name: str) -> Attempt:
    """Return plan and report of a stored model, from the record that was stored with it.

    The words that it was made from are not in the record, nor the designs before it.

    Args:
        service: Where it is.
        name: Its file name.

    Raises:
        InvalidModelName, ModelNotFound, ModelExpired: There is no such model.
        ModelNotFound: Mayfly did not make it, so nothing is known of it.
    """
    service.get_model(name)
    card = service.get_report(name) or {}
    if not card.get("script"):
        raise ModelNotFound(f"{name} was not made by Mayfly, so nothing is known that could be changed.")
    written = Plan(
        script=card["script"],
        parameters=card.get("parameters") or {},
        title=card.get("title") or "model",
        part=card.get("part"),
        trusted=bool(card.get("trusted")),
        design=card.get("design"),
    )
    return Attempt(plan=_of_design(written), report=card.get("report"))


def _of_design(written: Plan) -> Plan:
    """Return the plan of a design, compiled again; of a script, the plan as it was written down."""
    if written.design is None:
        return written
    try:
        return compile_design(Design.read(written.design))
    except InvalidDesign:  # it begins with a file, or an older version read it otherwise
        return written
