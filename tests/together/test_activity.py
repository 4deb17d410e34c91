"""The feed of a desk: sentences, filters, pages by key, what is new; the same words in histories."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from claims import record
from claims.models import AuditEntry, Claim, Publication
from claims.report.publishing import services as publishing
from claims.together.activity import PAGE, Asked, actions_of, feed, new_count
from claims.together.deeds import DEEDS, KINDS, deed
from claims.together.sentences import told
from tests.cast import make_article, make_claim
from tests.report import makers
from tests.review.acting import act, edit_data, fresh

pytestmark = pytest.mark.django_db
URL = "/activity/"


def words_of(response) -> str:
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+([.:,])", r"\1", re.sub(r"\s+", " ", words))


def entries(claim, count, actor=None, action="claim.offer", **more):
    """Return entries of record about a claim, as many as are asked for."""
    return AuditEntry.objects.bulk_create(
        AuditEntry(
            desk=claim.desk,
            actor=actor,
            action=action,
            subject_type="claim",
            subject_id=claim.pk,
            claim=claim,
            **more,
        )
        for _ in range(count)
    )


def test_what_people_do_reads_as_sentences_with_links(as_user, bob, alice, twelve):
    client = as_user(bob)
    act(client, twelve, "edit", **edit_data(twelve, place="Odesa"))
    act(client, fresh(twelve), "reject", reason="vague")
    page = as_user(alice).get(URL)
    words = words_of(page)
    assert "Bob rejected its crews recovered 12 containers: too vague to check." in words
    assert "Bob edited its crews recovered 12 containers: place. “none” became “Odesa”" in words
    assert f'href="{reverse("claims:claim", args=[twelve.pk])}"' in page.content.decode()
    assert "claim.reject" not in page.content.decode()


def test_the_history_of_the_claim_says_the_same_sentence(as_user, bob, twelve):
    act(as_user(bob), twelve, "reject", reason="vague")
    page = as_user(bob).get(reverse("claims:claim", args=[twelve.pk]))
    assert "Bob rejected this claim: too vague to check." in words_of(page)


def test_every_action_of_the_house_has_words():
    """A new action without words would be told by its code."""
    source = "\n".join(
        path.read_text()
        for path in __import__("pathlib").Path("claims").rglob("*.py")
        if "together/deeds" not in str(path)
    )
    used = set(re.findall(r'action="((?:[a-z_]+\.)+[a-z_]+)"', source))
    assert used - set(DEEDS) == set()
    assert len(used) > 30


@pytest.mark.parametrize("action", sorted(DEEDS))
def test_each_deed_makes_a_sentence_and_is_of_one_kind(bob, twelve, action):
    (row,) = entries(twelve, 1, bob, action)
    found = told([row])
    if action == "assessment.approve":
        assert found == []  # the verdict that it sets says so
        return
    assert "{" not in found[0].words
    assert found[0].words.startswith("Bob ")
    assert [kind for kind in KINDS if action in actions_of(kind)] or action.startswith("claim.verdict")


def test_an_unknown_action_is_read_out():
    assert deed("thing.put_aside") == "put aside {it}"


def test_the_machine_is_told_when_it_is_asked_for(as_user, bob, twelve):
    entries(twelve, 1, None, "claim.due")
    client = as_user(bob)
    assert "The machine marked" not in words_of(client.get(URL))
    for actor in ("machine", "all"):
        assert "The machine marked its crews" in words_of(client.get(URL, {"actor": actor}))


def test_filters_narrow_by_person_kind_claim_article_and_day(as_user, bob, alice, harbour, twelve, accepted):
    entries(twelve, 1, bob, "claim.accept")
    entries(twelve, 1, alice, "evidence.add")
    entries(accepted, 1, alice, "claim.accept", at=timezone.now() - timedelta(days=40))
    other = make_claim(make_article(bob.desk, text="Other words here."), "Other words")
    entries(other, 1, bob, "claim.offer")

    def found(**asked):
        return [(row.who, row.before) for row in feed(bob, Asked(**asked)).entries]

    assert len(found()) == 4
    assert found(actor=alice.pk, kind="reviews") == [("Alice", "accepted")]
    assert found(kind="evidence") == [("Alice", "added evidence to")]
    assert found(claim=twelve.pk) == [("Alice", "added evidence to"), ("Bob", "accepted")]
    assert len(found(article=harbour.pk)) == 3
    day = timezone.localdate()
    assert len(found(first=day)) == 3
    assert len(found(last=day - timedelta(days=1))) == 1
    assert found(first=day + timedelta(days=1)) == []
    page = as_user(bob).get(URL, {"article": str(harbour.pk), "actor": str(bob.pk), "kind": "reviews"})
    assert page.content.decode().count("<time") == 1


@pytest.fixture
def publication(bob, alice):
    """A report that Bob froze, and Alice published, changed for readers, and took back."""
    row = makers.published(bob, alice, [makers.full_claim(bob, alice)])
    with transaction.atomic():
        row = Publication.objects.select_for_update().get(pk=row.pk)
        publishing.link_renew(user=alice, publication=row)
        publishing.edition_withdraw(user=alice, publication=row, told="We confused two ports.")
    return row


def test_what_was_done_to_a_report_names_it_with_a_link_even_when_it_was_taken_back(
    as_user, bob, alice, publication
):
    page = as_user(bob).get(URL, {"kind": "reports"})
    words, report = words_of(page), publication.edition.report
    for done in (
        "Bob froze For everybody (edition 1).",
        "Alice approved an edition of For everybody (edition 1).",
        "Alice published an edition of For everybody (edition 1).",
        "Alice gave another address to the published edition of For everybody (edition 1).",
        "Alice took back the published edition of For everybody (edition 1). We confused two ports.",
    ):
        assert done in words
    address = reverse("claims:report", args=[report.pk])
    assert page.content.decode().count(f'href="{address}"') == 5


def test_the_feed_is_narrowed_to_one_report_with_its_editions_and_addresses(
    as_user, bob, alice, charlie, publication
):
    claim = Claim.objects.get()
    entries(claim, 1, bob)
    makers.published(bob, alice, [claim])
    client, report = as_user(bob), publication.edition.report
    page = client.get(URL, {"report": str(report.pk)})
    assert page.content.decode().count("<time") == 5
    assert f'name="report" value="{report.pk}"' in page.content.decode()
    assert "of one report" in words_of(page)
    assert f"report={report.pk}" in page.context["query"]
    assert client.get(URL, {"kind": "reports"}).content.decode().count("<time") == 8
    assert as_user(charlie).get(URL, {"report": str(report.pk)}).status_code == 404


def test_the_builder_of_a_report_leads_to_what_was_done(as_user, bob, publication):
    address = reverse("claims:report", args=[publication.edition.report_id])
    page = as_user(bob).get(address).content.decode()
    assert f'href="{URL}?report={publication.edition.report_id}"' in page


def test_another_desk_is_neither_listed_nor_asked_for(as_user, charlie, bob, twelve):
    entries(twelve, 1, bob)
    client = as_user(charlie)
    assert "12 containers" not in words_of(client.get(URL))
    assert client.get(URL, {"claim": str(twelve.pk)}).status_code == 404
    assert client.get(URL, {"actor": str(bob.pk)}).content.decode().count("<time") == 0


def test_pages_follow_each_other_without_gap_or_double_while_new_entries_come(as_user, bob, twelve):
    made = entries(twelve, PAGE * 2 + 7, bob)
    client, seen, at = as_user(bob), [], URL
    for _ in range(5):
        page = client.get(at)
        seen += [entry.pk for entry in page.context["feed"].entries]
        entries(twelve, 3, bob)  # somebody goes on meanwhile
        older = re.search(r'href="(\?[^"]*before=\d+)"', page.content.decode())
        if older is None:
            break
        at = URL + older[1].replace("&amp;", "&")
    assert seen == [row.pk for row in reversed(made)]


def test_the_filters_stay_on_the_way_to_older_pages(as_user, bob, twelve):
    entries(twelve, PAGE + 1, bob)
    html = as_user(bob).get(URL, {"actor": str(bob.pk), "kind": "reviews"}).content.decode()
    older = re.search(r'href="(\?[^"]*before=\d+)"', html)[1].replace("&amp;", "&")
    asked = parse_qs(urlsplit(older).query)
    assert (asked["actor"], asked["kind"]) == ([str(bob.pk)], ["reviews"])


def test_what_came_since_is_counted_and_the_list_stays(as_user, bob, alice, twelve):
    entries(twelve, 2, alice)
    client = as_user(bob)
    html = client.get(URL).content.decode()
    ask = re.search(r'hx-get="(/activity/new/[^"]+)"', html)[1].replace("&amp;", "&")
    assert "new</a>" not in client.get(ask).content.decode()
    entries(twelve, 3, alice)
    entries(twelve, 4, None)  # the machine's are not listed, so not counted
    answer = client.get(ask).content.decode()
    assert "3 new</a>" in answer
    assert "<li" not in answer
    entries(twelve, 200, alice)
    assert "More than 99 new" in client.get(ask).content.decode()
    assert new_count(bob, Asked(kind="events"), 0) == 0


@pytest.mark.parametrize(
    "query",
    [
        "actor=x&kind=x&from=x&to=x",
        "before=-1",
        "before=" + "9" * 30,
        "from=0001-01-01&to=9999-12-31",
        "claim=x",
    ],
)
def test_strange_filters_ask_for_nothing(as_user, bob, twelve, query):
    entries(twelve, 1, bob)
    assert as_user(bob).get(f"{URL}?{query}").status_code == 200


def test_words_of_sources_are_words(as_user, bob, harbour):
    claim = make_claim(harbour, "3 boats", statement="<b>3</b> boats <script>alert(1)</script>")
    with transaction.atomic():
        record.change(claim, actor=bob, action="claim.offer", note="<i>note</i>", set_aside=False)
    html = as_user(bob).get(URL).content.decode()
    assert "<script>alert" not in html
    assert "&lt;b&gt;3&lt;/b&gt; boats" in html
    assert "&lt;i&gt;note" in html


def test_a_full_page_costs_few_queries(as_user, bob, alice, twelve, accepted, django_assert_max_num_queries):
    for claim in (twelve, accepted):
        entries(claim, PAGE, alice)
    client = as_user(bob)
    client.get(URL)
    with django_assert_max_num_queries(7):
        client.get(URL, {"from": "2020-01-01", "to": "2030-01-01"})
