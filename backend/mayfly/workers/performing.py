"""Carries out calls in a worker's own workshop, and makes the answers."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from mayfly.cad.workshop import Builder, CancelToken, Client, ScriptRead
from mayfly.errors import BuildError
from mayfly.stores.scratch import Scratch
from mayfly.workers.failures import failure_json
from mayfly.workers.messages import Answer, BadMessage, Call, JobText, job_of


@dataclass(frozen=True, slots=True)
class Performer:
    """Carries out calls.

    Attributes:
        workshop: Where.
        scratch: Holds files meanwhile.
    """

    workshop: Builder
    scratch: Scratch

    def perform(
        self,
        call: Call,
        parcel: bytes,
        *,
        client: Client,
        cancel: CancelToken,
        on_stage: Callable[[str], None],
    ) -> tuple[Answer, bytes]:
        """Carry out a call, and return its answer with the bytes that go with it.

        Args:
            call: What is to be done.
            parcel: The files that came with it.
            client: Whose it is.
            cancel: Cancels it from another thread.
            on_stage: Called with each stage.

        Raises:
            MayflyError: As the workshop raises it.
        """
        begun = time.monotonic()
        fields: dict[str, Any] = {}
        content = b""
        match call.operation:
            case "build":
                fields, content = self._built(_job(call), parcel, client, cancel, on_stage)
            case "read":
                text = _job(call)
                read = self.workshop.read(text.script, text.parameters, cancel=cancel, client=client)
                fields = {"read": _read(read)}
            case "survey":
                found = self.workshop.survey(call.title, parcel, cancel=cancel, client=client)
                content = json.dumps(asdict(found)).encode()
            case "convert":
                content = self._converted(call, parcel, client, cancel)
            case "draft":
                job = job_of(_job(call), parcel)
                limits: dict[str, Any] = {"options": call.options, "limit_bytes": call.limit_bytes}
                draft = self.workshop.draft(job, **limits, cancel=cancel, client=client)
                fields, content = {"read": _read(draft.read)}, draft.glb
        answer = Answer(
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest() if content else "",
            seconds=time.monotonic() - begun,
            **fields,
        )
        return answer, content

    def _built(
        self,
        text: JobText,
        parcel: bytes,
        client: Client,
        cancel: CancelToken,
        on_stage: Callable[[str], None],
    ) -> tuple[dict[str, Any], bytes]:
        """Build a model; return the fields of the answer, and the file."""
        read: list[ScriptRead] = []
        with self.scratch.place("model.step") as output:
            report = self.workshop.build(
                job_of(text, parcel),
                output,
                on_progress=on_stage,
                on_read=read.append,
                cancel=cancel,
                client=client,
            )
            content = output.read_bytes()
        return {"report": report.to_dict(), "read": _read(read[0])}, content

    def _converted(self, call: Call, parcel: bytes, client: Client, cancel: CancelToken) -> bytes:
        if call.format is None:
            raise BadMessage("The job does not say what is to be made of the model.")
        with self.scratch.place("model.step") as step:
            step.write_bytes(parcel)
            return self.workshop.convert(
                step,
                call.format,
                options=call.options,
                trusted=call.trusted,
                limit_bytes=call.limit_bytes,
                cancel=cancel,
                client=client,
            )


def failed(error: Exception) -> Answer:
    """Return the answer to a call that raised an error."""
    return Answer(error=failure_json(error))


def lost_answer() -> str:
    """Return the answer to a job whose workers were lost, as JSON."""
    text = "Both build workers that tried this ended before it was done; it may be what ends them."
    return failed(BuildError(text)).model_dump_json()


def _job(call: Call) -> JobText:
    if call.job is None:
        raise BadMessage("The job does not say what is to be built.")
    return call.job


def _read(read: ScriptRead) -> tuple[str, dict[str, Any]]:
    return read.script, dict(read.parameters)
