"""What somebody wants: a model, the state of the storage, a sweep, a list, or help.

Read from words alone; sizes and shapes are the planner's business. First it is weighed whether a message
describes a shape or speaks of the storage: "sweep a circle of 5 mm along the path" describes one, "sweep the
old files" does not. In doubt it is "make": the planner asks about what it does not understand, while a sweep
or a list in place of a model would leave the request unheard.
"""

from __future__ import annotations

from typing import Final, Literal

from mayfly.language.lexer import tokenize
from mayfly.language.vocabulary import word_set
from mayfly.planning.parts.names import part_phrases

Intent = Literal["make", "stats", "sweep", "list", "help"]

_POLITE: Final = word_set(
    "please hi hello hey could can would will you now kindly just i want need like to us me "
    "let let's lets go ahead and then so ok okay the a an my your mayfly would'd i'd thanks "
    "dear"
)
_CREATE: Final = word_set(
    "make create design draw build generate model produce construct give machine print turn "
    "mill draft prepare"
)
_REMOVE: Final = word_set(
    "delete deletes deleting remove removes clean cleanup clear sweep purge erase wipe flush "
    "tidy trash discard drop prune expire empty rid cleaning clearing removal deletion"
)
_REMOVED: Final = word_set("deleted removed cleaned cleared swept purged erased wiped expired gone")
_STORED: Final = word_set(
    "model models file files step stp storage store disk disc space temp temporary folder "
    "directory cache memory"
)
_OLD: Final = word_set(
    "expired old older outdated stale passed past overdue leftover leftovers everything ttl "
    "lifetime deadline temp temporary storage cache"
)
_WHAT_IS_MADE: Final = word_set("do units parts shapes features offer support")
_GREETING: Final = word_set("hi hello hey hallo greetings good morning afternoon evening there mayfly dear")
_EXPIRY: Final = word_set("expire expires expiry expiring deadline deadlines lifetime lapse")
_STATS: Final = word_set("stats statistics status usage stat statistic")
_QUESTION: Final = word_set(
    "how what which when where why who is are was were do does did has have whats what's"
)
_LENGTHS: Final = frozenset({"mm", "cm", "m", "in", "ft"})
_LISTING: Final = word_set("list show display enumerate print which what")
_MADE: Final = word_set(
    "made created generated built stored kept available existing current saved left remaining "
    "still alive live have exist"
)
#: Words of shapes besides the parts of the catalogue: profiles, features, edges, how a shape is made.
_GEOMETRY: Final = word_set(
    "circle rectangle square triangle ellipse profile sketch path arc spline helix line polygon hexagon"
    " outline section hole holes bore slot slots pocket pockets groove fillet fillets chamfer chamfers edge"
    " edges corner corners face faces wall walls rib ribs boss bosses thread threads extrude extrusion"
    " revolve revolved loft lofted swept along diameter radius thickness length width height depth thick long"
    " wide high tall deep mm"
)
#: Weight of what speaks for a shape, and of what speaks for the storage.
_WEIGHTS: Final = {"size": 2.0, "part": 2.0, "geometry": 1.5, "stored": 2.5, "old": 1.5}
_LIST_COMMANDS: Final = frozenset({"list", "ls", "dir", "ll"})
_HELP: Final = word_set("help usage manual instructions documentation commands examples example capabilities")
_ABILITY: Final = word_set(
    "can could able do understand support know offer handle accept units unit parts shapes features"
)


def read_intent(text: str) -> Intent:
    """Return what a message asks for."""
    words = [token.lemma for token in tokenize(text[:4000]) if token.kind == "word"]
    if not words:
        return "make"
    said = set(words)
    numbers = any(token.kind == "number" for token in tokenize(text[:4000]))
    first = next((word for word in words if word not in _POLITE), words[-1])
    if _describes_shape(text, said, first):
        return "make"
    order = first == "do" and {"a", "the", "an"} & set(words[words.index("do") + 1 :][:1])
    asks = not order and (words[0] in _QUESTION or first in _QUESTION or text.rstrip().endswith("?"))
    order_of = _read_short_order(words, said, first, numbers=numbers, asks=asks)
    return order_of or _read_wish(words, said, first, numbers=numbers, asks=asks)


