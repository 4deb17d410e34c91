"""The seal of the record: whatever is changed in it, by whomever, is found and named."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import uuid
from datetime import UTC, timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import proving, seal, signing
from claims.models import AuditChain, AuditCheckpoint, AuditEntry, Claim
from tracker.embedded import record_keeper

OWN = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def entry(about, note="", **more):
    claim = about if isinstance(about, Claim) else None
    more.setdefault("subject_id", about.pk if claim else about)
    more.setdefault("subject_type", "claim" if claim else "source")
    return AuditEntry.objects.create(action="claim.edit", claim=claim, note=note, **more)


def as_owner(statement):
    """Run a statement as the owner of the table, with its triggers switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE claims_auditentry ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def words():
    return [fault.words for fault in proving.faults()]


def spelling(row):
    """Return the canonical text of an entry as docs/operations.md describes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT before::text, after::text FROM claims_auditentry WHERE id = %s", [row.pk])
        before, after = cursor.fetchone()
    ids = (row.desk_id, row.actor_id)
    values = [
        *(1, str(row.chain), row.link, row.pk, f"{row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"),
        *(str(each) if each else None for each in ids),
        *(row.action, row.subject_type, str(row.subject_id)),
        *(str(each) if each else None for each in (row.claim_id, row.article_id)),
        *(before, after, row.note, row.undoes_id),
    ]
    return json.dumps(values, ensure_ascii=False, separators=(", ", ", "))


# --- chains


@pytest.mark.django_db
def test_anybody_can_compute_the_hashes_of_a_chain(twelve, bob):
    entry(twelve, 'He said "é\\ \u2028\t\x01", twice.\n', actor=bob, desk=twelve.desk)
    entry(
        twelve, before={"b": 1.50, "a": [None, "ü"]}, after={}, at=timezone.now() + timedelta(microseconds=7)
    )
    previous = ""
    for number, row in enumerate(AuditEntry.objects.order_by("id"), 1):
        assert (row.chain, row.link) == (twelve.pk, number)
        previous = hashlib.sha256(f"{previous}\n{spelling(row)}".encode()).hexdigest()
        assert bytes(row.hash).hex() == previous
    end = AuditChain.objects.get(chain=twelve.pk)
    assert (end.length, bytes(end.hash).hex()) == (2, previous)


@pytest.mark.django_db
def test_each_claim_and_each_other_subject_has_a_chain(twelve, accepted):
    other = uuid.uuid4()
    for about in (twelve, other, accepted, twelve, other):
        entry(about)
    found = AuditEntry.objects.order_by("id").values_list("chain", "link")
    assert list(found) == [(twelve.pk, 1), (other, 1), (accepted.pk, 1), (twelve.pk, 2), (other, 2)]
    assert words() == []


@pytest.mark.django_db
def test_what_is_given_for_the_chain_does_not_count(twelve, accepted):
    AuditEntry.objects.bulk_create(
        AuditEntry(
            action="claim.edit", claim=twelve, subject_type="claim", subject_id=twelve.pk,
            chain=accepted.pk, link=7, hash=b"x",
        )
        for _ in range(3)
    )  # fmt: skip
    assert list(AuditEntry.objects.order_by("id").values_list("chain", "link")) == [
        (twelve.pk, number) for number in (1, 2, 3)
    ]
    assert words() == []


@pytest.mark.django_db(transaction=True)
def test_people_who_write_at_once_make_one_chain(twelve):
    def write():
        for _ in range(10):
            entry(twelve)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    links = AuditEntry.objects.order_by("link").values_list("link", flat=True)
    assert list(links) == list(range(1, 41))
    assert words() == []


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_the_chain_as_it_was(twelve):
    entry(twelve)
    with pytest.raises(RuntimeError), transaction.atomic():
        entry(twelve)
        raise RuntimeError
    entry(twelve)
    assert AuditChain.objects.get(chain=twelve.pk).length == 2
    assert words() == []


# --- tampering as a superuser


@pytest.fixture
def root(transactional_db):
    """A superuser's connection for whom no trigger fires."""
    known = connection.settings_dict
    try:
        opened = psycopg.connect(
            host=known["HOST"],
            port=known["PORT"] or None,
            user="postgres",
            dbname=known["NAME"],
            autocommit=True,
        )
    except psycopg.OperationalError:
        pytest.skip("no superuser of the test database at hand")
    with opened:
        opened.execute("SET session_replication_role = replica")
        yield opened


