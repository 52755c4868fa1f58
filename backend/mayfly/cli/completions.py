"""``mayfly completions``: the script with which a shell completes commands, parts, sizes and models.

Each script asks the command itself what fits, as Typer does it: by ``_MAYFLY_COMPLETE`` in the environment.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

import typer

_BASH: Final = """\
_mayfly_completion() {
    local IFS=$'\\n'
    COMPREPLY=( $( env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
                   _MAYFLY_COMPLETE=complete_bash "$1" 2>/dev/null ) )
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
}
complete -o default -F _mayfly_completion mayfly
"""
_ZSH: Final = """\
#compdef mayfly
_mayfly_completion() {
  eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _MAYFLY_COMPLETE=complete_zsh \\
             "${words[1]}" 2>/dev/null)
}
compdef _mayfly_completion mayfly
"""
_ASK: Final = "env _MAYFLY_COMPLETE=complete_fish _TYPER_COMPLETE_ARGS=(commandline -cp)"
_FISH: Final = (
    f'complete --command mayfly --no-files --arguments "({_ASK} _TYPER_COMPLETE_FISH_ACTION=get-args mayfly)"'
    f' --condition "{_ASK} _TYPER_COMPLETE_FISH_ACTION=is-args mayfly"\n'
)


class Shell(StrEnum):
    """A shell that can complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


_SCRIPTS: Final = {Shell.BASH: _BASH, Shell.ZSH: _ZSH, Shell.FISH: _FISH}


def completions(shell: Annotated[Shell, typer.Argument(help="The shell.")]) -> None:
    """Print the script that makes a shell complete commands: eval "$(mayfly completions bash)"."""
    typer.echo(_SCRIPTS[shell], nl=False)
