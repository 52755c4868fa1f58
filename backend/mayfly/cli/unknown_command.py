"""The group of all commands, and what it says of a request without one: ``mayfly plate 80x60x5``."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Sequence
from typing import Any, Final

from typer.core import TyperGroup

_OF_TYPER: Final = {"install_completion", "show_completion"}


class Commands(TyperGroup):
    """The group of all commands."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options without Typer's own for completions, which ``mayfly completions`` prints."""
        return [one for one in super().get_params(ctx) if one.name not in _OF_TYPER]

    def resolve_command(self, ctx: Any, args: Sequence[str]) -> Any:
        """Return the command that is meant; an error names the command that is most like an unknown one."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], known, n=1, cutoff=0.7)
            meant = f"mayfly {near[0]}" if near else f"mayfly make {shlex.join(args)}"
            ctx.fail(f"There is no command {args[0]!r}. Did you mean: {meant}")
        return super().resolve_command(ctx, list(args))
