"""Reads things: the part and features, with what stands before their nouns, and what they are for."""

from __future__ import annotations

from typing import Final

from mayfly.language.chunks import Quantity, Term
from mayfly.language.cursor import DETERMINERS, spread_unit
from mayfly.language.nodes import Attribute, Label, Measure, Mention, Reference
from mayfly.language.phrases.edges import EdgeReader
from mayfly.language.phrases.sizes import name_depths
from mayfly.language.state import OWN_ROLES
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.vocabulary import word_set

Groups = list[tuple[list[Measure], bool]]

FLAGS: Final = word_set(
    "through blind flat_bottom tapped clearance screw cap_screw flat_head vertical horizontal "
    "cross radial lengthwise all_round open_top open_ended hollow equally sharp centred row "
    "lengths_equal square_shape round_shape pointed everything counterbored countersunk "
    "closed_bottom triangle_shape pose_ok same right_angle square_pattern lying standing bent vague "
    "drill_point turned tangential din_key circlip shaft_circlip bore_circlip closed"
)
SUBJECT_VERBS: Final = word_set("is are should must has have shall needs need measures was will")
#: Words that a noun may have before it; more are no noun phrase, and looking further costs time.
_LONGEST_NOUN_PHRASE: Final = 16
#: How many numbers a group before a feature's noun can have, its count included.
_MOST_SIZES: Final = {"fillet": 2, "chamfer": 2, "counterbore": 2, "countersink": 2, "bore": 2, "hole": 3}
_ABOUT: Final = word_set("approximately approx about roughly ca circa around maybe perhaps")
_STOCK: Final = frozenset(["from", "of"])


