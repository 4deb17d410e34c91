"""The record in sentences: who did what to which claim, with what stood before and after.

The feed of the desk and the histories of claims and events say the same words; where a page is about one
thing, that thing is "this claim" or "this event" in its sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from claims.models import AuditEntry
from claims.web import vocabulary

from .deeds import deed

FIELDS = {
    "statement": "statement",
    "source": "source",
    "event_from": "first day",
    "event_to": "last day",
    "place": "place",
    "quantities": "figures",
    "chain": "chain of attribution",
}
RULINGS = {
    ("text", "same"): "held to be the same text",
    ("text", "separate"): "held to be another text",
    ("text", "machine"): "likeness of text left to the machine",
    ("origin", "same"): "held to be of the same origin",
    ("origin", "separate"): "held to be of a separate origin",
    ("origin", "machine"): "origin left to the machine",
}
PAGES = {"claim": "claim", "article": "article", "event": "event", "source": "source", "report": "report"}
NO_OBJECT = (  # their deeds say what was done to
    "match.",
    "calendar.",
    "export.",
    "batch.",
    "tag.",
    "search.",
)


@dataclass(frozen=True)
class Told:
    """One entry as a sentence: `who` + `before` + the thing + `behind`; `detail` says more."""

    pk: int
    at: datetime
    who: str
    machine: bool
    before: str
    behind: str
    detail: str
    what: str  # the kind of the thing: "claim", "article", "event" ..., "" where the deed names it
    title: str  # the thing in its own words, "" when they were not read
    url: str
    hash: str  # of the entry, in the chain of what it is about

    @property
    def here(self) -> str:
        """The thing on a page of its own: "this claim"."""
        return f"this {self.what}" if self.what else ""

    @property
    def words(self) -> str:
        """The sentence on the page of the thing, without its full stop."""
        return " ".join(f"{self.who} {self.before} {self.here}{self.behind}".split())


def told(rows: Iterable[AuditEntry], *, titles: Mapping[UUID, str] | None = None) -> list[Told]:
    """Return entries as sentences, in their order; `titles` are the words of what they are about, by key.

    An approval and the verdict that it sets are one sentence.
    """
    return [_told(row, titles or {}) for row in rows if row.action != "assessment.approve"]


def _told(row: AuditEntry, titles: Mapping[UUID, str]) -> Told:
    before, _, behind = deed(row.action).partition("{it}")
    what, pk = _thing(row)
    behind = behind.rstrip() + _suffix(row)
    return Told(
        pk=row.pk,
        at=row.at,
        who=row.actor.display_name if row.actor else "The machine",
        machine=row.actor is None,
        before=before.strip(),
        behind=behind,
        detail=_detail(row),
        what=what,
        title=titles.get(pk, "") if pk else "",
        url=reverse(f"claims:{PAGES[what]}", args=[pk]) if what in PAGES and pk else "",
        hash=bytes(row.hash).hex(),
    )


def _thing(row: AuditEntry) -> tuple[str, UUID | None]:
    """Return what the entry is about: its kind and its key; "" where the deed names it."""
    if row.action.startswith(NO_OBJECT):
        return "", None
    if row.action.startswith("report."):
        return "report", report_of(row)
    if row.claim_id is not None:
        return "claim", row.claim_id
    if row.article_id is not None:
        return "article", row.article_id
    return row.subject_type, row.subject_id


def report_of(row: AuditEntry) -> UUID:
    """Return the report that an entry is about: its own row, or that of its edition or public address."""
    return UUID(row.after["report"]) if "report" in row.after else row.subject_id


def _suffix(row: AuditEntry) -> str:
    """Return what goes on behind the thing: the reason, the relation, the verdict, the person, the fields."""
    after = row.after
    if row.action in {"claim.reject", "claim.agree", "claim.settle"}:
        reason = str(after.get("reject_reason", ""))
        found = vocabulary.REJECT_REASON.get(reason)
        state = "" if row.action == "claim.reject" else str(after.get("review_state", ""))
        return "".join(f": {words.lower()}" for words in (state, found.label if found else "") if words)
    if row.action in {"claim.verdict", "assessment.submit"}:
        verdict = str(after.get("verdict", "") or "")
        return f": {vocabulary.verdict_label(verdict).lower()}" if verdict in vocabulary.VERDICT else ""
    if row.action == "claim.recheck":
        cause = str(after.get("freshness_cause", ""))
        return f": {cause}" if cause else ""
    if row.action == "assignment.give":
        return f" to {_name(after['assignee']) if after.get('assignee') else 'the desk’s pool'}"
    if row.action == "claim.edit":
        names = [FIELDS[name] for name in after if name in FIELDS]
        return f": {', '.join(names)}" if names else ""
    if row.action.startswith("report.") and "edition" in after:
        return f" (edition {after['edition']})"
    if row.action == "origin.rule":
        return _ruling(after)
    relation = after.get("relation")
    if row.subject_type == "evidence" and relation in vocabulary.RELATION:
        return f": {vocabulary.relation_label(str(relation)).lower()}"
    return ""


def _ruling(after: dict[str, Any]) -> str:
    words = RULINGS.get((str(after.get("about", "")), str(after.get("ruling", ""))), "")
    outlet = " and ".join(filter(None, [str(after.get("outlet", "")), str(after.get("beside", ""))]))
    return f": {words}{f', {outlet}' if outlet else ''}" if words else ""


def _detail(row: AuditEntry) -> str:
    """Return what stood before and after, or the note that came with it."""
    if row.action == "claim.edit":
        parts = [
            f"“{_value(row.before.get(name))}” became “{_value(value)}”"
            for name, value in row.after.items()
            if name in FIELDS
        ]
        return "; ".join(parts)
    if row.action == "evidence.propose":
        outlet = row.after.get("outlet", "")
        return f"{outlet}. {row.note}" if outlet else row.note
    if row.action in {"claim.merge", "claim.take_in", "claim.give_back"}:
        return _name(row.after.get("merged_into") or row.after.get("claim"))
    if row.subject_type == "source" and row.claim_id is not None:
        return f"“{_name(row.before.get('source'))}” became “{_name(row.after.get('source'))}”"
    return _of_event(row) if row.subject_type == "event" else row.note


def _of_event(row: AuditEntry) -> str:
    """Return what came where: the name before and after, the event of a claim, or how many claims moved."""
    if row.claim_id is not None:
        was, now = row.before.get("event"), row.after.get("event")
        return f"“{_name(was)}” became “{_name(now)}”. {row.note}" if was else f"{_name(now)}. {row.note}"
    if "title" in row.before:
        return f"“{row.before['title']}” became “{row.after['title']}”. {row.note}"
    count = row.after.get("claims")
    words = f"{count} claim{'' if count == 1 else 's'}. " if isinstance(count, int) else ""
    merged = row.after.get("merged") or row.after.get("merged_into")
    return f"{words}{f'{_name(merged)}. ' if merged else ''}{row.note}".strip()


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("text") or "–")
    if isinstance(value, list):
        return ", ".join(_figure(item) for item in value) or "none"
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        return _day(value)
    return str(value) if value not in (None, "") else "none"


def _figure(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    return item.get("text") or f"{item.get('low', '')} {item.get('unit', '')}".strip()


def _day(value: str) -> str:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{found.day} {found:%B %Y}"


def _name(value: Any) -> str:
    return str(value.get("name", "")) if isinstance(value, dict) else "somebody"
