"""What a message can want besides a model: the state of the storage, a sweep, a list of models, or help.

These phrases are weighed against the readings of the same message as a shape: "sweep the old files" is an
order, "sweep a circle along a path" is a model.
"""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.weighing.grammar import Found, row

_STORED: Final = (
    "model|models|file|files|step|stp|storage|store|disk|disc|space|folder|directory|cache|memory"
)
_MANY: Final = "models|files|storage|folder|directory|cache"
_CLEAR: Final = (
    "delete|remove|clean|clear|sweep|purge|erase|wipe|flush|tidy|trash|discard|drop|prune|expire|empty"
    "|deleting|removing|cleaning|clearing|purging|sweeping|throw"
)
_OLD: Final = (
    "expired|old|older|outdated|stale|overdue|leftover|leftovers|temp|temporary|unused|past|everything"
)
_ALL: Final = "all|any|every|of|out|up|away|that|which|is|are|has|have|been|too|from|in|me|us|for|now|please"
_KEPT: Final = (
    "stored|saved|made|created|generated|built|available|existing|current|left|remaining|still|alive|live"
    "|kept|exist|around|so|far|currently|already|have|ready|here|there|do|i|we|you|are|is|my|in|on"
)
_GONE: Final = "deleted|removed|cleaned|cleared|swept|purged|erased|wiped|expired|gone"
_EXPIRES: Final = "expire|expires|expiry|expiring|expiration|deadline|deadlines|lifetime|lapse|ttl"
_MAKE: Final = "make|create|design|draw|build|generate|model|produce|do|offer|construct"


@row("anyword", "<w:word>", example="thing")
def _any_word(found: Found) -> Any:
    return found.text


@row("anything", "<w:word>", example="thing")
@row("anything", "<n:number>", example="8 mm")
@row("anything", ",|x|×", example=",")
def _anything(found: Found) -> Any:
    return found.text


# --- a sweep ------------------------------------------------------------------------------------------------


@row("want", "sweep|cleanup|purge|clean|flush", example="sweep", cost=0.5)
@row("want", "clean|tidy|clear up|out", example="clean up", cost=0.1)
@row(
    "want",
    f"(run|start|do|trigger|perform|get|force|launch|kick|off|one|another|dry|of)* "
    f"cleanup|sweep|cleaning|clearing|removal|deletion|purge (of|for|{_OLD}|{_STORED}|now|run)*",
    example="do a dry run of the cleanup",
    cost=0.2,
)
@row(
    "want",
    f"{_CLEAR} ({_ALL}|{_OLD})* {_STORED} ({_ALL}|{_OLD}|{_STORED})*",
    example="delete the expired models",
)
@row(
    "want",
    f"{_CLEAR} ({_ALL})* {_OLD} ({_ALL}|{_OLD}|{_STORED})*",
    example="purge all that is outdated",
    cost=0.1,
)
@row(
    "want",
    f"get rid of|from ({_ALL})* {_OLD}|{_STORED} ({_ALL}|{_OLD}|{_STORED})*",
    example="get rid of everything that is too old",
)
def _sweep(found: Found) -> Any:
    return "sweep"


# --- how things stand ---------------------------------------------------------------------------------------


@row(
    "want",
    f"({_STORED}|cleanup|service|disk|current)* stats|statistics|status|usage|stat|statistic",
    example="stats",
    cost=0.2,
)
@row(
    "want",
    f"(of <:anything>*)? how many|much|big|large|full <:anyword>* {_STORED}|{_GONE}|stored <:anything>*",
    example="how many files were removed today",
)
@row(
    "want",
    f"when|what|how|are|is|will|does|do|which|tell|until <:anyword>* {_EXPIRES} <:anyword>*",
    example="when does my part expire",
)
@row(
    "want",
    f"is|are|was|were|did|has <:anyword>* cleanup|service|sweep|{_GONE} <:anyword>*",
    example="is the cleanup running",
)
@row("want", "how long <:anyword>* live|kept|stay|stored <:anyword>*", example="how long do files live")
@row(
    "want",
    "how much time <:anyword>* left|remaining|remains <:anyword>*",
    example="how much time is left for my gear",
)
@row(
    "want",
    "do? not|don't|never <:anyword>* files|models <:anyword>*",
    example="don't delete my files",
    cost=0.3,
)
@row("want", f"what|which <:anyword>* {_GONE} <:anyword>*", example="what would be deleted")
def _stats(found: Found) -> Any:
    return "stats"


# --- what there is -------------------------------------------------------------------------------------------


@row("want", "list|ls|dir|ll", example="list", cost=0.3)
@row(
    "want",
    f"list|show|display|enumerate|see|view|print|give|get|which|what ({_ALL}|list|{_KEPT}|step|stored)* {_MANY} ({_KEPT})*",
    example="which models are still available",
)
@row(
    "want",
    "what (did|have|i|we|you)* make|made|create|created|build|built|generate|generated (so|far|already|today|yet)*",
    example="what did I make so far",
)
@row("want", "what|what's|whats is? in storage|store|folder|cache|directory", example="what is in storage")
@row("want", "(show|tell|see|me|us)* what is|are left|stored|there|saved", example="show me what is left")
def _list(found: Found) -> Any:
    return "list"


# --- help ----------------------------------------------------------------------------------------------------


@row("want", "help|manual|documentation|instructions|commands|capabilities", example="help", cost=0.1)
@row(
    "want",
    f"what|which (<:anyword>)? can|could|do|are you ({_MAKE}|know|understand|support|can|able|good|at|for|to|all)*",
    example="what can you do",
)
@row("want", "who|what are you", example="who are you")
@row(
    "want",
    "how do|can|should|would|to (i|we|one|you)* <:anything>*",
    example="how do I make a part",
    cost=1.2,
)
@row(
    "want",
    "(list|show|tell|give|name|me|us|which|what|are|kind|sort|of|the|all)* parts|shapes|units|features (<:anyword>)*",
    example="which parts are available",
    cost=0.2,
)
@row(
    "want",
    "do|can|could|does|are|would you (support|know|understand|handle|accept|speak|read|able|to) <:anyword>*",
    example="do you support inches",
    cost=0.2,
)
@row("want", "(give|show|me|us|some|any|other|another)* example|examples", example="give me an example")
def _help(found: Found) -> Any:
    return "help"


@row(
    "want",
    "(good|morning|afternoon|evening|hi|hello|hey|hallo|greetings|there|dear|mayfly)*",
    example="good morning",
    cost=0.4,
)
def _greeting(found: Found) -> Any:
    words = [term for term in found.terms if term.kind != "mark"]
    return "help" if found.end - found.start == len(words) else None


@row(
    "want",
    f"can|could|do|are you {_MAKE} <noun:part> (<:anyword> / ,)*",
    example="can you make gears",
    cost=0.2,
)
def _can_make(found: Found) -> Any:
    return "help" if found.noun.plural else None
