"""The record of a claim in words: who, what changed, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from claims.models import AuditEntry
from claims.web import vocabulary

PLAIN = {
    "claim.extract": "Found in the article",
    "claim.add": "Added by hand",
    "claim.by_hand": "Added by hand and accepted",
    "claim.accept": "Accepted",
    "claim.accept_with": "Accepted with others at one stroke",
    "claim.part": "Made as a part of a split claim",
    "claim.split": "Split into parts",
    "claim.offer": "Offered for review",
    "claim.opinion": "Second opinion asked",
    "claim.undo": "Decision undone",
    "claim.tag": "Tagged",
    "claim.untag": "Tag taken off",
    "claim.withdraw": "Withdrawn",
    "claim.merge": "Merged into another claim",
    "claim.take_in": "Another claim was merged into this one",
    "claim.give_back": "A merged claim was taken back out",
    "assignment.move": "Assignment moved with the claim",
    "assignment.drop": "Assignment closed by a merge",
    "assignment.restore": "Assignment open again",
    "evidence.move": "Evidence moved with the claim",
    "claim.due": "Due: the time of re-check has passed",
    "evidence.add": "Evidence added",
    "evidence.propose": "Evidence proposed",
    "evidence.confirm": "Evidence confirmed",
    "evidence.dismiss": "Evidence dismissed",
    "evidence.undo": "Decision about evidence undone",
    "evidence.withdraw": "Proposal withdrawn",
    "event.start": "Event started",
    "event.place": "Put into an event",
    "event.rename": "Named",
    "event.close": "Closed: the machine adds nothing more",
    "event.open": "Opened again",
    "event.move": "Claims moved here",
    "event.move.claim": "Moved to another event",
    "event.remove": "Claims taken out",
    "event.remove.claim": "Taken out of its event",
    "event.split": "Split off",
    "event.split.claim": "Split off into an event of its own",
    "event.merge": "Another event merged into this one",
    "event.merge.claim": "Its event was merged into another",
    "event.merged": "Merged into another event",
    "event.unmerge": "No longer merged",
    "event.undo": "Taken back",
    "event.back": "Put back into its event",
    "claim.current": "Mark for re-check taken back",
    "assessment.supersede": "Earlier verdict superseded",
    "assessment.return": "Changes to the verdict requested",
    "assessment.approve": "Verdict approved",
    "assignment.done": "Assignment done",
    "assignment.hand_back": "Handed back",
    "assignment.withdraw": "Assignment taken back",
    "assignment.take": "Taken from the desk’s pool",
    "assignment.set": "Assignment changed",
    "assignment.remind": "Reminded",
    "assignment.reopen": "Assignment opened again",
    "comment.add": "Commented",
    "comment.edit": "Comment edited",
    "comment.withdraw": "Comment withdrawn",
}
RULINGS = {
    ("text", "same"): "Held to be the same text",
    ("text", "separate"): "Held to be another text",
    ("text", "machine"): "Likeness of text left to the machine",
    ("origin", "same"): "Held to be of the same origin",
    ("origin", "separate"): "Held to be of a separate origin",
    ("origin", "machine"): "Origin left to the machine",
}
FIELDS = {
    "statement": "statement",
    "source": "source",
    "event_from": "first day",
    "event_to": "last day",
    "place": "place",
    "quantities": "figures",
}


@dataclass(frozen=True)
class Told:
    """One entry in words. `who` is None when the machine did it."""

    at: datetime
    words: str
    detail: str
    who: str


def entries_of(rows: Sequence[AuditEntry]) -> list[Told]:
    """Return audit entries in words, in the order given. An approval and the verdict it sets are one line."""
    told = []
    for row in rows:
        if row.action == "assessment.approve":
            continue  # the claim.verdict entry beside it says which verdict
        told.append(
            Told(row.at, _words(row), _detail(row), row.actor.display_name if row.actor else "Machine")
        )
    return told


def _words(row: AuditEntry) -> str:
    after = row.after
    if row.action == "claim.reject":
        reason = str(after.get("reject_reason", ""))
        return (
            f"Rejected: {vocabulary.reject_label(reason).lower()}"
            if reason in vocabulary.REJECT_REASON
            else "Rejected"
        )
    if row.action in {"claim.verdict", "assessment.submit"}:
        return _verdict(row)
    if row.action == "claim.recheck":
        return f"Re-check needed: {after.get('freshness_cause', '')}".rstrip(": ")
    if row.action == "assignment.give":
        return f"Assigned to {_name(after['assignee']) if after.get('assignee') else 'the desk’s pool'}"
    if row.action == "claim.edit":
        return _edit(row)
    if row.action == "origin.rule":
        return _ruling(row)
    relation = after.get("relation")
    words = PLAIN.get(row.action) or row.action.replace(".", " ").replace("_", " ").capitalize()
    if row.subject_type == "evidence" and relation in vocabulary.RELATION:
        return f"{words}: {vocabulary.relation_label(str(relation)).lower()}"
    return words


def _ruling(row: AuditEntry) -> str:
    outlet = row.after.get("outlet", "")
    words = RULINGS.get(
        (str(row.after.get("about", "")), str(row.after.get("ruling", ""))), "Origin corrected"
    )
    return f"{words}: {outlet}" if outlet else words


def _verdict(row: AuditEntry) -> str:
    verdict = str(row.after.get("verdict", "") or "")
    label = vocabulary.verdict_label(verdict) if verdict in vocabulary.VERDICT else "Same verdict"
    return f"{label}, {'submitted' if row.action == 'assessment.submit' else 'approved'}"


def _edit(row: AuditEntry) -> str:
    names = [FIELDS.get(name, name.replace("_", " ")) for name in row.after]
    return f"Edited: {', '.join(names)}" if names else "Edited"


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
    if row.subject_type == "event":
        return _of_event(row)
    if row.action in {"claim.merge", "claim.take_in", "claim.give_back"}:
        return _name(row.after.get("merged_into") or row.after.get("claim"))
    return row.note


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