@pytest.fixture
def nine(root, twelve, accepted):
    """Nine entries about one claim, and some about another; the ids of the nine."""
    for number in range(9):
        entry(twelve, f"note {number + 1}", before={"a": number})
        entry(accepted, f"other {number + 1}")
    return list(AuditEntry.objects.filter(claim=twelve).order_by("id").values_list("id", flat=True))


def number(ids, place):
    return ids[place - 1]


TAMPERED = {
    "a word": ("UPDATE claims_auditentry SET note = 'note  6' WHERE id = {6}", 6, "not what was sealed"),
    "a byte of what was before": (
        "UPDATE claims_auditentry SET before = '{{\"a\": 55}}' WHERE id = {6}",
        6,
        "not what was sealed",
    ),
    "a moment": (
        "UPDATE claims_auditentry SET at = at - interval '1 microsecond' WHERE id = {1}",
        1,
        "not what was sealed",
    ),
    "the claim": (
        "UPDATE claims_auditentry SET claim_id = NULL WHERE id = {3}",
        3,
        "not what was sealed",
    ),
    "a hash": ("UPDATE claims_auditentry SET hash = sha256('x') WHERE id = {4}", 4, "not what was sealed"),
    "a row in the middle": ("DELETE FROM claims_auditentry WHERE id = {5}", 6, "entry before it is missing"),
    "the first row": ("DELETE FROM claims_auditentry WHERE id = {1}", 2, "entry before it is missing"),
    "the order of two": (
        "UPDATE claims_auditentry SET link = 90 WHERE id = {3};"
        "UPDATE claims_auditentry SET link = 3 WHERE id = {4};"
        "UPDATE claims_auditentry SET link = 4 WHERE id = {3}",
        3,
        "not what was sealed",
    ),
    "the texts of two": (
        "UPDATE claims_auditentry a SET note = b.note FROM claims_auditentry b"
        " WHERE (a.id, b.id) IN (({7}, {8}), ({8}, {7}))",
        7,
        "not what was sealed",
    ),
    "a row more": (
        "INSERT INTO claims_auditentry"
        " (at, action, subject_type, subject_id, claim_id, before, after, note, chain, link, hash)"
        " SELECT at, action, subject_type, subject_id, claim_id, before, after, note, chain, 10, hash"
        " FROM claims_auditentry WHERE id = {9}",
        None,
        "not what was sealed",
    ),
}


def sql(statement, ids):
    return statement.format(0, *ids)


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_a_superuser_changes_is_named(what, root, nine, twelve):
    statement, place, reason = TAMPERED[what]
    assert words() == []
    root.execute(sql(statement, nine))
    found = proving.faults()
    wanted = number(nine, place) if place else AuditEntry.objects.latest("id").pk
    assert found[0].entry == wanted
    assert reason in found[0].words
    assert f"Row {wanted}" in found[0].words
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit", stderr=io.StringIO())
    assert ended.value.code == 1
    sealed = Claim.objects.annotate(sealed=seal.SealOf(F("pk"))).get(pk=twelve.pk)
    assert seal.read(sealed.sealed).broken


def cut_tail(root, nine, twelve, *, keep):
    """Remove the entries after `keep` and put the end of the chain right, as one who knows would."""
    root.execute("DELETE FROM claims_auditentry WHERE id = ANY(%s)", [nine[keep:]])
    root.execute(
        "UPDATE claims_auditchain c SET length = e.link, hash = e.hash FROM claims_auditentry e"
        " WHERE c.chain = e.chain AND e.id = %s",
        [nine[keep - 1]],
    )


def test_a_tail_that_is_cut_is_missed_by_the_end_on_record(root, nine, twelve):
    root.execute("DELETE FROM claims_auditentry WHERE id = %s", [nine[-1]])
    assert words() == [f"Chain {twelve.pk}: entries 9 to 9 are missing at its end."]


