"""Densities of common materials, for the weight of a model.

Metals and alloys have the nominal densities of their standard, or of the sheet that is named. Plastics have
typical values of ISO 1183 as makers publish them for solid, unfilled material; printed parts are lighter by
their infill. Wood is at 12 % moisture. Real lots differ by a percent or two, wood and plastics by more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Material:
    """A material with its density.

    Attributes:
        name: What it is called in an answer.
        density: In g/cm³.
        source: Where the value is from.
        words: What else people call it, in lower case.
    """

    name: str
    density: float
    source: str
    words: tuple[str, ...] = ()


MATERIALS: Final = (
    Material("aluminium (6061)", 2.70, "Aluminum Association", ("aluminium", "aluminum", "alu", "6061")),
    Material("aluminium 7075", 2.81, "Aluminum Association", ("7075", "aluminum 7075")),
    Material("steel", 7.85, "EN 1993-1-1", ("carbon steel", "mild steel", "s235", "s355")),
    Material(
        "stainless steel (1.4301)", 7.90, "EN 10088-1",
        ("stainless", "stainless steel", "inox", "304", "1.4301", "a2"),
    ),
    Material("stainless steel 1.4401", 8.00, "EN 10088-1", ("316", "1.4401", "a4")),
    Material("tool steel (1.2379)", 7.70, "EN ISO 4957", ("tool steel", "1.2379", "d2")),
    Material("grey cast iron", 7.20, "EN 1561", ("cast iron", "grey iron", "gray iron", "iron")),
    Material("brass (CW614N)", 8.47, "Kupferinstitut data sheet", ("brass", "ms58", "cw614n")),
    Material("bronze (CW453K)", 8.80, "Kupferinstitut data sheet", ("bronze", "tin bronze")),
    Material("copper (CW004A)", 8.93, "Kupferinstitut data sheet", ("cu", "cw004a")),
    Material("titanium (grade 5)", 4.43, "ASM data sheet", ("titanium", "ti6al4v", "grade 5", "ti")),
    Material("magnesium (AZ91)", 1.81, "ASM data sheet", ("magnesium", "az91")),
    Material("zinc alloy (ZP5)", 6.70, "ASM data sheet", ("zinc", "zamak", "zinc alloy")),
    Material("lead", 11.34, "CRC Handbook", ("pb",)),
    Material("PLA", 1.24, "ISO 1183, typical", ("polylactide",)),
    Material("ABS", 1.05, "ISO 1183, typical"),
    Material("PETG", 1.27, "ISO 1183, typical", ("pet-g",)),
    Material("polyamide 6 (nylon)", 1.14, "ISO 1183, typical", ("nylon", "polyamide", "pa", "pa6", "pa66")),
    Material("POM (acetal)", 1.41, "ISO 1183, typical", ("pom", "acetal", "delrin")),
    Material("polycarbonate", 1.20, "ISO 1183, typical", ("pc", "lexan")),
    Material("acrylic (PMMA)", 1.18, "ISO 1183, typical", ("acrylic", "pmma", "plexiglass", "perspex")),
    Material("PTFE", 2.17, "ISO 1183, typical", ("teflon",)),
    Material("polyethylene (PE-HD)", 0.95, "ISO 1183, typical", ("hdpe", "polyethylene", "pe")),
    Material("polypropylene", 0.91, "ISO 1183, typical", ("pp",)),
    Material("oak", 0.72, "Wood Handbook, 12 % moisture", ("oak wood", "oakwood")),
    Material("pine", 0.51, "Wood Handbook, 12 % moisture", ("pine wood", "wood", "pinewood")),
)  # fmt: skip
"""The materials, those that are asked for most first."""


def find_material(text: str) -> Material | None:
    """Return the material that a text names, by its longest name; None where it names none."""
    said = f" {re.sub(r'[^a-z0-9.+-]+', ' ', text.lower()).strip()} "
    names = {word: each for each in reversed(MATERIALS) for word in (each.name.lower(), *each.words)}
    found = [word for word in names if f" {word} " in said or f" {word}s " in said]
    return names[max(found, key=len)] if found else None
