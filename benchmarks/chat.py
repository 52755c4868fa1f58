"""How often a chat model's design is right: at first, after one repair, after two.

``python -m benchmarks.chat replay ANSWERS.jsonl`` builds recorded answers and needs no
model; ``python -m benchmarks.chat record MODEL REQUESTS.jsonl ANSWERS.jsonl`` asks a
real one (``provider:name``) and records what it answers, so that it can be replayed
after each change to the reading, the checking or the parts. ``python -m benchmarks.chat mutate FILES`` makes
right replies wrong and counts what would be published (``chat_mutations``).

A line of either file is one request as JSON: ``request``, and in ANSWERS its
``answers``, in order: a text, or ``{"tool": ..., "arguments": {...}}``. With the truth
beside it a line says what is right, else whatever was published counts:
``expect`` ("model" or "clarify"), ``bbox_mm``, ``volume_mm3``, ``solids``,
``cylinders`` (``diameter_mm``, ``count``, ``axis``, ``kind``), ``orientation``
("fixed", or anything else for a free pose).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult, LLMResult
from langchain_core.runnables import Runnable
from pydantic import Field, TypeAdapter

from benchmarks.chat_mutations import benchmark
from mayfly.cad.requirements_check import compare
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import BuildReport, HoleRequirement, Requirements
from mayfly.errors import MayflyError, NeedsClarification
from mayfly.generator import MAX_REPAIRS, CADModelGenerator, shared_workshop
from mayfly.planning.chat import ChatPlanner
from mayfly.planning.chat.client import Limits
from mayfly.planning.chat.models import load_model

ANSWERS = MAX_REPAIRS + 1
SHARES = (
    ("right_at_first", "right at first"),
    ("right_after_one_repair", "right after one repair"),
    ("right_after_two_repairs", "right after two repairs"),
)
COUNTS = (("published_but_wrong", "published but wrong"), ("asked", "asked"), ("failed", "failed"))
REPORT: TypeAdapter[BuildReport] = TypeAdapter(BuildReport)


class OutOfAnswersError(Exception):
    """The recording ends before the request is done."""


class Replayed(BaseChatModel):
    """Gives recorded answers, by tool or as text, whatever it is asked."""

    recorded: list[Any] = Field(default_factory=list)
    used: int = 0

    @property
    def _llm_type(self) -> str:
        return "replayed"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        """Take the tools for granted."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        if self.used >= len(self.recorded):
            raise OutOfAnswersError("no answer is left in the recording")
        message = as_message(self.recorded[self.used])
        self.used += 1
        return ChatResult(generations=[ChatGeneration(message=message)])


class Recorder(BaseCallbackHandler):
    """Keeps a real model's answers in the form of the recording."""

    def __init__(self) -> None:
        """Start with none."""
        self.answers: list[Any] = []

    def on_llm_end(self, response: LLMResult, **kwargs: Any) -> None:
        """Keep one answer."""
        generation = response.generations[0][0]
        message = generation.message if isinstance(generation, ChatGeneration) else AIMessage("")
        if isinstance(message, AIMessage):
            self.answers.append(as_recorded(message))


@dataclass(frozen=True)
class Outcome:
    """What became of one request.

    Attributes:
        request: The request.
        status: "made", "asked" or "failed".
        answers: Answers that it took.
        right: It is what the truth says, or, with no truth given, it was published.
        says: The model's title, the question, or the error.
        seconds: Time for planning and building.
    """

    request: str
    status: str
    answers: int
    right: bool
    says: str
    seconds: float


def as_message(recorded: Any) -> AIMessage:
    """Turn a recorded answer into what the model said."""
    if isinstance(recorded, str):
        return AIMessage(recorded)
    if "tool" in recorded:
        call = {"name": recorded["tool"], "args": recorded["arguments"], "id": "recorded"}
        return AIMessage(recorded.get("text", ""), tool_calls=[call])
    return AIMessage(recorded["text"])


def as_recorded(message: AIMessage) -> Any:
    """Turn what a model said into a line's answer; of several tool calls, all are kept as text."""
    if len(message.tool_calls) == 1:
        call = message.tool_calls[0]
        said = {"tool": call["name"], "arguments": call["args"]}
        return {**said, "text": str(message.text)} if message.text else said
    calls = [json.dumps({"name": call["name"], "arguments": call["args"]}) for call in message.tool_calls]
    return "\n".join([str(message.text), *calls]).strip()


def truth(line: Mapping[str, Any]) -> Requirements | None:
    """Give what a line says that the model must be; None where it says nothing."""
    if not line.keys() & {"bbox_mm", "volume_mm3", "solids", "cylinders"}:
        return None
    rows = line.get("cylinders", ())
    holes = tuple(
        HoleRequirement(
            diameter_mm=hole["diameter_mm"],
            count=hole.get("count", 1),
            axis=hole.get("axis"),
            kind=None if _is_mouth(hole, rows) else hole.get("kind"),
        )
        for hole in rows
    )
    box = line.get("bbox_mm")
    return Requirements(
        solids=line.get("solids"),
        bounding_box_mm=(box[0], box[1], box[2]) if box else None,
        any_orientation=line.get("orientation", "fixed") != "fixed",
        volume_mm3=line.get("volume_mm3"),
        volume_tolerance=line.get("tolerance", {}).get("volume_rel", 1e-4),
        holes=holes,
    )