def test_a_tail_that_is_cut_with_its_end_is_missed_by_the_checkpoint(root, nine, twelve):
    (mark,) = seal.checkpoint()
    cut_tail(root, nine, twelve, keep=7)
    found = words()
    assert found[0].startswith(f"Entry 9 of chain {twelve.pk} is missing, which checkpoint {mark.number} of ")
    assert "16 of the 18 entries are there" in found[1]


def test_without_a_checkpoint_nobody_can_tell_that_a_whole_tail_was_cut(root, nine, twelve):
    """The control of the test above: it is the checkpoint that shows it."""
    cut_tail(root, nine, twelve, keep=7)
    assert words() == []


REWRITE = """
DO $$
DECLARE
    e claims_auditentry;
    before bytea := NULL;
BEGIN
    FOR e IN SELECT * FROM claims_auditentry WHERE chain = '{chain}' ORDER BY link LOOP
        e.hash := record_hash(before, e);
        UPDATE claims_auditentry SET hash = e.hash WHERE id = e.id;
        UPDATE claims_auditchain SET hash = e.hash WHERE chain = e.chain;
        before := e.hash;
    END LOOP;
END $$;
"""


def test_a_chain_that_was_rewritten_as_a_whole_is_another_than_was_signed(root, nine, twelve):
    seal.checkpoint()
    root.execute("UPDATE claims_auditentry SET note = 'never said' WHERE id = %s", [nine[2]])
    root.execute(REWRITE.format(chain=twelve.pk))
    (found,) = words()
    assert found.startswith(f"Entry 9 of chain {twelve.pk} is another than the one, which checkpoint 1 of ")
    sealed = Claim.objects.annotate(sealed=seal.SealOf(F("pk"))).get(pk=twelve.pk)
    assert seal.read(sealed.sealed).broken is None  # the chain alone cannot show it


CHECKPOINTS = {
    "one is dropped": ("DELETE FROM claims_auditcheckpoint WHERE number = 1", "Checkpoint 1 is missing."),
    "a list of chains is edited": (
        "UPDATE claims_auditcheckpoint SET heads = heads || ' ' WHERE number = 1",
        "Checkpoint 1: its digest is not that of its list of chains.",
    ),
    "a signature is made up": (
        # in its middle: the last byte of a signature is often 0 anyway
        "UPDATE claims_auditcheckpoint SET signature = overlay(signature placing 'AAAA' from 41)"
        " WHERE number = 2",
        "Checkpoint 2: its signature is not by a key of this installation.",
    ),
    "a signature of the old kind is put in its place": (
        "UPDATE claims_auditcheckpoint SET signature = repeat('0', 64) WHERE number = 2",
        "Checkpoint 2: its signature is of the kind that is not made any more.",
    ),
    "a moment is edited": (
        "UPDATE claims_auditcheckpoint SET at = at - interval '1 day' WHERE number = 2",
        "Checkpoint 2: its signature is not by a key of this installation.",
    ),
}


@pytest.mark.parametrize("what", CHECKPOINTS)
def test_checkpoints_themselves_cannot_be_changed_unseen(what, root, nine, twelve):
    seal.checkpoint()
    entry(twelve)
    seal.checkpoint()
    assert words() == []
    statement, wanted = CHECKPOINTS[what]
    root.execute(statement)
    assert wanted in words()


def test_the_last_checkpoint_is_missed_by_who_kept_its_line(root, nine):
    (mark,) = seal.checkpoint()
    call_command("verify_audit", digest=[mark.digest], stdout=io.StringIO())
    root.execute("DELETE FROM claims_auditcheckpoint")
    assert [fault.words for fault in proving.faults(digests=(mark.digest,))] == [
        f"No checkpoint has the digest {mark.digest}."
    ]


@pytest.mark.django_db
def test_another_key_signed_nothing_of_this(twelve, settings):
    entry(twelve)
    seal.checkpoint()
    settings.SIGNING_KEY = signing._new_pem()
    assert words() == ["Checkpoint 1: its signature is not by a key of this installation."]


def old_checkpoint(settings):
    """A checkpoint as older releases signed it, by HMAC."""
    settings.RECORD_KEY = "of then"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal.signing, "sign", lambda said: "0" * 64)
        patch.setattr(seal.AuditCheckpoint, "save", lambda self, **_: made.append(self))
        made = []
        seal._one_checkpoint(seal._settled())
    made[0].signature = proving._old_signature(made[0])
    made[0].save(force_insert=True)


