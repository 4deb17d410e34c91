"""What people and the machine may do in a history, as steps to be drawn.

A step that makes no sense at the moment is refused by its service and changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from claims import record
from claims.blast import settling
from claims.ingest import versions
from claims.ingest.errors import IngestError
from claims.models import (
    Article,
    ArticleVersion,
    Assessment,
    AuditEntry,
    Claim,
    Event,
    Evidence,
    Source,
    Touch,
)
from claims.models.blast import ChangeKind, Outcome
from claims.report import services
from claims.report.services import NothingToFreeze
from claims.review import claim_merging, decisions, edits, placed, source_merging, sourcing, splits, undo
from claims.review.blind import services as blind
from claims.review.chains import Chain
from claims.review.decisions import CannotDecide
from claims.review.lost import lost_of, words_place
from claims.states import (
    CHOSEN_REASONS,
    ArticleState,
    AssessmentState,
    EvidenceState,
    RefusedTransition,
    Relation,
)
from claims.verify import (
    assessments,
    documents,
    events,
    evidence,
    freshness,
    origin_ruling,
    proposing,
    taking_back,
)
from claims.verify.gathered import Search
from claims.verify.refusal import CannotDecide as Refused

from .world import WORDS, World

REFUSALS = (CannotDecide, Refused, evidence.AlreadyDecided, RefusedTransition, NothingToFreeze, IngestError)
RELATIONS = [each for each in Relation if each != Relation.ABSENCE]


def accept(world: World) -> None:
    decisions.claim_accept(user=world.who(), claim=world.claim())


def reject(world: World) -> None:
    decisions.claim_reject(user=world.who(), claim=world.claim(), reason=world.chance.choice(CHOSEN_REASONS))


def ask(world: World) -> None:
    decisions.claim_second_opinion(user=world.who(), claim=world.claim())


def chain_of(world: World, claim: Claim) -> Chain | None:
    place = claim.appearances.first()
    if place is None or world.chance.random() < 0.5:
        return None
    return Chain(
        place.pk,
        (("Coast Wire", "agency"), (f"Officer {world.chance.randint(1, 9)}", "via"))[
            : world.chance.randint(0, 2)
        ],
    )


def edit(world: World) -> None:
    number, claim = Decimal(world.chance.randint(1, 900)), world.claim()
    days = date(2025, 6, world.chance.randint(1, 30)) if world.chance.random() < 0.5 else None
    figures = (edits.Figure(number, number + 1, "boat", "range", f"{number} boats"),)
    edits.claim_edit(
        user=world.who(),
        claim=claim,
        edit=edits.Edit(
            statement=f"{number} boats were lost",
            source=world.one_of(Source.objects.filter(merged_into=None)),
            figures=figures[: world.chance.randint(0, 1)],
            event_from=days,
            place=world.chance.choice(["", "Odesa"]),
            chain=chain_of(world, claim),
        ),
    )


def undo_last(world: World) -> None:
    claim = world.claim()
    entry = undo.last_on(claim)
    undo.claim_undo(user=entry.actor if entry and entry.actor else world.who(), claim=claim)


def split(world: World) -> None:
    parts = [splits.Part("3 boats were lost", "3 boats"), splits.Part("2 ships were lost", "2 ships")]
    claim = world.one_of(Claim.objects.filter(statement=WORDS[2]))
    if claim:
        splits.claim_split(user=world.who(), claim=claim, parts=parts)


def merge(world: World) -> None:
    claim, keep = world.claim(), world.claim()
    claim_merging.claim_merge(user=world.who(), claim=claim, keep=keep)


def unmerge(world: World) -> None:
    entries = AuditEntry.objects.filter(action="claim.merge", undone_by=None)
    entry = world.one_of(entries)
    if entry and entry.actor:
        undo.claim_undo(user=entry.actor, claim=Claim.objects.select_for_update().get(pk=entry.claim_id))


def stakes(world: World) -> None:
    claim = world.claim()
    if claim.high_stakes:
        blind.stakes_lift(user=world.who(), claim=claim, note="No longer.")
    else:
        blind.stakes_mark(user=world.who(), claim=claim, reason="Many dead.")


def add_evidence(world: World) -> None:
    claim, other = world.claim(), world.claim()
    relation = world.chance.choice(RELATIONS)
    item = evidence.Item("note", relation, body="The log says so.", reason="Counted twice.")
    if world.chance.random() < 0.6:
        item = evidence.Item("claim", relation, other=other, reason="Later.")
    evidence.evidence_add(user=world.who(), claim=claim, item=item)


def add_file(world: World) -> None:
    """Bring a file, graded, or one that is there already; sometimes log a search that found nothing."""
    claim, user = world.claim(), world.who()
    if world.chance.random() < 0.3:
        search = Search("Port register", "a list of losses", timezone.now())
        item = evidence.Item("search", "absence", body="Port register: a list of losses", search=search)
    else:
        file = SimpleUploadedFile("log.pdf", b"%%PDF-1.7 log %d" % world.chance.randint(1, 3))
        kept = documents.document_keep(user=user, desk=claim.desk, file=file)
        grade = (world.chance.choice(["", *"ABCDEF"]), world.chance.choice(["", *"123456"]))
        item = evidence.Item("file", world.chance.choice(RELATIONS), document=kept, grade=grade)
    evidence.evidence_add(user=user, claim=claim, item=item)


def add_address(world: World) -> None:
    """Bring an address that is fetched later, and let the page of an earlier one come."""
    if row := world.one_of(Evidence.objects.filter(kind="url", version=None)):
        if row.read is None:
            text = f"Page {world.chance.randint(1, 10**9)}"
            hashed = hashlib.sha256(text.encode()).hexdigest()
            ArticleVersion.objects.create(
                article=row.page, number=1, text=text, sha256=hashed, method="url", captured_at=timezone.now()
            )
        return
    claim = world.claim()
    address = f"https://port.example/{world.chance.randint(1, 10**9)}"
    page = Article.objects.create(desk=claim.desk, url=address)
    item = evidence.Item("url", world.chance.choice(RELATIONS), url=address, page=page)
    evidence.evidence_add(user=world.who(), claim=claim, item=item)


def grade(world: World) -> None:
    if row := world.one_of(Evidence.objects.all()):
        Claim.objects.select_for_update().get(pk=row.claim_id)
        letters = world.chance.choice(["", *"ABCDEF"]), world.chance.choice(["", *"123456"])
        evidence.evidence_grade(user=world.who(), evidence=row, grade=letters)


def say_whose(world: World) -> None:
    """Say whose words a note, a file or an address is, or take that back."""
    if row := world.one_of(Evidence.objects.exclude(kind="claim")):
        claim = Claim.objects.select_for_update().get(pk=row.claim_id)
        source = world.one_of(Source.objects.all()) if world.chance.random() < 0.8 else None
        origin_ruling.evidence_stated(user=world.who(), claim=claim, evidence=row, source=source)


def machine_proposes(world: World) -> None:
    claim, other = world.claim(), world.claim()
    if claim == other or Evidence.objects.filter(claim=claim, other=other).exists():
        return
    row = Evidence.objects.create(
        claim=claim,
        kind="claim",
        other=other,
        relation=world.chance.choice(RELATIONS),
        reason="Alike.",
        score=0.7,
    )
    record.created_many(
        [row], actor=None, action="evidence.propose", said=lambda r: (r.reason, {"outlet": ""})
    )


def machine_withdraws(world: World) -> None:
    rows = Evidence.objects.filter(state=EvidenceState.PROPOSED, proposed_by=None, decided_by=None)
    if row := world.one_of(rows):
        proposing.withdraw(row, "Seen no longer")


def confirm(world: World) -> None:
    if row := world.one_of(Evidence.objects.exclude(relation=Relation.ABSENCE)):
        claim = Claim.objects.select_for_update().get(pk=row.claim_id)
        relation = world.chance.choice(RELATIONS)
        evidence.evidence_confirm(user=world.who(), claim=claim, evidence=row, relation=relation)


def dismiss(world: World) -> None:
    if row := world.one_of(Evidence.objects.all()):
        claim = Claim.objects.select_for_update().get(pk=row.claim_id)
        evidence.evidence_dismiss(user=world.who(), claim=claim, evidence=row, reason="Another day")


def take_back_evidence(world: World) -> None:
    rows = AuditEntry.objects.filter(action__in=taking_back.DECISIONS, undone_by=None)
    if entry := world.one_of(rows):
        claim = Claim.objects.select_for_update(of=("self",)).get(pk=entry.claim_id)
        last = taking_back.last_decision(claim).get()
        taking_back.evidence_undo(user=last.actor, claim=claim)


def submit(world: World) -> None:
    claim = world.one_of(Claim.objects.filter(review_state="accepted", merged_into=None))
    if claim:
        rests = [row for row in claim.evidence.all() if world.chance.random() < 0.5]
        verdict = world.chance.choice(["single_source", "disputed", "corroborated"])
        opinion = assessments.Opinion(verdict, "verbatim", "Since it is so.", rests)
        assessments.assessment_submit(user=world.who(), claim=claim, opinion=opinion)


def decide_verdict(world: World) -> None:
    if row := world.one_of(Assessment.objects.filter(state=AssessmentState.SUBMITTED)):
        claim = Claim.objects.select_for_update().get(pk=row.claim_id)
        other = next(user for user in world.people if user.pk != row.author_id)
        if world.chance.random() < 0.75:
            assessments.assessment_approve(user=other, claim=claim, assessment=row)
        else:
            assessments.assessment_return(user=other, claim=claim, assessment=row, note="Why?")


def recheck(world: World) -> None:
    freshness.claim_touched(claim=world.claim(), cause="later source: Post", actor=None)


def fall_due(world: World) -> None:
    freshness.claims_mark_due(now=timezone.now() + timedelta(days=9))


def merge_sources(world: World) -> None:
    source, into = world.one_of(Source.objects.all()), world.one_of(Source.objects.all())
    source_merging.source_merge(user=world.who(), source=source, into=into)


def part_source(world: World) -> None:
    if source := world.one_of(Source.objects.exclude(merged_into=None)):
        source_merging.source_part(user=world.who(), source=source)


def edit_source(world: World) -> None:
    source = world.one_of(Source.objects.all())
    sourcing.source_edit(user=world.who(), source=source, role=f"officer {world.chance.randint(1, 9)}")


def move_event(world: World) -> None:
    user, claim = world.who(), world.claim()
    to = world.one_of(Event.objects.filter(merged_into=None))
    if to is None or world.chance.random() < 0.4:
        to = events.event_start(user=user, desk=claim.desk, title=f"Storm {world.chance.randint(1, 99)}")
    events.event_move(user=user, claims=[claim], to=None if world.chance.random() < 0.2 else to)


def rename_event(world: World) -> None:
    if event := world.one_of(Event.objects.all()):
        events.event_rename(user=world.who(), event=event, title=f"Flood {world.chance.randint(1, 99)}")


def undo_event(world: World) -> None:
    actions = ["event.move", "event.remove", "event.rename"]
    if entry := world.one_of(AuditEntry.objects.filter(action__in=actions, undone_by=None)):
        events.event_undo(user=world.who(), entry=entry)


def build(world: World) -> None:
    user, report, items = world.who(), world.report, list(world.report.items.all())
    how = world.chance.choice(["add", "add", "remove", "move", "note", "edit"])
    if how == "add":
        services.report_add(user=user, report=report, claims=[world.claim()])
    elif how == "edit":
        title = f"The port {world.chance.randint(1, 99)}"
        services.report_edit(user=user, report=report, title=title, introduction="", version=None)
    elif items:
        item = world.chance.choice(items)
        if how == "remove":
            services.report_remove(user=user, report=report, item_id=item.pk)
        elif how == "move":
            services.report_move(user=user, report=report, item_id=item.pk, up=world.chance.random() < 0.5)
        else:
            note = f"Note {world.chance.randint(1, 99)}"
            services.report_note(user=user, report=report, item_id=item.pk, note=note, was=None)


def freeze(world: World) -> None:
    world.made.append(services.report_freeze(user=world.who(), report=world.report, version=None))


def change_article(world: World) -> None:
    user, known = world.who(), world.one_of(Article.objects.exclude(versions=None))
    article = Article.objects.select_for_update(of=("self",)).get(pk=known.pk)
    kind = world.chance.choice(list(ChangeKind))
    text = article.latest.text.replace("containers", f"containers of {world.chance.randint(1, 99)} owners")
    versions.article_change(user=user, article=article, kind=kind, reason="A note below it.", text=text)
    if article.state == ArticleState.QUEUED:  # it is read, and nothing new is found in it
        record.change(article, actor=None, action="article.start", state=ArticleState.RUNNING)
        record.change(article, actor=None, action="article.ready", state=ArticleState.READY)


def find_words(world: World) -> None:
    """Give a claim that the newest text lost a place there, or take such a place back."""
    claim, article = world.claim(), world.one_of(Article.objects.exclude(versions=None))
    if (there := placed.placed_of(article, claim)) and world.chance.random() < 0.5:
        placed.place_taken_back(user=world.who(), claim=claim, article=article, place=there.pk)
    elif article.latest and lost_of(article.latest, claim.pk):
        start = article.latest.text.index("owners") if "owners" in article.latest.text else 0
        words = article.latest.text[start : start + 6]
        span = (start, start + 6)
        words_place(user=world.who(), claim=claim, version=article.latest, span=span, words=words)


def look_again(world: World) -> None:
    touch = world.one_of(Touch.objects.exclude(outcome=Outcome.VERDICT))
    if touch is None:
        return
    claim = Claim.objects.select_for_update().get(pk=touch.claim_id)
    if touch.outcome == Outcome.STANDS:
        settling.touch_reopen(user=world.who(), claim=claim, change=touch.change)
    else:
        settling.touches_stand(user=world.who(), claims=[claim], change=touch.change)


STEPS: list[Callable[[World], None]] = [
    accept, accept, reject, ask, edit, undo_last, split, merge, unmerge, stakes, add_evidence, add_evidence,
    add_file, add_address, grade, say_whose,
    machine_proposes, machine_withdraws, confirm, dismiss, take_back_evidence, submit, submit, decide_verdict,
    decide_verdict, recheck, fall_due, merge_sources, part_source, edit_source, move_event, rename_event,
    undo_event, build, build, freeze, change_article, find_words, find_words, look_again,
]  # fmt: skip


def take(world: World, step: Callable[[World], None]) -> bool:
    """Do a step in a transaction of its own; returns whether it was not refused."""
    around = transaction.atomic()
    around._from_testcase = True  # freezing asks for a transaction of its own
    try:
        with around:
            step(world)
    except REFUSALS:
        return False
    return True
