"""``mapped``: a node or a whole graph on another graph's state, its names checked as it is wired."""

from __future__ import annotations

import difflib
import functools
import inspect
import reprlib
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NotRequired, Required, cast, get_args, get_origin, get_type_hints

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langchain_core.runnables.base import RunnableBindingBase
from langgraph.channels.base import BaseChannel
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.errors import PydanticUndefinedAnnotation, PydanticUserError

from mayfly.cad.workshop import in_own_thread
from mayfly.graph_state.state_node import TwoSided

Node = Callable[[Any], Any] | Runnable[Any, Any]
"""A function from a state to an update of it, synchronous or not, or a compiled graph."""


class Mapped(TwoSided):
    """A node on a state with other names; ``mapped`` makes it.

    A runnable with an asynchronous side, so that a graph can set a timeout for it. It can also be
    called like a function: ``draw(state)``.
    """

    def __init__(
        self,
        node: Node,
        *,
        reads: Mapping[str, str],
        writes: Mapping[str, str],
        constants: Mapping[str, Any],
    ) -> None:
        """Check and store the names.

        Raises:
            ValueError: The node knows no such name, or can't take such a constant; a name is not text;
                or two outputs go onto one key.
        """
        self._node = _runnable(node)
        self._reads, self._writes, self._constants = dict(reads), dict(writes), dict(constants)
        name = _name(node)
        _check_texts("reads", self._reads)
        _check_texts("writes", self._writes)
        _check_single(self._writes)
        known_inputs, known_outputs = _names(self._node)
        _check(name, "takes", [*reads, *constants], known_inputs)
        _check(name, "gives", writes, known_outputs)
        _check_constants(name, self._constants, _input_schema(self._node))
        self._unchecked = True  # the names of the surrounding graph, which is known when it runs
        super().__init__(self._run, self._arun, name=name)

    @property
    def deps(self) -> list[Runnable[Any, Any]]:
        """What it calls: LangGraph looks here for the subgraph, to show its state and its events."""
        node = self._node
        if isinstance(node, Runnable):
            return [node]
        return RunnableLambda(node).deps if inspect.isfunction(node) else []

    def __call__(self, state: Any) -> dict[str, Any]:
        """Run the node on a state and return the update of that state."""
        return self._run(state, None)

    def invoke(
        self,
        input: Any,
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ARG002 - Runnable's argument
    ) -> dict[str, Any]:
        """Run the node on a state."""
        return self._run(input, config)

    async def ainvoke(
        self,
        input: Any,
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ARG002 - Runnable's argument
    ) -> dict[str, Any]:
        """Run the node's asynchronous side on a state; a plain function runs in a thread."""
        return await self._arun(input, config)

    def _run(self, state: Any, config: RunnableConfig | None) -> dict[str, Any]:
        self._compare(state, config)
        node, given = self._node, self._given(state)
        if isinstance(node, Runnable):
            return self._update(node.invoke(given, config))
        if _is_asynchronous(node):
            raise TypeError(f"{self.name} is asynchronous: use the graph's ainvoke or astream")
        return self._update(node(given))

    async def _arun(self, state: Any, config: RunnableConfig | None) -> dict[str, Any]:
        self._compare(state, config)
        node, given = self._node, self._given(state)
        if isinstance(node, Runnable):
            return self._update(await node.ainvoke(given, config))
        if _is_asynchronous(node):
            return self._update(await node(given))
        return self._update(await in_own_thread(functools.partial(node, given)))

    def _compare(self, state: Any, config: RunnableConfig | None) -> None:
        """Warn once about keys that the surrounding graph does not have, which LangGraph drops silently."""
        channels = _channels(config) if self._unchecked else None
        if channels is None:
            return
        self._unchecked = False
        missed = [key for key in self._reads.values() if isinstance(state, Mapping) and key not in state]
        for key in [*missed, *self._writes.values()]:
            if key not in channels:
                near = difflib.get_close_matches(key, channels, n=1)
                meant = f"; did you mean {near[0]!r}?" if near else "."
                text = f"mapped: the graph around {self.name} has no key {key!r}{meant}"
                warnings.warn(text, UserWarning, stacklevel=2)

    def _given(self, state: Any) -> dict[str, Any]:
        """Return what the node is given of a state: constants, and what the state holds."""
        found = {ours: _value(state, theirs) for ours, theirs in self._reads.items()}
        return {**self._constants, **{ours: value for ours, value in found.items() if value is not None}}

    def _update(self, update: Mapping[str, Any]) -> dict[str, Any]:
        """Return a node's update under the state's names."""
        return {theirs: update[ours] for ours, theirs in self._writes.items() if ours in update}


def mapped(node: Node, *, reads: Mapping[str, str], writes: Mapping[str, str], **constants: Any) -> Mapped:
    """Put a node on a state with other names.

    Args:
        node: One of the nodes of ``mayfly.nodes``, a function of your own, or a compiled graph such
            as ``build_workflow()``.
        reads: The node's key to the state's: ``{"request": "wish"}``.
        writes: The node's key to the state's; what is not named is dropped.
        **constants: Values for the node that the state does not hold (``action="sweep"``).

    Returns:
        A node for a graph whose state is a dictionary, a dataclass or a pydantic model.

    Raises:
        ValueError: The node knows no such key, or its annotation of a constant's key takes no such
            value; two outputs go onto one key; or a name is not text. The keys of a graph, and of a
            function whose first parameter is annotated with a schema, are known.

    Example:
        >>> from mayfly.workflow import build_workflow
        >>> draw = mapped(build_workflow(), reads={"request": "wish"}, writes={"model": "drawing"})
    """
    return Mapped(node, reads=reads, writes=writes, constants=constants)