class NounReader(EdgeReader):
    """Readers of nouns."""

    def noun_phrase(self) -> bool:
        """Read "six 9 mm holes", "a 60x40 pocket", "square plate": a count, sizes, adjectives and a noun."""
        start = self.at
        if self.quantity() is not None and self.answers_key():
            return False
        groups: Groups = []
        attributes: list[Attribute] = []
        determiner = ""
        while not self.ended and self.at < start + _LONGEST_NOUN_PHRASE:
            term = self.term()
            if self._is_head():
                if self._fits_head(start, groups, attributes):
                    return self._noun(start, groups, attributes, determiner)
                break
            if term.word in DETERMINERS | {"each", "both", "all"} and not groups and not attributes:
                determiner = term.word
                self.at += 1
            elif term.quantity is not None and term.quantity.form != "plusminus":
                groups.append(self.sizes())
            elif not self._adjective(attributes):
                break
        self.at = start
        return False

    def starts_other_phrase(self) -> bool:
        """Add nouns to what may claim a number before a run of sizes does."""
        return super().starts_other_phrase() or self.noun_phrase()

    def _is_head(self) -> bool:
        term = self.term()
        if term.sense("feature") is not None and not self._starts_with_part(term):
            behind = self.term(1)
            if term.sense("feature") == self.mention.kind == "groove" and behind.sense("role") == "diameter":
                return False
            return not (
                behind.sense("component") == "rim"
                or behind.sense("marker") in {"edge", "apart"}
                or behind.word == "rims"
            )
        if term.sense("part") is None:
            return False
        other = term.sense("component") or term.word in self.own_sizes
        marker = term.sense("marker")
        screw = marker in {"cap_screw", "flat_head"} or (marker and self.mention is not self.base)
        return not (self.base.name and (other or screw))

    def _starts_with_part(self, term: Term) -> bool:
        """Return whether a word that can be a part or a feature ("channel") is the part: it comes first."""
        return not self.base.name and term.sense("part") is not None

    def _fits_head(self, start: int, groups: Groups, attributes: list[Attribute]) -> bool:
        """Return whether the sizes before a noun can be its own ("5.5 AF 12 long 2.5 bore": they can't)."""
        kind = None if self._starts_with_part(self.term()) else self.term().sense("feature")
        own = OWN_ROLES.get(kind or "", frozenset())
        labels = [m.label for group, _ in groups for m in group if m.label != Label()]
        if kind is None:
            return True
        if any(len(group) > _MOST_SIZES.get(kind, 3) for group, _ in groups):
            return False
        behind_part = bool(self.base.name) and self.mention is self.base and not self.base.measures
        if behind_part and start and self.terms[start - 1].sense("part") and groups:
            crossed = len(groups[0][0]) > 1 and not groups[0][1]
            if crossed and not any(attribute.name.endswith("_of") for attribute in attributes):
                return False  # "plate 200x50x8 5 holes": the sizes are the plate's
        if kind in {"hole", "bore"} and any(label.components not in {(), (kind,)} for label in labels):
            return False  # "collar 40 OD 20 bore"
        roles = [label.role for label in labels]
        return all(role in own for role in roles) and len(set(roles)) == len(roles)

    def _adjective(self, attributes: list[Attribute]) -> bool:
        """Read a word that may stand between an article and its noun."""
        term = self.term()
        marker = term.sense("marker")
        behind = self.term(1)
        if (
            marker == "grid"
            and behind.quantity is not None
            and self.crossed(2)
            and self.quantity(3) is not None
        ):
            attributes.append(Attribute("flag", "grid_by", text=term.text))
            self.at += 1
            return True
        if marker in {"grid", "rectangle", "row", "circle", "bolt_circle", "column"}:
            if self.word(1) != "of":
                return False
            attributes.append(Attribute("flag", f"{marker}_of", text=term.text))
            self.at += 2
            return True
        if marker == "corner":
            attributes.append(
                Attribute("place", "", ref=Reference("corner", plural=True, text=term.text), text=term.text)
            )
        elif marker == "centre":
            attributes.append(Attribute("place", "", ref=Reference("centre", text=term.text), text=term.text))
        elif marker in FLAGS:
            attributes.append(Attribute("flag", marker or "", text=term.text))
        elif marker in {"edge", "front", "back", "left", "right"} and behind.sense("feature"):
            attributes.append(
                Attribute("place", "", ref=Reference(marker or "", text=term.text), text=term.text)
            )
        elif term.sense("component") in {"outer", "inner", "top", "bottom"} and (
            behind.sense("feature") or behind.sense("marker")
        ):
            trait = term.sense("component") or ""
            noun = (
                "edge"
                if not behind.sense("feature") or behind.sense("feature") in {"fillet", "chamfer"}
                else trait
            )
            attributes.append(
                Attribute(
                    "place", "", ref=Reference(noun, frozenset({trait}), text=term.text), text=term.text
                )
            )
        elif term.senses:
            return False
        elif (
            (
                term.word == "of"
                and (attributes or self.terms[self.at - 1].quantity is not None)
                and behind.quantity is None
            )
            or term.word == "-"
            or (term.word in HARMLESS and term.word not in GLUE | SUBJECT_VERBS)
            or (term.word == "and" and attributes and behind.sense("marker") in FLAGS)
        ):
            if behind.quantity is not None:
                self.note_about(term, behind.quantity)
        else:
            return False
        self.at += 1
        return True

    def note_about(self, term: Term, quantity: Quantity) -> None:
        """Note for the answer that a size was given as "about 100"."""
        if term.word in _ABOUT:
            self.reading.notes.append(f"{quantity.text} was taken as an exact size.")

    def _noun(self, start: int, groups: Groups, attributes: list[Attribute], determiner: str) -> bool:
        """File a noun with what stood before it."""
        term = self._last_noun(attributes)
        self.at += 1
        feature = None if self._starts_with_part(term) else term.sense("feature")
        if feature is None:
            return self._part(start, term, groups, attributes, determiner)
        if (
            feature in {"counterbore", "countersink"}
            and not groups
            and self.mention.kind in {"hole", "bore"}
            and not self._sized()
        ):
            self.mention.attributes.append(Attribute("flag", f"{feature}", text=term.text))
            return True
        if feature in {"counterbore", "countersink"} and self._is_a_hole(groups):
            attributes.append(Attribute("flag", feature, text=term.text))
            feature = "hole"
        if self._spoken_of_before(feature, term, groups, attributes, determiner):
            return True
        if feature == "hole" and self._goes_on_with_holes(term, groups, attributes, determiner):
            return True
        pocket = (
            self.mention.kind in {"pocket", "boss"}
            and feature == "fillet"
            and "corner" in term.word
            and not attributes
        )
        before = self.terms[start - 1].word if start else ""
        mention = self.new_feature(feature, term.word, self.text_since(start), plural=term.plural)
        mention.attributes += attributes
        if pocket and before != ".":
            name = "of_pocket" if before == "with" else "near_pocket"
            mention.attributes.append(Attribute("flag", name, text=term.text))
        mention.definite = determiner in {"the", "its", "their", "these", "those", "all", "both", "each"}
        lead = [self.terms[at].word for at in (start - 2, start - 1) if at >= 0]
        mention.lead = " ".join(lead if lead[:1] == ["each"] else lead[-1:])
        for group, counted in groups:
            self._file_group(mention, group, counted=counted, single=determiner in {"a", "an"})
        name_depths(mention)
        _rows_to_grid(mention)
        return True

    def _is_a_hole(self, groups: Groups) -> bool:
        """Return whether "4 M6 counterbores" are holes of their own: no hole was named, or a thread is."""
        drilled = any(mention.kind in {"hole", "bore"} for mention in self.reading.features)
        return any(m.quantity.form == "thread" for group, _ in groups for m in group) and not (
            drilled and self.mention.kind in {"hole", "bore"}
        )

    def _spoken_of_before(
        self, feature: str, term: Term, groups: Groups, attributes: list[Attribute], determiner: str
    ) -> bool:
        """Read "The holes are 100 mm apart": those that the request spoke of before."""
        same = [f for f in self.reading.features if f.kind == feature]
        known = determiner in {"the", "these", "those", "all", "both"} and not (
            groups or attributes or self.follow_up
        )
        if not known or len(same) != 1 or self.word() not in SUBJECT_VERBS or term.plural != same[0].plural:
            return False
        self.mention, self.context = same[0], ()
        return True

    def _goes_on_with_holes(
        self, term: Term, groups: Groups, attributes: list[Attribute], determiner: str
    ) -> bool:
        """Read "holes = 6; hole d = 8": the size of the holes that were only counted so far."""
        before = self.reading.features[-1] if self.reading.features else None
        if (
            before is None
            or term.plural
            or groups
            or attributes
            or determiner
            or before.kind != "hole"
            or before.measures
            or not (before.count or before.plural)
            or self.term().sense("role") not in {"diameter", "in_diameter", "radius"}
        ):
            return False
        self.mention, self.context = before, ()
        return True

    def _sized(self) -> bool:
        """Return whether a size follows at once ("counterbore 11 x 6.4")."""
        ahead = 0
        while self.word(ahead) in {"of", "to", "=", ":", "with", "diameter", "a"} or self.term(ahead).sense(
            "role"
        ):
            ahead += 1
        return self.quantity(ahead) is not None

    def _last_noun(self, attributes: list[Attribute]) -> Term:
        """Step to the last noun of a compound: "counterbore holes", "flange holes", "edge fillet"."""
        while True:
            ahead = 2 if self.word(1) == "-" else 1
            term, behind = self.term(), self.term(ahead)
            feature = term.sense("feature")
            if behind.sense("feature") is None or (feature is None and not self.base.name):
                return term
            if feature in {"counterbore", "countersink"}:
                attributes.append(Attribute("flag", feature, text=term.text))
            elif feature == "bore":
                attributes.append(
                    Attribute("place", "", ref=Reference("centre", text=term.text), text=term.text)
                )
            elif feature is not None:
                return term
            self.at += ahead

    def _file_group(self, mention: Mention, group: list[Measure], *, counted: bool, single: bool) -> None:
        """Separate the count from the sizes before a feature's noun."""
        first = group[0].quantity
        bare = group[0].label == Label()
        pattern = next((m for m in mention.attributes if m.name in {"grid_of", "grid_by"}), None)
        if pattern is not None and len(group) == 2 and all(m.quantity.can_count for m in group):
            pattern.kind, pattern.name = "grid", "grid"
            pattern.quantities = (group[0].quantity, group[1].quantity)
            return
        rows = next((m for m in mention.attributes if m.name in {"row_of", "column_of"}), None)
        if (
            rows is not None
            and len(group) == 1
            and first.can_count
            and not rows.quantities
            and mention.count is None
            and rows.text.endswith("s")
        ):
            rows.quantities = (first,)
            return
        if len(group) >= 2 and first.can_count and mention.count is None and bare:
            marked = group[1].quantity.form in {"diameter", "radius", "thread"}
            many = mention.kind == "hole" and mention.plural and not single and len(group) == 2
            if marked or counted or many:
                mention.count = int(first.value)
                group = group[1:]
        elif len(group) == 1 and first.can_count and mention.count is None and bare:
            has_size = any(
                m.label == Label() or m.label.role in {"diameter", "radius"} for m in mention.measures
            )
            if first.form == "word" or counted or (mention.plural and not has_size and not single):
                mention.count = int(first.value)
                return
        group = spread_unit(group)
        if len(group) > 1:
            number = self.new_group()
            for measure in group:
                measure.group = number
        mention.measures += group

    # --- parts ------------------------------------------------------------------------------------

    def _part(
        self, start: int, term: Term, groups: Groups, attributes: list[Attribute], determiner: str
    ) -> bool:
        """File a part: the base itself, the base spoken of again, what it is made from, or a second part."""
        name = term.sense("part") or ""
        groups = [(spread_unit(group), counted) for group, counted in groups]
        before = self.terms[start - 1].word if start else ""
        if self.base.name and before in _STOCK and name != self.base.name:
            return self._stock(groups)
        if self.base.name and self.context and before in {"is", "are", ":", "=", "with"} and groups:
            self._component_sizes(groups)
            return True
        if self.base.name and self._spoken_of_again(name, groups, determiner):
            self.base.attributes += attributes
            if self.word() in SUBJECT_VERBS or self.word() in {":", "-"}:
                self.mention, self.context = self.base, ()
            self._part_sizes(self.base, groups)
            return True
        mention = self.base
        if self.base.name:
            mention = Mention("part")
            self.reading.parts.append(mention)
        mention.name, mention.text, mention.plural = name, term.word, term.plural
        mention.definite = determiner in {"the", "its", "that", "this"}
        mention.attributes += attributes
        self._part_sizes(mention, groups)
        self.mention, self.context = mention, ()
        return True

    def _spoken_of_again(self, name: str, groups: Groups, determiner: str) -> bool:
        if name == self.base.name:
            return True
        return not groups and determiner not in {"", "a", "an"}

    def stock(self) -> bool:
        """Read "from a block", "from 10 mm round bar": what the part is made from."""
        if not self.base.name or self.mention is not self.base or self.word() not in _STOCK:
            return False
        start = self.at
        saved = self.snapshot()
        self.at += 1
        if self.noun_phrase() and self.mention is self.base and len(self.reading.parts) == 1:
            return True
        self.restore(saved)
        self.at = start
        return False

    def _stock(self, groups: Groups) -> bool:
        """Read what a part is made from: "clevis from a block 40 x 30 x 50", "bent from 10 mm round bar"."""
        for group, _ in groups:
            if len(group) == 1 and group[0].label == Label() and "bar" in self.own_sizes:
                group[0].label = Label(("bar",))
        self._part_sizes(self.base, groups)
        self.mention, self.context = self.base, ()
        return True

    def _component_sizes(self, groups: Groups) -> None:
        """File "the lid is a flat 80 x 60 x 3 mm plate"."""
        for group, _ in groups:
            number = self.new_group()
            for measure in group:
                measure.label = Label((*self.context, *measure.label.components), measure.label.role)
                measure.group = number if len(group) > 1 else 0
                self.base.measures.append(measure)
        self.mention = self.base

    def _part_sizes(self, mention: Mention, groups: Groups) -> None:
        for group, _ in groups:
            quantity = group[0].quantity
            several = mention.plural and quantity.can_count
            if len(group) == 1 and (quantity.form == "word" or several) and group[0].label == Label():
                mention.count = int(quantity.value)
                continue
            if len(group) > 1:
                number = self.new_group()
                for measure in group:
                    measure.group = number
            mention.measures += group


def _rows_to_grid(mention: Mention) -> None:
    """Turn "2 rows of 4 holes" into a grid of 4 x 2."""
    for attribute in mention.attributes:
        if attribute.name in {"row_of", "column_of"} and attribute.quantities and mention.count is not None:
            count = Quantity(float(mention.count), str(mention.count))
            lines = attribute.quantities[0]
            attribute.quantities = (count, lines) if attribute.name == "row_of" else (lines, count)
            attribute.kind, attribute.name = "grid", "grid"
            mention.count = None
