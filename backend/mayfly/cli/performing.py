"""Carries out what a command asks for, in the process that calls it; this half loads the generator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mayfly.cad.input_files import read_file
from mayfly.cad.script import read_script
from mayfly.cad.script_text import read_source
from mayfly.cad.script_values import read_value
from mayfly.cad.standards.densities import MATERIALS, Material, find_material
from mayfly.cad.workshop import CancelToken
from mayfly.cli.orders import Answer, Copy, Order
from mayfly.cli.stored_models import find_model
from mayfly.contracts import Plan, ScriptValue, iso_time
from mayfly.errors import InvalidParameter, PlanningError
from mayfly.generator import CADModelGenerator
from mayfly.generator.publication import deadline_text
from mayfly.storage_text import span_text

if TYPE_CHECKING:
    from mayfly.design import Design

Progress = Callable[[str], None]


class RememberingGenerator(CADModelGenerator):
    """A generator that returns a model which was made already, where it is handed one, and builds others.

    Attributes:
        remembered: The model that the next plan has become; None where it has still to be built.
    """

    def __init__(self, like: CADModelGenerator) -> None:
        """Work where another generator does."""
        super().__init__(cleanup_service=like.cleanup_service, planner=like.planner, workshop=like.workshop)
        self.remembered: dict[str, Any] | None = None

    def build_plan(self, plan: Plan, **options: Any) -> dict[str, Any]:
        """Return the model that the plan has become, or build it."""
        made, self.remembered = self.remembered, None
        return super().build_plan(plan, **options) if made is None else made


class Performer:
    """Carries out orders, of which those of one conversation come to the same performer.

    Args:
        generator: What makes the models.
        cancel: Cancels what it is doing from another thread.
    """

    def __init__(self, generator: CADModelGenerator, cancel: CancelToken | None = None) -> None:
        """Keep the generator."""
        self._generator = generator
        self._cancel = cancel or CancelToken()
        self._session: Any = None

    def catch_up(self, said: Sequence[tuple[Order, Answer]]) -> None:
        """Bring the conversation to where another process has left it; nothing is built again.

        Args:
            said: Each message with its answer.
        """
        if not said:
            return
        from mayfly.session import Session

        remembering = RememberingGenerator(self._generator)
        self._session = Session(remembering)
        for order, answer in said:
            if answer.data.get("status") == "failed":
                continue
            remembering.remembered = answer.data if "step_path" in answer.data else None
            self._session.say(str(order.fields["request"]))
        remembering.remembered = None

    def perform(self, order: Order, on_progress: Progress) -> Answer:
        """Carry out one order.

        Raises:
            MayflyError: As the methods of ``CADModelGenerator``.
            OSError: A copy can't be made of the model.
        """
        works: dict[str, Callable[[Order, Progress], dict[str, Any]]] = {
            "words": self._words,
            "say": self._say,
            "design": self._design,
            "part": self._part,
            "script": self._script,
            "plan": self._plan,
            "copy": self._copy,
            "protection": self._protection,
        }
        material = _material(order.fields.get("material"))
        data = works[order.kind](order, on_progress)
        copies = order.copies if "step_path" in data else ()
        if "report" in data:
            data = {**data, **_summary(data), **_mass(data, material)}
        return Answer(data=data, copies=[self._converted(data, copy, on_progress) for copy in copies])

    def _words(self, order: Order, on_progress: Progress) -> dict[str, Any]:
        """Make what words ask for; what asks for no model is answered."""
        from mayfly.planning.conversation.intent import read_intent

        request = str(order.fields["request"])
        if read_intent(request) != "make":
            return self._say(order, on_progress)
        return self._generator.generate_model(request, on_progress=on_progress, cancel=self._cancel)

    def _say(self, order: Order, on_progress: Progress) -> dict[str, Any]:
        """Take a message of the conversation; a model that it made is the answer, else status and text."""
        if self._session is None:
            from mayfly.session import Session

            self._session = Session(self._generator)
        reply = self._session.say(str(order.fields["request"]), on_progress=on_progress)
        model: dict[str, Any] | None = reply["model"]
        return model or {name: reply[name] for name in ("status", "code", "answer", "options")}

    def _design(self, order: Order, on_progress: Progress) -> dict[str, Any]:
        """Make the design whose JSON is given."""
        from mayfly.design import Design

        design, files = Design.read(order.fields["design"]), dict(order.files)
        beside = order.fields.get("beside")
        if beside is not None:
            files |= _files_beside(design, Path(beside), files)
        return self._generator.make_design(
            design,
            files=files,
            edits=order.fields.get("edits") or (),
            on_progress=on_progress,
            cancel=self._cancel,
        )

    def _part(self, order: Order, on_progress: Progress) -> dict[str, Any]:
        """Make a part of the catalogue with the sizes that are given as text."""
        from mayfly.cli.part_sizes import read_sizes

        name, unit = str(order.fields["part"]), str(order.fields.get("unit") or "mm")
        sizes = read_sizes(name, dict(order.fields["sizes"]), unit)
        making: Callable[..., dict[str, Any]] = self._generator.make_part
        return making(name, on_progress=on_progress, cancel=self._cancel, **sizes)

    def _script(self, order: Order, on_progress: Progress) -> dict[str, Any]:
        """Run a script in the jail."""
        files = dict(order.files)
        source = read_source(str(order.fields["script"]))
        known = read_script(source, described=False).parameters
        defaults = {each.name: each.default for each in known}
        values: dict[str, ScriptValue] = {
            name: read_value(str(text), defaults.get(name)) for name, text in order.fields["values"].items()
        }
        return self._generator.run_script(
            source,
            values,
            files=files,
            title=str(order.fields["title"]),
            on_progress=on_progress,
            cancel=self._cancel,
        )

    def _plan(self, order: Order, _: Progress) -> dict[str, Any]:
        """Return words as a design."""
        planned = self._generator.planner.plan(str(order.fields["request"]))
        if planned.design is None:
            raise PlanningError(
                "This request has no design yet, since one of its features can't be written as one;"
                " `mayfly make` builds it."
            )
        return {"design": dict(planned.design)}

    def _copy(self, order: Order, _: Progress) -> dict[str, Any]:
        """Return a stored model, of which copies are wanted."""
        service = self._generator.cleanup_service
        model = find_model(service, str(order.fields["name"]))
        return {
            **(service.get_report(model.name) or {}),
            "name": model.name,
            "step_path": model.place,
            "expires_at": iso_time(model.expires_at),
        }

    def _protection(self, _: Order, __: Progress) -> dict[str, Any]:
        """Return what the jail is made of here."""
        return dict(self._generator.workshop.protection())

    def _converted(self, card: dict[str, Any], copy: Copy, on_progress: Progress) -> bytes:
        """Return the content of a copy."""
        service, name = self._generator.cleanup_service, card["name"]
        if copy.format in ("step", "stp"):
            with service.lease(name) as model:
                return model.read()
        on_progress(f"writing {copy.format}")
        with service.lease_file(name) as step:
            options = dict(copy.options) or None
            return self._generator.workshop.convert(step, copy.format, options=options, cancel=self._cancel)  # type: ignore[arg-type]


def _files_beside(design: Design, folder: Path, named: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the STEP files that a design begins with and that lie in a folder, besides those named already.

    Raises:
        InvalidParameter: One can't be read.
    """
    from mayfly.design import step_files

    wanted = [base.file for base in step_files(design) if base.file not in named]
    return {name: read_file(folder / name) for name in wanted if (folder / name).exists()}


def _summary(card: dict[str, Any]) -> dict[str, Any]:
    """Return the text of a model without its deadline, which the command states in its own time zone."""
    if "text" not in card:
        return {}
    made, over = (datetime.fromisoformat(card[name]).timestamp() for name in ("created_at", "expires_at"))
    said = card["text"].removesuffix(deadline_text(made, over)).rstrip()
    return {"said": said, "life": span_text(over - made)}


def _material(name: Any) -> Material | None:
    """Return the material that a model is of; None where none is named.

    Raises:
        InvalidParameter: Its density is not known.
    """
    found = find_material(str(name)) if name else None
    if name and found is None:
        known = ", ".join(material.name for material in MATERIALS)
        raise InvalidParameter(f"I know no density for {name!r}; I know {known}.")
    return found


def _mass(card: dict[str, Any], material: Material | None) -> dict[str, Any]:
    """Return the mass of a model of a material, with the density that it follows from."""
    if material is None:
        return {}
    grams = card["report"]["volume_mm3"] / 1000 * material.density
    known = {"material": material.name, "density_g_cm3": material.density, "source": material.source}
    return {"mass": {"grams": round(grams, 4), **known}}
