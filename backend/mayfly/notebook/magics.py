"""``%load_ext mayfly``: the cell magic ``%%step``, which builds the cell as a CadQuery script in the jail."""

from __future__ import annotations

import argparse
import ast
import keyword
import shlex
from pathlib import Path
from typing import Any, NoReturn

from mayfly.contracts import ScriptValue
from mayfly.errors import MayflyError, ScriptError
from mayfly.notebook.made import Made, briefly


class _Parser(argparse.ArgumentParser):
    """A parser that raises an error instead of ending the kernel."""

    def error(self, message: str) -> NoReturn:
        """Raise a usage error as IPython does."""
        from IPython.core.error import UsageError

        raise UsageError(f"%%step: {message}\n{self.format_usage()}")


def load_ipython_extension(shell: Any) -> None:
    """Register ``%%step``; IPython calls this for ``%load_ext mayfly``."""

    def step(line: str, cell: str) -> Made | None:
        return build_cell(shell, line, cell)

    step.__doc__ = build_cell.__doc__
    shell.register_magic_function(step, magic_kind="cell", magic_name="step")


def unload_ipython_extension(shell: Any) -> None:
    """Remove ``%%step`` again; IPython calls this for ``%unload_ext mayfly``."""
    shell.magics_manager.magics["cell"].pop("step", None)


def build_cell(shell: Any, line: str, cell: str) -> Made | None:
    """Build the cell as a CadQuery script, publish the STEP file and show it.

    ::

        %%step [-p NAME=VALUE]... [--with FILE]... [-o VARIABLE]

    The cell is a script in CQGI form: numbers at its top are parameters, and it ends
    with ``show_object(result)``. It runs in the jail, not in the kernel, so it sees
    none of the kernel's variables and files; ``-p`` gives it values (``-p size=50,60``
    where the cell has several), ``--with`` a file that the cell opens by its name;
    ``-o`` names a variable for the model, and with it the model.
    """
    parser = _Parser(prog="%%step", add_help=False, allow_abbrev=False)
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--with", dest="files", action="append", default=[], type=Path, metavar="FILE")
    parser.add_argument("-o", "--output", metavar="VARIABLE")
    try:
        words = shlex.split(line)
    except ValueError as error:
        parser.error(f"{str(error).lower()}: {line.strip()}")
    given = parser.parse_args(words)
    parameters = dict(_parameter(parser, text) for text in given.parameter)
    if given.output and (not given.output.isidentifier() or keyword.iskeyword(given.output)):
        parser.error(f"-o: {given.output!r} is no name for a variable")
    from mayfly.app import get_generator

    try:
        files = {path.name: path for path in given.files}
        title = given.output or "script"
        made = Made(get_generator().run_script(cell, parameters or None, files=files, title=title))
    except MayflyError as error:
        raise _brief(error) from None
    if given.output:
        shell.user_ns[given.output] = made
    return made


def _parameter(parser: _Parser, text: str) -> tuple[str, ScriptValue]:
    """Read ``width=20`` or ``size=50,60``; anything but a number, a truth value or a quoted text is text."""
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        parser.error(f"-p: {text!r} is not NAME=VALUE")
    try:
        literal = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return name, value
    return name, literal if isinstance(literal, bool | int | float | str | tuple | list) else value


def _brief(error: MayflyError) -> MayflyError:
    """Return the error without its traceback, with the line counted as the cell's editor does."""
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, ScriptError) and error.line:
        text = text.replace(f"line {error.line}:", f"line {error.line + 1} of the cell:", 1)
    return briefly(error, text)
