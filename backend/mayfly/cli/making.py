"""``mayfly make``, however its arguments were read: asks for the model, writes copies, prints the answer."""

from __future__ import annotations

from mayfly.cli import talking
from mayfly.cli.exports import Written, write_copies
from mayfly.cli.output import print_answer, print_made, reporting_errors
from mayfly.cli.progress import showing_progress
from mayfly.cli.request import Wanted
from mayfly.cli.route import carry_out


def make(wanted: Wanted, written: Written, *, as_json: bool) -> None:
    """Make what is wanted, and print it; on a terminal the person is asked about what is open.

    Args:
        wanted: What to make.
        written: Copies that the command writes.
        as_json: Answer with one JSON object, and ask nothing.

    Raises:
        SystemExit: It could not be made, which is said on standard error.
    """
    with reporting_errors(as_json):
        copies = written.copies()
        order = wanted.order(copies)
        if order.kind == "words" and not as_json and talking.asks_here():
            answer = talking.make_asking(dict(order.fields), copies)
        else:
            with showing_progress(as_json) as on_progress:
                answer = carry_out(order, on_progress)
        card = write_copies(answer, written.places)
    print_answer({**card, "unit": wanted.unit}, as_json, print_made)
