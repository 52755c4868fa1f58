"""What is said to somebody who types a request where a command belongs: ``mayfly plate 80x60x5``."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Sequence
from typing import Any

from typer.core import TyperGroup


class Commands(TyperGroup):
    """The group of all commands."""

    def resolve_command(self, ctx: Any, args: Sequence[str]) -> Any:
        """Return the command that is meant; an error names the command that is most like an unknown one."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], known, n=1, cutoff=0.7)
            meant = f"mayfly {near[0]}" if near else f"mayfly make {shlex.join(args)}"
            ctx.fail(f"There is no command {args[0]!r}. Did you mean: {meant}")
        return super().resolve_command(ctx, list(args))