def _describes_shape(text: str, said: set[str], first: str) -> bool:
    """Return whether an order to sweep or clear speaks more of a shape than of the storage.

    Numbers with a unit of length, names of parts and words of geometry weigh against stored things and their
    age; a message without such an order is left to the other readers.
    """
    if first not in _REMOVE:
        return False
    sizes = [token for token in tokenize(text[:4000]) if token.kind == "number" and token.unit in _LENGTHS]
    shape = _WEIGHTS["size"] * min(len(sizes), 3)
    shape += _WEIGHTS["part"] * min(len(said & _shape_words() - _STORED - _POLITE), 2)
    shape += _WEIGHTS["geometry"] * min(len(said & _GEOMETRY), 4)
    storage = _WEIGHTS["stored"] * len(said & (_STORED - {"step"})) + _WEIGHTS["old"] * len(said & _OLD)
    return shape > storage


def _read_short_order(
    words: list[str], said: set[str], first: str, *, numbers: bool, asks: bool
) -> Intent | None:
    """Read what is clear from a few words: "list", "give me the stats", "hello", a shape with numbers."""
    if first in {"give", "get"} and not numbers and said & (_HELP | _STATS | {"list"}):
        return "help" if said & _HELP else "stats" if said & _STATS else "list"
    if set(words) - _POLITE <= _LIST_COMMANDS and said & _LIST_COMMANDS and not numbers:
        return "list"
    if numbers and said & _shape_words() - _STORED - _POLITE and not asks and first not in _REMOVE:
        return "make"
    if (
        said <= _GREETING
        or words[-3:] in (["who", "are", "you"], ["what", "are", "you"])
        or _asks_what_can_be_made(words, numbers=numbers)
    ):
        return "help"
    if first in {"show", "list", "display"} and not numbers and not said & (_CREATE | _WHAT_IS_MADE):
        if said & _STATS:
            return "stats"
        if said & {"left", "stored", "saved", "files", "models"} and not said & (
            _shape_words() - _STORED - _POLITE
        ):
            return "list"
    return None if numbers else _asks_about_own_models(words, said, first)


def _read_wish(words: list[str], said: set[str], first: str, *, numbers: bool, asks: bool) -> Intent:
    """Read what a whole sentence asks for: a model, help, the state of the storage, a list or a sweep."""
    negated = bool(said & {"don't", "not", "never", "dont"})
    if first in _CREATE and not (said & _EXPIRY and asks):
        return "make"
    if _wants_help(words, said, first, numbers=numbers):
        return "help"
    stored = bool(said & _STORED)
    if (
        asks
        and (stored or said & (_REMOVED | _EXPIRY | {"stored", "sweep", "cleanup"}))
        and not _polite_sweep(words, first)
    ):
        return _question_about_storage(words[words.index(first) :], said)
    if first in _STATS or (said & _STATS and (stored or said & {"cleanup", "service"} or len(words) <= 4)):
        return "stats"
    if _is_sweep(words, said, first) and not negated:
        return "sweep"
    if first in {"list", "show", "display", "enumerate"} and stored and not numbers:
        return "list"
    if stored and said & {"disk", "storage"} and not numbers and not said & _CREATE:
        return "stats"
    if negated and said & _REMOVE and stored:
        return "stats"
    return "make"


def _asks_about_own_models(words: list[str], said: set[str], first: str) -> Intent | None:
    """Read "what did I make so far?", "can I see which files exist", "how much time is left for my gear?"."""
    if "time" in said and said & {"left", "remaining", "remain", "remains"} and first in _QUESTION:
        return "stats"
    mine = {"i", "we"} & said and first in {"what", "which"} and "can" not in said and "do" not in said
    if mine and said & {"make", "made", "create", "created", "build", "built", "generate", "generated"}:
        return "list" if said & {"did", "have", "far", "already"} else None
    seen = (
        said & {"see", "view", "look"} and said & {"files", "models"} and words[0] in {"can", "could", "may"}
    )
    return "list" if seen else None


def _asks_what_can_be_made(words: list[str], *, numbers: bool) -> bool:
    """Return whether "can you make gears?", with no size, or "how do I write ..." asks what can be made."""
    if set(words) & (_EXPIRY | _REMOVED | _STATS):
        return False
    if words[:3] in (["how", "do", "i"], ["how", "can", "i"], ["how", "should", "i"], ["how", "to", "write"]):
        return True
    can_do = words[:2] in (["can", "you"], ["could", "you"], ["do", "you"], ["are", "you"]) and not numbers
    behind = words[3:4]
    plural = bool(behind) and behind[0].endswith("s") and behind[0][:-1] in _shape_words()
    return can_do and plural and words[2] in _CREATE


