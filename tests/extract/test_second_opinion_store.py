"""The second opinion in the newsroom: off by default, beside the article's way, stored once."""

from __future__ import annotations

import json
import threading
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from claims import flow
from claims.extract import ledger, opinions, services
from claims.extract.ledger import DatabaseLedger
from claims.extract.second_opinion.budget import OverBudget, Use
from claims.ingest.services import article_give_up
from claims.models import Article, AuditEntry, Claim, ExtractedClaim, MachineOpinion, ModelCall, Work
from claims.record import change
from claims.review.services import claim_accept
from claims.states import ArticleState, Review, WorkState
from tests.cast import make_article
from tests.extract.model_server import model_server, refusing, saying

STORY = (
    "The Norland navy sank 14 boats and 3 barges overnight, Defence Minister Olga Brandt said on Monday.\n\n"
    "Officials said two people were injured. Why the third ship, 40 metres long, turned back is not known."
)
FOUND = {
    "claims": [
        {
            "paragraph": 2,
            "spans": ["two people were injured"],
            "source": "Officials",
            "cue": "said",
            "statement": "Two people were injured",
            "quantities": ["two people"],
        },
        {
            "paragraph": 1,
            "spans": ["The Norland navy sank 14 boats"],
            "source": "Olga Brandt",
            "cue": "said",
        },
        {
            "paragraph": 2,
            "spans": ["the third ship", "turned back"],
            "statement": "The third ship turned back",
        },
        {"paragraph": 2, "spans": ["900 people were killed"], "source": "Officials", "cue": "said"},
    ]
}


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    sent = []
    monkeypatch.setattr(flow.app, "send_task", lambda name, args, **_: sent.append(name))
    return sent


@pytest.fixture
def story(foreign_desk):
    return make_article(foreign_desk, text=STORY, title="Boats sunk", state=ArticleState.QUEUED)


@pytest.fixture
def model(settings):
    """A model that finds FOUND, set up in the settings."""
    with model_server(saying(FOUND)) as server:
        settings.SECOND_OPINION_URL, settings.SECOND_OPINION_MODEL = server.url, "tiny-3b"
        settings.SECOND_OPINION_TIMEOUT = 5
        yield server


def begun(article, stage):
    with transaction.atomic():
        work = flow.enqueue(stage, article, article.latest)
    return flow.begin(str(work.pk))


def by_rules(article):
    services.version_extract(work=begun(article, "extract"))
    return Work.objects.filter(stage="opinion").first()


def consulted(article):
    """Read the article by the rules and ask the model; returns the work on the second opinion."""
    work = flow.begin(str(by_rules(article).pk))
    opinions.version_opinion(work=work)
    work.refresh_from_db()
    return work


def rows():
    """Everything a second opinion may touch, to compare before and after."""
    return [list(model.objects.order_by("pk").values()) for model in (Claim, ExtractedClaim, MachineOpinion)]


# --- off by default -----------------------------------------------------------------------------------
def test_without_an_address_nothing_is_queued_and_nobody_is_asked(story, model, settings):
    settings.SECOND_OPINION_URL = ""
    assert by_rules(story) is None
    work = begun(story, "opinion")  # even a row that is there already asks nobody
    opinions.version_opinion(work=work)
    work.refresh_from_db()
    assert (work.state, work.error) == (WorkState.FAILED, "it is switched off")
    assert model.requests == []
    assert not MachineOpinion.objects.exists()


def test_the_same_with_an_address_asks(story, model):
    assert consulted(story).state == WorkState.DONE
    assert len(model.requests) == 1


# --- what is stored -----------------------------------------------------------------------------------
def test_the_article_is_ready_before_the_model_is_asked(story, model):
    work = by_rules(story)
    story.refresh_from_db()
    assert (story.state, work.state, model.requests) == (ArticleState.READY, WorkState.QUEUED, [])
    assert {row.stage for row in Work.objects.exclude(state=WorkState.DONE)} == {"match", "opinion"}


def test_each_claim_says_who_found_it_and_the_rules_claims_stay_as_they_were(story, model):
    by_rules(story)
    before = list(Claim.objects.order_by("pk").values())
    payloads = dict(ExtractedClaim.objects.values_list("pk", "payload"))
    opinions.version_opinion(work=flow.begin(str(Work.objects.get(stage="opinion").pk)))
    assert list(Claim.objects.filter(pk__in=[c["id"] for c in before]).order_by("pk").values()) == before
    assert all(ExtractedClaim.objects.get(pk=pk).payload == old for pk, old in payloads.items())
    found = {o.claim.statement: o for o in MachineOpinion.objects.select_related("claim", "extracted")}
    assert {statement: o.found_by for statement, o in found.items()} == {
        "Two people were injured": "both",
        "The Norland navy sank 14 boats overnight to 9 June": "both",
        "The Norland navy sank 3 barges overnight to 9 June": "rules",
        "The third ship turned back": "model",
    } | {s: o.found_by for s, o in found.items() if "40 metres" in s}
    both = found["Two people were injured"]
    assert both.confidence > both.claim.confidence
    assert both.extracted.extractor == "opinion-1 tiny-3b"
    assert both.extracted.payload["second_opinion"]["found_by"] == "both"
    alone = found["The Norland navy sank 3 barges overnight to 9 June"]
    assert 0 < alone.confidence < alone.claim.confidence


