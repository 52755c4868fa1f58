"""The frozen values that travel between Mayfly's parts.

Standard library only: the janitor and the build child import this module too.
Lengths are in millimetres, times in epoch seconds (UTC), sizes in bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mayfly.requirements import Axis as Axis
from mayfly.requirements import Coordinates as Coordinates
from mayfly.requirements import CylinderRequirement as CylinderRequirement
from mayfly.requirements import EdgeKind as EdgeKind
from mayfly.requirements import EdgeRequirement as EdgeRequirement
from mayfly.requirements import HoleKind as HoleKind
from mayfly.requirements import HoleRequirement as HoleRequirement
from mayfly.requirements import Measures as Measures
from mayfly.requirements import Mismatch as Mismatch
from mayfly.requirements import PointRequirement as PointRequirement
from mayfly.requirements import Requirements as Requirements
from mayfly.requirements import Source as Source
from mayfly.statements import Assumption as Assumption
from mayfly.statements import Change as Change
from mayfly.statements import Note as Note
from mayfly.statements import Statement as Statement

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ParameterValue = float | int | bool | str
ScriptValue = ParameterValue | tuple[ParameterValue, ...] | list[ParameterValue]
"""What a script's parameter may be: a plain value, or a row of them (``size = (30, 40)``)."""


