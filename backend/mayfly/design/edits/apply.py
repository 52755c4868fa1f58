"""``apply``: a design with edits, as a new design that is valid and fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, cast

from pydantic import TypeAdapter, ValidationError

from mayfly.design.body import Body
from mayfly.design.edits.mirroring import mirrored
from mayfly.design.edits.paths import Steps, find_body, find_owner, value_at
from mayfly.design.edits.placing import moved, turned_data
from mayfly.design.edits.scaling import scaled, scaled_alone, stretched
from mayfly.design.edits.selecting import selected
from mayfly.design.edits.setting import change_by, set_value
from mayfly.design.edits.settling import D, Editable, settled
from mayfly.design.edits.values import (
    AddBody,
    AddFeature,
    ChangeBy,
    Edit,
    Mirror,
    Move,
    RemoveBody,
    RemoveFeature,
    Scale,
    SetValue,
    Turn,
)
from mayfly.design.errors import from_validation, path_of
from mayfly.design.features._base import Feature
from mayfly.errors import InvalidDesign

_EDIT: Final[TypeAdapter[Edit]] = TypeAdapter(Edit)


def apply(design: D, edits: Iterable[Edit | Mapping[str, Any]], *, check: bool = True) -> D:
    """Return a new design with edits, made one after the other.

    Fields that are set or changed one right after the other are set together, so that two sizes can change
    that only fit together.

    Args:
        design: The design; it stays as it is.
        edits: Values of ``mayfly.design.edits``, or the same as plain data.
        check: Also find out whether everything fits, as the compiler does; False if that follows anyway.

    Raises:
        InvalidDesign: An edit is not written as it has to be, is about something that the design does not
            have, or does not fit; each problem comes with its path and what would do.
    """
    read = [read_edit(edit, index) for index, edit in enumerate(edits)]
    edited = design
    for together in _groups(read):
        data = edited.model_dump(mode="json")
        for edit in together:
            _DO[type(edit)](edited, data, edit)
        edited = type(design).read(data)
    return settled(design, edited, read) if check else edited


def read_edit(edit: Any, index: int = 0) -> Edit:
    """Read an edit from plain data; one that is a value already stays.

    Raises:
        InvalidDesign: It is not written as it has to be; the path begins with its number.
    """
    try:
        return _EDIT.validate_python(edit)
    except ValidationError as error:
        found = from_validation(error)
        where = path_of(("edits", index))
        problems = [(f"{where}.{path}" if path else where, text) for path, text in found.problems]
        raise InvalidDesign(problems) from error


def _groups(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Yield edits in groups that are made together: fields that are set in one go, others by themselves."""
    together: list[Edit] = []
    for edit in edits:
        if isinstance(edit, SetValue | ChangeBy):
            together.append(edit)
            continue
        if together:
            yield together
            together = []
        yield [edit]
    if together:
        yield together


def _scale(design: Editable, data: dict[str, Any], edit: Scale) -> None:
    steps: Steps = find_owner(design, edit.of) if edit.of else ()
    if edit.axis is not None:
        steps = steps or find_body(design, "")
        if not edit.of and len(design.bodies) > 1:
            raise InvalidDesign([("bodies", "say which body is scaled along one axis; there are several")])
        owner = value_at(design, steps)
        if not hasattr(owner, "base"):
            raise InvalidDesign([(path_of(steps), "only a body has a size along an axis; set its fields")])
        base = stretched(owner.base, edit.factor, edit.axis, path_of(steps))
        _update(data, steps, {"base": base})
    elif steps:
        _update(data, steps, scaled_alone(value_at(design, steps), edit.factor, path_of(steps)))
    else:
        data["bodies"] = [
            scaled(body, edit.factor, path_of(("bodies", index))) for index, body in enumerate(design.bodies)
        ]
        data["expect"] = scaled(design.expect, edit.factor, "expect")
        if design.expect.volume is not None:
            data["expect"]["volume"] = design.expect.volume * edit.factor**3


def _add_feature(design: Editable, data: dict[str, Any], edit: AddFeature) -> None:
    steps = find_owner(design, edit.body) if edit.body else find_body(design, "")
    owner = value_at(design, steps)
    if not hasattr(owner, "features"):
        raise InvalidDesign([(path_of(steps), "only bodies take features; this is a feature without a body")])
    features = _at(data, steps)["features"]
    index = len(features) if edit.index is None else edit.index
    if index > len(features):
        raise InvalidDesign(
            [(path_of(steps), f"it has {len(features)} features; index {index} is too large")]
        )
    features.insert(index, edit.feature.model_dump(mode="json"))


def _add_body(_: Editable, data: dict[str, Any], edit: AddBody) -> None:
    data["bodies"].append(edit.body.model_dump(mode="json"))


def _remove_feature(design: Editable, data: dict[str, Any], edit: RemoveFeature) -> None:
    found = [find_owner(design, edit.of)] if isinstance(edit.of, str) else selected(design, edit.of)
    for steps in reversed(found):  # the last one first, so that the others stay where they are
        if isinstance(value_at(design, steps), Body):
            raise InvalidDesign([(path_of(steps), "this is a body, not a feature; use remove_body")])
        holder = _at(data, steps[:-1])
        del holder[cast("int", steps[-1])]


def _remove_body(design: Editable, data: dict[str, Any], edit: RemoveBody) -> None:
    steps = find_body(design, edit.body)
    if len(design.bodies) == 1:
        raise InvalidDesign([(path_of(steps), "it is the only body; a design needs one")])
    del data["bodies"][cast("int", steps[-1])]


def _move(design: Editable, data: dict[str, Any], edit: Move) -> None:
    steps, owner = _owner(design, edit.of)
    _update(data, steps, moved(owner, edit.by, path_of(steps)))


def _turn(design: Editable, data: dict[str, Any], edit: Turn) -> None:
    steps, owner = _owner(design, edit.of)
    _update(data, steps, turned_data(owner, edit.angle, edit.axis, path_of(steps)))


def _mirror(design: Editable, data: dict[str, Any], edit: Mirror) -> None:
    steps, owner = _owner(design, edit.of)
    around = value_at(design, steps[:-2]) if len(steps) > 2 else None
    _update(data, steps, mirrored(owner, around, edit, path_of(steps)))


_DO: Final[Mapping[type, Callable[[Any, dict[str, Any], Any], None]]] = {
    SetValue: set_value,
    ChangeBy: change_by,
    Scale: _scale,
    AddFeature: _add_feature,
    AddBody: _add_body,
    RemoveFeature: _remove_feature,
    RemoveBody: _remove_body,
    Move: _move,
    Turn: _turn,
    Mirror: _mirror,
}


def _owner(design: Editable, target: str) -> tuple[Steps, Body | Feature]:
    steps = find_owner(design, target)
    return steps, value_at(design, steps)


def _update(data: dict[str, Any], steps: Steps, fields: Mapping[str, Any]) -> None:
    _at(data, steps).update(fields)


def _at(data: Any, steps: Steps) -> Any:
    """Return the plain data of a body or feature, or of their list."""
    for step in steps:
        data = data[step]
    return data
