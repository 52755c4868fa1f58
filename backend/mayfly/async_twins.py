"""Functions that are written once, as steps, and can be called as well as awaited.

A function in steps is a generator function with ``result = yield from Step(...)`` for everything that takes
time. ``blocking`` makes the function that is called, ``awaited`` makes its twin, a coroutine function
with the same arguments: type checkers, ``help`` and ``inspect.signature`` see them on both.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable, Coroutine, Generator
from dataclasses import dataclass
from typing import Any, Final, Generic, ParamSpec, TypeVar

from mayfly.cad.workshop import in_own_thread

P = ParamSpec("P")
Result = TypeVar("Result")

_STEPS: Final = "_mayfly_steps"
"""Attribute of a blocking function that holds the generator function that it runs."""


@dataclass(frozen=True, slots=True)
class Step(Generic[Result]):
    """Something that takes time, called or awaited.

    Attributes:
        run: Does it, and returns its result.
        arun: Does it without blocking the event loop; None runs ``run`` in a thread.
    """

    run: Callable[[], Result]
    arun: Callable[[], Awaitable[Result]] | None = None

    def __iter__(self) -> Steps[Result]:
        """Yield the step, and return the result that is sent back."""
        result: Result = yield self
        return result


Steps = Generator[Step[Any], Any, Result]
"""What a function in steps returns: a generator of its steps, which returns the function's result."""


def step(
    function: Callable[P, Result],
    twin: Callable[P, Awaitable[Result]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Step[Result]:
    """Return the step that calls a function, or awaits its twin with the same arguments."""
    return Step(functools.partial(function, *args, **kwargs), functools.partial(twin, *args, **kwargs))


def blocking(function: Callable[P, Steps[Result]]) -> Callable[P, Result]:
    """Return the function that runs the steps one after the other, in the caller's thread.

    An exception of a step is raised where the step was yielded.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> Result:
        steps = function(*args, **kwargs)
        proceed: Callable[[], Step[Any]] = functools.partial(steps.send, None)
        try:
            while True:
                step = proceed()
                try:
                    proceed = functools.partial(steps.send, step.run())
                except BaseException as error:
                    proceed = functools.partial(steps.throw, error)
        except StopIteration as end:
            result: Result = end.value
            return result
        finally:
            del proceed  # else an exception and this frame would hold each other

    setattr(run, _STEPS, function)
    run.__signature__ = _with_result(function)  # type: ignore[attr-defined]
    return run


def awaited(function: Callable[P, Result]) -> Callable[P, Coroutine[Any, Any, Result]]:
    """Return the asynchronous twin of a function that ``blocking`` made.

    It takes the same arguments, and gives the same result and errors, without blocking the event loop.
    """
    in_steps: Callable[P, Steps[Result]] = getattr(function, _STEPS)

    @functools.wraps(function)
    async def run(*args: P.args, **kwargs: P.kwargs) -> Result:
        steps = in_steps(*args, **kwargs)
        proceed: Callable[[], Step[Any]] = functools.partial(steps.send, None)
        try:
            while True:
                step = proceed()
                try:
                    done = in_own_thread(step.run) if step.arun is None else step.arun()
                    proceed = functools.partial(steps.send, await done)
                except BaseException as error:
                    proceed = functools.partial(steps.throw, error)
        except StopIteration as end:
            result: Result = end.value
            return result
        finally:
            del proceed  # else an exception and this frame would hold each other

    run.__name__ = f"a{function.__name__}"
    run.__qualname__ = f"{function.__qualname__.removesuffix(function.__name__)}{run.__name__}"
    run.__doc__ = (
        f"Do as ``{function.__name__}`` does, without blocking the event loop.\n\n{function.__doc__}"
    )
    return run


def has_twin(function: Callable[..., Any]) -> bool:
    """Return whether ``awaited`` can make the asynchronous twin of a function."""
    return hasattr(function, _STEPS)


def _with_result(function: Callable[..., Any]) -> inspect.Signature:
    """Return the signature of a function in steps, with its result in place of ``Steps[…]``."""
    signature = inspect.signature(function)
    returns = str(signature.return_annotation).removeprefix("Steps[").removesuffix("]")
    return signature.replace(return_annotation=returns)