@pytest.mark.django_db
def test_checkpoints_of_older_releases_are_proved_by_the_key_of_then(twelve, settings):
    entry(twelve)
    old_checkpoint(settings)
    assert words() == []
    entry(twelve)
    seal.checkpoint()
    assert words() == []
    settings.RECORD_KEY = "another"
    assert words() == ["Checkpoint 1: its signature is not by this key."]
    settings.RECORD_KEY = ""
    assert words() == ["Checkpoint 1: its signature, of an older release, needs the RECORD_KEY of then."]


@pytest.mark.django_db
def test_none_is_signed_the_old_way_after_one_was_signed_the_new_way(twelve, settings):
    entry(twelve)
    seal.checkpoint()
    entry(twelve)
    old_checkpoint(settings)
    assert words() == ["Checkpoint 2: its signature is of the kind that is not made any more."]


# --- checkpoints and commands


def said(command, **options):
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_checkpoints_follow_each_other_and_are_printed(twelve, accepted, monkeypatch):
    assert said("checkpoint") == "nothing new since the last checkpoint\n"
    for _ in range(5):
        entry(twelve)
    entry(accepted)
    monkeypatch.setattr(seal, "AT_ONCE", 4)
    first, second = said("checkpoint").splitlines()
    assert first.startswith("checkpoint 1 at ")
    marks = list(AuditCheckpoint.objects.all())
    assert [mark.entries for mark in marks] == [4, 2]
    assert [mark.heads.count("\n") + 1 for mark in marks] == [1, 2]
    assert second == seal.line(marks[1])
    assert said("verify_audit").startswith("intact: 6 entries, 2 checkpoints")


@pytest.mark.django_db
def test_since_leaves_out_what_came_earlier(twelve):
    old = entry(twelve, at=timezone.now() - timedelta(days=3))
    entry(twelve)
    as_owner(f"UPDATE claims_auditentry SET note = 'x' WHERE id = {old.pk}")
    assert [fault.entry for fault in proving.faults()] == [old.pk]
    yesterday = timezone.now() - timedelta(days=1)
    assert proving.faults(yesterday) == []
    assert said("verify_audit", since=f"{yesterday:%Y-%m-%d}").startswith("intact: 1 entries")


@pytest.mark.parametrize("since", ["soon", "2026-13-01"])
def test_a_moment_that_is_none_is_refused(since, db):
    with pytest.raises(CommandError):
        call_command("verify_audit", since=since)


# --- what the application may do once the record is handed over


@pytest.fixture
def handed_over(root):
    """The record in the hands of its keeper; the name of the application's role."""
    role = connection.settings_dict["USER"]
    connection.close()
    root.execute("SET session_replication_role = origin")
    record_keeper.run(root, record_keeper.hand_over(role))
    yield role
    connection.close()
    record_keeper.run(root, record_keeper.hand_back(role))


REFUSED = [
    "UPDATE claims_auditentry SET note = 'x'",
    "DELETE FROM claims_auditentry",
    "TRUNCATE claims_auditentry CASCADE",
    "ALTER TABLE claims_auditentry DISABLE TRIGGER ALL",
    "ALTER TABLE claims_auditentry OWNER TO CURRENT_USER",
    "DROP TRIGGER record_chain ON claims_auditentry",
    "DROP TABLE claims_auditentry CASCADE",
    "DROP SCHEMA public CASCADE",
    "UPDATE claims_auditchain SET length = 1",
    "INSERT INTO claims_auditchain VALUES (gen_random_uuid(), 1, '')",
    "DELETE FROM claims_auditcheckpoint",
    "UPDATE claims_auditcheckpoint SET number = 7",
    "TRUNCATE claims_auditcheckpoint",
    "CREATE OR REPLACE FUNCTION record_chain() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "SET session_replication_role = replica",
    "SET ROLE record_keeper",
]


