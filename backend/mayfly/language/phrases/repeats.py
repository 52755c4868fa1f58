"""Reads what comes again: "another along Y", "one in the centre and four at the corners", "the rest"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.nodes import Attribute
from mayfly.language.phrases.purposes import PurposeReader
from mayfly.language.vocabulary import word_set

_PLACES: Final = word_set("places place plcs plc pl locations positions")
_PIECES: Final = word_set("off pcs pc pce nos no pieces piece ea")


class RepeatReader(PurposeReader):
    """Readers of repetitions."""

    def again(self) -> bool:
        """Read "another one", "one more", "keep everything else as it is": nothing of it changes a size."""
        if not self.follow_up:
            return False
        start = self.at
        self.skip(frozenset({"keep", "leave", "with", "and", "the", "make"}))
        words = (self.word() or self.term().text.lower(), self.word(1) or self.term(1).text.lower())
        more = words[0] == "another" or words in {("one", "more"), ("once", "more")}
        rest = words[0] in {"everything", "all", "rest", "else", "others"} and not self.term(1).sense(
            "feature"
        )
        if not more and not rest:
            self.at = start
            return False
        self.at += 2 if more and words != ("another", "one") and words[0] != "another" else 1
        if more:
            self.at += words == ("another", "one")
            self.base.attributes.append(Attribute("flag", "same", text=self.text_since(start)))
            return True
        self.skip(word_set("else is are stays stay remains remain should be kept left as it was before"))
        if self.term().sense("marker") == "same":
            self.at += 1
        self.skip(word_set("as it is was before unchanged but except"))
        return True

    def replacement(self) -> bool:
        """Read "R8 instead of R5", in a follow-up: one number of the last model in place of another."""
        sized = self.follow_up and self.sized_at == self.at and self.quantity(2) is not None
        if sized and (self.word(), self.word(1)) == ("instead", "of"):
            self.at += 3  # "8 mm thick instead of 6": the new size is said in full
            return True
        new, old = self.quantity(), self.quantity(3)
        if (
            not self.follow_up
            or new is None
            or old is None
            or (self.word(1), self.word(2)) != ("instead", "of")
        ):
            return False
        self.reading.replaced.append((new, old))
        self.at += 4
        return True

    def starts_other_phrase(self) -> bool:
        """Add counts and angles to what may claim a number before a run of sizes does."""
        return self.counted() or self.turning() or super().starts_other_phrase()

    def counted(self) -> bool:
        """Read "(4x)", "4 places", "(4 off)" behind holes, and "qty 2", "2 off" of the part."""
        start = self.at
        opened = self.word() == "("
        self.at += opened
        named = self.word() in {"qty", "quantity"}
        self.at += named
        self.skip(frozenset({":", "="}) if named else frozenset())
        quantity = self.quantity()
        behind = self.word(1)
        counts = named or behind in _PLACES or (opened and behind in {"x", "×"})
        counts = counts or (behind in _PIECES and (opened or self.mention is self.base))
        if quantity is None or not (quantity.can_count and counts):
            self.at = start
            return False
        mention, count = self.mention, int(quantity.value)
        if mention.kind not in {"hole", "slot", "part"} or mention.count not in {None, count}:
            self.at = start
            return False
        self.at += 1 if named and behind not in _PIECES else 2
        self.at += self.word() == "."
        self.at += opened and self.word() == ")"
        mention.count, mention.plural = count, mention.kind != "part" and count > 1
        return True

    def one_each(self) -> bool:
        """Step over "one" in "one in each corner": the count was said before."""
        if self.mention is self.base or (self.word() != "one" and self.term().text.lower() != "one"):
            return False
        if self.word(1) == "per" and self._place_word(self.term(2)) is not None:
            self.at += 2
            return True
        if self.word(1) not in {"in", "at", "on", "near", "through", "per", "into"} or self.word(2) not in {
            "each",
            "every",
        }:
            return False
        self.at += 1
        return True

    def share(self) -> bool:
        """Read "one in the centre and four in the corners" behind "5 holes": which of them go where."""
        total, quantity = self.mention.count, self.quantity()
        if (
            quantity is None
            or not (quantity.can_count and self.mention.kind == "hole" and self.mention.measures)
            or self.word(1) not in {"in", "at", "on", "near"}
            or self.term(1).sense("role")
        ):
            return False
        count = int(quantity.value)
        shares = self.reading.shares
        shared = bool(shares) and self.mention in shares[-1][1]
        if not shared and (
            total is None or count >= total or self.mention.take("offset") or self._is_placed()
        ):
            return False
        if shared:
            first = self.mention
            mention = self.new_feature("hole", first.name, first.text, plural=count > 1)
            mention.measures += [replace(measure) for measure in first.measures]
            mention.attributes += [
                replace(attribute) for attribute in first.attributes if attribute.kind == "flag"
            ]
            shares[-1][1].append(mention)
        else:
            shares.append((total or 0, [self.mention]))
        self.mention.count, self.mention.plural = count, count > 1
        self.at += 1
        return True

    def _is_placed(self) -> bool:
        return any(attribute.kind != "flag" for attribute in self.mention.attributes)

    def another(self) -> bool:
        """Read "and another along Y", "another one at (20, 0)": the last hole once more, elsewhere."""
        if self.word() != "another" or self.mention.kind not in {"hole", "slot"} or not self.mention.measures:
            return False
        ahead = 2 if self.term(1).text.lower() == "one" else 1
        if self.word(ahead) not in {
            "in",
            "at",
            "on",
            "along",
            "through",
            "from",
            "near",
            "across",
            "parallel",
        }:
            return False
        last = self.mention
        self.at += ahead
        mention = self.new_feature(last.kind, last.name, last.text)
        mention.measures += [replace(measure) for measure in last.measures]
        mention.attributes += [
            replace(attribute) for attribute in last.attributes if attribute.kind == "flag"
        ]
        return True
