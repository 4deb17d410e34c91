"""One table says how each status looks: label, icon, colour. Pages, charts and exports share it."""

from __future__ import annotations

from dataclasses import dataclass

from claims import states


@dataclass(frozen=True, slots=True)
class Look:
    """How a value is shown. `form` of tags: "filled", "open", "dash"; `meaning` explains it in a line."""

    label: str
    icon: str
    colour: str = "ink"
    form: str = "filled"
    meaning: str = ""


VERDICT: dict[str, Look] = {
    states.Verdict.CORROBORATED: Look(
        "Corroborated", "checks", "pos", meaning="A second, independent source says so."
    ),
    states.Verdict.MOSTLY_ACCURATE: Look(
        "Mostly accurate", "check", "pos", "open", "Right in substance, off in a detail."
    ),
    states.Verdict.SINGLE_SOURCE: Look(
        "Single source", "circle-number-1", "blu", meaning="One voice only. No judgement of true or false."
    ),
    states.Verdict.DISPUTED: Look("Disputed", "arrows-diff", "amb", meaning="Sources contradict each other."),
    states.Verdict.MISSING_CONTEXT: Look(
        "Missing context", "puzzle", "amb", "open", "Right in its words, misleading as it stands."
    ),
    states.Verdict.INACCURATE: Look("Inaccurate", "x", "neg", meaning="The evidence refutes it."),
    states.Verdict.UNVERIFIABLE: Look(
        "Unverifiable", "help", "gry", meaning="It cannot be known either way."
    ),
    states.Verdict.UNASSESSED: Look("Unassessed", "circle-dashed", "ink", "dash", "No verdict yet."),
}
ATTRIBUTION: dict[str, Look] = {
    states.AttributionVerdict.VERBATIM: Look("Verbatim", "quote", meaning="The source said these words."),
    states.AttributionVerdict.FAIR_PARAPHRASE: Look(
        "Fair paraphrase", "quote", meaning="The source said this in other words."
    ),
    states.AttributionVerdict.MISATTRIBUTED: Look(
        "Misattributed", "user-x", "neg", meaning="The source did not say it."
    ),
    states.AttributionVerdict.NOT_FOUND: Look(
        "Not found", "search-off", "amb", meaning="No trace of the source saying it was found."
    ),
    states.AttributionVerdict.UNCHECKED: Look(
        "Not checked", "circle-dashed", meaning="Nobody has looked yet."
    ),
}
REVIEW: dict[str, Look] = {
    states.Review.EXTRACTED: Look("Extracted", "point"),
    states.Review.ACCEPTED: Look("Accepted", "check", "pos"),
    states.Review.REJECTED: Look("Rejected", "x", "neg"),
}
SECOND_OPINION = Look("Second opinion", "message-question", "amb")
REJECT_REASON: dict[str, Look] = {
    states.RejectReason.NOT_A_CLAIM: Look("Not a claim", "x"),
    states.RejectReason.OPINION: Look("Opinion or prediction", "x"),
    states.RejectReason.VAGUE: Look("Too vague to check", "x"),
    states.RejectReason.WRONG_SOURCE: Look("Wrong source", "x"),
    states.RejectReason.WRONG_TEXT: Look("Wrong text or figure", "x"),
    states.RejectReason.DUPLICATE: Look("Duplicate of another claim", "x"),
    states.RejectReason.SPLIT: Look("Split into parts", "arrows-split-2"),
    states.RejectReason.WITHDRAWN: Look("Withdrawn", "x"),
    states.RejectReason.MERGED: Look("Merged into another claim", "link"),
}
FRESHNESS: dict[str, Look] = {
    states.Freshness.CURRENT: Look("Current", "clock"),
    states.Freshness.DUE: Look("Due", "alarm", "amb"),
    states.Freshness.NEEDS_RECHECK: Look("Re-check", "refresh-alert", "neg"),
}
RELATION: dict[str, Look] = {
    states.Relation.CORROBORATES: Look(
        "Corroborates", "checks", meaning="An independent voice says the same."
    ),
    states.Relation.REPEATS: Look("Repeats", "repeat", meaning="The same origin again. Adds no support."),
    states.Relation.UPDATES: Look("Updates", "refresh", meaning="The same figure, revised over time."),
    states.Relation.CONTRADICTS: Look(
        "Contradicts", "arrows-diff", "amb", meaning="Both cannot hold at the same time."
    ),
    states.Relation.NARROWS: Look("Narrows", "zoom-in", meaning="A part of it, or a more exact figure."),
    states.Relation.CONTEXT: Look("Context", "info-circle", meaning="Helps to understand it."),
    states.Relation.ABSENCE: Look("Absence", "search-off", meaning="Searched for, not found."),
}
EVIDENCE_STATE: dict[str, Look] = {
    states.EvidenceState.PROPOSED: Look("Proposed", "point"),
    states.EvidenceState.CONFIRMED: Look("Confirmed", "check", "pos"),
    states.EvidenceState.DISMISSED: Look("Dismissed", "x", "neg"),
    states.EvidenceState.WITHDRAWN: Look("Withdrawn", "arrow-back-up"),
}
BY_MACHINE = Look("Proposed by machine", "point")
TAKEN_BACK = Look("Withdrawn", "x", "neg")  # evidence that a person had added
LOGGED = Look("Logged", "check", "pos")  # a search that found nothing, once confirmed
ASSESSMENT: dict[str, Look] = {
    states.AssessmentState.DRAFT: Look("Draft", "edit"),
    states.AssessmentState.SUBMITTED: Look("Waits for approval", "hourglass", "amb"),
    states.AssessmentState.CHANGES_REQUESTED: Look("Changes requested", "arrow-back-up", "neg"),
    states.AssessmentState.APPROVED: Look("Approved", "check", "pos"),
    states.AssessmentState.SUPERSEDED: Look("Superseded", "repeat"),
}
ASSIGNMENT: dict[str, Look] = {
    states.AssignmentState.OPEN: Look("Open", "point"),
    states.AssignmentState.DONE: Look("Done", "check", "pos"),
    states.AssignmentState.HANDED_BACK: Look("Handed back", "arrow-back-up", "amb"),
    states.AssignmentState.WITHDRAWN: Look("Taken back", "x"),
}
ARTICLE: dict[str, Look] = {
    "queued": Look("Waiting", "hourglass"),
    "fetching": Look("Fetching", "world"),
    "running": Look("Splitting into claims", "loader-2"),
    "ready": Look("Ready to review", "player-play", "accent"),
    "in_review": Look("In review", "eye"),
    "reviewed": Look("Reviewed", "check", "pos"),
    "kept": Look("Kept", "copy"),
    "failed": Look("Could not be read", "alert-triangle", "neg"),
}
WORK: dict[str, Look] = {
    states.WorkState.QUEUED: Look("Waiting", "hourglass"),
    states.WorkState.RUNNING: Look("Running", "loader-2"),
    states.WorkState.DONE: Look("Done", "check", "pos"),
    states.WorkState.FAILED: Look("Failed", "alert-triangle", "neg"),
}
JOB: dict[str, Look] = {
    states.JobState.QUEUED: Look("Waiting", "hourglass"),
    states.JobState.RUNNING: Look("Running", "loader-2"),
    states.JobState.DONE: Look("Done", "check", "pos"),
    states.JobState.FAILED: Look("Failed", "alert-triangle", "neg"),
    states.JobState.STOPPED: Look("Stopped", "x"),
}
REPORT: dict[str, Look] = {
    states.ReportState.DRAFT: Look("Draft", "edit"),
    states.ReportState.FROZEN: Look("Frozen", "lock"),
}
PUBLICATION: dict[str, Look] = {
    states.PublicationState.WAITING: Look("Waits for approval", "hourglass", "amb"),
    states.PublicationState.RETURNED: Look("Sent back", "arrow-back-up", "neg"),
    states.PublicationState.APPROVED: Look("Approved", "check", "pos"),
    states.PublicationState.PUBLISHED: Look("Public", "world", "pos"),
    states.PublicationState.WITHDRAWN: Look("No longer public", "lock", "amb"),
}
LINK: dict[str, Look] = {
    states.LinkState.LIVE: Look("In use", "link"),
    states.LinkState.VOID: Look("No longer valid", "x"),
}
# Admiralty scale (NATO STANAG 2511): the source and the information are graded apart.
RELIABILITY: dict[str, str] = {
    "A": "Completely reliable",
    "B": "Usually reliable",
    "C": "Fairly reliable",
    "D": "Not usually reliable",
    "E": "Unreliable",
    "F": "Reliability cannot be judged",
}
CREDIBILITY: dict[str, str] = {
    "1": "Confirmed by other sources",
    "2": "Probably true",
    "3": "Possibly true",
    "4": "Doubtful",
    "5": "Improbable",
    "6": "Truth cannot be judged",
}
STANCES: tuple[tuple[str, tuple[str, ...]], ...] = (  # how evidence bears on a claim, in three words
    ("Supports", (states.Relation.CORROBORATES,)),
    ("Disputes", (states.Relation.CONTRADICTS,)),
    (
        "Context",
        (
            states.Relation.REPEATS,
            states.Relation.UPDATES,
            states.Relation.NARROWS,
            states.Relation.CONTEXT,
        ),
    ),
)
CAPTURE: dict[str, Look] = {
    states.Capture.FETCHING: Look("Being fetched", "hourglass"),
    states.Capture.CAPTURED: Look("Captured", "check", "pos"),
    states.Capture.FAILED: Look("Could not be fetched", "alert-triangle", "neg"),
}
QUALIFIER: dict[str, str] = {
    "exact": "exactly",
    "at_least": "at least",
    "at_most": "at most",
    "about": "about",
    "range": "between",
}
TABLES: dict[str, dict[str, Look]] = {
    "verdict": VERDICT,
    "attribution": ATTRIBUTION,
    "review": REVIEW,
    "reject_reason": REJECT_REASON,
    "freshness": FRESHNESS,
    "relation": RELATION,
    "evidence": EVIDENCE_STATE,
    "assessment": ASSESSMENT,
    "assignment": ASSIGNMENT,
    "article": ARTICLE,
    "work": WORK,
    "job": JOB,
    "report": REPORT,
    "publication": PUBLICATION,
    "link": LINK,
    "capture": CAPTURE,
}


def verdict_label(value: str) -> str:
    """Return the label of a verdict: "Single source"."""
    return VERDICT[value].label


def attribution_label(value: str) -> str:
    """Return the label of an attribution verdict: "Fair paraphrase"."""
    return ATTRIBUTION[value].label


def relation_label(value: str) -> str:
    """Return the word for how a piece of evidence bears on a claim: "Contradicts"."""
    return RELATION[value].label


def grade_words(reliability: str, credibility: str) -> str:
    """Return a grade in the words of the scale: "Usually reliable; probably true"; "" without any."""
    words = [RELIABILITY.get(reliability, ""), CREDIBILITY.get(credibility, "").lower()]
    return "; ".join(filter(None, words)).capitalize()


def stance_of(relation: str) -> str:
    """Return the stance that a relation is: "Supports", "Disputes", "Context"."""
    return next((stance for stance, relations in STANCES if relation in relations), "Context")


def reject_label(value: str) -> str:
    """Return the words for a reason of rejection: "Too vague to check"."""
    return REJECT_REASON[value].label