def iso_time(epoch_seconds: float, timespec: Literal["seconds", "milliseconds"] = "milliseconds") -> str:
    """Return a time in ISO 8601, UTC, as answers have it."""
    return datetime.fromtimestamp(epoch_seconds, UTC).isoformat(timespec=timespec)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatUsage:
    """What a chat model used to make a plan, over all answers to one request.

    Attributes:
        answers: Answers that the model gave, the unusable ones too.
        turns: Turns besides: what it looked up or looked at, and what was said to it once.
        input_tokens: Tokens that it read.
        output_tokens: Tokens that it wrote.
        seconds: Time that it took.
        background: What a repair needs again: the description of the model that the request changes.
        said: The words that this model was made from, as ``Plan.request`` holds them.
        before: What was measured on that model, where there was one.
    """

    answers: int = 0
    turns: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    background: str = ""
    said: str = ""
    before: Mapping[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return what it cost as plain data: answers, turns besides them, tokens and seconds."""
        return {
            "answers": self.answers,
            "turns": self.turns,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will be built: a CQGI script, overrides, and what must come out.

    Attributes:
        script: CadQuery script in CQGI form (top-level parameters, ``show_object``).
        parameters: Overrides for the script's top-level parameters.
        files: Files that the script finds in its working folder, by name; they do not travel
            through a graph's state.
        requirements: What the finished model is held against.
        title: A few words that name the thing ("plate 80 x 60 x 6 mm").
        assumptions: What the request left open, and what was made of it; a text given here becomes a note.
        part: Name of the catalogue part when the plan is one.
        trusted: The script was written by Mayfly itself (catalogue or rules
            planner), never by a model or a user.
        explicit: The script itself must name the object that is its model, by ``show_object`` or
            ``result``. A chat model gets an error where it does not; nothing is guessed.
        drafting: What a chat model used for it; None where no chat model was asked.
        request: The words that it was made from, as far as the rules read them, one line for each
            message of the conversation; a follow-up ("the same, but 20 mm thick") is read on top of them.
        design: The model as a value of the feature language (``mayfly.design``), as plain data; None
            where it is a script that nobody described.
        earlier: The designs before it in its conversation, oldest first, to which "undo" goes back.
        changes: What a follow-up changed about the last model.
    """

    script: str
    parameters: Mapping[str, ScriptValue] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    requirements: Requirements = field(default_factory=Requirements)
    title: str = "model"
    assumptions: tuple[Statement, ...] = ()
    part: str | None = None
    trusted: bool = False
    explicit: bool = False
    drafting: ChatUsage | None = None
    request: str = ""
    design: Mapping[str, Any] | None = None
    earlier: tuple[Mapping[str, Any], ...] = ()
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        """Turn texts among the assumptions into notes: planners of others and stored plans have texts."""
        if any(isinstance(each, str) for each in self.assumptions):
            notes = tuple(Note(each) if isinstance(each, str) else each for each in self.assumptions)
            object.__setattr__(self, "assumptions", notes)

    @property
    def statements(self) -> list[str]:
        """The assumptions as sentences, for people and JSON."""
        return [each.sentence for each in self.assumptions]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredHole:
    """Cylindrical holes of one kind, as found in the written STEP file.

    Attributes:
        diameter_mm: Diameter of the wall.
        count: Number of distinct axes.
        axis: "X", "Y", "Z", or "other" for a slanted one.
        kind: "through" (open at both ends), "blind" (one end), "closed", "counterbore" (the wide mouth of a
            narrower hole), "groove" (a ring cut into a narrower hole), or "mixed".
        walls_each: Separate walls on one axis (two for a clevis).
        length_mm: Sum of the wall lengths on one axis.
        at: The two coordinates other than the axis, sorted; for "other" the three
            of the point of the axis nearest the origin.
        depth_mm: From the mouth, with a counterbore or countersink, to the end of the last wall.
        counterbores_mm: Diameter and depth of the wide mouths.
        countersinks: Greatest diameter and whole angle of the cones at its mouths, in mm and degrees.
    """

    diameter_mm: float
    count: int
    axis: Literal["X", "Y", "Z", "other"]
    kind: Literal["through", "blind", "closed", "counterbore", "groove", "mixed"]
    walls_each: int
    length_mm: float
    at: tuple[tuple[float, ...], ...]
    depth_mm: float | None = None
    counterbores_mm: tuple[tuple[float, float], ...] = ()
    countersinks: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredCylinder:
    """Round outer surfaces of one kind.

    Attributes:
        diameter_mm: Diameter.
        count: Number of distinct axes.
        axis: "X", "Y", "Z", or "other" for a slanted one.
        length_mm: Sum of the lengths on one axis.
        at: Places, as of a ``MeasuredHole``.
    """

    diameter_mm: float
    count: int
    axis: Literal["X", "Y", "Z", "other"]
    length_mm: float
    at: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredEdges:
    """Rounded or chamfered edges of one size.

    Attributes:
        kind: "fillet" or "chamfer".
        sizes_mm: The radius; or what a chamfer takes off its two faces, the smaller one first.
        count: Number of edges.
    """

    kind: EdgeKind
    sizes_mm: tuple[float, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredOnRequest:
    """What was measured because a requirement asked for it; None where none did.

    Attributes:
        cylinders: Round outer surfaces.
        edges: Rounded and chamfered edges.
        thinnest_wall_mm: The thinnest wall that is thinner than what was asked for; 0 if no wall is.
        walls_unmeasured: Pairs of faces that were not compared for lack of time.
        solid: Of each point, whether it lies in or on the material.
        overlaps: Pairs of solids that share material.
        overlaps_unseen: Not 0 where some pairs were not compared for lack of time.
        shared_edges: Edges that more than two faces share.
    """

    cylinders: tuple[MeasuredCylinder, ...] | None = None
    edges: tuple[MeasuredEdges, ...] | None = None
    thinnest_wall_mm: float | None = None
    walls_unmeasured: int = 0
    solid: tuple[bool, ...] | None = None
    overlaps: int | None = None
    overlaps_unseen: int = 0
    shared_edges: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What was measured on the written STEP file by a process that never ran the script.

    Attributes:
        valid: BRepCheck, closed shells, positive volume, all passed.
        failed_check: Name of the first check that failed.
        solids: Number of solids.
        faces: Number of faces.
        faces_by_kind: Faces counted by surface type ("plane", "cylinder", ...).
        bounding_box_mm: Sides along X, Y, Z (exact, not tessellated).
        lowest_mm: The box's corner of least X, Y, Z.
        volume_mm3: Volume.
        area_mm2: Surface area.
        centre_mm: Centre of mass.
        holes: Round holes, grouped.
        size_bytes: Size of the STEP file.
        sha256: Digest of the STEP file, in hex.
        build_seconds: Time the script took, export included.
        inspect_seconds: Time the read-back and the measuring took.
        output: What the script printed (bounded).
        notes: What the reader should know about the run ("no show_object: the variable `result`
            was taken").
        measures: What else a requirement asked to be measured.
        on_request: What was measured for that; None where nothing else was asked for.
    """

    valid: bool
    failed_check: str | None
    solids: int
    faces: int
    faces_by_kind: Mapping[str, int]
    bounding_box_mm: tuple[float, float, float]
    lowest_mm: tuple[float, float, float]
    volume_mm3: float
    area_mm2: float
    centre_mm: tuple[float, float, float]
    holes: tuple[MeasuredHole, ...]
    size_bytes: int
    sha256: str
    build_seconds: float = 0.0
    inspect_seconds: float = 0.0
    output: str = ""
    notes: tuple[str, ...] = ()
    measures: Measures = field(default_factory=Measures)
    on_request: MeasuredOnRequest | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data (lists instead of tuples), fit for JSON and a graph's state."""
        plain = _fields(self)
        plain["measures"] = self.measures.to_dict()
        if not plain["measures"]:
            del plain["measures"], plain["on_request"]
        return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredModel:
    """A model in a store.

    Attributes:
        name: File name ("plate-3f9c2a71.step"), one path component.
        path: The file, if it is one of this machine.
        size_bytes: Size of the file.
        created_at: Epoch seconds at which its life began.
        expires_at: Epoch seconds of its deadline.
        tracked: It was registered; False for a file that was found and adopted.
        address: Where it is otherwise ("s3://bucket/m/…").
    """

    name: str
    path: Path | None
    size_bytes: int
    created_at: float
    expires_at: float
    tracked: bool = True
    address: str | None = None

    @property
    def place(self) -> str:
        """Where the bytes are: a path of this machine, or an address."""
        return self.address or str(self.path)

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain data; ``expires`` is the deadline in ISO 8601, UTC, ``path`` its place."""
        row = asdict(self)
        del row["address"]
        row["path"] = self.place
        row["expires"] = iso_time(self.expires_at, "seconds")
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepReport:
    """What one sweep did, or in a dry run would do.

    Attributes:
        dry_run: Nothing was removed; ``removed`` is what would be.
        removed: Names removed.
        removed_bytes: Their sizes, added up.
        kept: Number of ``.step`` files whose time is not up.
        leased: Names past their deadline that a reader still holds.
        failed: Name to reason, for files that could not be removed.
        duration_seconds: How long the sweep took.
        next_deadline: Epoch seconds of the next deadline, None when nothing is left.
    """

    dry_run: bool = False
    removed: tuple[str, ...] = ()
    removed_bytes: int = 0
    kept: int = 0
    leased: tuple[str, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    duration_seconds: float = 0.0
    next_deadline: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data, fit for JSON and a graph's state."""
        return _fields(self)


def _fields(value: DataclassInstance) -> dict[str, Any]:
    """Return the fields of a value as plain data; ``dataclasses.asdict`` copies deeply and is slower."""
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: Any) -> Any:
    """Turn dataclasses into dictionaries and tuples into lists, all the way down."""
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