def _runnable(node: Node) -> Node:
    """Return a node with its arguments bound in a way that keeps its asynchronous side."""
    if isinstance(node, functools.partial) and isinstance(node.func, Runnable) and not node.args:
        return cast("Node", node.func.bind(**node.keywords))
    return node


def _is_asynchronous(node: Any) -> bool:
    """Return whether a function, or an object that is called like one, has to be awaited."""
    return inspect.iscoroutinefunction(node) or inspect.iscoroutinefunction(type(node).__call__)


def _name(node: Any) -> str:
    """Return what a node is called, in a graph and in errors."""
    if isinstance(node, functools.partial):
        return _name(node.func)
    if isinstance(node, Runnable):
        return node.get_name()
    return str(getattr(node, "__name__", type(node).__name__))


def _unbound(node: Any) -> Any:
    """Return a node without the arguments that are bound to it."""
    while isinstance(node, RunnableBindingBase | functools.partial):
        node = node.bound if isinstance(node, RunnableBindingBase) else node.func
    return node


def _names(node: Any) -> tuple[set[str] | None, set[str] | None]:
    """Return the keys that a node takes and gives, each None where they are not known."""
    node = _unbound(node)
    builder = getattr(node, "builder", None)
    if builder is not None:  # a compiled graph
        schemas = builder.schemas
        return set(schemas[builder.input_schema]), set(schemas[builder.output_schema])
    state = _state_schema(node)
    keys = _keys(state)
    ours = str(getattr(node, "__module__", "")).split(".")[0] == "mayfly"
    return keys, keys if ours else None  # another's function may update what it does not read


def _input_schema(node: Any) -> Any:
    """Return the class that annotates a node's input; None if nothing does."""
    node = _unbound(node)
    builder = getattr(node, "builder", None)
    return _state_schema(node) if builder is None else builder.input_schema


def _state_schema(node: Any) -> Any:
    """Return the annotation of a function's first parameter; None if it has no annotation."""
    function = inspect.unwrap(node)
    try:
        first = next(iter(inspect.signature(function).parameters))
        return get_type_hints(function).get(first)
    except (StopIteration, NameError, TypeError, ValueError):
        return None


def _keys(schema: Any) -> set[str] | None:
    """Return the keys of a TypedDict, a dataclass or a pydantic model, None for anything else."""
    if not isinstance(schema, type):
        return None
    try:
        return set(get_type_hints(schema)) or None
    except (NameError, TypeError):
        return None


def _check(name: str, verb: str, keys: Iterable[str], known: set[str] | None) -> None:
    """Raise ValueError for a key that a node does not know."""
    if known is None:
        return
    for key in keys:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            meant = f"did you mean {near[0]!r}? " if near else ""
            raise ValueError(
                f"mapped: {name} {verb} no {key!r}: {meant}It {verb} {', '.join(sorted(known))}."
            )


def _check_texts(what: str, names: Mapping[Any, Any]) -> None:
    """Raise ValueError for a name that is not text."""
    for pair in names.items():
        for name in pair:
            if not isinstance(name, str):
                raise ValueError(f"mapped: {what} takes a text to a text, not {reprlib.repr(name)}.")


def _check_single(writes: Mapping[str, str]) -> None:
    """Raise ValueError for two outputs that go onto one key, where one would be lost."""
    seen: dict[str, str] = {}
    for ours, theirs in writes.items():
        if seen.setdefault(theirs, ours) != ours:
            raise ValueError(f"mapped: both {seen[theirs]!r} and {ours!r} are written onto {theirs!r}.")


def _check_constants(name: str, constants: Mapping[str, Any], schema: Any) -> None:
    """Raise ValueError for a constant that is not of the type that the node's schema declares."""
    if not constants or not isinstance(schema, type) or issubclass(schema, BaseModel):
        return  # a model has validators of its own, and LangGraph runs them
    try:
        hints = get_type_hints(schema, include_extras=True)
    except (NameError, TypeError):
        return
    for key, value in constants.items():
        reason = _misfit(value, hints[key]) if key in hints else None
        if reason:
            raise ValueError(f"mapped: {name} takes no {key}={reprlib.repr(value)}: {reason}.")


def _misfit(value: Any, hint: Any) -> str | None:
    """Return why a value does not have an annotated type; None if it does, or if pydantic can't check it."""
    while get_origin(hint) in (Required, NotRequired):
        hint = get_args(hint)[0]
    if any(callable(extra) for extra in getattr(hint, "__metadata__", ())):
        return None  # a reducer or a channel, which may take other types than it keeps
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(hint)
    except (PydanticUserError, PydanticUndefinedAnnotation, TypeError):
        return None  # a type that pydantic does not know
    try:
        taken = adapter.validate_python(value)
    except ValidationError as error:
        return error.errors(include_url=False)[0]["msg"]
    # Nothing converts it on the way to the node, where "no" would be as good as true.
    if isinstance(value, str | bytes | int | float) and taken != value and value == value:
        return f"it would have to be {reprlib.repr(taken)}"
    return None


def _channels(config: RunnableConfig | None) -> Mapping[str, BaseChannel[Any, Any, Any]] | None:
    """Return the channels of the graph that runs a node; None outside of a graph, or where none are shown."""
    read = ((config or {}).get("configurable") or {}).get("__pregel_read")
    for argument in getattr(read, "args", ()):
        if isinstance(argument, Mapping) and any(isinstance(each, BaseChannel) for each in argument.values()):
            return argument
    return None


def _value(state: Any, key: str) -> Any:
    """Return what a state of any kind holds under a name; None if a dictionary has no such key yet.

    Raises:
        AttributeError: A dataclass or a pydantic model has no such field.
    """
    return state.get(key) if isinstance(state, Mapping) else getattr(state, key)