def _is_mouth(hole: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a row of the truth is the wide mouth of narrower holes, which it calls through, too."""
    return any(
        other.get("at") == hole.get("at") and other["diameter_mm"] < hole["diameter_mm"]
        for other in rows
        if hole.get("at")
    )


def run(line: Mapping[str, Any], planner: ChatPlanner, temp_dir: Path) -> tuple[str, bool, str]:
    """Make one request; gives its status, whether it is right, and what it says."""
    with TempModelsCleanupService(temp_dir, janitor=False) as service:
        generator = CADModelGenerator(cleanup_service=service, workshop=shared_workshop(), planner=planner)
        try:
            made = generator.generate_model(line["request"])
        except NeedsClarification as question:
            return "asked", line.get("expect") == "clarify", str(question)
        except MayflyError as error:
            return "failed", False, str(error)
        wanted = truth(line)
        missed = compare(wanted, REPORT.validate_python(made["report"])) if wanted else ()
        right = not missed and line.get("expect", "model") == "model"
        return "made", right, made["title"] + "".join(f"; but {mismatch}" for mismatch in missed)


def replay(lines: Iterable[Mapping[str, Any]], temp_dir: Path) -> Iterator[Outcome]:
    """Build every line's recorded answers."""
    for line in lines:
        model = Replayed(recorded=list(line["answers"]))
        planner = ChatPlanner(model, limits=Limits(answers=ANSWERS))
        started = time.perf_counter()
        status, right, says = run(line, planner, temp_dir)
        yield Outcome(line["request"], status, model.used, right, says, time.perf_counter() - started)


def record(name: str, lines: Iterable[Mapping[str, Any]], temp_dir: Path) -> Iterator[tuple[Outcome, Any]]:
    """Ask a real model for every line; gives the outcome and the line with its answers."""
    for line in lines:
        recorder = Recorder()
        model = load_model(name, timeout_seconds=Limits().seconds)
        model.callbacks = [recorder]
        planner = ChatPlanner(model, limits=Limits(answers=ANSWERS))
        started = time.perf_counter()
        status, right, says = run(line, planner, temp_dir)
        seconds = time.perf_counter() - started
        outcome = Outcome(line["request"], status, len(recorder.answers), right, says, seconds)
        yield outcome, {**line, "answers": recorder.answers}


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Add up: shares are of all requests, each including the ones before it."""

    def share(answers: int) -> float:
        return sum(o.right and o.answers <= answers for o in outcomes) / max(1, len(outcomes))

    return {
        "requests": len(outcomes),
        "right_at_first": share(1),
        "right_after_one_repair": share(2),
        "right_after_two_repairs": share(3),
        "published_but_wrong": sum(o.status == "made" and not o.right for o in outcomes),
        "asked": sum(o.status == "asked" for o in outcomes),
        "failed": sum(o.status == "failed" for o in outcomes),
        "seconds": sum(o.seconds for o in outcomes),
    }


def show(outcomes: Sequence[Outcome], *, as_json: bool) -> None:
    """Print each request's outcome and the shares."""
    total = summary(outcomes)
    if as_json:
        print(json.dumps({"summary": total, "outcomes": [asdict(o) for o in outcomes]}, indent=2))
        return
    for o in outcomes:
        mark = "right" if o.right else "WRONG" if o.status == "made" else o.status
        says = o.says.splitlines()[0][:90] if o.says else ""
        print(f"{mark:7} {o.answers} answers {o.seconds:6.2f} s  {o.request[:60]}  →  {says}")
    print(f"\n{total['requests']} requests in {total['seconds']:.1f} s")
    for name, label in SHARES:
        print(f"{label:24} {total[name]:6.1%}")
    counts = [f"{label} {total[name]}" for name, label in COUNTS]
    print(", ".join(counts))


def read_lines(path: Path, limit: int | None) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return lines[:limit]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--limit", type=int, help="only the first lines")
    modes = parser.add_subparsers(dest="mode", required=True)
    replaying = modes.add_parser("replay", help="build recorded answers")
    replaying.add_argument("answers", type=Path)
    mutating = modes.add_parser("mutate", help="make right replies wrong, and count what would be published")
    mutating.add_argument("replies", type=Path, nargs="+", help="recorded answers, or requests for the rules")
    recording = modes.add_parser("record", help="ask a model and record its answers")
    recording.add_argument("model", help="provider:name")
    recording.add_argument("requests", type=Path)
    recording.add_argument("answers", type=Path)
    given = parser.parse_args(arguments)
    os.environ["MAYFLY_JANITOR"] = "off"
    with tempfile.TemporaryDirectory() as folder:
        if given.mode == "mutate":
            lines = [line for path in given.replies for line in read_lines(path, given.limit)]
            print(json.dumps(benchmark(lines, shared_workshop(), Path(folder)), indent=2))
            shared_workshop().close()
            return 0
        if given.mode == "replay":
            outcomes = list(replay(read_lines(given.answers, given.limit), Path(folder)))
        else:
            outcomes = []
            with given.answers.open("w", encoding="utf-8") as out:
                for outcome, line in record(
                    given.model, read_lines(given.requests, given.limit), Path(folder)
                ):
                    outcomes.append(outcome)
                    out.write(json.dumps(line, ensure_ascii=False) + "\n")
    shared_workshop().close()
    show(outcomes, as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
