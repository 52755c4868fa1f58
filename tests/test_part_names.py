"""A part is one file: no module outside the catalogue names one."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "backend" / "mayfly"
PARTS = PACKAGE / "cad" / "parts"
NAMES = frozenset(path.stem for path in PARTS.glob("[a-z]*.py"))
#: Lists of words, and tables of phrases whose lines begin with a term.
WORDS = re.compile(r"[a-z_]+(?: [a-z_]+)*\s*")
TERM = re.compile(r"^([a-z_]+): ", re.MULTILINE)
#: Words that are the name of a part and mean something else in these modules.
OTHERWISE: dict[str, frozenset[str]] = {
    "ellipse": frozenset(
        {
            "design/geometry/faces",
            "design/profiles/round",
            "design/features/rib",
            "planning/readings/construction/sketches",
        }
        | {"planning/conversation/intent", "language/weighing/patterns/sketches/profiles"}
        | {"planning/readings/construction/loops", "planning/readings/one_part/ends"}
    ),  # an outline
    "trapezoid": frozenset(
        {
            "design/profiles/cornered",
            "planning/readings/construction/sketches",
            "language/weighing/patterns/sketches/profiles",
        }
        | {"planning/readings/construction/steps"}
    ),  # an outline
    "disc plate": frozenset({"language/weighing/patterns/sketches/profiles"}),  # half a disc, as an outline
    "plate": frozenset(
        {"language/weighing/patterns/bodies/standing", "language/weighing/patterns/around/briefs"}
        | {"planning/readings/one_part/named_edges"}
    ),  # any flat thing that something stands on
    "flange": frozenset(
        {"language/weighing/attach/fitting", "planning/readings/construction/sketches"}
    ),  # what a T-section consists of
    "box": frozenset(
        {"cad/sandbox/measure/survey", "cad/step_survey", "design/expectations"}
        | {"language/weighing/spec_phrases"}
    ),  # a bounding box
    "cone cylinder": frozenset(
        {"language/weighing/patterns/sketches/contours"}
    ),  # a piece of a turned contour
    "box cylinder plate disc cube sphere polygon_prism square_bar": frozenset(
        {"language/weighing/topics"}
    ),  # what a body without a name is made as
    "disc": frozenset(
        {"language/weighing/patterns/around/wants", "language/weighing/patterns/bodies/roles"}
    ),  # a computer's, and a round tier of a body
    "flange tube": frozenset(
        {
            f"planning/{module}"
            for module in (
                "parts/sizes",
                "surfaces/faces_across",
                "surfaces/faces_by_words",
                "parts/modifiers",
            )
        }
        | {"planning/follow_up/targets"}
        | {f"language/{module}" for module in ("vocabulary", "labels", "lexicon")}
        | {
            f"language/weighing/patterns/{module}"
            for module in (
                "features/edges",
                "sizes/labelled",
                "sizes/dimensions",
                "places/poses",
                "names/shaped",
                "idioms/notes",
                "sizes/counted_in",
            )
        }
        | {
            "planning/readings/said/section_depth",
            "planning/readings/one_part/poses",
            "planning/readings/one_part/safety",
        }
    ),  # something that a part consists of
    "gusset": frozenset(
        {"language/weighing/patterns/sizes/dimensions"}
    ),  # what a right triangle may be said of
    "tube": frozenset(
        {"cad/preview/exact", "planning/readings/one_part/axes"}
    ),  # the small diameter of a torus, and a bar that is hollow
    "tube plate box cylinder disc cube cone sphere hemisphere washer": frozenset(
        {"language/weighing/attach/part_heads"}
    ),  # shapes that the title of a request is described by
    "cone disc u_channel pyramid": frozenset(
        {"language/weighing/patterns/idioms/step_by_step"}
    ),  # shapes of which one size is said in a way of its own
    "transition": frozenset(
        {"cad/workshop/failures", "cad/messages/notes", "cad/messages/hints", "cad/workshop/inspection"}
        | {"language/weighing/called", "language/weighing/patterns/idioms/step_by_step"}
    ),  # an argument of CadQuery's sweep, and a piece of a turned part
    "cylinder cone sphere torus ellipse": frozenset(
        {"cad/sandbox/measure/shape_fields", "cad/messages/shapes", "design/expectations"}
        | {"planning/chat/requirements_form", "cad/preview/exact"}
    ),  # surfaces
    "box plate cube cylinder disc sphere flange": frozenset(
        {f"planning/readings/by_coordinates/{name}" for name in ("data", "drawn", "said", "solids", "words")}
        | {"planning/readings/sheets/words"}
    ),  # bodies that are spelled out by their corners, and the keys of data sheets
    "cube cone": frozenset(
        {"language/weighing/patterns/bodies/primitives", "language/weighing/topics"}
    ),  # what a body without a name is made as
    "flange pulley": frozenset(
        {
            f"language/weighing/patterns/{module}"
            for module in (
                "around/background",
                "idioms/prints",
                "idioms/order_lines",
                "names/components",
                "names/negations",
            )
        }
        | {"language/weighing/attach/sizes", "planning/readings/one_part/headed"}
    ),  # what a part consists of, and what would have a groove later
    "disc tube washer cylinder flange": frozenset(
        {"language/weighing/patterns/places/circles"}
    ),  # round things, which are wide from side to side
    "box cylinder disc plate": frozenset(
        {"language/weighing/patterns/names/feature_heads"}
    ),  # how a boss or a pocket is shaped
    "shaft_coupling": frozenset({"language/weighing/patterns/around/background"}),  # "coupler 5mm to 8mm"
    "flanged_bushing washer cone": frozenset(
        {"language/weighing/patterns/idioms/asked_for"}
    ),  # plugs and conical spacers, which are named by what they are for
    "standoff spacer": frozenset({"planning/readings/one_part/blind_ends"}),  # without a bore: bars
    "disc cylinder cone hemisphere hemispherical_shell bushing washer spacer plain_hub flange": frozenset(
        {"language/weighing/patterns/idioms/loosely", "language/weighing/patterns/sketches/portions"}
        | {"planning/readings/sheets/features"}
    ),  # halves of balls, pieces told in prose, and the keys of data sheets
    "gasket box gusset washer tube bushing cup tray cylinder capsule hemisphere": frozenset(
        {
            f"language/weighing/patterns/idioms/{module}"
            for module in ("in_the_shop", "modelling_prose", "plain_sentences")
        }
    ),  # words by which one way of saying it is known from another
    "trapezoid wedge ellipse cylinder": frozenset(
        {f"language/weighing/patterns/{module}" for module in ("names/part_heads", "places/whole_moves")}
        | {"planning/readings/construction/solid_profiles"}
    ),  # outlines, and the solid that one becomes
    "washer large_washer": frozenset(
        {"cad/standards/__init__", "cad/standards/tables", "standards"}
    ),  # tables of sizes
}


def _is_meant(name: str, module: str) -> bool:
    return not any(name in words.split() and module in modules for words, modules in OTHERWISE.items())


def _named(path: Path) -> Counter[str]:
    """Count the names of parts in a module's strings: alone, in a list of words, or as a table's term."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = path.relative_to(PACKAGE).with_suffix("").as_posix()
    found: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value.split() if WORDS.fullmatch(node.value) else TERM.findall(node.value)
            found.update(word for word in words if word in NAMES and _is_meant(word, module))
    return found


def test_no_module_outside_the_catalogue_names_a_part() -> None:
    files = [path for path in sorted(PACKAGE.rglob("*.py")) if not path.is_relative_to(PARTS)]
    named = {path.relative_to(PACKAGE).as_posix(): _named(path) for path in files}
    assert not {module: names for module, names in named.items() if names}
