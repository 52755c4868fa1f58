"""Yes, no and "never mind" in words: the whole of a short text has a verdict, or none."""

from __future__ import annotations

import pytest

from mayfly.replies.words import has_weight, tag_verdict, verdict_of, without_preface

YES = """
y|yes|Yes.|YES!!|yes please|yes sir|yep|yup|sure|sure thing|ok|OK.|okay, go ahead|k
go|go ahead|go for it|do it|build it|yes, build it|please build it now|make it so
ship it|let's do it|approve|approved|I approve|approve this plan|accept|accepted
confirm|confirmed|I agree|agreed|proceed|please proceed|continue|carry on|keep going
lgtm|LGTM!|lgtm 👍|looks good|looks good to me|sounds good to me|that works
works for me|perfect, thanks!|great|fine by me|all good|good to go|alright then
all right|of course|why not|no problem|no objections|no changes needed|not bad
ready|ready to build|I'm happy with it|I love it|yes 🙏|great job|that's right|by all means
happy with it|thumbs up|👍|👍🏽|✅|✔️|👌|:+1:|:thumbsup:|+1|true
ja|oui|sí|好的|同意|はい
""".replace("\n", "|").strip("|")
NO = """
n|no|No!|nope|nah|no thanks|no thank you|no way|no go|never|don't|do not build
don't build it|please don't|not ok|not approved|I do not approve|reject|rejected
I reject this plan|decline|deny|denied|absolutely not|no good|not happy
I don't like it|not this one|of course not|that's wrong
I disagree|not good|no, don't build it|thumbs down|👎|❌|🚫|:-1:|:thumbsdown:|false|nein
non|拒绝|不同意
""".replace("\n", "|").strip("|")
OUT = """
cancel|Cancel.|please cancel|cancel it|cancel that please|never mind|Never mind!
nevermind|ok never mind|forget it|forget about it|stop|stop it|abort|quit|exit|skip
drop it|leave it|scrap that|dismiss|ignore|call it off|nvm|please end this|let's stop here
取消|I changed my mind
""".replace("\n", "|").strip("|")
OPEN = """
yes and no|yes but no|no yes|no, go ahead|no, build it|yes, don't build it
yes, cancel|ok?|yes?|is it ok?|don't cancel|don't reject|not rejected|not sure
I'm not sure|unsure|maybe|yes 🤔|later|wait|hold on|not yet|do it again|hmm||8 mm
8 mm thick|yes, but 8 mm thick|ok 8|make it 30 mm|no holes|without holes|too big
a plate|the plan|please|thanks|stop plate|good question|yes to the holes
approve with a 5 mm hole|I would approve it if it were thicker|2
""".replace("\n", "|").strip("|")


@pytest.mark.parametrize("text", YES.split("|"))
def test_a_yes_in_words_approves(text: str) -> None:
    assert verdict_of(text) == "approve"


@pytest.mark.parametrize("text", NO.split("|"))
def test_a_no_in_words_rejects(text: str) -> None:
    assert verdict_of(text) == "reject"


@pytest.mark.parametrize("text", OUT.split("|"))
def test_there_are_words_to_get_out_by(text: str) -> None:
    assert verdict_of(text) == "cancel"


@pytest.mark.parametrize("text", OPEN.split("|"))
def test_what_says_more_or_two_things_has_no_verdict(text: str) -> None:
    assert verdict_of(text) is None


@pytest.mark.parametrize(
    ("tag", "verdict"),
    [
        ("APPROVED", "approve"),
        ("approve_plan", "approve"),
        ("approveOnce", "approve"),
        ("allow-once", "approve"),
        ("approve_document", "approve"),
        ("accept", "approve"),
        ("continue", "approve"),
        ("confirm", "approve"),
        ("not_approved", "reject"),
        ("reject_with_feedback", "reject"),
        ("DENY", "reject"),
        ("cancelled", "cancel"),
        ("ignore", "cancel"),
        ("edit", "edit"),
        ("approve_with_edits", "edit"),
        ("modified", "edit"),
        ("unedited", None),
        ("respond", None),
        ("response", None),
        ("human", None),
        ("resolved", None),
    ],
)
def test_a_client_s_own_words_are_read(tag: str, verdict: str | None) -> None:
    assert tag_verdict(tag) == verdict


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("yes, but 8 mm thick", "8 mm thick"),
        ("ok but thinner", "thinner"),
        ("no, 8 mm", "8 mm"),
        ("fine. 8 mm", "8 mm"),
        ("no holes", "no holes"),
        ("good plate", "good plate"),
        ("yes", "yes"),
    ],
)
def test_a_yes_or_no_in_front_is_taken_off_only_where_a_pause_follows(text: str, rest: str) -> None:
    assert without_preface(text) == rest


@pytest.mark.parametrize(
    "remark",
    [
        "but rounder",
        "only if it fits",
        "8 mm",
        "not the holes",
        "ok?",
        "wait for me",
        "add a hole",
        "too thin",
        "round the corners",
        "use steel",
        "Ann is against this",
        "double the thickness",
    ],
)
def test_a_remark_that_may_limit_an_approval_has_weight(remark: str) -> None:
    assert has_weight(remark)


@pytest.mark.parametrize("remark", ["thanks, Bob", "looks fine", "checked by Ann", ""])
def test_a_remark_that_limits_nothing_has_none(remark: str) -> None:
    assert not has_weight(remark)


@pytest.mark.parametrize(
    "text",
    [
        "should I approve",
        "go away",
        "[ ] approve",
        "☐ approve",
        "~~approve~~",
        "yeah right",
        "can you build it",
        "is it ok",
        "should we build it",
    ],
)
def test_a_question_a_dismissal_and_what_is_not_ticked_are_no_yes(text: str) -> None:
    assert verdict_of(text) is None


def test_no_long_text_is_a_yes() -> None:
    assert verdict_of("yes " * 100) is None