def test_a_claim_that_only_the_model_found_is_proposed_like_any_other(story, model):
    consulted(story)
    claim = Claim.objects.get(machine_opinion__found_by="model")
    assert (claim.review_state, claim.confidence) == (Review.EXTRACTED, 0.4)
    assert claim.extracted.extractor == "opinion-1 tiny-3b"
    assert claim.extracted.payload["second_opinion"] == {
        "found_by": "model",
        "model": "tiny-3b",
        "prompt": "1",
    }
    place = claim.appearances.get()
    assert [STORY[s:e] for s, e in place.spans] == ["the third ship", "turned back"]
    entry = AuditEntry.objects.get(claim=claim)
    assert (entry.action, entry.actor, entry.note) == ("claim.extract", None, "Second opinion (tiny-3b)")


def test_words_that_are_not_in_the_text_become_no_claim_and_are_counted(story, model):
    consulted(story)
    assert not Claim.objects.filter(statement__contains="900").exists()
    note = AuditEntry.objects.get(article=story, action="article.opinion").note
    assert "1 of its claims did not stand in the text" in note


def test_asked_again_it_adds_and_changes_nothing_and_costs_nothing(story, model):
    work = consulted(story)
    before = rows()
    with transaction.atomic():
        flow.enqueue("opinion", story, story.latest)
    opinions.version_opinion(work=flow.begin(str(work.pk)))
    assert rows() == before
    assert len(model.requests) == 1


def test_the_rules_read_again_pass_by_what_the_model_filed(story, model):
    consulted(story)
    count = Claim.objects.count()
    assert services.version_extract(work=begun(story, "extract")) == 0
    assert Claim.objects.count() == count


def test_machine_opinions_are_never_changed(story, model):
    consulted(story)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        MachineOpinion.objects.update(found_by="both")


# --- a worker dies, people work meanwhile --------------------------------------------------------------
def test_a_worker_that_lost_its_lease_stores_nothing_and_its_answer_is_not_paid_twice(story, model):
    work = flow.begin(str(by_rules(story).pk))
    before = rows()
    Work.objects.filter(pk=work.pk).update(lease_token=story.pk)
    with pytest.raises(flow.LostLease):
        opinions.version_opinion(work=work)
    assert rows() == before
    Work.objects.filter(pk=work.pk).update(lease_until="2020-01-01T00:00Z")
    opinions.version_opinion(work=flow.begin(str(work.pk)))
    assert MachineOpinion.objects.exists()
    assert len(model.requests) == ModelCall.objects.count() == 1


def test_a_worker_that_died_during_the_call_leaves_its_share_counted(story, model):
    DatabaseLedger(story.latest, "tiny-3b").reserve("a" * 64, Use(1_000, 39_000))  # and then it was killed
    work = consulted(story)
    assert work.state == WorkState.FAILED
    assert "SECOND_OPINION_MAX_TOKENS" in work.error
    assert model.requests == []


def test_a_decision_made_meanwhile_stands(story, model, bob):
    work = flow.begin(str(by_rules(story).pk))
    with transaction.atomic():
        claim = Claim.objects.select_for_update().get(statement="Two people were injured")
        claim_accept(user=bob, claim=claim, version=claim.version)
    version = claim.version
    opinions.version_opinion(work=work)
    claim.refresh_from_db()
    assert (claim.review_state, claim.version) == (Review.ACCEPTED, version)
    assert claim.machine_opinion.found_by == "both"


def test_new_claims_are_matched_even_if_a_worker_is_matching_the_old_ones(story, model):
    by_rules(story)
    match = flow.begin(str(Work.objects.get(stage="match").pk))
    opinions.version_opinion(work=flow.begin(str(Work.objects.get(stage="opinion").pk)))
    with pytest.raises(flow.LostLease), transaction.atomic():
        flow.finish(match)
    match.refresh_from_db()
    assert (match.state, match.attempts) == (WorkState.QUEUED, 0)


