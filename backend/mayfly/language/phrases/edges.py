"""Reads edges that are rounded or chamfered: "R8 on the corners", "break the edges"."""

from __future__ import annotations

from typing import Final

from mayfly.language.cursor import DETERMINERS
from mayfly.language.nodes import Attribute, Label, Measure, Reference
from mayfly.language.phrases.sizes import SizeReader
from mayfly.language.vocabulary import word_set

_EDGE_NOUNS: Final = word_set("edge corner end rim side top bottom")
_EDGE_VERBS: Final = {
    "round": "fillet",
    "fillet": "fillet",
    "radius": "fillet",
    "chamfer": "chamfer",
    "bevel": "chamfer",
    "break": "chamfer",
    "blend": "fillet",
}
_EDGE_SIDES: Final = word_set("top bottom left right front back")
_EDGE_TRAITS: Final = _EDGE_SIDES | word_set("vertical horizontal long short outer inner")
_FACES: Final = word_set("top top_face bottom underside front back left right face side side_face floor")
_HEADS: Final = frozenset({"counterbore", "countersink"})


class EdgeReader(SizeReader):
    """Readers of edges."""

    def starts_other_phrase(self) -> bool:
        """Add "R5 corners" to what may claim a number before a run of sizes does."""
        quantity = self.quantity()
        marked = quantity is not None and quantity.form == "radius"
        return super().starts_other_phrase() or (marked and self._radius_first())

    def edging(self) -> bool:
        """Read "round the vertical edges with R12", "R8 on the corners", "corners rounded R10"."""
        return self._edge_order() or self._edges_first() or self._radius_first()

    def place(self) -> bool:
        """Read several edges at once, too: "a fillet on the top front and bottom front edges"."""
        start = self.at
        if self.mention.kind in {"fillet", "chamfer"} and self.word() in {"on", "at", "along", "of", "to"}:
            self.at += 1
            refs = self._edge_refs()
            if len(refs) > 1:
                for ref in refs:
                    self.mention.attributes.append(Attribute("place", "on", ref=ref, text=ref.text))
                return True
            self.at = start
        return super().place()

    def _edge_order(self) -> bool:
        """Read "round the vertical edges", "chamfer all top edges", "break the edges"."""
        start = self.at
        kind = _EDGE_VERBS.get(self.word())
        if kind is None or self.quantity(1) is not None:
            return False
        self.at += 1
        self.skip(frozenset({"off", "over"}))
        refs = self._edge_refs()
        if not refs:
            self.at = start
            return False
        self._begin_edges(kind, refs[0], start)
        for ref in refs[1:]:
            self.mention.attributes.append(Attribute("place", "on", ref=ref, text=ref.text))
        return True

    def _edge_refs(self) -> list[Reference]:
        """Read "the vertical edges", or several at once: "the top left and top right edges"."""
        start = self.at
        ref = self.ref()
        if ref is not None and ref.noun in _EDGE_NOUNS and self.word() not in {"and", "&"}:
            return [ref]
        self.at = start
        groups: list[set[str]] = [set()]
        self.skip(DETERMINERS | {"both"})
        while (name := self._place_word(self.term())) in _EDGE_TRAITS or self.word() in {"and", "&", "-"}:
            if self.word() in {"and", "&"}:
                groups.append(set())
                self.at += 1
                self.skip(DETERMINERS)
                continue
            groups[-1] |= {name} if name else set()
            self.at += 1
        name = self._place_word(self.term())
        alike = len({len(group & _EDGE_SIDES) for group in groups}) == 1
        if len(groups) < 2 or name not in {"edge", "corner"} or not alike or set() in groups:
            self.at = start
            ref = self.ref()
            return [ref] if ref is not None and ref.noun in _EDGE_NOUNS else []
        self.at += 1
        shared = groups[-1] - _EDGE_SIDES
        here = self.at
        of = self._ref_of()
        if of is not None and of.noun not in {"face", "side", "top_face", "underside", "part", "it"}:
            self.at, of = here, None
        text = self.text_since(start)
        return [Reference(name, frozenset(group | shared), None, True, of, text) for group in groups]

    def _edges_first(self) -> bool:
        """Read "outer vertical corners rounded R10", "edges R6", "all edges chamfered 1 mm"."""
        start = self.at
        refs = self._edge_refs()
        if not refs:
            self.at = start
            return False
        ref = refs[0]
        self.skip(word_set("is are be should to shall must have has with a an all"))
        marker, feature = self.term().sense("marker"), self.term().sense("feature")
        quantity = self.quantity()
        if marker == "rounded":
            kind: str | None = "fillet"
            self.at += 1
        elif feature in {"fillet", "chamfer"} and self.word() != "corner radius":
            kind = feature
            self.at += 1
        elif (quantity is not None and quantity.form == "radius") or (
            quantity is not None and self.term(1).sense("role") == "radius" and ref.noun in {"edge", "corner"}
        ):
            kind = "fillet"
        else:
            kind = None
        if kind is None:
            self.at = start
            return False
        self._begin_edges(kind, ref, start)
        for other in refs[1:]:
            self.mention.attributes.append(Attribute("place", "on", ref=other, text=other.text))
        self.skip(word_set("with to by at of a an off") if self._sized_edge() else frozenset())
        return True

    def _sized_edge(self) -> bool:
        ahead = 0
        while self.word(ahead) in {"with", "to", "by", "at", "of", "a", "an", "off"}:
            ahead += 1
        return self.quantity(ahead) is not None

    def _radius_first(self) -> bool:
        """Read "R8 on the corners", "R5 corners", "5 mm radius on all edges", "1 x 45° on the rim"."""
        start = self.at
        quantity = self.quantity()
        if quantity is None:
            return False
        self.at += 1
        group = [Measure(quantity)]
        kind = "fillet" if quantity.form == "radius" else None
        if kind is None and self.term().sense("role") == "radius":
            kind = "fillet"
            self.at += 1
        elif (
            kind is None
            and quantity.form == "plain"
            and self.mention.kind not in _HEADS
            and self.crossed()
            and (angle := self.quantity(1)) is not None
            and angle.form == "angle"
        ):
            group.append(Measure(angle))
            kind = "chamfer"
            self.at += 2
        if kind is None or self.term().sense("feature") is not None:
            self.at = start
            return False
        self.skip(word_set("on at in around to for off along"))
        refs = self._edge_refs()
        ref = refs[0] if refs else None
        if ref is None or (self.term().sense("feature") in {"hole", "slot"} and not ref.plural):
            self.at = start
            return False
        self._begin_edges(kind, ref, start)
        for other in refs[1:]:
            self.mention.attributes.append(Attribute("place", "on", ref=other, text=other.text))
        for measure in group:
            self._add_radius(measure)
        return True

    def _add_radius(self, measure: Measure) -> None:
        """Return a radius to the edges spoken of, or to the corners of a pocket."""
        if self.mention.kind in {"pocket", "boss"} and measure.quantity.form == "plain":
            measure.label = Label((), "radius")
        self.mention.measures.append(measure)

    def _begin_edges(self, kind: str, ref: Reference, start: int) -> None:
        outside = ref.traits & {"outer", "vertical", "top", "bottom", "all", "each"}
        own = kind == "fillet" and self.mention.kind in {"pocket", "boss"} and ref.noun == "corner"
        if own and not outside and (ref.of is None or ref.of.noun in _FACES):
            if ref.of is not None:  # "with R5 corners in the top": the pocket is there
                self.mention.attributes.append(
                    Attribute("place", "in", ref=ref.of, text=self.text_since(start))
                )
            return
        if self.mention.kind == kind and not self.mention.measures:
            self.mention.attributes.append(Attribute("place", "on", ref=ref, text=self.text_since(start)))
            return
        mention = self.new_feature(kind, kind, self.text_since(start), plural=True)
        mention.attributes.append(Attribute("place", "on", ref=ref, text=self.text_since(start)))
