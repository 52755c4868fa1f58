"""Hints, advice on what usually helps: by code, with fields from a child and sentences from the server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mayfly.cad.messages.fields import (
    Kind,
    call,
    count,
    file,
    filled,
    identifier,
    one_of,
    optional,
    selector,
    size,
)
from mayfly.cad.messages.shapes import edges, faces, held, made, sides, subject

HINTS_KEPT = 5
"""Hints of one error that are shown; a child sends the best first."""

ENDS = one_of(
    {
        "workplane": "a workplane, which holds no shape",
        "points": "points, which are not a shape",
        "sketch": "a sketch, which is flat",
        "faces": "faces",
        "wires": "outlines (wires), which are flat",
        "edges": "edges",
        "vertices": "corner points",
        "shells": "a shell, which has no inside",
        "nothing": "an empty selection",
    }
)
"""What a chain without a solid may end in."""

_SIZE_OF = one_of({"fillet": "fillet radius", "chamfer": "chamfer length", "shell": "wall"})
_JOIN = one_of({"union": "join", "cut": "cut", "intersect": "intersect"})


def _steps(value: Any) -> str | None:
    """Return "one step up the chain" or "3 steps up the chain", or None."""
    number = count(value)
    if number is None:
        return None
    return "one step up the chain" if number == "1" else f"{number} steps up the chain"


def _end_call(value: Any) -> str | None:
    """Return the call that goes back this number of steps, or None."""
    number = count(value)
    if number is None:
        return None
    return ".end()" if number == "1" else f".end({number})"


HINTS: dict[str, Kind] = {
    # --- what a message of CadQuery's means ---
    "fillet": Kind(
        "The fillet radius is too large for at least one of the selected edges, or fillets meet where they "
        "can't; use a smaller radius, select fewer edges, or fillet before cutting.",
        {},
    ),
    "chamfer": Kind(
        "The chamfer is too large for at least one of the selected edges; use a smaller length or select "
        "fewer edges.",
        {},
    ),
    "shell": Kind(
        "The walls can't be offset by this thickness; use a thinner wall, open one face instead of two, or "
        "cut a smaller copy out instead of using shell().",
        {},
    ),
    "sweep": Kind(
        "The sweep failed: the path may bend tighter than the profile allows, or not start on the profile's "
        "plane.",
        {},
    ),
    "loft": Kind("The loft failed: give at least two closed wires on different planes, in order.", {}),
    "boolean": Kind(
        "Joining and cutting fail most often where faces of the two bodies lie in each other or only just "
        "touch: let the bodies overlap, or shift one by a little (0.01 mm); clean=False leaves out the step "
        "that merges faces afterwards.",
        {},
    ),
    "sizes": Kind(
        "The CAD kernel could not do this operation with these sizes; check that they are possible together.",
        {},
    ),
    "loft_wires": Kind(
        "loft() needs at least two closed wires, each on a workplane of its own: draw one, go on with "
        "workplane(offset=...), draw the next, then loft.",
        {},
    ),
    "no_outline": Kind(
        "Draw a closed outline before extruding: rect(), circle(), polygon(), or lines ended by close().", {}
    ),
    "no_edges": Kind(
        "The selector found no edges: check the selector string, and that the model has such edges at this "
        "point of the chain.",
        {},
    ),
    "no_solid": Kind(
        "This operation works on a solid, and the chain has none yet: extrude something first.", {}
    ),
    "one_plane": Kind(
        "workplane() needs one flat face, or several in one plane: narrow the selector, e.g. faces('>Z').", {}
    ),
    "nothing_found": Kind(
        "A selector found nothing at this point of the chain; check the selector string against the shape as "
        "it is there.",
        {},
    ),
    "zero": Kind("A direction or a length is zero: two points coincide, or a size is 0.", {}),
    "empty_shape": Kind(
        "An operation gave an empty shape: sizes may cancel out (a cut that leaves nothing, an outline of "
        "zero area).",
        {},
    ),
    "no_access": Kind(
        "A script can't reach files, the network or other programs; what it passes to show_object is written "
        "for it.",
        {},
    ),
    "file_removing": Kind(
        "Nothing can be removed or renamed but files in a script's own folder, and that is thrown away after "
        "the build in any case. Leave that line out.",
        {},
    ),
    "file_writing": Kind(
        "A script can write into its own folder only: name the file without a place before it. The folder is "
        "thrown away after the build; what is passed to show_object is written for the caller.",
        {},
    ),
    "no_folder": Kind(
        "There is no folder {folder} yet: make it first, with os.makedirs('{folder}', exist_ok=True).",
        {"folder": file},
    ),
    "file_reading": Kind(
        "A script sees only the files that are handed in with it: mayfly run SCRIPT --with {file} (files= in "
        "Python and over HTTP). It finds them in its own folder, by their plain names.",
        {"file": file},
    ),
    "file_content": Kind(
        "The file {file} is there, but it does not hold what the script reads it as.", {"file": file}
    ),
    "nobody_to_ask": Kind(
        "Nobody can be asked while a script runs: write the value at the top of the script, where it is a "
        "parameter that can be set from outside.",
        {},
    ),
    "no_module": Kind(
        "CadQuery, NumPy, Python's standard library and what is installed with them can be imported; a "
        "module of your own is handed in with the script (mayfly run SCRIPT --with MODULE.py; files= in "
        "Python and over HTTP).",
        {},
    ),
    "disk_full": Kind(
        "The machine's folder for temporary files is full; that is not the script's fault.", {}
    ),
    "no_font": Kind(
        "text() finds no font on this machine: install one (on Debian or Ubuntu: apt-get install "
        "fonts-dejavu-core).",
        {},
    ),
    "exit": Kind(
        "A script that ends with sys.exit() or sys.exit(0) has done its work; with another value it failed.",
        {},
    ),
    # --- selectors ---
    "selector_syntax": Kind(
        "A selector is built like '>Z' (farthest in Z), '<X', '|Z' (parallel to Z), '#Z' (perpendicular to "
        "Z), '+Y' (facing Y), '%CIRCLE' (of a kind) or '>Z[-2]' (second to last in Z), joined by and, or, "
        "not, exc and brackets.",
        {},
    ),
    "selected_nothing": Kind(
        "{method}({text}) selected nothing; the stack held {held}, with {choice} to choose from.",
        {"method": one_of({k: k for k in ("vertices", "edges", "wires", "faces", "shells", "solids")})}
        | {"text": selector, "held": held, "choice": held},
    ),
    "selection_empty": Kind("The selection is empty; before it the stack held {held}.", {"held": held}),
    # --- empty and flat objects ---
    "empty_union": Kind(
        "union() joins solids, and there is no solid here: begin with the first solid instead of an empty "
        "Workplane().",
        {},
    ),
    "begin_with_solid": Kind(
        "An empty Workplane() was shown: if it was to collect solids (union() in a loop), there was none; "
        "begin with the first solid.",
        {},
    ),
    "empty_operand": Kind(
        "There is nothing to {what} with, no solid: {subject}, ends in {end}.",
        {"what": _JOIN, "subject": subject, "end": ENDS},
    ),
    "nothing_left_at": Kind(
        "Nothing is left of {subject}: a cut took all of it away, or bodies to intersect do not meet. Check "
        "sizes and places.",
        {"subject": subject},
    ),
    "left_nothing": Kind(
        "A cut took all of it away, or bodies to intersect do not meet: check sizes and places.", {}
    ),
    "step_back": Kind(
        "The solid ({sides}{made}) stands {steps}: end the chain with {end}, or keep the solid in a variable "
        "of its own and show that{variable}.",
        {
            "sides": sides,
            "made": optional(made, ", "),
            "steps": _steps,
            "end": _end_call,
            "variable": optional(identifier, " (`", "` is it)"),
        },
    ),
    "go_on": Kind("Or go on with .extrude(height) or .cutBlind(-depth).", {}),
    "extrude_it": Kind("There is no solid in this chain yet: extrude it, e.g. .extrude(5).", {}),
    "extrude_shape": Kind(
        "A flat shape becomes a solid by extruding it: cq.Solid.extrudeLinear(face, cq.Vector(0, 0, 5)), or "
        "cq.Workplane(obj=face).wires().toPending().extrude(5).",
        {},
    ),
    "solid_of_shell": Kind("A closed shell becomes a solid by cq.Solid.makeSolid(shell).", {}),
    # --- sizes: fillets, chamfers, shells ---
    "largest": Kind(
        "The largest {what} that works here is about {size} mm{second}.",
        {"what": _SIZE_OF, "size": size, "second": optional(size, " (the second length ", " mm)")},
    ),
    "works": Kind(
        "A {what} of {size} mm works{second}; larger ones were not all tried.",
        {"what": _SIZE_OF, "size": size, "second": optional(size, " (the second length ", " mm)")},
    ),
    "only_this_size": Kind(
        "Only exactly {wanted} mm fails, as it equals another size here (a rounding, a wall); a {what} of "
        "{size} mm works, and so does a little more than {wanted} mm.",
        {"what": _SIZE_OF, "wanted": size, "size": size},
    ),
    "none_works": Kind(
        "No {what} works here, however small: select others, or do this step earlier.", {"what": _SIZE_OF}
    ),
    "not_positive": Kind("A {what} must be larger than 0.", {"what": _SIZE_OF}),
    "foreign_edges": Kind(
        "The edges belong to another body than the one that is worked on: select them on that body, as it "
        "is at this point of the chain.",
        {},
    ),
    "faulty_before": Kind("The body was faulty before this step already: look at the steps above it.", {}),
    "these_edges": Kind("It fails at {edges}.", {"edges": edges}),
    "each_alone": Kind(
        "Each of the {count} edges takes this {what} alone; together there is no room where they meet or "
        "face each other.",
        {"count": count, "what": _SIZE_OF},
    ),
    # --- joining and cutting ---
    "faulty_operand": Kind(
        "{subject}, is faulty before this step already{faces}: fix that one.",
        {"subject": subject, "faces": optional(faces, " at ")},
    ),
    "shared_faces": Kind("The two bodies meet in faces that lie in each other: {faces}.", {"faces": faces}),
    "without_clean": Kind("With clean=False it works.", {}),
    "hair": Kind(
        "With the second body shifted by {size} mm along {axis} it works.",
        {"size": size, "axis": one_of({"X": "X", "Y": "Y", "Z": "Z"})},
    ),
    # --- outlines ---
    "outline_crosses": Kind(
        "An outline crosses itself: check the order of its points, and where arcs and splines bulge.", {}
    ),
    "outlines_overlap": Kind(
        "Outlines that are extruded in one step must lie apart or wholly within each other, and these "
        "overlap: move them, or extrude one after the other and join the bodies with union().",
        {},
    ),
    "mirrored_over_itself": Kind(
        "mirrorX() and mirrorY() keep the outline and add its mirror image, and the two overlap: draw it on "
        "one side of the axis only, or leave the mirroring out.",
        {},
    ),
    # --- file and crash ---
    "transition": Kind(
        "The sweep's transition is what fails here most often: transition='right' makes mitred corners; for "
        "round ones put arcs into the path (radius larger than the profile's).",
        {},
    ),
    "simpler_way": Kind("A simpler way to the same shape often helps.", {}),
    "crash_wall": Kind(
        "The {what} of {size} mm is no smaller than the walls of {wall} mm that an earlier shell() left, and "
        "the kernel does not survive that: take a smaller one, do it before shell(), or select fewer edges.",
        {"what": _SIZE_OF, "size": size, "wall": size},
    ),
    "crash_size": Kind(
        "It crashed in {call} with a {what} of {size} mm on {count} edges: a smaller one often works, and so "
        "do fewer edges; sizes that equal a wall or another rounding are the usual cause.",
        {"call": call, "what": _SIZE_OF, "size": size, "count": count},
    ),
    "crash_call": Kind(
        "It crashed in {call}: other sizes often work, such as faces that do not just touch and roundings "
        "smaller than the walls.",
        {"call": call},
    ),
    "first_in_file": Kind("The first object of which that is so is {subject}.", {"subject": subject}),
}
"""The hints by code."""


def hint_text(rows: Any, lines: int) -> str:
    """Return the sentences of a child's hints; a wrong row is left out.

    Args:
        rows: What the child sent.
        lines: Lines that the script has.
    """
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return ""
    texts = [text for row in rows[: 2 * HINTS_KEPT] if (text := filled(HINTS, row, lines))]
    return " ".join(dict.fromkeys(texts[:HINTS_KEPT]))