def test_nothing_new_leaves_the_matching_alone(story, model):
    model.answers = [saying({"claims": FOUND["claims"][:1]})]
    by_rules(story)
    match = flow.begin(str(Work.objects.get(stage="match").pk))
    opinions.version_opinion(work=flow.begin(str(Work.objects.get(stage="opinion").pk)))
    with transaction.atomic():
        flow.finish(match)


def test_the_call_has_a_queue_of_its_own(settings):
    route = flow.app.amqp.router.route({}, flow.PIPELINE["opinion"].task)
    assert route["queue"].name == "second-opinion"
    assert flow.app.amqp.router.route({}, flow.PIPELINE["extract"].task)["queue"].name == "celery"


# --- it is not to be had ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([refusing(401)], "refuses the key (401)"),
        ([saying("Sorry.")], "no answer that can be read"),
        ([refusing(302, Location="/elsewhere")], "redirects are not followed"),
    ],
)
def test_a_failure_leaves_the_article_ready_and_says_why(story, model, as_user, bob, answers, words):
    model.answers = answers
    work = consulted(story)
    story.refresh_from_db()
    assert (work.state, story.state) == (WorkState.FAILED, ArticleState.READY)
    assert words in work.error
    page = as_user(bob).get(reverse("claims:article", args=[story.pk])).content.decode()
    assert "Second opinion unavailable:" in page
    assert words in page
    assert not MachineOpinion.objects.exists()


def test_it_can_be_asked_for_again(story, model, as_user, bob):
    good, model.answers = model.answers, [refusing(401)]
    work = consulted(story)
    model.answers = good
    address = reverse("claims:article-opinion", args=[story.pk])
    assert as_user(bob).post(address).status_code == 302
    opinions.version_opinion(work=flow.begin(str(work.pk)))
    shown = as_user(bob).get(address).content.decode()
    assert "tiny-3b found 2 of the" in shown
    assert "unavailable" not in shown


def test_a_fault_of_ours_does_not_fail_the_article(story, model, monkeypatch):
    work = by_rules(story)

    def breaks(*_, **__):
        raise RuntimeError("bug")

    monkeypatch.setattr(opinions, "drafts", breaks)
    for _ in range(flow.MAX_ATTEMPTS):
        with pytest.raises(RuntimeError):
            flow.run(str(work.pk), lambda row: opinions.version_opinion(work=row))
    assert article_give_up() == 1
    work.refresh_from_db()
    story.refresh_from_db()
    assert (work.state, story.state) == (WorkState.FAILED, ArticleState.READY)
    assert len(model.requests) == 1  # the answer was kept


def test_a_new_version_in_work_is_not_failed_by_the_opinion_on_the_old(story, model):
    work = by_rules(story)
    with transaction.atomic():
        change(Article.objects.select_for_update().get(pk=story.pk), actor=None, action="x", state="queued")
    Work.objects.filter(pk=work.pk).update(attempts=flow.MAX_ATTEMPTS)
    article_give_up()
    story.refresh_from_db()
    assert story.state == ArticleState.QUEUED


# --- limits of a day, for all workers ------------------------------------------------------------------
def test_over_the_days_limit_no_call_is_made(story, model, settings):
    settings.SECOND_OPINION_PRICE_OUT = Decimal(100)
    settings.SECOND_OPINION_DAILY_LIMIT = Decimal("0.01")
    work = consulted(story)
    assert work.state == WorkState.FAILED
    assert "SECOND_OPINION_DAILY_LIMIT" in work.error
    assert model.requests == []
    assert not ModelCall.objects.exists()


def test_what_a_call_took_is_counted_for_the_day(story, model, settings):
    settings.SECOND_OPINION_PRICE_IN, settings.SECOND_OPINION_PRICE_OUT = Decimal(1), Decimal(10)
    consulted(story)
    call = ModelCall.objects.get()
    assert (call.tokens, call.money) == (790, Decimal("0.0016"))
    assert call.settled_at is not None
    assert json.loads(call.answer) == FOUND


def eight_at_once(version):
    """Let eight workers set 600 tokens apart at the same moment; returns (how many may, how many not)."""
    start, refused, taken = threading.Barrier(8), [], []

    def reserve(number):
        mine = DatabaseLedger(version, "tiny")
        start.wait(5)
        try:
            taken.append(mine.reserve(f"{number}", Use(300, 300)))
        except OverBudget:
            refused.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=reserve, args=(n,)) for n in range(8)]
    [thread.start() for thread in threads]
    [thread.join(20) for thread in threads]
    return len(taken), len(refused)