def _polite_sweep(words: list[str], first: str) -> bool:
    return words[0] in {"can", "could", "would", "will", "please"} and first in _REMOVE


def _question_about_storage(words: list[str], said: set[str]) -> Intent:
    counted = (
        "many" in said
        or "much" in said
        or said & _EXPIRY
        or said & _REMOVED
        or said & {"space", "disk", "big", "large", "running"}
    )
    if not counted and words[0] in {"what's", "whats"} and "in" in said:
        return "list"
    if not counted and words[0] in _LISTING and said & {"models", "files", "model", "file"}:
        return "list"
    return "stats"


def _is_sweep(words: list[str], said: set[str], first: str) -> bool:
    """Return whether a message orders the removal of what has expired; "remove the holes" does not."""
    index = words.index(first)
    verb = first in _REMOVE or (
        first in {"run", "start", "do", "trigger", "perform", "get", "throw", "force"}
        and bool(said & (_REMOVE | {"away"}))
    )
    if not verb:
        return False
    behind = set(words[index + 1 :])
    return bool(behind & (_STORED | _OLD | {"up", "sweep", "cleanup", "clean"})) or not behind - _POLITE


def _wants_help(words: list[str], said: set[str], first: str, *, numbers: bool) -> bool:
    if first in _HELP or (len(words) <= 3 and said & {"help"}):
        return True
    if numbers and said & _shape_words():
        return False
    if said & _EXPIRY or said & _REMOVED or said & {"storage", "disk", "stored"}:
        return False
    asking = words[0] in {
        "what",
        "which",
        "how",
        "do",
        "does",
        "can",
        "could",
        "where",
        "show",
        "give",
        "tell",
        "list",
        "are",
        "is",
        "why",
    }
    if not asking:
        return False
    if (
        words[0] in {"what", "which", "show", "give", "tell", "list"}
        and said & _ABILITY
        and not said & {"models", "files"}
    ):
        return True
    if words[:3] in (["what", "can", "you"], ["what", "do", "you"], ["what", "are", "you"]):
        return True
    if (
        words[0] == "how"
        and not said & {"many", "much", "long"}
        and said & {"i", "you", "do", "to", "does", "this"}
    ):
        return True
    if (
        words[0] in {"do", "does", "can", "could", "are"}
        and "you" in said
        and not said & (_CREATE | _REMOVE | {"have"})
    ):
        return True
    return bool(
        words[0] in {"what", "which"}
        and said & {"shapes", "parts", "units", "features", "possible", "holes"}
        and not said & _STORED
    )


def _shape_words() -> set[str]:
    return {word for phrase in part_phrases() for word in phrase.split()}


def help_text() -> str:
    """Return the help text: what can be made, with examples, the units, and how to ask for a hole."""
    from mayfly.cad.parts import catalogue

    titles = ", ".join(sorted(part.title for part in catalogue().values()))
    return (
        "I make one mechanical part for each request, as a STEP file that lives for 30 minutes.\n\n"
        f"Parts: {titles}.\n\n"
        "Features: through and blind holes (corner, bolt circle, grid, row, points), clearance"
        " and tapped M holes,"
        " counterbores, countersinks, slots, pockets, fillets and chamfers.\n\n"
        'Units: mm (the default), cm, m, inch (in, ") and foot (ft, \'); fractions such as 1 1/2" are fine,'
        " and each number keeps its own unit.\n\n"
        "Examples:\n"
        "- plate 100 x 60 x 8 mm with four M6 clearance holes in the corners, 10 mm inset\n"
        "- tube OD 40, ID 32, length 120\n"
        "- flange OD 150, 18 thick, bore 60, 4 holes of 18 mm on PCD 110\n"
        "- block 50 x 50 x 30 with a blind hole in the middle, 16 mm diameter and 18 mm deep\n"
        "- L-bracket, both legs 50, 30 wide, 4 mm thick\n"
        "- M10 washer\n\n"
        "A hole is asked for with its diameter and its place, for example: one 8 mm hole in the centre;"
        " six 9 mm holes on a 75 mm bolt circle; 4x Ø5.5 holes in the corners, 8 mm inset.\n\n"
        "You can also ask how many models are stored and when they expire, list them,"
        " or have the expired ones deleted."
    )
