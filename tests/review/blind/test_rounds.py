"""High-stakes claims: two people decide apart. Nothing tells the second what the first decided."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from claims.models import Article, AuditEntry, BlindReview, BlindRound, Claim
from claims.review.blind.reads import agreement_of, round_of
from claims.states import Review
from tests.cast import make_claim, person
from tests.review.acting import act, edit_data, fresh
from tests.security.test_routes import ROUTES, every_address

pytestmark = pytest.mark.django_db
SECRET = "The tally of the divers says otherwise"


def post(client, claim, name, **data):
    data.setdefault("version", fresh(claim).version)
    return client.post(reverse(f"claims:claim-{name}", args=[claim.pk]), data)


def accept(client, claim, **more):
    return post(client, claim, "blind", decision="accept", **more)


def reject(client, claim, reason="vague", **more):
    return post(client, claim, "blind", decision="reject", reason=reason, **more)


@pytest.fixture
def marked(as_user, alice, twelve):
    assert post(as_user(alice), twelve, "stakes", reason="It will be on the front page").status_code == 303
    return fresh(twelve)


def test_an_editor_marks_a_claim_with_a_reason_on_record(marked, alice):
    entry = AuditEntry.objects.get(action="claim.stakes")
    assert (entry.actor, entry.note, entry.claim) == (alice, "It will be on the front page", marked)
    assert marked.high_stakes


def test_a_mark_needs_an_editor_a_reason_and_an_undecided_claim(as_user, bob, alice, twelve, accepted):
    assert post(as_user(bob), twelve, "stakes", reason="Mine").status_code == 403
    assert post(as_user(alice), twelve, "stakes", reason=" ").status_code == 422
    refused = post(as_user(alice), accepted, "stakes", reason="Late, but typed")
    assert refused.status_code == 422
    assert "Late, but typed" in refused.text
    assert not BlindRound.objects.exists()


@pytest.mark.parametrize("action", ["accept", "reject", "opinion", "split"])
def test_no_one_person_decides_a_high_stakes_claim(as_user, bob, marked, action):
    data = {
        "reason": "vague",
        "statement_0": "a",
        "words_0": "its crews",
        "statement_1": "b",
        "words_1": "12",
    }
    assert act(as_user(bob), marked, action, **data).status_code == 422
    assert fresh(marked).review_state == Review.EXTRACTED
    refused = post(as_user(bob), marked, "blind", decision="accept", version=0)
    assert refused.status_code == 409


def test_without_the_mark_the_same_request_goes_through(as_user, bob, twelve):
    """The control of the test above."""
    assert act(as_user(bob), twelve, "accept").status_code == 303


def test_the_claim_page_offers_no_decision_by_one(as_user, bob, marked):
    client = as_user(bob)
    assert "Accept, then propose" not in client.get(reverse("claims:claim", args=[marked.pk])).text
    answer = client.post(
        reverse("claims:assessment-accept-first", args=[marked.pk]), {"version": marked.version}
    )
    assert answer.status_code == 422


def test_two_who_agree_decide_the_claim(as_user, bob, edna, marked):
    assert accept(as_user(bob), marked).status_code == 303
    claim = fresh(marked)
    assert (claim.review_state, claim.version) == (Review.EXTRACTED, marked.version)  # nothing shows on it
    assert accept(as_user(edna), marked, attribution="verbatim").status_code == 303
    claim = fresh(marked)
    assert (claim.review_state, claim.attribution_verdict) == (Review.ACCEPTED, "verbatim")
    found = BlindRound.objects.get()
    assert (found.outcome, found.decision, found.complete) == ("agreed", "accept", True)
    entry = AuditEntry.objects.get(action="claim.agree")
    assert [row["decision"] for row in entry.after["reviews"]] == ["accept", "accept"]


@pytest.mark.parametrize(
    ("second", "settled"),
    [
        ({"decision": "reject", "reason": "vague"}, True),
        ({"decision": "reject", "reason": "opinion"}, False),
        ({"decision": "accept"}, False),
        ({"decision": "reject", "reason": "vague", "attribution": "not_found"}, False),
    ],
)
def test_one_word_against_another_is_not_agreement(as_user, bob, edna, marked, second, settled):
    reject(as_user(bob), marked, attribution="verbatim" if "attribution" in second else "")
    post(as_user(edna), marked, "blind", **second)
    assert (fresh(marked).review_state == Review.REJECTED) == settled
    assert BlindRound.objects.get().complete


def test_a_third_person_settles_what_two_differ_on(as_user, bob, edna, alice, marked):
    accept(as_user(bob), marked, note=SECRET)
    reject(as_user(edna), marked)
    page = as_user(alice).get(reverse("claims:claim-settle", args=[marked.pk])).text
    for words in ("Bob", "Edna", SECRET, "too vague to check"):
        assert words in page
    assert (
        post(as_user(edna), marked, "settle", decision="reject", reason="vague", note="Mine").status_code
        == 422
    )
    assert post(as_user(bob), marked, "settle", decision="accept", note="Mine").status_code == 403
    assert post(as_user(alice), marked, "settle", decision="accept").status_code == 422  # why?
    answer = post(
        as_user(alice), marked, "settle", decision="reject", reason="vague", note="No count is named"
    )
    assert answer.status_code == 303
    claim = fresh(marked)
    assert (claim.review_state, claim.reject_reason, claim.reviewed_by) == (Review.REJECTED, "vague", alice)
    assert BlindRound.objects.get().outcome == "adjudicated"
    assert post(as_user(alice), marked, "settle", decision="accept", note="Again").status_code == 422


def test_nobody_decides_twice_and_no_third_decides(as_user, bob, edna, alice, marked):
    accept(as_user(bob), marked)
    assert reject(as_user(bob), marked).status_code == 422
    reject(as_user(edna), marked)
    assert accept(as_user(alice), marked).status_code == 422
    assert BlindReview.objects.count() == 2


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"decision": "maybe"},
        {"decision": "reject"},
        {"decision": "reject", "reason": "split"},
        {"decision": "accept", "attribution": "so so"},
    ],
)
def test_half_a_decision_is_refused_and_the_words_are_kept(as_user, bob, marked, data):
    answer = post(as_user(bob), marked, "blind", note="Typed words", **data)
    assert answer.status_code == 422
    assert "Typed words" in answer.text
    assert not BlindReview.objects.exists()


def test_a_decided_wording_is_not_edited_meanwhile(as_user, bob, edna, marked):
    assert act(as_user(bob), marked, "edit", **edit_data(marked, place="Odesa")).status_code == 303
    accept(as_user(bob), marked)
    refused = act(as_user(edna), fresh(marked), "edit", **edit_data(marked, place="Kyiv"))
    assert refused.status_code == 422
    assert fresh(marked).place == "Odesa"


def test_the_mark_is_lifted_by_an_editor_with_a_reason(as_user, bob, alice, marked):
    accept(as_user(bob), marked)
    assert post(as_user(alice), marked, "stakes", lift="1", reason=" ").status_code == 422
    assert post(as_user(alice), marked, "stakes", lift="1", reason="Off the front page").status_code == 303
    assert not fresh(marked).high_stakes
    assert act(as_user(bob), fresh(marked), "accept").status_code == 303
    assert AuditEntry.objects.filter(action="claim.stakes_lift", note="Off the front page").exists()


# --- What nobody may learn before both are in -----------------------------------------------------------


OF_A_CLAIM = {"claim", "open_claim", "free_claim", "aside"}  # as tests/security/test_routes.py calls them
OF_AN_ARTICLE = {"article", "failed", "retracted", "corrected"}


def pages(claim: Claim, *, foreign: bool = False) -> list[str]:
    """Return every address that answers to GET about this claim, its article, or nothing in particular.

    `foreign`: those that take the key of something else, with these keys.
    """
    article = Article.objects.get(versions__appearances__claim=claim)
    found = []
    for name in every_address():
        of = ROUTES[name].of
        for args, own in (
            ([], True),
            ([claim.pk], of in OF_A_CLAIM),
            ([article.pk], of in OF_AN_ARTICLE),
        ):
            if own is not foreign:
                with suppress(NoReverseMatch):  # it takes other keys
                    found.append(reverse(name, args=args))
    if foreign:
        return found
    extra = [f"{reverse('claims:workbench', args=[article.pk])}?claim={claim.pk}"]
    extra += [f"/activity/?actor=all&{about}" for about in (f"claim={claim.pk}", f"article={article.pk}")]
    extra += [f"/claims/{claim.pk}/?history=all", "/activity/?actor=people&kind=reviews"]
    return sorted({*found, *extra})


def told(client, addresses, htmx=False) -> dict[str, str]:
    """Return what each address says, but for tokens and the clock."""
    headers = {"HX-Request": "true"} if htmx else {}
    answers = {}
    for address in addresses:
        answer = client.get(address, headers=headers)
        if answer.status_code == 200 and not answer.streaming:
            text = re.sub(r'(csrfmiddlewaretoken" value=|CSRFToken": )"[^"]*"', "", answer.content.decode())
            answers[address] = re.sub(r"\d\d:\d\d(:\d\d)?(\.\d+)?", "", text)
    return answers


@pytest.mark.parametrize(("who", "ways"), [("edna", (False, True)), ("ada", (False,))])
def test_no_page_tells_the_second_what_the_first_decided(request, as_user, bob, marked, who, ways):
    """Whatever the first decided, every page and fragment says the same to everybody else.

    The fragments are asked as one person: that an administrator sees more pages makes no other fragments.
    """
    client = as_user(request.getfixturevalue(who))
    addresses = pages(marked)
    assert len(addresses) > 40
    seen = []
    for decide in (
        lambda: accept(as_user(bob), marked, attribution="verbatim", note=SECRET),
        lambda: reject(as_user(bob), marked, reason="duplicate", attribution="misattributed", note=SECRET),
    ):
        with transaction.atomic():
            assert decide().status_code == 303
            seen.append([told(client, addresses, htmx=way) for way in ways])
            transaction.set_rollback(True)
    for one, other in zip(*seen, strict=True):
        assert set(one) == set(other)
        for address, text in one.items():
            assert SECRET not in text, address
            assert without_keys(text) == without_keys(other[address]), address


def without_keys(text: str) -> str:
    """Leave out keys of rows and hashes of entries (which hold the time), made anew each time."""
    made = r"[0-9a-f]{8}-[0-9a-f-]{27}|(after|before)=\d+|[0-9a-f]{64}|[0-9a-f]{8}…[0-9a-f]{4}"
    return re.sub(made, "", text)


def test_the_pages_do_tell_once_both_are_in(as_user, bob, edna, marked):
    """The control of the test above: the walk would have seen it."""
    accept(as_user(bob), marked, note=SECRET)
    client, addresses = as_user(edna), pages(marked)
    assert not [address for address, text in told(client, addresses).items() if SECRET in text]
    reject(as_user(edna), marked)
    assert [address for address, text in told(client, addresses).items() if SECRET in text]


def test_no_address_of_something_else_takes_these_keys(as_user, ada, marked):
    """What the walk leaves out has nothing to tell."""
    client = as_user(ada)
    addresses = pages(marked, foreign=True)
    assert len(addresses) > 40
    answers = {address: client.get(address).status_code for address in addresses}
    assert {address: status for address, status in answers.items() if status not in {404, 405}} == {}


def test_the_record_before_both_are_in_holds_no_decision(as_user, bob, marked):
    reject(as_user(bob), marked, attribution="misattributed", note=SECRET)
    entry = AuditEntry.objects.get(action="claim.blind")
    assert (entry.before, entry.after, entry.note) == ({}, {}, "")
    assert (entry.actor, entry.claim) == (bob, marked)


def test_each_sees_the_own_decision_alone(as_user, bob, edna, ada, marked):
    accept(as_user(bob), marked)
    assert [row.reviewer for row in round_of(bob, marked).reviews] == [bob]
    assert round_of(edna, marked).reviews == []
    assert round_of(ada, marked).reviews == []
    assert (
        "You have decided: <b>accept</b>" in as_user(bob).get(reverse("claims:claim", args=[marked.pk])).text
    )


# --- What the database refuses --------------------------------------------------------------------------


def review(found, user, number, **more):
    return BlindReview.objects.create(
        round=found, claim=found.claim, reviewer=user, number=number, **{"decision": "accept", **more}
    )


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except DatabaseError:
        return True
    return False


def test_the_database_holds_two_different_people_and_one_each(marked, bob, edna, alice):
    found = BlindRound.objects.get()
    row = review(found, bob, 1)
    assert refused(lambda: review(found, bob, 2))
    assert refused(lambda: review(found, edna, 1))
    assert refused(lambda: review(found, edna, 3))
    assert refused(lambda: review(found, edna, 2, decision="reject"))  # without a reason
    assert refused(lambda: BlindRound.objects.update(complete=True, completed_at=timezone.now()))
    assert refused(lambda: BlindReview.objects.filter(pk=row.pk).update(decision="reject", reason="vague"))
    assert refused(lambda: BlindReview.objects.all().delete())
    review(found, edna, 2)
    BlindRound.objects.update(complete=True, completed_at=timezone.now())
    assert refused(lambda: review(found, alice, 2))
    settled = {"outcome": "adjudicated", "decision": "accept", "note": "x", "closed_at": timezone.now()}
    assert refused(lambda: BlindRound.objects.update(adjudicator=bob, **settled))
    BlindRound.objects.update(adjudicator=alice, **settled)
    assert refused(lambda: BlindRound.objects.update(note="y"))


def test_the_database_lets_nobody_decide_past_the_round(marked, bob):
    state = {"review_state": "accepted", "reviewed_by": bob, "reviewed_at": timezone.now()}
    assert refused(lambda: Claim.objects.filter(pk=marked.pk).update(**state))
    Claim.objects.filter(pk=marked.pk).update(high_stakes=False)
    assert not refused(lambda: Claim.objects.filter(pk=marked.pk).update(**state))


# --- The desk -------------------------------------------------------------------------------------------


def agreed_rounds(harbour, bob, edna, decisions, days=0):
    """Make closed rounds with these pairs of decisions, completed some days ago."""
    words = "41 containers were missing"
    for one, other in decisions:
        claim = make_claim(harbour, words, statement=f"{words} {Claim.objects.count()}")
        found = BlindRound.objects.create(claim=claim, reason="Test", opened_by=edna)
        for number, (who, decision) in enumerate(((bob, one), (edna, other)), 1):
            review(found, who, number, decision=decision, reason="vague" if decision == "reject" else "")
        at = timezone.now() - timedelta(days=days)
        BlindRound.objects.filter(pk=found.pk).update(complete=True, completed_at=at)


def test_the_desk_says_how_far_two_people_agree(as_user, bob, edna, harbour, foreign_desk, other_desk):
    agreed_rounds(harbour, bob, edna, [("accept", "accept")] * 3)
    assert "too few to say (3 pairs)" in as_user(edna).get("/").text
    table = [("accept", "accept")] * 5 + [("reject", "reject")] * 5 + [("accept", "reject")] * 2
    agreed_rounds(harbour, bob, edna, table, days=40)
    (short, month), (long, quarter) = agreement_of(foreign_desk)
    assert (short, month.pairs, long, quarter.pairs, quarter.same) == (30, 3, 90, 15, 13)
    assert month.kappa is None
    assert quarter.kappa == pytest.approx(0.7273, abs=1e-4)
    assert "<b>κ 0.73</b>" in as_user(edna).get("/").text
    assert all(found.pairs == 0 for _, found in agreement_of(other_desk))


def test_the_desk_lists_what_waits_for_each(as_user, bob, edna, alice, marked):
    address = reverse("claims:claim-blind", args=[marked.pk])
    assert address in as_user(bob).get("/").text
    accept(as_user(bob), marked)
    assert address not in as_user(bob).get("/").text
    reject(as_user(edna), marked)
    settle = reverse("claims:claim-settle", args=[marked.pk])
    assert settle in as_user(alice).get("/").text
    assert settle not in as_user(edna).get("/").text
    assert settle not in as_user(bob).get("/").text


def test_another_desk_knows_of_nothing(as_user, charlie, other_desk, marked):
    editor = person("olga", "editor", other_desk)
    for name in ("stakes", "blind", "settle"):
        assert as_user(editor).get(reverse(f"claims:claim-{name}", args=[marked.pk])).status_code == 404