def test_the_application_can_add_to_the_record_and_nothing_else(handed_over, twelve):
    entry(twelve)
    seal.checkpoint()
    with connection.cursor() as cursor:
        cursor.execute("GRANT ALL ON claims_auditentry TO CURRENT_USER")  # warns, and grants nothing
    for statement in REFUSED:
        refused = pytest.raises(
            DatabaseError, match=r"permission denied|must be (?:able|owner)|must be member"
        )
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    entry(twelve)
    assert AuditChain.objects.get(chain=twelve.pk).length == 2
    assert words() == []


def test_nobody_empties_the_record_by_mistake(handed_over, root, twelve):
    entry(twelve)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        root.execute("TRUNCATE claims_auditentry CASCADE")


def test_migrations_can_alter_the_record_after_it_was_handed_back(handed_over, root, twelve):
    record_keeper.run(root, record_keeper.hand_back(handed_over))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_auditentry ADD COLUMN passing int")
        cursor.execute("ALTER TABLE claims_auditentry DROP COLUMN passing")
    record_keeper.run(root, record_keeper.hand_over(handed_over))
    record_keeper.run(root, record_keeper.hand_over(handed_over))  # twice does no harm
    assert "ALTER TABLE claims_auditentry OWNER TO record_keeper;" in said("record_grants")


# --- where it is shown


@pytest.mark.django_db
def test_the_history_of_a_claim_shows_its_seal(twelve, bob, as_user):
    for _ in range(9):
        entry(twelve)
    page = as_user(bob).get(reverse("claims:claim", args=[twelve.pk])).content.decode()
    assert "Chain intact: 9 of 9 entries, checked" in page
    assert "Signed" not in page
    seal.checkpoint()
    page = as_user(bob).get(reverse("claims:claim", args=[twelve.pk])).content.decode()
    assert "Signed: checkpoint 1 of" in page
    assert signing.public_key().id in page
    entry(twelve)
    page = as_user(bob).get(reverse("claims:claim", args=[twelve.pk])).content.decode()
    assert "Signed up to entry 9: checkpoint 1 of" in page
    as_owner("UPDATE claims_auditentry SET note = 'x' WHERE link = 6")
    page = as_user(bob).get(reverse("claims:claim", args=[twelve.pk])).content.decode()
    assert "Chain broken at entry 6" in page
    assert "Chain intact" not in page


@pytest.mark.django_db
def test_a_signature_by_no_key_of_ours_shows_on_the_claim(twelve, bob, as_user, settings):
    entry(twelve)
    seal.checkpoint()
    settings.SIGNING_KEY = signing._new_pem()
    page = as_user(bob).get(reverse("claims:claim", args=[twelve.pk])).content.decode()
    assert "Checkpoint 1 is not signed by a key of ours" in page
    assert "Signed" not in page


# --- any history, any harm

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
entries = st.tuples(st.integers(0, 2), texts, st.dictionaries(texts, texts, max_size=2))
histories = st.lists(entries, min_size=1, max_size=12)
HARM = {
    "edit": "UPDATE claims_auditentry SET note = note || 'x' WHERE id = {id}",
    "after": "UPDATE claims_auditentry SET after = '[1]' WHERE id = {id}",
    "drop": "DELETE FROM claims_auditentry WHERE id = {id}",
    "hash": "UPDATE claims_auditentry SET hash = sha256(hash) WHERE id = {id}",
    "end": "UPDATE claims_auditchain SET length = length + 1 WHERE chain = '{chain}'",
}


class Undo(Exception):
    """Takes an example's rows back."""


@pytest.mark.django_db
@settings(deadline=None, max_examples=40, suppress_health_check=OWN)
@given(history=histories, harm=st.sampled_from(sorted(HARM)), at=st.integers(0, 11))
def test_any_history_is_whole_until_it_is_harmed(history, harm, at):
    chains = [uuid.uuid4() for _ in range(3)]
    with pytest.raises(Undo), transaction.atomic():
        for chain, note, after in history:
            entry(chains[chain], note, after=after)
        assert words() == []
        seal.checkpoint()
        assert words() == []
        rows = list(AuditEntry.objects.order_by("id"))
        row = rows[at % len(rows)]
        as_owner(HARM[harm].format(id=row.pk, chain=row.chain))
        found = proving.faults()
        assert found
        named = {fault.entry for fault in found} | {str(row.chain) in fault.words for fault in found}
        assert row.pk in named or True in named
        raise Undo
