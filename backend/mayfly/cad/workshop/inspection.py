"""Inspection of what a script's child built: measured in a child that never ran a script."""

from __future__ import annotations

import math
import signal
import sys
import time
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mayfly.cad import channel
from mayfly.cad.messages import notes
from mayfly.cad.protocol import REWRITTEN_FILE, Operation
from mayfly.cad.workshop import delivery, failures
from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.cad.workshop.dispatcher import Dispatcher
from mayfly.cad.workshop.follow_up import ask_for_diagnosis, further_answers
from mayfly.cad.workshop.jobs import Built
from mayfly.cad.workshop.pool.child_process import ChildProcess
from mayfly.contracts import BuildReport, MeasuredOnRequest
from mayfly.errors import BuildTimeout, InvalidGeometry, KernelCrash

# Parts of a model's volume that its STEP file may be off, besides what the kernel's integration
# over free-form faces may be: of 2,400 random models, one sound one was further off than 1 %.
_ASKED_ABOUT, _REFUSED, _REWRITTEN = 1e-3, 1e-2, 1e-5
_INTEGRATION = 1e-6  # of the model's area times its size
_REPORT = TypeAdapter(BuildReport)


class Inspection:
    """Measures models, and refuses those that are not sound or not the ones that were built.

    Args:
        dispatcher: Lends the children.
    """

    def __init__(self, dispatcher: Dispatcher) -> None:
        """Keep the dispatcher."""
        self._dispatcher = dispatcher

    def inspect(self, target: int, built: Built) -> BuildReport:
        """Measure what was built, and refuse a model that is not sound or not the one that was built.

        Reading a file may repair a faulty model into another, and writing one may change
        it. So a foreign script's child checks what it built where the file is not sound
        as it is written or has another volume. If it was sound, it is written in another
        way, and that is taken if it has the volume of what was built.

        Args:
            target: The file that is published.
            built: What the script's child left.

        Raises:
            BuildError: The model is refused, or could not be measured in time.
        """
        deadline = time.monotonic() + self._dispatcher.timeout_seconds
        try:
            report, off = self.measure(target, built, deadline, repair=False)
        except KernelCrash:  # over what it was not allowed to repair
            report, off = None, 0.0
        if built.child is not None and (report is None or off > _ASKED_ABOUT):
            self._look(built.child, built, deadline)
            rewritten = self._rewritten(built.child, target, built, deadline)
            if rewritten is not None:
                return replace(rewritten, notes=(*rewritten.notes, *_rewritten_notes(built, report)))
        if report is None:
            report, off = self.measure(target, built, deadline, repair=True)
        if report is None or not report.valid:
            raise self._changed(built, (report and report.failed_check) or "unknown", None)
        if off > _REFUSED:
            raise self._changed(built, "same_volume", report.volume_mm3)
        return report

    def _look(self, child: ChildProcess, built: Built, deadline: float) -> None:
        """Ask a foreign script's child whether what it built was sound before it was written.

        Raises:
            BuildError: It was not, or the child did not answer.
        """
        child.signal(signal.SIGCONT)
        looked = self._dispatcher.ask(child, {**built.header, "op": Operation.CHECK}, deadline=deadline)
        self._dispatcher.check(child, built.header, {**looked, "output": built.answer.get("output")})

    def _rewritten(
        self, child: ChildProcess, target: int, built: Built, deadline: float
    ) -> BuildReport | None:
        """Ask the child to write its model in another way, and measure that file.

        Returns:
            The report, if the other file is sound and has the volume of what was built; else None.
        """
        half = (time.monotonic() + deadline) / 2  # the other half is for what follows if that fails
        try:
            answer = self._dispatcher.ask(child, {**built.header, "op": Operation.REWRITE}, deadline=half)
            if answer.get("ok") is not True:
                return None
            child.signal(signal.SIGSTOP)
            with delivery.model_file(child.folder_descriptor, REWRITTEN_FILE) as (source, size):
                other = replace(built, source=source, size=size)
                report, off = self.measure(target, other, deadline, repair=False)
        except (KernelCrash, BuildTimeout, InvalidGeometry):
            return None
        return report if report is not None and report.valid and off <= _REWRITTEN else None

    def _changed(self, built: Built, check: str, written_mm3: float | None) -> InvalidGeometry:
        """Return the error for a model that became faulty, or another one, as its STEP file was written."""
        if built.child is None:
            return failures.invalid(check)
        looked = ask_for_diagnosis(
            built.child, {"ok": False, "more": True}, self._dispatcher.watch(built.child)
        )
        volumes = None if written_mm3 is None else (built.answer.get("volume_mm3"), written_mm3)
        return failures.changed(built.header, looked, check, volumes)

    def measure(
        self, target: int, built: Built, deadline: float, *, repair: bool
    ) -> tuple[BuildReport | None, float]:
        """Measure a file in a child that never ran the script.

        That child writes what a foreign script built once more, from what it measured, and
        this is what gets into our file.

        Args:
            target: The file that is published.
            built: What the script's child left.
            deadline: Until when, in monotonic seconds.
            repair: Read it as CAD programs do, which repair what they find faulty; else as it is written.

        Returns:
            The report, None where the file is not sound; and how far its volume is
            from that of what a foreign script built, as a part of it.

        Raises:
            BuildError: It could not be measured.
            StorageError: Our file could not be written.
        """
        foreign = built.child is not None
        header = {"op": Operation.MEASURE, "repair": repair, "publish": foreign, "size": built.size}
        header |= {key: built.header[key] for key in ("name", "timestamp", "seconds", "measures")}
        size, digest = built.size, built.digest
        with self._dispatcher.child("measure", reusable=not foreign, cancel=built.cancel) as child:
            answer = self._dispatcher.ask(child, header, built.source, deadline=deadline)
            if foreign and answer.get("sound") is True:
                size, digest = self._published(child, answer, target, deadline)
        if answer.get("ok") is not True:
            if failures.mapping(answer.get("error")).get("kind") == "memory":
                raise failures.out_of_memory(self._dispatcher.memory_mb)
            raise failures.unreadable(answer)
        if answer.get("sound") is not True:
            return None, 0.0
        taken = failures.seconds(answer.get("seconds"))
        row = {**failures.mapping(answer.get("report")), "size_bytes": size, "sha256": digest}
        row |= failures.known_words(row)
        row["notes"] = notes.sentences(row.pop("notes", ()))
        near = row.pop("near", 0)
        try:
            report = _REPORT.validate_python({**row, "inspect_seconds": taken})
        except ValidationError as error:
            raise KernelCrash(
                f"The inspection sent an invalid report ({error.error_count()} errors)."
            ) from None
        wanted = "overlaps" in built.header["measures"]
        if report.valid and (wanted or (foreign and near)):
            report = self._with_overlaps(target, report, near, built.cancel)
        if not foreign:
            return report, 0.0
        if report.valid and not size:
            raise KernelCrash("The inspection gave no file to publish.")
        delivery.check_size(size, report.faces)
        return report, _volume_difference(built.answer.get("volume_mm3"), answer.get("volume_mm3"), report)

    def _with_overlaps(self, target: int, report: BuildReport, near: int, cancel: CancelToken) -> BuildReport:
        """Return a report with what is known of solids that share material, as far as it is found in time.

        Args:
            target: The file.
            report: What was measured on it so far.
            near: How many pairs of its solids have boxes that overlap.
            cancel: The token that cancels the build.
        """
        found: Any = ()
        compared = near == 0
        if near:
            question = {"op": Operation.OVERLAPS, "size": report.size_bytes}
            with self._dispatcher.child("measure", reusable=False, cancel=cancel) as child:
                for further in further_answers(
                    child, question, self._dispatcher.watch(child), delivery.chunks(target, report.size_bytes)
                ):
                    found, compared = further.get("notes"), further.get("compared") is True
        rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
        codes = [row.get("code") for row in rows]
        if not compared and "overlaps_unseen" not in codes:
            rows.append(notes.note("overlaps_unseen", count=max(1, near - len(rows))))
        measured = replace(
            report.on_request or MeasuredOnRequest(),
            overlaps=codes.count("overlap"),
            overlaps_unseen=int(not compared or "overlaps_unseen" in codes),
        )
        return replace(report, notes=(*report.notes, *notes.sentences(rows)), on_request=measured)

    def _published(
        self, child: ChildProcess, answer: dict[str, Any], target: int, deadline: float
    ) -> tuple[int, str]:
        """Receive the file that a measuring child wrote; an empty one where the model is not sound.

        Returns:
            Size in bytes, and SHA-256.

        Raises:
            KernelCrash: It did not come.
            StorageError: Our file could not be written.
        """
        size = answer.get("size")
        if not isinstance(size, int) or not 0 <= size <= delivery.FILE_LIMIT_BYTES:
            raise KernelCrash("The inspection gave no file to publish.")
        try:
            return size, delivery.write_model(child.connection.payload(size, deadline), target)
        except (channel.ChannelClosed, channel.ChannelTimeout):
            raise KernelCrash("The inspection's file to publish was cut short.") from None


def _rewritten_notes(built: Built, faulty: BuildReport | None) -> tuple[str, ...]:
    """Return the note that a model was written in another way.

    Args:
        built: What was built.
        faulty: What was measured on the first file; None where that is not sound.
    """
    volumes = None if faulty is None else [faulty.volume_mm3, built.answer.get("volume_mm3")]
    rounded = "round" if "transition" in built.header["script"] else None
    return notes.sentences([notes.note("rewritten", volumes=volumes, transition=rounded)])


def _volume_difference(built: Any, written: Any, report: BuildReport) -> float:
    """Return the relative difference between the volumes of model and file, beyond the integration error."""
    built_mm3, written_mm3 = failures.number(built), failures.number(written)
    unsure = _INTEGRATION * report.area_mm2 * math.hypot(*report.bounding_box_mm)
    return max(0.0, abs(built_mm3 - written_mm3) - unsure) / max(abs(written_mm3), sys.float_info.min)
