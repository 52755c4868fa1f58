"""Reads yes, no and "never mind" in words: the whole of a short text, or nothing.

A text has a verdict only if every word of it belongs to one: "yes please, build it" approves,
"yes, but 8 mm thick" is left to the reader of sizes. Words that contradict each other
("yes and no") have no verdict either, so that no answer is ever turned into its opposite.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final, Literal

Verdict = Literal["approve", "reject", "cancel"]

_LONGEST_CHARACTERS: Final = 120


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_YES: Final = _set(
    "yes y ye yea yeah yep yup yess aye ja oui si sí sim да ok okay okey oki k kk okeydoke sure surely"
    " absolutely definitely certainly affirmative approve approves approved approving approval accept"
    " accepts accepted accepting acceptable confirm confirms confirmed allow allowed permit permitted grant"
    " granted agree agreed agrees authorize authorized authorise authorised proceed continue go build make"
    " run execute submit ship do lgtm fine good great perfect excellent awesome nice cool super wonderful"
    " correct works alright true positive roger confirmation approval acceptance consent ready happy"
    " satisfied love loved amen indeed +1 同意 批准 确认 通过 好 好的 可以 是 是的 はい"
)
_SOFT: Final = _set("ok okay okey oki k kk alright fine sure cool good great y")
_NO: Final = _set(
    "no n nope nah nay nein non нет reject rejects rejected rejecting rejection deny denied denies decline"
    " declined declines refuse refused disapprove disapproved disagree veto vetoed forbid forbidden"
    " disallow disallowed unapproved unacceptable wrong bad false negative 拒绝 不同意 不 否 いいえ"
)
_CANCEL: Final = _set(
    "cancel cancels cancelled canceled cancelling cancellation abort aborted aborts stop quit exit dismiss"
    " dismissed dismisses nvm end discard discarded ignore ignored skip skipped abandon abandoned nevermind"
    " undo undone revert"
    " abbrechen annuler cancelar 取消"
)
_NEGATORS: Final = _set(
    "not don't dont never can't cannot won't wouldn't isn't doesn't shouldn't mustn't didn't"
)
_FILLERS: Final = _set(
    "please pls plz thanks thank thx you very much so it its it's this that that's these the a an plan model"
    " part design drawing request script parameters one thing now then here there just me my mine for from by"
    " with and all i i'm i'd we us our do to is are am be been as shown planned proposed suggested looks look"
    " looking sounds seems feels let's lets let can may could should must will would like want ahead on off"
    " up in of at out right course really too oh well hey hi sir mayfly everything completely totally"
    " exactly once always forever carry keep going way user human operator tool call action plans"
    " document documents work sense he she they project job item items file files task step request requests"
)
_PHRASES: Final[tuple[tuple[str, str], ...]] = (
    (
        r"\bno (?:further |more |other )?"
        r"(?:problem|objection|change|issue|worrie|concern|complaint|edit)s?"
        r"(?: (?:needed|necessary|required|from me|from my side|at all))?\b",
        " yes ",
    ),
    (r"\bnothing (?:to (?:change|add)|else)\b", " yes "),
    (r"\bnot (?:bad|a problem)\b|\bof course$|\ball right\b|\bwhy not\b|\bby all means\b", " yes "),
    (r"\b(?:carry on|keep going|happy with (?:it|this|that))\b", " yes "),
    (r"\b(?:that's|that is|this is|it's|looks|seems) right\b", " yes "),
    (r"\bthumbs[ -]?up\b", " yes "),
    (r"\bnot (?:so |really |quite |too |entirely )?(?:sure|certain)\b", " unsure "),
    (r"\b(?:right|straight) away\b", " now "),
    (r"\b(?:yes|yeah|yea|yep|oh|sure|ok|okay),? right\b", " unsure "),  # which may mean the opposite
    (r"\[ ?\]|[☐□⬜]|~~", " unsure "),  # not ticked, or struck out
    # A question, also without its mark: "should I approve", "is it ok".
    (r"\b(?:can|could|would|will) you\b(?=.*\b(?:please|pls|plz)\b)", " please "),
    (
        r"\b(?:should|shall|can|could|may|must|will|would|is|are|does|was|were)"
        r" (?:i|we|you|it|this|that|these|the|they|he|she|everything|all)\b",
        " unsure ",
    ),
    (r"\bnever ?mind\b|\bcall it off\b", " cancel "),
    (r"\b(?:forget|leave|drop|scrap) (?:about )?(?:it|that|this)\b", " cancel "),
    (r"\btake (?:it|that|this) back\b|\bgo back\b|\bback to (?:what|how) it was\b", " cancel "),
    (r"\bget (?:me )?out\b|\bback out\b|\bi (?:changed|have changed) my mind\b", " cancel "),
    (r"\bno (?:thanks|thank you|good)\b|\bno[ -]go\b|\bno way\b|\bthumbs[ -]?down\b", " no "),
    (r"\b(?:of course|absolutely|certainly|definitely) not\b", " no "),
)
_SIGNS: Final = {
    **dict.fromkeys("👍✅✔☑👌🆗💯🙆🚀🟢🎉", " yes "),
    **dict.fromkeys("👎❌✖✗✘🚫🛑⛔🙅🔴", " no "),
}
_NAMED_SIGNS: Final = (
    (r":(?:\+1|thumbs_?up|white_check_mark|heavy_check_mark|ok_hand|ok|100):", " yes "),
    (r":(?:-1|thumbs_?down|x|no_entry(?:_sign)?|no_good|octagonal_sign):", " no "),
)
_SIGNED: Final = re.compile(
    r"\b(?:(?:checked|reviewed|verified|seen|signed)(?: off)? by|[Tt]hanks?(?: you)?,?) [A-Z][a-z]+\b"
)
_WORD: Final = re.compile(r"\+1\b|[^\W\d_]+(?:'[^\W\d_]+)?|\S")
_DOUBTS: Final = frozenset("🤔😕🤷❓❔😐🫤")
_PAUSES: Final = frozenset(".,;:!-–—…'\"`()[]*~)")


def verdict_of(text: str, names: Collection[str] = ()) -> Verdict | None:
    """Return the decision of a text that holds nothing else: approve, reject, cancel; else None.

    Args:
        text: What a person wrote ("yes please", "LGTM!", "👍", "never mind").
        names: What the thing is called that is decided about: "build the plate" approves a plate.
    """
    if not text or len(text) > _LONGEST_CHARACTERS:
        return None
    words = _words(text)
    if "?" in words:  # "ok?" asks
        return None
    return _weighed([word for word in words if word not in _PAUSES and word not in names])


def tag_verdict(tag: str) -> Verdict | Literal["edit"] | None:
    """Return the decision in a machine's word: "APPROVED", "approve_plan", "editAction".

    Args:
        tag: The value of a key such as ``type``, ``action`` or ``decision``.
    """
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", tag[: 2 * _LONGEST_CHARACTERS])
    words = re.sub(r"[_\-./:]+", " ", spaced).strip().lower()
    plain = re.sub(r" with (?:feedback|comments?|reason|message|notes?)$", "", words)
    if re.search(r"\b(?:edit|edited|edits|modify|modified|revise|revised|amend|amended|changes?)\b", words):
        return None if re.search(r"\b(?:no|not|without|unedited)\b", words) else "edit"
    return verdict_of(plain)


def without_preface(text: str) -> str:
    """Return a text without the yes or no that it begins with: "yes, but 8 mm thick" becomes "8 mm thick".

    Args:
        text: What a person wrote. A "no" is taken off only before a pause: "no holes" stays.
    """
    match = re.match(
        r"\s*([^\W\d_]+)\s*(?:[,;:.!–—-]+\s*(?:but|only|just|and)?\b|\s(?:but|only|just)\b)\s*", text, re.I
    )
    if match and match[1].lower() in _YES | _NO and text[match.end() :].strip():
        return text[match.end() :].strip()
    return text


def has_weight(text: str) -> bool:
    """Return whether a remark added to an approval may limit it: a word in it is not known as praise."""
    words = [word for word in _words(_SIGNED.sub(" ", text)) if word not in _PAUSES]
    return any(_kind(word) not in {"yes", "soft", "filler"} for word in words)


def _words(text: str) -> list[str]:
    """Split a text into small words; signs, phrases and shortened negations become words of their own."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'").replace("do not", "don't")
    plain = re.sub("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff♀♂]", "", plain)
    for pattern, word in (*_NAMED_SIGNS, *_PHRASES):
        plain = re.sub(pattern, word, plain)
    plain = "".join(_SIGNS.get(character, character) for character in plain)
    return _WORD.findall(plain)


def _weighed(words: Iterable[str]) -> Verdict | None:
    """Return the one verdict of all words; None where a word has none, or where they differ."""
    kinds = [_kind(word) for word in words]
    said = {kind for kind in kinds if kind != "filler"}
    if "other" in said or not said:
        return None
    if "negator" in said:
        meant = [kind for kind in kinds if kind != "filler"]
        if said <= {"negator", "no", "yes", "soft"} and meant[0] in {"negator", "no"}:
            return None if "no" in meant[1:] or meant.count("negator") > 1 else "reject"
        return None
    if said <= {"yes", "soft"}:
        return "approve"
    if said == {"no"}:
        return "reject"
    return "cancel" if said <= {"cancel", "soft"} or said == {"cancel", "no"} else None


def _kind(word: str) -> str:
    if word in _NEGATORS:
        return "negator"
    if word in _CANCEL:
        return "cancel"
    if word in _NO:
        return "no"
    if word in _SOFT:
        return "soft"
    if word in _FILLERS and word != "do":
        return "filler"
    if word in _YES:
        return "yes"
    picture = len(word) == 1 and unicodedata.category(word) in {"So", "Sk"} and word not in _DOUBTS
    return "filler" if picture else "other"