@pytest.mark.django_db(transaction=True)
def test_two_workers_cannot_both_take_what_is_left(foreign_desk, settings):
    settings.SECOND_OPINION_DAILY_TOKENS = 1_000
    assert eight_at_once(make_article(foreign_desk, text=STORY).latest) == (1, 7)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_can(foreign_desk, settings, monkeypatch):
    settings.SECOND_OPINION_DAILY_TOKENS = 1_000
    checked, afford = threading.Barrier(8), DatabaseLedger.afford

    def afford_with_all_others(self, use):
        afford(self, use)
        checked.wait(5)  # nobody writes before all have looked

    monkeypatch.setattr(ledger, "_one_at_a_time", lambda: None)
    monkeypatch.setattr(DatabaseLedger, "afford", afford_with_all_others)
    assert eight_at_once(make_article(foreign_desk, text=STORY).latest) == (8, 0)


# --- where people see it ------------------------------------------------------------------------------
def pages(client, story, claim):
    card = client.get(reverse("claims:workbench", args=[story.pk]) + f"?claim={claim.pk}")
    page = client.get(reverse("claims:claim", args=[claim.pk]))
    return [" ".join(answer.content.decode().split()) for answer in (card, page)]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("Two people were injured", "Found by: rules and second opinion ("),
        ("The third ship turned back", "Found by: second opinion only ("),
        (
            "The Norland navy sank 3 barges overnight to 9 June",
            "Found by: rules only, not by second opinion (",
        ),
    ],
)
def test_the_card_and_the_page_say_who_found_the_claim(story, model, as_user, bob, statement, words):
    consulted(story)
    claim = Claim.objects.get(statement=statement)
    assert all(words in shown and "tiny-3b" in shown for shown in pages(as_user(bob), story, claim))


def test_without_a_second_opinion_the_pages_say_nothing_of_it(story, settings, as_user, bob):
    by_rules(story)
    claim = Claim.objects.first()
    shown = pages(as_user(bob), story, claim)
    assert not [page for page in shown if "Found by" in page]
    article = as_user(bob).get(reverse("claims:article", args=[story.pk])).content.decode()
    assert "econd opinion" not in article


def test_while_it_is_asked_the_article_can_be_reviewed(story, model, as_user, bob):
    by_rules(story)
    page = as_user(bob).get(reverse("claims:article", args=[story.pk])).content.decode()
    assert "A second opinion is being asked for" in page
    assert "Ready to review" in page
    assert f'hx-get="{reverse("claims:article-opinion", args=[story.pk])}"' in page


def test_a_waiting_opinion_counts_for_nobody_in_the_queue(story, model, foreign_desk, as_user, bob):
    by_rules(story)
    Work.objects.filter(stage="match").update(
        state=WorkState.RUNNING, lease_token=story.pk, lease_until="2030-01-01T00:00Z"
    )
    other = make_article(foreign_desk, text=STORY + " More.", state=ArticleState.QUEUED)
    begun(other, "extract")
    Work.objects.filter(article=other).update(state=WorkState.QUEUED)
    shown = as_user(bob).get(reverse("claims:article-status", args=[other.pk])).content.decode()
    assert "next in line" in shown


# --- the command line ---------------------------------------------------------------------------------
def lines(monkeypatch, *options):
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps({"id": "a", "text": STORY}) + "\n"))
    out, err = StringIO(), StringIO()
    call_command("extract", "--jsonl", *options, stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


def test_the_command_asks_only_when_told_to(model, monkeypatch):
    line, _ = lines(monkeypatch)
    assert "second_opinion" not in line
    assert model.requests == []


def test_the_command_says_of_each_claim_who_found_it(model, monkeypatch):
    line, err = lines(monkeypatch, "--second-opinion")
    assert (line["second_opinion"], err) == ({"model": "tiny-3b"}, "")
    found = {c["canonical"]: c["found_by"] for c in line["claims"]}
    assert found["Two people were injured"] == "both"
    assert found["The third ship turned back"] == "model"


def test_a_model_that_is_away_costs_the_command_no_claim(model, monkeypatch):
    plain, _ = lines(monkeypatch)
    model.answers = [refusing(401)]
    line, err = lines(monkeypatch, "--second-opinion")
    assert line == plain
    assert "a: second opinion unavailable:" in err


def test_the_command_needs_an_address_for_it(settings):
    settings.SECOND_OPINION_URL = ""
    with pytest.raises(CommandError, match="SECOND_OPINION_URL"):
        call_command("extract", "--second-opinion", "x.txt")


def test_the_table_says_who_found_what(model, tmp_path):
    file = tmp_path / "story.txt"
    file.write_text(STORY)
    out = StringIO()
    call_command("extract", "--second-opinion", str(file), stdout=out)
    assert "second opinion only" in out.getvalue()
