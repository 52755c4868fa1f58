"""The generator and the service that tools work on, also when tools are copied or pickled."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self
from weakref import WeakValueDictionary

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from mayfly.app import get_generator
from mayfly.generator import CADModelGenerator
from mayfly.planning.planner import Planner
from mayfly.stores.store import Store

_Workplace = CADModelGenerator | Store

_LIVING: Final[WeakValueDictionary[tuple[int, int, Path | None], _Workplace]] = WeakValueDictionary()
"""What pickled tools were bound to, here and in the processes that they came from."""

_lock = threading.Lock()


def _after_fork() -> None:
    """Forget the parent's generators in a forked child; their threads do not exist in it."""
    global _lock
    _lock = threading.Lock()
    _LIVING.clear()


os.register_at_fork(after_in_child=_after_fork)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What a bound tool takes along in a pickle: where it works, instead of what works there.

    Attributes:
        process: The process that the tool comes from.
        identity: Its generator or service there, which is used again in the same process.
        temp_dir: The directory of the models; None for the store that the settings name there.
        interval_minutes: A model's life.
        planner: The planner, if the generator has made one.
    """

    process: int
    identity: int
    temp_dir: Path | None
    interval_minutes: float
    planner: Planner | None

    @classmethod
    def of(cls, bound: _Workplace) -> _Place:
        """Return where a generator or a service works, and remember it here."""
        service = bound.cleanup_service if isinstance(bound, CADModelGenerator) else bound
        place = cls(
            process=os.getpid(),
            identity=id(bound),
            temp_dir=service.temp_dir if service.is_local else None,
            interval_minutes=service.cleanup_interval_minutes,
            planner=bound._planner if isinstance(bound, CADModelGenerator) else None,
        )
        with _lock:
            _LIVING[place._key] = bound
        return place

    def bound(self) -> _Workplace:
        """Return the same generator or service where it still lives here, else a new generator.

        Raises:
            StorageError: The directory can't be used here.
        """
        with _lock:
            known = _LIVING.get(self._key)
            if known is None:
                known = CADModelGenerator(self.temp_dir, self.interval_minutes, planner=self.planner)
                _LIVING[self._key] = known
            return known

    @property
    def _key(self) -> tuple[int, int, Path | None]:
        return self.process, self.identity, self.temp_dir


class Bound(BaseModel):
    """What tools and toolkit work on.

    A copy, deep or not, works on the same generator. A pickle takes the directory, the life of a model and
    the planner along; in another process it works on a generator of that process, made on first use, with
    that process's workshop.

    Attributes:
        generator: The generator to work on, and its cleanup service.
        service: The cleanup service to work on; models are made into its directory.
            With neither, the process's own (``mayfly.app``), looked up when a tool is
            called: making a tool starts nothing.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    generator: CADModelGenerator | None = Field(default=None, exclude=True, repr=False)
    service: Store | None = Field(default=None, exclude=True, repr=False)
    _place: _Place | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _one_directory(self) -> Self:
        """Refuse a generator together with another service: models made in one place, swept in another."""
        if self.generator and self.service not in (None, self.generator.cleanup_service):
            raise ValueError("the generator has its own cleanup service; give one of the two")
        return self

    def bound_generator(self) -> CADModelGenerator:
        """Return the generator to work on; made on first use if none was given."""
        self._settle()
        if self.generator is None and self.service is None:
            return get_generator()
        if self.generator is None:
            self.generator = CADModelGenerator(cleanup_service=self.service)
        return self.generator

    def bound_service(self) -> Store:
        """Return the cleanup service to work on."""
        self._settle()
        return self.service or self.bound_generator().cleanup_service

    def passed_on(self, other: Bound) -> None:
        """Bind another tool to the same, without starting anything."""
        other.generator, other.service, other._place = self.generator, self.service, self._place

    def _settle(self) -> None:
        """Find what to work on after unpickling."""
        place = self._place
        if place is None:
            return
        bound = place.bound()
        if isinstance(bound, CADModelGenerator):
            self.generator = bound
        else:
            self.service = bound
        self._place = None  # last: until then another thread settles too, on the same

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Copy the tool; generator and service hold threads and files, and are shared."""
        memo = {} if memo is None else memo
        memo.update({id(shared): shared for shared in (self.generator, self.service) if shared is not None})
        return super().__deepcopy__(memo)

    def __getstate__(self) -> dict[Any, Any]:
        """Return what a pickle holds: the place instead of generator and service."""
        state = super().__getstate__()
        bound = self.generator or self.service
        place = _Place.of(bound) if bound else self._place
        fields = {**state["__dict__"], "generator": None, "service": None}
        private = {**(state["__pydantic_private__"] or {}), "_place": place}
        return {**state, "__dict__": fields, "__pydantic_private__": private}
